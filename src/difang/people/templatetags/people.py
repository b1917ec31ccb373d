"""Roles and places as people read them: `{{ post|duty:lang }}`, `{{ at|years:user }}`."""

from datetime import datetime
from typing import Any

from django import template
from django.conf import settings

from difang import places
from difang.people.models import Organisation, Post
from difang.people.words import KINDS, ROLES, page_lang
from difang.records.workingdays import today
from difang.text import Lang

register = template.Library()
MINGUO = 1911


@register.simple_tag
def mail_state() -> str:
    """Say what becomes of mails here: they are `sent`, stay in the `demo`'s mailbox, or wait (`none`)."""
    if settings.SMTP_URL:
        return "sent"
    return "demo" if settings.DEMO else "none"


@register.filter
def duty(subject: Any, lang: Lang) -> str:
    """Say a post's or an invitation's role and place."""
    role = ROLES[Post.Role(subject.role)].get(lang)
    place = places.get(subject.place).full_label(lang)
    words = f"{place}　{role}" if lang == "zh" else f"{role}, {place}"
    if not subject.deputy:
        return words
    return f"{words}（代理）" if lang == "zh" else f"{words} (deputy)"


@register.filter
def kind(organisation: Organisation, lang: Lang) -> str:
    """Say what sort of organisation it is."""
    return KINDS[Organisation.Kind(organisation.kind)].get(lang)


@register.filter
def place_name(code: str, lang: Lang) -> str:
    """Say a place with its county."""
    return places.get(code).full_label(lang)


@register.filter
def years(at: datetime, person: Any) -> str:
    """Write a date as the person reads years: 民國 or 西元."""
    day = today(at)
    if getattr(person, "minguo_years", False):
        year = day.year - MINGUO
        zh = f"民國 {year} 年 {day.month} 月 {day.day} 日"
        return zh if page_lang() == "zh" else f"{day.isoformat()} (ROC {year})"
    return day.isoformat()

"""Template words in both languages side by side: `{% t "中文" "English" %}`."""

import re
from typing import Any

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from difang.sources import english
from difang.text import Text

register = template.Library()
CHINESE = re.compile(r"[\u3001-\u9fff\uf900-\ufaff\uff00-\uffef]+")


@register.simple_tag(takes_context=True)
def t(context: dict[str, Any], zh: str, en: str, **values: object) -> SafeString:
    """Choose the wording of the page's language; `{name}` in it is filled from `name=…`, escaped."""
    words = zh if context.get("lang", "zh") == "zh" else en
    return format_html(words, **values) if values else mark_safe(conditional_escape(words))  # noqa: S308


@register.filter
def licence(words: str, lang: str) -> str:
    """Return a manifest's licence in `lang`."""
    told = english.licence(words)
    return told.zh if lang == "zh" else told.en


@register.filter
def named(words: str, lang: str) -> SafeString:
    """Return `words`, escaped; on an English page what is Chinese in them is marked as Chinese."""
    told = conditional_escape(words)
    if lang == "zh":
        return told
    return mark_safe(CHINESE.sub(r'<span lang="zh-Hant">\g<0></span>', told))  # noqa: S308  # escaped above


@register.filter
def words(text: Text, lang: str) -> str:
    """Return a `Text` in `lang`."""
    return text.zh if lang == "zh" else text.en

"""One mail for what gathered on a person's desk: in their language, at most every few hours."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.html import format_html, format_html_join

from difang.records.models import Notice
from difang.text import Lang, Text

EVERY = timedelta(hours=4)
MOST_LISTED = 50
KEPT = timedelta(days=731)


def gather(at: datetime | None = None) -> int:
    """Put down one mail for each person with unread notices that no mail told of; return how many."""
    now = at or timezone.now()
    waiting = Notice.objects.filter(mailed_at=None, read_at=None, person__is_active=True)
    recent = Notice.objects.filter(mailed_at__gt=now - EVERY).values("person_id")
    people = (
        waiting.exclude(person_id__in=recent)
        .order_by("person_id")
        .values_list("person_id", flat=True)
        .distinct()
    )
    return sum(_tell(person, now) for person in list(people))


def forget_old(at: datetime | None = None) -> int:
    """Remove notices older than two years; return how many."""
    return Notice.objects.filter(at__lt=(at or timezone.now()) - KEPT).delete()[0]


@transaction.atomic
def _tell(pk: int, now: datetime) -> bool:
    # The person's row is the lock: of two servers that gather at once, the second finds nothing left.
    person = get_user_model().objects.select_for_update(no_key=True).filter(pk=pk, is_active=True).first()
    if person is None:
        return False
    last = Notice.objects.filter(person=person).aggregate(last=Max("mailed_at"))["last"]
    if last is not None and now < last + EVERY:
        return False
    notices = list(Notice.objects.filter(person=person, mailed_at=None, read_at=None).order_by("at", "id"))
    if not notices:
        return False
    _compose(person, notices).send()
    Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(mailed_at=now)
    return True


def _compose(person: Any, notices: list[Notice]) -> EmailMultiAlternatives:
    lang: Lang = "en" if person.lang == "en" else "zh"
    subject = Text(f"地方創生：{len(notices)} 則通知", f"difang: {_count(len(notices))}").get(lang)
    lines = [(_sentence(notice, lang), _address(notice.address)) for notice in notices[:MOST_LISTED]]
    more = len(notices) - len(lines)
    rest = Text(f"還有 {more} 則，請登入後看。", f"And {more} more; sign in to read them.").get(lang)
    close = Text("這封信由系統自動寄出，請勿回覆。", "This mail was sent by itself; please don't reply.").get(
        lang
    )
    end = [*([rest] if more else []), close]
    text = "\n\n".join([*("\n".join(filter(None, line)) for line in lines), *end])
    message = EmailMultiAlternatives(subject, f"{text}\n", to=[person.email])
    message.attach_alternative(_html(lines, end, lang), "text/html")
    return message


def _html(lines: Iterable[tuple[str, str]], end: Iterable[str], lang: Lang) -> str:
    items = format_html_join(
        "",
        "<li>{}</li>",
        ((format_html('<a href="{}">{}</a>', link, words) if link else words,) for words, link in lines),
    )
    closing = format_html_join("", "<p>{}</p>", ((words,) for words in end))
    code = "zh-Hant-TW" if lang == "zh" else "en"
    return format_html('<html lang="{}"><body><ul>{}</ul>{}</body></html>', code, items, closing)


def _sentence(notice: Notice, lang: Lang) -> str:
    return Text(notice.zh, notice.en).get(lang)


def _address(path: str) -> str:
    """Return the public address of a page; nothing if the operator named no public address."""
    return f"{settings.SITE_URL}{path}" if settings.SITE_URL and path else ""


def _count(number: int) -> str:
    return "one notice" if number == 1 else f"{number} notices"

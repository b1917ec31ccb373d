"""Send a mail again: by the operator, and the record says so."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from difang.errors import InputError, NotFoundError
from difang.people import posts
from difang.people.services.refusing import refuse
from difang.records import chain
from difang.records.models import Event, Mail

AGAIN = (Mail.State.FAILED, Mail.State.UNKNOWN, Mail.State.WAITING)


def may_operate(person: Any) -> bool:
    """Tell whether a person runs this site."""
    return posts.holds(person, "operator")


@transaction.atomic
def send_again(*, by: Any, pk: int) -> Event:
    """Let a mail that failed, may have been sent, or waits go out at the worker's next round.

    Raises ForbiddenError, NotFoundError (no such mail, or it was sent), InputError (its words are cleared).
    """
    if not may_operate(by):
        refuse(
            by,
            f"send mail {pk} again",
            "只有站台管理者能重寄。",
            "only the site's operator may send it again.",
        )
    mail = Mail.objects.select_for_update().filter(pk=pk, state__in=AGAIN).first()
    if mail is None:
        raise NotFoundError(
            "沒有這封信，或已經寄出了；請重新整理頁面。",
            "there is no such mail, or it was sent; reload the page.",
        )
    if not (mail.to and mail.body):
        raise InputError(
            "這封信的內容已依保存期限清除，不能重寄；請由原來的頁面再做一次。",
            "this mail's words were cleared when their time was over; start again from the page it came from.",
        )
    before = mail.state
    mail.state, mail.not_before, mail.attempts, mail.fault = Mail.State.WAITING, timezone.now(), 0, ""
    mail.claimed_at = None
    mail.save(update_fields=["state", "not_before", "attempts", "fault", "claimed_at"])
    return chain.append(
        subject_type="mail",
        subject_id=mail.pk,
        kind="sent_again",
        from_state=before,
        to_state=mail.state,
        actor=by.pk,
        cause="person",
    )

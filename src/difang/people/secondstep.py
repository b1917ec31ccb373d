"""The second step's code: who guesses is stopped, who owns the account isn't.

Wrong codes are counted by account, never by address, so that what others do in the same office doesn't matter.
A device on which the owner has signed in counts its own, as at the password.
"""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core import context
from allauth.core.internal import ratelimit
from allauth.mfa.base.forms import AuthenticateForm, BaseAuthenticateForm, ReauthenticateForm

from difang.people import devices

COUNTED = "allauth.account"


class _Counted(BaseAuthenticateForm):
    def clean_code(self) -> str:
        """Count the attempt, then check the code; the right one ends the count."""
        where = _count_of(self.user)
        if not ratelimit.consume(context.request, **where):
            raise get_adapter().validation_error("too_many_login_attempts")
        code = str(super().clean_code())
        ratelimit.clear(context.request, **where)
        return code


class StepForm(_Counted, AuthenticateForm):
    """The code that ends a sign-in."""


class AgainForm(_Counted, ReauthenticateForm):
    """The code asked for once more before something that matters."""


def _count_of(person: Any) -> dict[str, str]:
    device = devices.known(context.request, {person.pk})
    action = "second_step_on_own_device" if device else "second_step"
    return {"app": COUNTED, "action": action, "key": f"{person.pk}:{device or 'strangers'}"}

"""How the library of accounts is bent to this site."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from difang.people import devices, lockout
from difang.people.models import Person
from difang.people.services.account import may_sign_in
from difang.people.services.inviting import waiting_for


class Adapter(DefaultAccountAdapter):
    """Addresses in small letters; names from the form; links to the public address; a fair lock-out."""

    def save_user(self, request: HttpRequest, user: Person, form: Any, commit: bool = True) -> Person:
        """Fill a new person from the form and save them."""
        user = super().save_user(request, user, form, commit=False)
        user.email = user.email.strip().lower()
        user.name = form.cleaned_data["name"]
        user.lang = "en" if request.path.startswith("/en/") else "zh"
        if commit:
            user.save()
        return user

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        """Return the link of a confirmation at the public address, not at whatever host was asked."""
        return _public(super().get_email_confirmation_url(request, emailconfirmation))

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Return the link of a password reset at the public address."""
        return _public(super().get_reset_password_from_key_url(key))

    def pre_login(self, request: HttpRequest, user: Person, **kwargs: Any) -> HttpResponse | None:
        """Send away who may not sign in here, by password or by passkey."""
        if not may_sign_in(user):
            return self.respond_user_inactive(request, user)
        return super().pre_login(request, user, **kwargs)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Lead who signs in to the invitation that waits for them, else to where everybody lands."""
        offer = waiting_for(request.user).first()
        if offer is not None:
            return reverse("people-waiting", args=[offer.pk])
        return super().get_login_redirect_url(request)

    def post_login(self, request: HttpRequest, user: Person, **kwargs: Any) -> HttpResponse:
        """Remember the device once somebody has fully signed in with it."""
        response = super().post_login(request, user, **kwargs)
        devices.remember(response, user)
        return response

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count failures (`lockout`); a device of the owner's has a count of its own.

        So a stranger who guesses, from the same office or from many addresses, can't shut the owner out:
        neither where they have signed in before, nor by passkey, nor after a password reset.
        """
        device = self._device(request, credentials)
        self._login_failed_rl_usage = lockout.count(request, _login(credentials), device)
        if not self._login_failed_rl_usage:
            raise self.validation_error("too_many_login_attempts")

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        return lockout.key(_login(credentials), self._device(request, credentials))

    def _device(self, request: HttpRequest, credentials: dict[str, Any]) -> str:
        owners = EmailAddress.objects.filter(email=_login(credentials), verified=True)
        return devices.known(request, set(owners.values_list("user_id", flat=True)))


def _login(credentials: dict[str, Any]) -> str:
    return str(credentials.get("email") or "").strip().lower()


def _public(address: str) -> str:
    if not settings.SITE_URL or "://" not in address:
        return address
    return settings.SITE_URL + "/" + address.split("://", 1)[1].partition("/")[2]

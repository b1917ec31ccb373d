"""The library's sign-up form, made to take as long for an address that has an account as for one that has none."""

from typing import Any

from allauth.account.forms import SignupForm
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest


class EvenSignupForm(SignupForm):
    """Sign-up that tells by its time no more than by its words."""

    def try_save(self, request: HttpRequest) -> Any:
        """Hash the password also where it is for nothing: hashing is what takes long about a new account."""
        if self.account_already_exists:
            make_password(self.cleaned_data["password1"])
        return super().try_save(request)

"""How the library of accounts is bent to this site."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from difang.people.models import Person


class Adapter(DefaultAccountAdapter):
    """Addresses in small letters; a person's name comes from the sign-up form."""

    def save_user(self, request: HttpRequest, user: Person, form: Any, commit: bool = True) -> Person:
        """Fill a new person from the form and save them."""
        user = super().save_user(request, user, form, commit=False)
        user.email = user.email.strip().lower()
        user.name = form.cleaned_data["name"]
        if commit:
            user.save()
        return user

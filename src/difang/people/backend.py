"""Whose sign-in and whose session counts."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from difang.people.services.account import may_sign_in


class Backend(AuthenticationBackend):
    """Passwords of the library; the made-up persons of a demonstration are nobody elsewhere."""

    def user_can_authenticate(self, user: Any) -> bool:
        """Tell whether a person may sign in, and whether a session of theirs still counts."""
        return bool(super().user_can_authenticate(user)) and may_sign_in(user)

"""The library's forms of security keys, with labels in the page's language."""

from typing import Any

from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm

from difang.people.words import both

NAME = both("這把金鑰的名稱", "Name of this key")


class AddKeyForm(AddWebAuthnForm):
    """Adding a key: what to call it, and whether it stands in for the password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = NAME
        if "passwordless" in self.fields:
            self.fields["passwordless"].label = both(
                "通行金鑰：用它登入，不必輸入密碼", "Passkey: sign in with it, without a password"
            )


class EditKeyForm(EditWebAuthnForm):
    """Renaming a key."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = NAME

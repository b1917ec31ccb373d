"""Forms about people."""

from django import forms
from django.http import HttpRequest

from difang.people.models import Person


class SignupForm(forms.Form):
    """What the sign-up asks beyond address and password."""

    name = forms.CharField(max_length=60, label="姓名或稱呼")

    def signup(self, request: HttpRequest, user: Person) -> None:
        """Nothing more to do: the adapter keeps the name."""

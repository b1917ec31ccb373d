"""Forms about people; labels follow the page's language."""

from datetime import datetime, time
from functools import cache
from typing import Any

from django import forms
from django.http import HttpRequest

from difang import places, text
from difang.people import rules
from difang.people.models import Organisation, Person, Post
from difang.people.words import KINDS, ROLES, both, page_lang
from difang.records.workingdays import TAIPEI


class SignupForm(forms.Form):
    """What the sign-up asks beyond address and password."""

    name = forms.CharField(
        max_length=60,
        label=both("姓名或稱呼", "Name"),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def signup(self, request: HttpRequest, user: Person) -> None:
        """Nothing more to do: the adapter keeps the name."""


class ProfileForm(forms.Form):
    """What a person may change about themselves."""

    name = forms.CharField(
        max_length=60,
        label=both("姓名或稱呼", "Name"),
        help_text=both("同事與窗口會看到。", "Colleagues and windows see it."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    lang = forms.ChoiceField(
        label=both("信件語言", "Language of mails"), choices=[("zh", "中文"), ("en", "English")]
    )
    minguo_years = forms.TypedChoiceField(
        label=both("年份寫法", "Years"),
        choices=[
            ("yes", both("民國（115 年）", "Minguo (115)")),
            ("no", both("西元（2026 年）", "AD (2026)")),
        ],
        coerce=lambda value: value == "yes",
    )


class FirstCodeForm(forms.Form):
    """The one-time code of the first administrator."""

    code = forms.CharField(
        max_length=100,
        label=both("一次性代碼", "One-time code"),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )


class InvitationForm(forms.Form):
    """An invitation; the choices are those the person may offer, and nothing else validates."""

    email = forms.EmailField(
        label=both("電子郵件", "Mail address"),
        help_text=both("邀請只對這個地址有效。", "Only this address can accept."),
    )
    duty = forms.ChoiceField(label=both("職務與地點", "Role and place"))
    as_what = forms.ChoiceField(label=both("身分", "As"), required=False)
    until = forms.DateField(
        label=both("代理到哪一天", "Deputy until"),
        required=False,
        help_text=both("只有代理人要填；空白是 30 天。", "For deputies only; 30 days if empty."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def __init__(self, *args: Any, person: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        above = False
        duties: list[tuple[str, str]] = []
        for role, place in rules.offered_by(person):
            above = above or rules.is_above(person, role, place)
            duties += [(f"{role}:{code}", _label(role, code)) for code in _places(role, place)]
        self.fields["duty"].choices = list(dict.fromkeys(duties))
        choices = [("holder", both("承辦／窗口", "holder"))] if above else []
        choices += [("deputy", both("代理人（期滿自動結束）", "deputy (ends by itself)"))]
        if rules.own_duties(person):
            choices += [
                ("successor", both("接任者（接受時我的職務結束）", "my successor (my post ends then)"))
            ]
        self.fields["as_what"].choices = choices
        self._own = {f"{role}:{place}" for role, place in rules.own_duties(person)}

    def clean(self) -> dict[str, Any]:
        """Refuse a successor for a post that isn't the person's own: it would become a plain invitation."""
        told = super().clean()
        if told.get("as_what") == "successor" and told.get("duty") not in self._own:
            words = both(
                "接任者只能接您自己的職務；請改選職務，或改選其他身分。",
                "A successor takes a post of your own: choose that post, or another way to invite.",
            )
            self.add_error("as_what", words)
        return told

    def offer(self, person: Any) -> dict[str, Any]:
        """Return what the service takes."""
        role, place = self.cleaned_data["duty"].split(":", 1)
        until, as_what = self.cleaned_data["until"], self.cleaned_data["as_what"]
        own = person.posts.filter(role=role, place=place, deputy=False, until=None).first()
        return {
            "email": self.cleaned_data["email"],
            "role": role,
            "place": place,
            "deputy": as_what == "deputy",
            "until": datetime.combine(until, time(23, 59), TAIPEI) if until else None,
            "succeeds": own if as_what == "successor" else None,
        }


class OrganisationForm(forms.Form):
    """An organisation to begin."""

    kind = forms.ChoiceField(label=both("種類", "Kind"))
    name = forms.CharField(
        max_length=100,
        label=both("組織名稱", "Name"),
        help_text=both(
            "用登記的全名；提案會寫這個名稱，之後不能改。",
            "The full name it is known by: proposals bear it, and it can't be changed later.",
        ),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    place = forms.ChoiceField(
        label=both("所在地", "Place"),
        help_text=both("選一個縣市，或其中的鄉鎮市區。", "A county, or one of its townships or districts."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lang = page_lang()
        kinds = [(kind, KINDS[Organisation.Kind(kind)].get(lang)) for kind in Organisation.FREE]
        self.fields["kind"].choices = [("", "—"), *kinds]
        self.fields["place"].choices = [("", "—"), *_everywhere(lang)]


class MemberForm(forms.Form):
    """An address to ask into an organisation."""

    email = forms.EmailField(
        label=both("電子郵件", "Mail address"),
        help_text=both("邀請只對這個地址有效。", "Only this address can accept."),
    )


@cache
def _everywhere(lang: text.Lang) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """Return each county with itself and its townships to choose from."""
    whole = {"zh": "（全縣市）", "en": " (all of it)"}[lang]
    return tuple(
        (
            county.label(lang),
            (
                (county.code, f"{county.label(lang)}{whole}"),
                *((one.code, one.label(lang)) for one in places.all_places("township", county.code)),
            ),
        )
        for county in places.all_places("county")
    )


def _places(role: str, place: str) -> list[str]:
    level = rules.LEVELS.get(role)
    if level is None or places.get(place).level == level:
        return [place]
    return [one.code for one in places.all_places(level, None if place == "TW" else place)]


def _label(role: str, place: str) -> str:
    lang: text.Lang = page_lang()
    return f"{places.get(place).full_label(lang)}　{ROLES[Post.Role(role)].get(lang)}"

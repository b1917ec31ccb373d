"""Forms of proposals, decisions, letters, calls and lists; labels and errors in both languages."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.utils import timezone

from difang import places
from difang.people.models import Organisation
from difang.plans.models import Call, Venture
from difang.plans.stages import PLAN, PROPOSAL
from difang.plans.windows import rules
from difang.plans.words import clean_form
from difang.text import Lang, Text

LONGEST_REASON = 5000
LONGEST_SUMMARY = 20_000
WHEN = "%Y-%m-%dT%H:%M"


class WordsForm(forms.Form):
    """A form whose labels, hints and errors are `Text`s."""

    LABELS: ClassVar[dict[str, Text]] = {}
    HINTS: ClassVar[dict[str, Text]] = {}

    def __init__(self, data: Any = None, *args: Any, lang: Lang, **kwargs: Any) -> None:
        super().__init__(clean_form(data), *args, **kwargs)
        self.lang = lang
        for name, field in self.fields.items():
            label = self.LABELS.get(name, Text(name, name))
            field.label = label.get(lang)
            field.help_text = self.HINTS[name].get(lang) if name in self.HINTS else ""
            field.error_messages["required"] = Text(f"請填寫「{label.zh}」。", f"Fill in '{label.en}'.").get(
                lang
            )

    def say(self, field: str | None, text: Text) -> None:
        """Put an error beside a field, or above the form."""
        self.add_error(field, text.get(self.lang))


class ProposalForm(WordsForm):
    """A draft of a proposal."""

    LABELS: ClassVar = {
        "venture": Text("創生事業", "Venture"),
        "call": Text("徵案", "Call"),
        "organisation": Text("以哪個組織的名義", "Put forward for"),
        "title": Text("提案名稱", "Title"),
        "summary": Text("摘要", "Summary"),
        "path": Text("送往", "Sent to"),
    }
    HINTS: ClassVar = {
        "venture": Text(
            "您公所計畫裡的事業，或已公開計畫裡的事業。",
            "A venture of your township's plan, or of a plan that is public.",
        ),
        "organisation": Text(
            "選了組織，它的成員都能讀寫這份草稿、送出與撤回。第一次送出後不能再改。",
            "With an organisation, all its members read and change the draft, submit and withdraw. It stays once "
            "submitted.",
        ),
        "summary": Text(
            "做什麼、為誰、怎麼做。請勿填寫個人的健康、福利或家庭狀況。",
            "What, for whom, how. Nothing about anyone's health, welfare or family.",
        ),
        "path": Text(
            "民間提案人可以送分區輔導中心；其他都由公所轉送縣市。",
            "Private proposers may go through the regional centre; all others through the township.",
        ),
    }
    venture = forms.ModelChoiceField(Venture.objects.none())
    call = forms.ModelChoiceField(Call.objects.none())
    organisation = forms.ModelChoiceField(Organisation.objects.none(), required=False)
    title = forms.CharField(max_length=100)
    summary = forms.CharField(
        max_length=LONGEST_SUMMARY, required=False, widget=forms.Textarea(attrs={"rows": 10})
    )
    path = forms.ChoiceField(choices=(), widget=forms.RadioSelect, initial="township")

    def __init__(
        self,
        *args: Any,
        person: Any,
        kept: Call | None = None,
        offered: Sequence[Venture] = (),
        acts_for: Sequence[Organisation] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["venture"].queryset = rules.proposable(person)
        # All that may be put forward are accepted; those of one's own or of the place asked for are listed.
        self.fields["venture"].widget.choices = [
            ("", "—"),
            *((one.pk, f"{one.name}（{one.plan.title}）") for one in offered),
        ]
        calls = Call.objects.filter(closes_at__gte=timezone.now())
        self.fields["call"].queryset = calls | Call.objects.filter(pk=kept.pk) if kept else calls
        self.fields["call"].empty_label = "—"
        self.fields["path"].choices = [
            ("township", Text("公所（再轉送縣市）", "the township (then the county)").get(self.lang)),
            (
                "private",
                Text("分區輔導中心（民間路徑）", "the regional centre (private path)").get(self.lang),
            ),
        ]
        if kept is not None:
            del self.fields["venture"]
        self._offer_organisations(acts_for)

    def _offer_organisations(self, mine: Sequence[Organisation]) -> None:
        if not mine:
            del self.fields["organisation"]
            return
        field = self.fields["organisation"]
        field.queryset = Organisation.objects.filter(pk__in=[one.pk for one in mine])
        none = Text("不以組織的名義", "no organisation").get(self.lang)
        field.widget.choices = [("", none), *((one.pk, one.name) for one in mine)]
        field.error_messages["invalid_choice"] = Text(
            "您不是這個組織的成員；請選您自己的組織，或不選。",
            "You are no member of this organisation; choose one of yours, or none.",
        ).get(self.lang)


class DecisionForm(WordsForm):
    """A decision: the event, the reason, and the revision that was on the page."""

    LABELS: ClassVar = {"reason": Text("理由或意見", "Reason or opinion")}
    event = forms.SlugField(max_length=40)
    revision = forms.IntegerField(min_value=0)
    reason = forms.CharField(max_length=LONGEST_REASON, required=False)


class LetterForm(WordsForm):
    """An official letter."""

    LABELS: ClassVar = {
        "number": Text("公文文號", "Letter number"),
        "dated": Text("發文日期", "Dated"),
        "sender": Text("發文機關", "Sender"),
        "about": Text("主旨", "About"),
    }
    HINTS: ClassVar = {
        "number": Text("例：府計企字第 1150123456 號", "e.g. 府計企字第 1150123456 號"),
        "dated": Text("2019-01-01 到明天之間。", "Between 2019-01-01 and tomorrow."),
    }
    number = forms.CharField(max_length=60)
    dated = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    sender = forms.CharField(max_length=100)
    about = forms.CharField(max_length=200, required=False)


class CallForm(WordsForm):
    """A call for proposals."""

    LABELS: ClassVar = {
        "title": Text("徵案名稱", "Title"),
        "opens_at": Text("開始（臺北時間）", "Opens (Taipei time)"),
        "closes_at": Text("截止（臺北時間）", "Closes (Taipei time)"),
        "scope": Text("範圍與規則", "Scope and rules"),
        "private_path": Text(
            "也收民間路徑（經分區輔導中心）", "also takes the private path (through the centre)"
        ),
    }
    HINTS: ClassVar = {
        "closes_at": Text(
            "以本站收到的時間為準；晚一分鐘也不收，草稿會保留。",
            "What counts is when this site receives it; a minute late is late, drafts are kept.",
        )
    }
    title = forms.CharField(max_length=100)
    opens_at = forms.DateTimeField(
        input_formats=[WHEN], widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=WHEN)
    )
    closes_at = forms.DateTimeField(
        input_formats=[WHEN], widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=WHEN)
    )
    scope = forms.CharField(max_length=10_000, required=False, widget=forms.Textarea(attrs={"rows": 6}))
    private_path = forms.BooleanField(required=False, initial=True)

    def clean(self) -> dict[str, Any]:
        """Check that the call ends after it begins, and later than now."""
        found = super().clean()
        opens, closes = found.get("opens_at"), found.get("closes_at")
        if opens and closes and closes <= max(opens, timezone.now()):
            self.say(
                "closes_at",
                Text(
                    "截止時間要在開始時間和現在之後。",
                    "The call must close after it opens, and later than now.",
                ),
            )
        return found


class ListForm(WordsForm):
    """Which cases a list or an export shows."""

    LABELS: ClassVar = {
        "kind": Text("種類", "Kind"),
        "state": Text("階段", "Stage"),
        "place": Text("地方", "Place"),
        "q": Text("名稱或地方", "Title or place"),
        "late": Text("只看逾期", "late ones only"),
    }
    kind = forms.ChoiceField(required=False)
    state = forms.ChoiceField(required=False)
    place = forms.ChoiceField(required=False)
    q = forms.CharField(max_length=80, required=False)
    late = forms.BooleanField(required=False)

    def __init__(self, *args: Any, person: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lang = self.lang
        self.fields["kind"].choices = [
            ("plan", Text("計畫", "Plans").get(lang)),
            ("proposal", Text("提案", "Proposals").get(lang)),
        ]
        any_words = Text("全部", "all").get(lang)
        stages = {stage.id: stage.public for machine in (PLAN, PROPOSAL) for stage in machine.stages}
        self.fields["state"].choices = [
            ("", any_words),
            *((id_, name.get(lang)) for id_, name in stages.items()),
        ]
        self.fields["place"].choices = [("", any_words), *_places(person, lang)]


def _places(person: Any, lang: Lang) -> Sequence[tuple[str, str]]:
    """Return the counties for who decides for all, a county's townships for a county."""
    codes = rules.covers(person)
    if codes == ("TW",):
        return [(place.code, place.label(lang)) for place in places.all_places("county")]
    return [
        (place.code, place.full_label(lang))
        for place in places.all_places("township")
        if place.code.startswith(codes or ("-",))
    ]

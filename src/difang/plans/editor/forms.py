"""Forms of a plan's rows; every label in both languages, every rule said beside its field."""

from typing import Any, ClassVar

from django import forms
from django.core.validators import MaxLengthValidator

from difang import places
from difang.atlas.tables import rows
from difang.plans.editor.sites import lies_in, township_at
from difang.plans.models import Kpi, Meeting, Need, Plan, Stakeholder, Venture
from difang.plans.words import clean_form
from difang.text import Lang, Text

# Characters in a field of several lines; what is longer belongs into the part's text or an attached file.
LONGEST = 5000

TAIWAN = {"longitude": (118.0, 122.5), "latitude": (21.5, 26.5)}
FIVE = tuple((n, str(n)) for n in range(1, 6))


class RowForm(forms.ModelForm):
    """A form whose labels and hints are `Text`s."""

    LABELS: ClassVar[dict[str, Text]] = {}
    HINTS: ClassVar[dict[str, Text]] = {}
    TITLE: ClassVar[Text]

    def __init__(self, data: Any = None, *args: Any, plan: Plan, lang: Lang, **kwargs: Any) -> None:
        super().__init__(clean_form(data), *args, **kwargs)
        self.plan, self.lang = plan, lang
        for name, field in self.fields.items():
            field.label = self.LABELS[name].get(lang)
            field.help_text = self.HINTS[name].get(lang) if name in self.HINTS else ""
            if isinstance(field, forms.DateField):
                field.widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs |= {"rows": 4, "maxlength": LONGEST}
                field.validators.append(MaxLengthValidator(LONGEST, self._too_long()))
        self._choices()
        if not isinstance(self.instance, Need) and not self.instance.plan_id:
            self.instance.plan = plan

    def _choices(self) -> None:
        """Fill choices that depend on the plan or the language."""

    def _too_long(self) -> str:
        told = Text(
            f"最多 {LONGEST:,} 字，現在有 %(show_value)s 字。更長的內容請寫在這一部分的文字裡，或附成檔案。",
            f"at most {LONGEST:,} characters, now %(show_value)s. Write more in the part's text, or attach a file.",
        )
        return told.get(self.lang)

    def say(self, field: str, zh: str, en: str) -> None:
        """Put an error beside a field."""
        self.add_error(field, Text(zh, en).get(self.lang))


class StakeholderForm(RowForm):
    """Part two."""

    TITLE = Text("利害關係人", "Stakeholder")
    LABELS: ClassVar = {
        "name": Text("名稱", "Name"),
        "is_person": Text("這是一位個人", "this is a person"),
        "role": Text("角色", "Role"),
        "interest": Text("關心程度（1–5）", "Interest (1–5)"),
        "influence": Text("影響力（1–5）", "Influence (1–5)"),
        "contact": Text("電子郵件", "Mail address"),
        "source": Text("資訊從哪裡來", "Where the information comes from"),
    }
    HINTS: ClassVar = {
        "is_person": Text(
            "個人要本人同意，名字才會出現在文件裡；團體不必。",
            "A person's name appears in papers only with their consent; an organisation's always.",
        ),
        "contact": Text(
            "只用來徵求同意，不會出現在任何文件或匯出。",
            "Only to ask for consent; never in a paper or export.",
        ),
        "role": Text("請勿填寫健康、福利或家庭狀況。", "Nothing about health, welfare or family."),
    }

    class Meta:
        model = Stakeholder
        fields = ("name", "is_person", "role", "interest", "influence", "contact", "source")

    def _choices(self) -> None:
        for name in ("interest", "influence"):
            self.fields[name] = forms.TypedChoiceField(
                coerce=int,
                empty_value=None,
                required=False,
                choices=(("", "—"), *FIVE),
                label=self.LABELS[name].get(self.lang),
            )


class MeetingForm(RowForm):
    """Part three."""

    TITLE = Text("會議", "Meeting")
    LABELS: ClassVar = {
        "held_on": Text("日期", "Date"),
        "title": Text("會議名稱", "Title"),
        "where": Text("地點", "Where"),
        "present": Text("出席人數", "People present"),
        "groups": Text("代表哪些團體", "For whom they spoke"),
        "options": Text("討論了哪些選項", "Options discussed"),
        "decision": Text("決定", "Decision"),
        "votes_for": Text("贊成", "For"),
        "votes_against": Text("反對", "Against"),
        "objections": Text("保留的不同意見", "Objections kept"),
        "minutes": Text("紀錄", "Minutes"),
    }
    HINTS: ClassVar = {
        "groups": Text("寫團體，不寫個人姓名。", "Groups, not persons' names."),
        "objections": Text("不同意見會照原樣保留在計畫裡。", "Objections stay in the plan as they are."),
    }

    class Meta:
        model = Meeting
        fields = (
            "held_on",
            "title",
            "where",
            "present",
            "groups",
            "options",
            "decision",
            "votes_for",
            "votes_against",
            "objections",
            "minutes",
        )


class VentureForm(RowForm):
    """Part four."""

    TITLE = Text("創生事業構想", "Venture idea")
    LABELS: ClassVar = {
        "name": Text("事業名稱", "Name"),
        "what": Text("做什麼", "What"),
        "how": Text("怎麼做", "How"),
        "where": Text("地點", "Where"),
        "longitude": Text("經度", "Longitude"),
        "latitude": Text("緯度", "Latitude"),
        "starts_on": Text("開始", "Begins"),
        "ends_on": Text("完成", "Ends"),
        "lead": Text("主辦者", "Who leads"),
        "business_model": Text("怎麼賺錢、怎麼持續", "Business model"),
        "risks": Text("風險", "Risks"),
        "strategies": Text("十大策略", "Ten strategies"),
        "arrows": Text("五支箭", "Five arrows"),
    }
    HINTS: ClassVar = {
        "longitude": Text(
            "在地圖上點一下就會填好；也可以自己輸入，例如 120.966。",
            "Click on the map, or type it, e.g. 120.966.",
        ),
        "latitude": Text("例如 23.966。", "e.g. 23.966."),
        "lead": Text("寫組織名稱；個人請先取得同意。", "An organisation; a person only with consent."),
    }
    strategies = forms.TypedMultipleChoiceField(
        coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    arrows = forms.TypedMultipleChoiceField(coerce=int, required=False, widget=forms.CheckboxSelectMultiple)

    class Meta:
        model = Venture
        fields = (
            "name",
            "what",
            "how",
            "where",
            "longitude",
            "latitude",
            "starts_on",
            "ends_on",
            "lead",
            "business_model",
            "risks",
            "strategies",
            "arrows",
        )

    def _choices(self) -> None:
        suffix = "" if self.lang == "zh" else "_en"
        self.fields["strategies"].choices = [
            (row["no"], row[f"strategy{suffix}"]) for row in rows("policy.strategies", "no")
        ]
        arrows = {row["no"]: row[f"arrow{suffix}"] for row in rows("policy.arrows", "no")}
        self.fields["arrows"].choices = list(arrows.items())

    def clean(self) -> dict[str, Any]:
        """Check the schedule and the place."""
        data = super().clean() or {}
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last < first:
            self.say("ends_on", "完成日期早於開始日期。", "it ends before it begins.")
        for name, (low, high) in TAIWAN.items():
            value = data.get(name)
            if value is not None and not low <= value <= high:
                self.say(
                    name,
                    f"要在 {low} 到 {high} 之間（臺灣範圍）。",
                    f"must lie between {low} and {high} (Taiwan).",
                )
        if (data.get("longitude") is None) != (data.get("latitude") is None):
            self.say("latitude", "經度和緯度要一起填。", "give longitude and latitude together.")
        self._check_place(data)
        return data

    def _check_place(self, data: dict[str, Any]) -> None:
        """Refuse a point outside the plan's townships, and say where it lies."""
        spot = (data.get("longitude"), data.get("latitude"))
        wrong = {"longitude", "latitude"} & set(self.errors)
        if wrong or None in spot or lies_in(self.plan.townships(), spot):
            return
        own = [places.get(code) for code in self.plan.townships()]
        here = Text(
            "、".join(one.full_label("zh") for one in own), ", ".join(one.full_label("en") for one in own)
        )
        there = Text("海上或臺灣以外", "at sea or outside Taiwan")
        if found := township_at(spot):
            there = Text(places.get(found).full_label("zh"), f"in {places.get(found).full_label('en')}")
        self.say(
            "longitude",
            f"這一點在{there.zh}，不在{here.zh}。"
            "請在地圖上點計畫範圍裡的位置；如果事業確實在外地，請把經緯度留空，在「地點」用文字說明。",
            f"this point lies {there.en}, not in {here.en}. Click on a place within the plan on the map; if the "
            "venture does lie elsewhere, leave longitude and latitude empty and say so under 'Where'.",
        )


class NeedForm(RowForm):
    """Part five."""

    TITLE = Text("資源需求", "Need")
    LABELS: ClassVar = {
        "venture": Text("哪一個事業", "Which venture"),
        "kind": Text("種類", "Kind"),
        "purpose": Text("用途", "For what"),
        "amount": Text("金額（元）或數量", "Amount (NT$) or number"),
        "unit": Text("單位", "Unit"),
        "year": Text("年度（西元）", "Year"),
        "who": Text("可以找誰", "Who could meet it"),
    }
    HINTS: ClassVar = {
        "amount": Text(
            "還沒有報價就留空，會標示「待填」，不會變成 0。",
            "Leave it empty if there is no quote yet: it shows as open, never as 0.",
        ),
        "unit": Text("金額請留空；人力填「人」等。", "Empty for money; e.g. 'persons' for people."),
    }
    KINDS: ClassVar = {
        "grant": Text("補助", "grant"), "loan": Text("融資", "loan"), "investment": Text("投資", "investment"),
        "rule": Text("法規鬆綁", "rule change"), "land": Text("土地或建物", "land or building"),
        "people": Text("人力", "people"), "skill": Text("專業", "skill"), "data": Text("資料", "data"),
        "network": Text("連線", "connectivity"), "marketing": Text("行銷", "marketing"),
    }  # fmt: skip

    class Meta:
        model = Need
        fields = ("venture", "kind", "purpose", "amount", "unit", "year", "who")

    def _choices(self) -> None:
        self.fields["venture"].queryset = self.plan.ventures.all()
        self.fields["kind"].choices = [(key, text.get(self.lang)) for key, text in self.KINDS.items()]

    def clean_amount(self) -> Any:
        """Refuse a negative amount."""
        amount = self.cleaned_data["amount"]
        if amount is not None and amount < 0:
            raise forms.ValidationError(Text("不能是負數。", "it can't be negative.").get(self.lang))
        return amount

    def clean_year(self) -> Any:
        """Refuse a year in the ROC era or far away."""
        year = self.cleaned_data["year"]
        if year is not None and not 2019 <= year <= 2060:
            words = Text(
                f"請用西元年，例如 {year + 1911 if year < 200 else 2027}。", "use a year such as 2027."
            )
            raise forms.ValidationError(words.get(self.lang))
        return year


class KpiForm(RowForm):
    """Part six."""

    TITLE = Text("關鍵績效指標", "Key indicator")
    LABELS: ClassVar = {
        "name": Text("指標", "Indicator"),
        "venture": Text("屬於哪一個事業", "Of which venture"),
        "unit": Text("單位", "Unit"),
        "pin": Text("以釘選的數字為基線", "A pinned figure as the baseline"),
        "baseline": Text("或自己填基線", "Or a baseline of your own"),
        "baseline_source": Text("基線從哪裡來", "Where the baseline comes from"),
        "target": Text("目標", "Target"),
        "year": Text("目標年（西元）", "Year of the target"),
        "proof": Text("證明來源", "Source of proof"),
    }
    HINTS: ClassVar = {
        "pin": Text(
            "沒有？先在地圖或指標頁按「加入計畫」，選第 6 部分。",
            "None? Use 'add to my plan' on a map or indicator page, part 6.",
        ),
        "baseline_source": Text("例如：合作社 2025 年帳冊。", "e.g. the cooperative's books of 2025."),
    }

    class Meta:
        model = Kpi
        fields = ("name", "venture", "unit", "pin", "baseline", "baseline_source", "target", "year", "proof")

    def _choices(self) -> None:
        self.fields["venture"].queryset = self.plan.ventures.all()
        self.fields["pin"].queryset = self.plan.pins.exclude(value=None)
        self.fields["pin"].label_from_instance = lambda pin: pin.zh if self.lang == "zh" else pin.en

    def clean(self) -> dict[str, Any]:
        """A baseline of one's own needs its source; a pinned figure brings it."""
        data = super().clean() or {}
        if data.get("pin") and data.get("baseline") is not None:
            self.say(
                "baseline",
                "已選釘選的數字，請不要再填另一個基線。",
                "a pinned figure is chosen; leave this empty.",
            )
        if data.get("baseline") is not None and not data.get("baseline_source"):
            self.say("baseline_source", "請寫基線從哪裡來。", "say where the baseline comes from.")
        return data


FORMS: dict[str, tuple[int, type[RowForm]]] = {
    "stakeholders": (2, StakeholderForm),
    "meetings": (3, MeetingForm),
    "ventures": (4, VentureForm),
    "needs": (5, NeedForm),
    "kpis": (6, KpiForm),
}
"""What can be added to a plan, with the part it stands in."""

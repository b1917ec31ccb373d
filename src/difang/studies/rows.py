"""One row of a published data set as evidence where no indicator shows it."""

from dataclasses import dataclass
from urllib.parse import urlencode

from difang.lake import Release
from difang.text import Lang, Text


@dataclass(frozen=True)
class Row:
    """One cell of `dataset` under one release, found again by `keys`; `value` in `unit`."""

    release: Release
    dataset: str
    keys: tuple[tuple[str, str], ...]
    period: str
    value: float
    unit: Text

    @property
    def permalink(self) -> str:
        """The address that shows the same number under the same release."""
        return f"/r/{self.release.id}/data/{self.dataset}.json?{urlencode(self.keys)}"

    def text(self, lang: Lang) -> str:
        """Return the value with its unit for display."""
        number = f"{self.value:,.0f}".replace("-", "−")
        return f"{number} {self.unit.get(lang)}"

    def cite(self, lang: Lang) -> str:
        """Return publisher, title, period, retrieval date and address in one sentence."""
        manifest = self.release.manifest(self.dataset)
        retrieved = f"{'擷取於' if lang == 'zh' else 'retrieved'} {manifest['retrieved']}"
        parts = [manifest["publisher"][lang], manifest["title"][lang], self.period, retrieved]
        return ("，" if lang == "zh" else ", ").join([*parts, self.permalink])

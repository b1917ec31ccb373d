"""Words in both languages of the product, kept side by side so that neither can be forgotten."""

from typing import Literal, NamedTuple

Lang = Literal["zh", "en"]
LANGS: tuple[Lang, ...] = ("zh", "en")


class Text(NamedTuple):
    """One sentence or label in Traditional Chinese (first) and English."""

    zh: str
    en: str

    def get(self, lang: Lang) -> str:
        """Return the wording for `lang`."""
        return self.zh if lang == "zh" else self.en


# What stands between words: full width in Chinese, with a space in English.
COMMA = Text("，", ", ")
COLON = Text("：", ": ")
SEMICOLON = Text("；", "; ")
LIST_COMMA = Text("、", ", ")

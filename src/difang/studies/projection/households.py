"""Families who settle: whom each kind brings, how they mix, how many stay. Assumptions, said wherever they're used.

The kinds are those of the 1 % strategy of Fujiyama (2014), *Den'en kaiki 1 % senryaku*, with a woman alone beside them.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from difang.errors import InputError
from difang.studies.projection.register import AGES, Floats
from difang.text import Lang, Text

WOMEN, MEN = (0,), (1,)


@dataclass(frozen=True)
class Kind:
    """A kind of family: its name, and (sexes, first age, last age) of each person, any age of these as likely."""

    name: Text
    persons: tuple[tuple[tuple[int, ...], int, int], ...]


KINDS = {
    "young_couple": Kind(Text("20–24 歲夫妻", "couple of 20–24"), ((WOMEN, 20, 24), (MEN, 20, 24))),
    "family": Kind(
        Text("30–34 歲夫妻帶一名 0–4 歲子女", "couple of 30–34 with a child under five"),
        ((WOMEN, 30, 34), (MEN, 30, 34), ((0, 1), 0, 4)),
    ),
    "retired_couple": Kind(Text("60–64 歲夫妻", "couple of 60–64"), ((WOMEN, 60, 64), (MEN, 60, 64))),
    "single_woman": Kind(Text("20–29 歲單身女性", "single woman of 20–29"), ((WOMEN, 20, 29),)),
}
# A quarter each: nothing at hand says who would come.
MIX: Mapping[str, float] = dict.fromkeys(KINDS, 0.25)
# Share of families still there at the end of the year they arrive in, of the next, …; the last for ever after.
RETENTION = (1.0, 0.9, 0.85, 0.8, 0.75, 0.7)
_SLACK = 1e-6


def household() -> Floats:
    """Return the persons [kind, sex, age] of a family of each kind."""
    result = np.zeros((len(KINDS), 2, AGES))
    for row, kind in enumerate(KINDS.values()):
        for sexes, first, last in kind.persons:
            result[row, list(sexes), first : last + 1] += 1 / (len(sexes) * (last + 1 - first))
    return result


def shares(mix: Mapping[str, float] | None) -> Floats:
    """Return shares [kind] of a mix; InputError for an unknown kind or shares that don't add up to 1."""
    chosen = MIX if mix is None else mix
    unknown = [name for name in chosen if name not in KINDS]
    values = np.array([chosen.get(name, 0.0) for name in KINDS], dtype=np.float64)
    if unknown or not np.isfinite(values).all() or (values < 0).any() or abs(values.sum() - 1) > _SLACK:
        told = ",".join(f"{name}={value}" for name, value in chosen.items())
        raise InputError(
            f"家戶組成「{told}」；種類是 {'、'.join(KINDS)}，各占 0 到 1，合計要是 1。",
            f"mix '{told}'; the kinds are {', '.join(KINDS)}, each from 0 to 1, and they must add up to 1.",
        )
    result: Floats = values / values.sum()
    return result


def mix_of(text: str) -> dict[str, float]:
    """Return the mix written as kind=share,kind=share; InputError for one that isn't."""
    try:
        pairs = [part.split("=") for part in text.split(",") if part.strip()]
        mix = {name.strip(): float(value) for name, value in pairs}
    except ValueError as error:
        raise InputError(
            f"家戶組成「{text}」；請寫成 family=0.5,retired_couple=0.5 這樣。",
            f"mix '{text}'; write it like family=0.5,retired_couple=0.5.",
        ) from error
    shares(mix)
    return mix


def in_words(mix: Mapping[str, float] | None, lang: Lang) -> str:
    """Return a sentence on who comes and how many stay."""
    of = shares(mix)
    parts = [
        f"{kind.name.get(lang)} {share:.0%}" for kind, share in zip(KINDS.values(), of, strict=True) if share
    ]
    stay = f"{RETENTION[-1]:.0%}"
    years = len(RETENTION) - 1
    if lang == "zh":
        return f"假設的家戶組成：{'、'.join(parts)}；{years} 年後留下 {stay}，此後不再遷出（假設，非實測）。"
    return (
        f"assumed families: {', '.join(parts)}; {stay} still there after {years} years and for ever after "
        "(an assumption, not a measurement)."
    )

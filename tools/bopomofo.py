"""Bopomofo (toneless, for type-ahead) from the official Hanyu Pinyin spelling of a name.

The official English names are the reading; nothing is guessed from the characters. A spelling that doesn't split
into exactly one syllable a character in exactly one way (Tamsui, Kinmen) gives None.
"""

import re

INITIALS = dict(
    zip(
        ["b", "p", "m", "f", "d", "t", "n", "l", "g", "k", "h", "j", "q", "x"],
        "ㄅㄆㄇㄈㄉㄊㄋㄌㄍㄎㄏㄐㄑㄒ",
        strict=True,
    )
) | dict(zip(["zh", "ch", "sh", "r", "z", "c", "s"], "ㄓㄔㄕㄖㄗㄘㄙ", strict=True))
OPEN_FINALS = {
    "a": "ㄚ", "o": "ㄛ", "e": "ㄜ", "ai": "ㄞ", "ei": "ㄟ", "ao": "ㄠ", "ou": "ㄡ", "an": "ㄢ", "en": "ㄣ",
    "ang": "ㄤ", "eng": "ㄥ", "er": "ㄦ",
}  # fmt: skip
GLIDED_FINALS = {
    "i": "ㄧ", "ia": "ㄧㄚ", "ie": "ㄧㄝ", "iao": "ㄧㄠ", "iu": "ㄧㄡ", "ian": "ㄧㄢ", "in": "ㄧㄣ",
    "iang": "ㄧㄤ", "ing": "ㄧㄥ", "iong": "ㄩㄥ", "u": "ㄨ", "ua": "ㄨㄚ", "uo": "ㄨㄛ", "uai": "ㄨㄞ",
    "ui": "ㄨㄟ", "uan": "ㄨㄢ", "un": "ㄨㄣ", "uang": "ㄨㄤ", "ong": "ㄨㄥ", "ue": "ㄩㄝ",
}  # fmt: skip
WHOLE = {
    "yi": "ㄧ", "ya": "ㄧㄚ", "ye": "ㄧㄝ", "yao": "ㄧㄠ", "you": "ㄧㄡ", "yan": "ㄧㄢ", "yin": "ㄧㄣ",
    "yang": "ㄧㄤ", "ying": "ㄧㄥ", "yong": "ㄩㄥ", "yu": "ㄩ", "yue": "ㄩㄝ", "yuan": "ㄩㄢ", "yun": "ㄩㄣ",
    "wu": "ㄨ", "wa": "ㄨㄚ", "wo": "ㄨㄛ", "wai": "ㄨㄞ", "wei": "ㄨㄟ", "wan": "ㄨㄢ", "wen": "ㄨㄣ",
    "wang": "ㄨㄤ", "weng": "ㄨㄥ", "zhi": "ㄓ", "chi": "ㄔ", "shi": "ㄕ", "ri": "ㄖ", "zi": "ㄗ", "ci": "ㄘ",
    "si": "ㄙ", "ju": "ㄐㄩ", "qu": "ㄑㄩ", "xu": "ㄒㄩ", "jue": "ㄐㄩㄝ", "que": "ㄑㄩㄝ", "xue": "ㄒㄩㄝ",
    "juan": "ㄐㄩㄢ", "quan": "ㄑㄩㄢ", "xuan": "ㄒㄩㄢ", "jun": "ㄐㄩㄣ", "qun": "ㄑㄩㄣ", "xun": "ㄒㄩㄣ",
    "nyu": "ㄋㄩ", "lyu": "ㄌㄩ", "lyue": "ㄌㄩㄝ",
}  # fmt: skip
PALATAL = {"j", "q", "x"}
WITHOUT_I_GLIDE = {"zh", "ch", "sh", "r", "z", "c", "s", "g", "k", "h", "f"}


def _syllables() -> dict[str, str]:
    table = dict(OPEN_FINALS) | WHOLE
    for initial, sign in INITIALS.items():
        for final, rest in (OPEN_FINALS | GLIDED_FINALS).items():
            glide_i = final.startswith("i")
            if final == "er" or (initial in PALATAL and not glide_i):
                continue
            if initial in WITHOUT_I_GLIDE and glide_i:
                continue
            table.setdefault(initial + final, sign + rest)
    return table


SYLLABLES = _syllables()


def syllables(spelling: str, count: int) -> list[str] | None:
    """Split `spelling` into `count` syllables, as bopomofo; None unless there is exactly one way.

    >>> syllables("Puli", 2), syllables("Ren'ai", 2), syllables("Tamsui", 2)
    (['ㄆㄨ', 'ㄌㄧ'], ['ㄖㄣ', 'ㄞ'], None)
    """
    text = re.sub(r"[^a-z']", "", spelling.lower())
    ways = _ways(text, count)
    return [SYLLABLES[s] for s in ways[0]] if len(ways) == 1 else None


def _ways(text: str, count: int) -> list[list[str]]:
    if not count:
        return [] if text else [[]]
    found = []
    for length in range(1, min(6, len(text)) + 1):
        head, rest = text[:length], text[length:]
        if head not in SYLLABLES or rest[:1] in {"a", "e", "o"}:
            continue  # inside a word a syllable that begins with a vowel is marked by an apostrophe
        found += [[head, *tail] for tail in _ways(rest.removeprefix("'"), count - 1)]
    return found

"""`difang brief PLACE`: the six-part briefing as deck, document, PDF and page."""

from pathlib import Path

from difang import places
from difang.cli.context import Context
from difang.cli.parser import Arguments
from difang.errors import FaultError, InputError
from difang.indicators.address import SETTING, site_url
from difang.workspace import BRIEF_FORMATS


def run(arguments: Arguments, context: Context) -> int:
    """Write the briefing and print each file made."""
    place = places.resolve(arguments.place)
    formats = _checked(tuple(part.strip() for part in arguments.format.split(",") if part.strip()))
    workspace = context.workspace()
    if not site_url():
        context.note(
            f"註腳還點不開：請先以環境變數 {SETTING} 指定網站的公開網址，如 {SETTING}=https://difang.example。",
            f"Footnotes are not links yet: name the site's public address in {SETTING}, "
            f"as {SETTING}=https://difang.example.",
        )
    context.note(f"撰寫{place.full_name}的簡報…", f"Writing the briefing of {place.full_name_en}…")
    try:
        made = workspace.brief(place.code, Path(arguments.out), formats=formats, lang=context.lang)
    except OSError as error:
        raise FaultError(
            f"無法寫入 {arguments.out}（{error.strerror}）；請用 --out 指定可寫入的資料夾。",
            f"cannot write to {arguments.out} ({error.strerror}); name a folder you may write to with --out.",
        ) from error
    for path in made:
        print(path)
    return 0


def _checked(formats: tuple[str, ...]) -> tuple[str, ...]:
    """Refuse an unknown format before anything is written."""
    wrong = [form for form in formats if form not in BRIEF_FORMATS]
    if wrong or not formats:
        raise InputError(
            f"簡報沒有「{','.join(wrong)}」格式；可用：{'、'.join(BRIEF_FORMATS)}。",
            f"a briefing has no format '{','.join(wrong)}'; use: {', '.join(BRIEF_FORMATS)}.",
        )
    return formats

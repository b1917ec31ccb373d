"""What every command shares: home, language, where words and results go."""

import os
import traceback
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from difang.cli.output import tell
from difang.cli.parser import Arguments
from difang.text import Lang

if TYPE_CHECKING:
    from difang.workspace import Workspace


@dataclass(frozen=True)
class Context:
    """Home and language of one run. Results go to stdout, words to stderr."""

    home: Path | None
    lang: Lang
    quiet: bool

    @classmethod
    def of(cls, arguments: Arguments) -> "Context":
        """Build the context from the global options."""
        home = Path(arguments.home).expanduser() if arguments.home else None
        if home is not None:
            os.environ["DIFANG_HOME"] = str(home)
        return cls(home, arguments.lang, arguments.quiet)

    def say(self, words: str) -> None:
        """Write words (an error, a remark) to stderr; never silenced."""
        tell(words)

    def note(self, zh: str, en: str) -> None:
        """Write a remark on progress to stderr unless --quiet."""
        if not self.quiet:
            self.say(zh if self.lang == "zh" else en)

    def workspace(self) -> "Workspace":
        """Open the home, publishing what ships if nothing is published yet."""
        from difang.workspace import open_or_publish

        return open_or_publish(self.home, progress=self.note)

    def report_fault(self, error: Exception) -> int:
        """Log an unexpected error under a reference number and say where; return exit code 5."""
        reference = uuid.uuid4().hex[:8]
        log = _log_path()
        entry = f"{datetime.now(UTC).isoformat()} {reference}\n{''.join(traceback.format_exception(error))}\n"
        try:
            log.parent.mkdir(parents=True, exist_ok=True)
            with log.open("a", encoding="utf-8") as file:
                file.write(entry)
            where = str(log)
        except OSError:
            where = "—"
        self.say(
            f"difang 發生錯誤（編號 {reference}）；詳情：{where}"
            if self.lang == "zh"
            else f"difang failed (reference {reference}); details: {where}"
        )
        return 5


def _log_path() -> Path:
    from difang.lake import home

    return home() / "log" / "difang.log"

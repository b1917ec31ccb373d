"""Parse, dispatch, and turn errors into an exit code and one sentence."""

import sys
from collections.abc import Sequence

from difang.cli.context import Context
from difang.cli.output import mute, tell
from difang.cli.parser import Arguments, lang_of, parse
from difang.errors import DifangError


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code (0, 2, 3, 4 or 5; see the README)."""
    words = sys.argv[1:] if argv is None else list(argv)
    if sys.stdout is None:  # closed before we began: the next file opened would take its place
        return _unheard(words, "closed")
    try:
        code = _answer(words)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader (head, less) has left; nothing more can be said to it.
        mute(sys.stdout)
        return 0
    except OSError as refusal:
        mute(sys.stdout)
        return _unheard(words, refusal.strerror or str(refusal))
    return code


def _answer(words: list[str]) -> int:
    try:
        arguments = parse(words)
    except SystemExit as end:  # help, or a wrong call
        return end.code if isinstance(end.code, int) else 2
    context = Context.of(arguments)
    try:
        return _run(arguments, context)
    except DifangError as error:
        context.say(error.message(context.lang))
        return error.exit_code
    except BrokenPipeError:
        raise
    except KeyboardInterrupt:
        context.say("已中止。" if context.lang == "zh" else "Stopped.")
        return 130
    except Exception as error:
        if isinstance(error, OSError) and error.filename is None:
            print(flush=True)  # raises again if it was the output that refused
        return context.report_fault(error)


def _unheard(words: list[str], why: str) -> int:
    tell(
        f"結果無法寫到標準輸出（{why}）；請導向寫得進的檔案，或騰出空間後重試。"
        if lang_of(words) == "zh"
        else f"results cannot be written to the standard output ({why}); "
        "send them to a file that can be written, or free some space."
    )
    return 5


def _run(arguments: Arguments, context: Context) -> int:
    from importlib import import_module

    module = import_module(f"difang.cli.commands.{arguments.command.replace('-', '_')}")
    code: int = module.run(arguments, context)
    return code

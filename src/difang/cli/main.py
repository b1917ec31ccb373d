"""Parse, dispatch, and turn errors into an exit code and one sentence."""

import os
import sys
from collections.abc import Sequence

from difang.cli.context import Context
from difang.cli.parser import Arguments, parse
from difang.errors import DifangError


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code (0, 2, 3, 4 or 5; see the README)."""
    arguments = parse(sys.argv[1:] if argv is None else list(argv))
    context = Context.of(arguments)
    try:
        return _run(arguments, context)
    except DifangError as error:
        context.say(error.message(context.lang))
        return error.exit_code
    except BrokenPipeError:
        # The reader (head, less) has left; nothing more can be said to it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        context.say("已中止。" if context.lang == "zh" else "Stopped.")
        return 130
    except Exception as error:
        return context.report_fault(error)


def _run(arguments: Arguments, context: Context) -> int:
    from importlib import import_module

    module = import_module(f"difang.cli.commands.{arguments.command.replace('-', '_')}")
    code: int = module.run(arguments, context)
    return code

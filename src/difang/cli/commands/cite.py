"""`difang cite RELEASE|URL`: how to cite a release, or the figure behind a permanent address."""

from difang.cli.context import Context
from difang.cli.parser import CITATION_FORMATS, Arguments
from difang.errors import InputError


def run(arguments: Arguments, context: Context) -> int:
    """Print one citation."""
    if arguments.format not in CITATION_FORMATS:
        raise InputError(
            f"沒有「{arguments.format}」這種引用格式；可用：{'、'.join(CITATION_FORMATS)}。",
            f"citation format '{arguments.format}' does not exist; use: {', '.join(CITATION_FORMATS)}.",
        )
    print(context.workspace().cite(arguments.target, format=arguments.format, lang=context.lang))
    return 0

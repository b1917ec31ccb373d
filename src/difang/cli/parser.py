"""The grammar of the command line: names and flags are a stable contract."""

import argparse
import re
import sys
from collections.abc import Callable
from itertools import pairwise
from typing import NoReturn

from difang.cli.output import tell
from difang.text import Lang

FIGURE_FORMATS = ("table", "csv", "json", "parquet", "geojson", "xlsx", "ods")
PROJECTION_FORMATS = ("table", "csv", "json", "parquet", "png")
TABLE_FORMATS = ("table", "csv", "json")
CITATION_FORMATS = ("text", "bibtex", "ris", "json")


class Arguments(argparse.Namespace):
    """Parsed arguments; the global options are always present."""

    command: str
    home: str | None
    lang: Lang
    quiet: bool


class _Parser(argparse.ArgumentParser):
    """Says what was wrong in one sentence, without a page of usage."""

    lang: Lang = "zh"

    def error(self, message: str) -> NoReturn:
        if self.lang == "zh":
            words = f"{self.prog}：{in_chinese(message)}（{self.prog} --help）"
        else:
            words = f"{self.prog}: {message} ({self.prog} --help)"
        tell(words)
        sys.exit(2)


def parse(argv: list[str]) -> Arguments:
    """Parse `argv`; a wrong call exits 2 with one sentence."""
    _Parser.lang = lang_of(argv)
    arguments = build_parser().parse_args(argv, namespace=Arguments())
    for name, default in (("home", None), ("lang", "zh"), ("quiet", False)):
        if not hasattr(arguments, name):
            setattr(arguments, name, default)
    return arguments


def lang_of(argv: list[str]) -> Lang:
    """Return the language that a call, right or wrong, is to be answered in."""
    told = [after for word, after in pairwise(argv) if word == "--lang"]
    told += [word.removeprefix("--lang=") for word in argv if word.startswith("--lang=")]
    return "en" if "en" in told else "zh"


# What argparse says, and how it is said in Chinese.
_CHINESE = (
    (r"the following arguments are required: (.*)", r"還要給 \1"),
    (r"unrecognized arguments: (.*)", r"不認得：\1"),
    (r"argument (.*?): invalid choice: (.*) \(choose from (.*)\)", r"\1 沒有 \2；可用：\3"),
    (r"argument (.*?): invalid int value: (.*)", r"\1 要是整數，不是 \2"),
    (r"argument (.*?): invalid float value: (.*)", r"\1 要是數字，不是 \2"),
    (r"argument (.*?): expected one argument", r"\1 後面要有一個值"),
    (r"argument (.*?): expected at least one argument", r"\1 後面至少要有一個值"),
    (r"argument (.*?): ignored explicit argument (.*)", r"\1 後面不能有值：\2"),
    (r"ambiguous option: (.*) could match (.*)", r"\1 不明確，可能是 \2"),
)


def in_chinese(message: str) -> str:
    """Return argparse's sentence in Chinese; one that it never said before stays as it is."""
    for pattern, words in _CHINESE:
        if re.fullmatch(pattern, message, re.DOTALL):
            return re.sub(pattern, words, message, flags=re.DOTALL)
    return message


def build_parser() -> argparse.ArgumentParser:
    """Build the whole grammar. Global options stand before or after the subcommand."""
    shared = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    shared.add_argument("--home", metavar="DIR", help="where everything written lives (else DIFANG_HOME)")
    shared.add_argument("--lang", choices=("zh", "en"), help="language of words and names (default zh)")
    shared.add_argument("--quiet", action="store_true", help="no remarks on progress")
    parser = _Parser(prog="difang", description=__doc__, parents=[shared])
    parser.description = "地方：從一個鄉鎮的名字，到有憑有據的計畫。From a township's name to a plan."
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND", parser_class=_Parser)

    def add(name: str, words: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, help=words, description=words, parents=[shared])

    _add_serving(add("up", "publish what ships if missing, then serve the site"))
    _add_brief(add("brief", "the six-part briefing with cited evidence"))
    _add_place(add("place", "which place a text means"))
    _add_indicators(add("indicators", "the catalogue of indicators"))
    _add_figures(add("figures", "figures, as table, CSV, JSON, Parquet, GeoJSON, XLSX or ODS"))
    _add_cite(add("cite", "how to cite a release or a figure's URL"))
    _add_dna(add("dna", "what sets a place apart, claim by claim, each with its figures"))
    _add_project(add("project", "the population ahead, with its intervals"))
    _add_families(add("families", "how many families a year a place needs"))
    _add_backtest(add("backtest", "the projection judged on the past, beside simple methods"))
    _add_lake(add("lake", "releases: list, publish, verify, gc"), shared)
    _add_source(add("source", "publishers: list, test"), shared)
    _add_demo(add("demo", "a home of its own with people of every role, to try the walk"))
    _add_user(add("user", "accounts and roles: add, confirm, role, code"), shared)
    _add_audit(add("audit", "the record of events: verify"), shared)
    add("check", "is this home in order? what is missing and what to do")
    add("openapi", "the API's description as JSON")
    return parser


def _add_serving(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", metavar="H")
    parser.add_argument("--port", default=8000, type=int, metavar="P")
    parser.add_argument("--workers", default=1, type=int, metavar="N")


def _add_demo(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--serve", action="store_true", help="serve it when it is filled")
    _add_serving(parser)


def _add_brief(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("place", metavar="PLACE", help="name or code")
    parser.add_argument("--out", default="out", metavar="DIR", help="folder to write to (default out)")
    parser.add_argument("--format", default="pptx,odp,odt,pdf,html", metavar="LIST")


def _add_place(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("text", metavar="TEXT", help="a name in any spelling, a former name, or a code")
    parser.add_argument("--json", action="store_true")


def _add_indicators(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--map", metavar="M", help="population, circulation, finance, care …")
    parser.add_argument("--json", action="store_true")


def _add_figures(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("indicator", nargs="+", metavar="INDICATOR")
    parser.add_argument("--place", nargs="+", action="extend", metavar="TEXT")
    parser.add_argument("--level", metavar="LEVEL", help="village, township, region, county or nation")
    parser.add_argument("--period", default="latest", metavar="P", help="latest, 2025, 2015..2025 or 2025-06")
    parser.add_argument("--as-of", dest="as_of", metavar="DATE|RELEASE")
    parser.add_argument("--include", choices=("estimated",), metavar="estimated")
    parser.add_argument("--format", default=None, metavar="F", help=", ".join(FIGURE_FORMATS))


def _add_cite(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("target", metavar="RELEASE|URL")
    parser.add_argument("--format", default="text", metavar="F", help=", ".join(CITATION_FORMATS))


def _add_dna(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("place", metavar="PLACE")
    parser.add_argument("--json", action="store_true")


def _add_project(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("place", nargs="*", metavar="PLACE", help="names or codes")
    parser.add_argument("--level", metavar="LEVEL", help="township, region, county or nation: all of them")
    _add_start(parser)
    parser.add_argument("--families", type=float, metavar="N", help="N families a year settle in each PLACE")
    parser.add_argument("--scenario", metavar="FILE", help="a TOML or JSON file, see docs/projection.md")
    parser.add_argument("--groups", default="0-14,15-64,65+", metavar="LIST", help="bands of ages")
    parser.add_argument("--by-sex", dest="by_sex", action="store_true")
    parser.add_argument("--constraint", choices=("ndc", "un", "none"), help="national path to hold to")
    parser.add_argument("--format", default=None, metavar="F", help=", ".join(PROJECTION_FORMATS))


def _add_families(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("place", metavar="PLACE", help="name or code")
    parser.add_argument("--goal", required=True, choices=("total", "children", "women20-39", "in-out"))
    _add_start(parser)
    parser.add_argument("--mix", metavar="KIND=SHARE,…", help="who settles, see docs/projection.md")
    parser.add_argument("--constraint", choices=("ndc", "un", "none"), help="national path to hold to")
    parser.add_argument("--format", default=None, choices=TABLE_FORMATS, metavar="F")


def _add_start(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--launch", metavar="YYYY-MM", help="default: newest month with observed ages")
    parser.add_argument("--until", type=int, default=2050, metavar="YYYY")
    parser.add_argument("--draws", type=int, default=1000, metavar="N")
    parser.add_argument("--seed", type=int, default=0, metavar="N")


def _add_backtest(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--launch", required=True, metavar="YYYY-MM")
    parser.add_argument("--until", default="2025-12", metavar="YYYY-MM", help="the month to judge by")
    parser.add_argument("--draws", type=int, default=1000, metavar="N")
    parser.add_argument("--seed", type=int, default=0, metavar="N")
    parser.add_argument("--format", default=None, choices=TABLE_FORMATS, metavar="F")


def _add_lake(parser: argparse.ArgumentParser, shared: argparse.ArgumentParser) -> None:
    add = _actions(parser, shared)
    add("list", "releases and their snapshots")
    publish = add("publish", "publish a source under a new release")
    publish.add_argument("source", metavar="SOURCE", help="bundled: the figures that ship")
    add("verify", "re-hash every file of every release")
    collect = add("gc", "drop releases that are not kept, and the snapshots only they need")
    collect.add_argument(
        "--keep",
        type=int,
        default=0,
        metavar="N",
        help="keep the N newest releases too (the current one stays)",
    )
    collect.add_argument(
        "--dry-run", dest="dry_run", action="store_true", help="say what would go, drop nothing"
    )


def _add_source(parser: argparse.ArgumentParser, shared: argparse.ArgumentParser) -> None:
    add = _actions(parser, shared)
    add("list", "publishers and how old their figures are")
    add("test", "check one publisher's files").add_argument("name", metavar="NAME")


def _add_user(parser: argparse.ArgumentParser, shared: argparse.ArgumentParser) -> None:
    add = _actions(parser, shared)
    person = add("add", "make an account whose address counts as confirmed")
    person.add_argument("email", metavar="EMAIL")
    person.add_argument("--name", required=True, metavar="N", help="what the person is called")
    person.add_argument(
        "--password-stdin", dest="password_stdin", action="store_true", help="read it from there"
    )
    role = add("role", "give an account a role at a place")
    role.add_argument("email", metavar="EMAIL")
    role.add_argument(
        "role", metavar="ROLE", help="planner, county, centre, nation, operator, privacy, auditor"
    )
    role.add_argument("place", metavar="PLACE", help="name or code of a township or county; TW")
    confirm = add("confirm", "count an account's address as confirmed, where no mail can be sent")
    confirm.add_argument("email", metavar="EMAIL", help="the address of the account")
    add("code", "a new one-time code of the first administrator")


def _add_audit(parser: argparse.ArgumentParser, shared: argparse.ArgumentParser) -> None:
    verify = _actions(parser, shared)("verify", "compute every hash of the chain of events anew")
    verify.add_argument(
        "--head", metavar="N:HASH", help="a head noted earlier; it must still be in the chain (finds a cut)"
    )


def _actions(
    parser: argparse.ArgumentParser, shared: argparse.ArgumentParser
) -> Callable[[str, str], argparse.ArgumentParser]:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION", parser_class=_Parser)

    def add(name: str, words: str) -> argparse.ArgumentParser:
        return actions.add_parser(name, help=words, description=words, parents=[shared])

    return add

"""`difang project PLACE…`: the population ahead, with its intervals."""

import io
import json
import math
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from difang import places
from difang.cli.context import Context
from difang.cli.parser import PROJECTION_FORMATS, Arguments
from difang.cli.tables import print_csv, print_rows
from difang.errors import InputError

if TYPE_CHECKING:
    from difang.studies.projection import Outlook, Study
    from difang.studies.projection.scenario import Scenario
    from difang.workspace import Workspace

COLUMNS = ("place", "name", "period", "sex", "group", "mean", "q025", "q10", "q50", "q90", "q975")
DECIMALS = 3
Row = tuple[str | float, ...]


def run(arguments: Arguments, context: Context) -> int:
    """Project the places and write the rows to stdout in the asked format."""
    form = arguments.format or ("table" if sys.stdout.isatty() else "csv")
    if form not in PROJECTION_FORMATS:
        raise InputError(
            f"沒有「{form}」這種格式；可用：{'、'.join(PROJECTION_FORMATS)}。",
            f"format '{form}' does not exist; use one of: {', '.join(PROJECTION_FORMATS)}.",
        )
    workspace = context.workspace()
    codes = workspace.codes(arguments.place or None, arguments.level)
    if form == "png" and len(codes) != 1:
        raise InputError(
            f"圖一次畫一個地方，這裡有 {len(codes)} 個；請只給一個。",
            f"a picture shows one place, here are {len(codes)}; name one.",
        )
    scenario = _scenario(arguments, workspace, codes)
    study = workspace.projection(arguments.launch, arguments.constraint, scenario)
    found = workspace.outlook(
        study,
        codes,
        arguments.until,
        groups=arguments.groups,
        by_sex=arguments.by_sex,
        draws=arguments.draws,
        seed=arguments.seed,
    )
    _remark(context, study, scenario)
    if form == "png":
        _picture(found, context)
        return 0
    recipe = {
        "release": workspace.release.id,
        "launch": study.periods[0],
        "constraint": study.constraint,
        "draws": arguments.draws,
        "seed": arguments.seed,
    }
    _write(form, list(_rows(found, context)), recipe)
    return 0


def _scenario(arguments: Arguments, workspace: "Workspace", codes: Sequence[str]) -> "Scenario":
    from difang.studies.projection import scenario_file
    from difang.studies.projection.scenario import Change

    changes: Scenario = ()
    if arguments.scenario:
        changes = scenario_file.read(Path(arguments.scenario), lambda text: workspace.place(text).code)
    if arguments.families is not None:
        count = arguments.families
        if not (math.isfinite(count) and 0 <= count <= scenario_file.MOST_PERSONS):
            raise InputError(
                f"--families {count}；每年家戶數要是 0 以上的數。",
                f"--families {count}; families a year are a number from 0 up.",
            )
        if arguments.level:
            raise InputError(
                "--families 要配地名，不能配 --level。", "--families goes with places, not with --level."
            )
        changes += tuple(Change(code, families=count) for code in codes)
    return changes


def _remark(context: Context, study: "Study", scenario: "Scenario") -> None:
    """Say what the numbers rest on."""
    from difang.studies.projection.households import in_words

    held = {
        "ndc": ("國發會 2026 年中推計", "the National Development Council's medium variant of 2026"),
        "un": ("聯合國 2024 年中推計", "the UN's median of 2024"),
        "none": ("不受任何官方推計約束", "no official projection"),
    }[study.constraint]
    launch = study.periods[0]
    context.note(
        f"設籍人口，從 {launch} 推計；全國合計依：{held[0]}。設籍不等於實際居住。",
        f"Registered people, from {launch}; the nation is held to {held[1]}. Registered is not resident.",
    )
    if launch not in study.register.by_sex:
        context.note(
            f"{launch} 的鄉鎮市區年齡是實際登記，性別是估計（前次觀測的性別比逐齡推進，再調到縣市的性別年齡）；"
            "起始月的性別數沒有估計誤差的區間。",
            f"Ages of {launch} are registered, their split by sex is estimated (the last observed one aged, then raked "
            "to the county's ages by sex); the interval of the launch month doesn't hold that error.",
        )
    for change in scenario:
        if change.families:
            context.note(in_words(change.mix, "zh"), in_words(change.mix, "en"))
            break


def _rows(found: "Outlook", context: Context) -> Iterator[Row]:
    for at, code in enumerate(found.places):
        name = places.get(code).full_label(context.lang)
        for time, period in enumerate(found.periods):
            for number, sex in enumerate(found.sexes):
                for column, group in enumerate(found.groups):
                    cell = (at, time, number, column)
                    values = [found.mean[cell], *found.quantiles[(slice(None), *cell)]]
                    yield (
                        code,
                        name,
                        period,
                        sex,
                        group,
                        *(round(float(value), DECIMALS) for value in values),
                    )


def _write(form: str, rows: list[Row], recipe: dict[str, object]) -> None:
    if form == "json":
        named = [dict(zip(COLUMNS, row, strict=True)) for row in rows]
        print(json.dumps({**recipe, "rows": named}, ensure_ascii=False))
    elif form == "parquet":
        import pyarrow as pa
        import pyarrow.parquet as pq

        table = pa.table(
            {name: list(cells) for name, cells in zip(COLUMNS, zip(*rows, strict=True), strict=True)}
        )
        sink = io.BytesIO()
        told = json.dumps(recipe, ensure_ascii=False, sort_keys=True)
        pq.write_table(table.replace_schema_metadata({"difang": told}), sink, compression="zstd")
        sys.stdout.buffer.write(sink.getvalue())
        sys.stdout.flush()
    else:
        cells = [[str(cell) for cell in row] for row in rows]
        (print_csv if form == "csv" else print_rows)(COLUMNS, cells)


def _picture(found: "Outlook", context: Context) -> None:
    from difang.charts import render, specs

    group = len(found.groups) - 1
    median, bands = found.quantiles[2, 0, :, 0, group], found.quantiles[:, 0, :, 0, group]
    words = ("80 % 區間", "95 % 區間") if context.lang == "zh" else ("80 % interval", "95 % interval")
    spec = specs.fan(
        [period[:4] for period in found.periods],
        median.tolist(),
        [(words[1], bands[0].tolist(), bands[4].tolist()), (words[0], bands[1].tolist(), bands[3].tolist())],
        label=places.get(found.places[0]).full_label(context.lang),
    )
    sys.stdout.buffer.write(render.png(spec))
    sys.stdout.flush()

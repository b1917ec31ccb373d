"""Write docs/stages.md and docs/privacy.md from the declarations the site itself runs on.

Run: python -m tools.write_walk
"""

import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

DOCS = Path(__file__).resolve().parent.parent / "docs"
OURS = ("people", "records", "plans")
PURPOSE = re.compile(r"Purpose:\s*(.+?)\s*Basis:\s*(.+?)\.\s+(.+)", re.DOTALL)


def set_up() -> None:
    """Make the declarations readable, on a home that is thrown away."""
    import django
    from django.apps import apps

    if not apps.ready:
        os.environ.setdefault("DIFANG_HOME", tempfile.mkdtemp())
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "difang.site.settings")
        django.setup()


def stages_page() -> str:
    """Return docs/stages.md: for each table a diagram, its stages, and who may fire what."""
    from difang.plans.stages import MACHINES

    parts = [
        "# Stages and roles / 階段與角色\n",
        "Written by `python -m tools.write_walk` from `src/difang/plans/stages.py`; the pages and the engine read the",
        "same tables. Days are working days of Taiwan's official calendar, settings of this site: the plan sets none.\n",
    ]
    for machine in MACHINES:
        parts += [f"## {machine.name.zh} / {machine.name.en} (`{machine.id}`)\n", *_diagram(machine)]
        parts += ["", *_stage_table(machine), "", *_role_matrix(machine), ""]
    return "\n".join(parts)


def _diagram(machine: Any) -> Iterator[str]:
    yield "```mermaid"
    yield "stateDiagram-v2"
    for stage in machine.stages:
        yield f"    {stage.id}: {stage.staff.zh} {stage.id}"
    yield f"    [*] --> {machine.first}"
    for move in machine.moves:
        for source in move.sources:
            yield f"    {source} --> {move.target or source}: {move.id}"
    yield "```"


def _stage_table(machine: Any) -> Iterator[str]:
    yield "| stage | public label 公開名稱 | staff label 承辦名稱 | working days |"
    yield "|---|---|---|---|"
    for stage in machine.stages:
        yield (
            f"| `{stage.id}` | {stage.public.zh} / {stage.public.en} | {stage.staff.zh} / {stage.staff.en} "
            f"| {stage.days or '—'} |"
        )


def _role_matrix(machine: Any) -> Iterator[str]:
    yield "† 同一輪裡自己送出或轉送的人不能決定，要由同事或代理人。 Not who put or sent it forward in this round:"
    yield "a colleague or a deputy must decide."
    yield ""
    yield "| event | from → to | who may | reason | told |"
    yield "|---|---|---|---|---|"
    for move in machine.moves:
        who = ", ".join(f"{role.name.zh} {role.id}" for role in move.who) or "、".join(move.causes)
        who += " †" if move.apart else ""
        told = ", ".join(f"{one.name.zh} {one.id}" for one in move.tells) or "—"
        path = f"{', '.join(move.sources)} → {move.target}"
        reason = "required" if move.needs_reason else "—"
        yield f"| `{move.id}` {move.label.zh} | {path} | {who} | {reason} | {told} |"


def privacy_page() -> str:
    """Return docs/privacy.md: for each table that may hold personal data its purpose, basis and retention."""
    rows = [
        f"| `{model._meta.label_lower}` | {', '.join(_personal(model))} | {_joined(told[0])} | {_joined(told[1])} "
        f"| {_joined(told[2])} |"
        for model, told in _told()
    ]
    return "\n".join(
        [
            "# Personal data / 個人資料",
            "",
            "Written by `python -m tools.write_walk` from the models' own words; a test refuses a model with personal",
            "fields that does not say why it has them. `person` columns hold the id of an account.",
            "",
            "| table | personal fields | purpose | basis | kept |",
            "|---|---|---|---|---|",
            *rows,
            "",
        ]
    )


def _told() -> Iterator[tuple[Any, tuple[str, str, str]]]:
    for model in models():
        found = PURPOSE.search(model.__doc__ or "")
        if found:
            yield model, (found[1].rstrip("."), found[2], found[3])


def models() -> Iterable[Any]:
    """Return the models of this site's own rooms."""
    from django.apps import apps

    return [model for room in OURS for model in apps.get_app_config(room).get_models()]


def _personal(model: Any) -> list[str]:
    """Return the fields that name a person, hold an address, or point to an account."""
    return personal(model) or ["—"]


def personal(model: Any) -> list[str]:
    """Return the names of a model's fields that are personal by their kind."""
    from django.db.models import EmailField

    from difang.people.models import Person

    found = []
    for field in model._meta.get_fields():
        if getattr(field, "auto_created", False):
            continue
        if isinstance(field, EmailField) or getattr(field, "related_model", None) is Person:
            found.append(field.name)
    return found


def _joined(words: str) -> str:
    return " ".join(words.split()).replace("|", "/")


def main() -> int:
    """Write both pages in place."""
    set_up()
    (DOCS / "stages.md").write_text(stages_page(), encoding="utf-8")
    (DOCS / "privacy.md").write_text(privacy_page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

"""What a manifest must say before anything is published under it."""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from difang.errors import InputError

Manifest = dict[str, Any]

DATASET_NAME = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)*")
SHIPPABLE = ("yes", "origin-OGDL")
MISSING = ("zero", "not_published")
UPDATES = ("monthly", "yearly", "irregular", "once")
TYPES = {
    "string": "VARCHAR",
    "int8": "TINYINT",
    "int16": "SMALLINT",
    "int32": "INTEGER",
    "int64": "BIGINT",
    "double": "DOUBLE",
    "bool": "BOOLEAN",
    "date": "DATE",
}
RESERVED_NAMES = ("releases", "current")


class CheckError(InputError):
    """Data that may not be published as it is: names dataset, column or field, value and rule."""

    slug = "not-publishable"


class Column(NamedTuple):
    """A declared measure; `type` is a key of TYPES."""

    name: str
    type: str
    unit: str | None


def dataset_name(manifest: Mapping[str, Any]) -> str:
    """Return the dataset's name, a word that is safe as a folder; CheckError otherwise."""
    name = manifest.get("dataset")
    if not isinstance(name, str) or not DATASET_NAME.fullmatch(name) or name in RESERVED_NAMES:
        raise CheckError(
            f"資料集名稱不合規定：{name!r}；只能用小寫英文、數字、底線，以點分段；請改 manifest 的 dataset。",
            f"dataset name: {name!r}; lower-case letters, digits and underscores, parts joined by dots; "
            "correct the manifest's dataset.",
        )
    return name


def check_manifest(manifest: Mapping[str, Any]) -> None:
    """Check the fields that the lake relies on; CheckError names dataset, field and rule."""
    name = dataset_name(manifest)
    for field, allowed in (("redistribution", SHIPPABLE), ("missing", MISSING), ("update", UPDATES)):
        if manifest.get(field) not in allowed:
            raise _field_error(name, field, manifest.get(field), " | ".join(allowed))
    if not re.fullmatch(r"[12]\d{3}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])", str(manifest.get("published"))):
        raise _field_error(name, "published", manifest.get("published"), "yyyymmdd")
    for field in ("title", "publisher"):
        if not is_bilingual(manifest.get(field)):
            raise _field_error(name, field, manifest.get(field), "{zh, en}")
    if not key_columns(manifest):
        raise _field_error(name, "key_columns", manifest.get("key_columns"), "[name, …]")
    measure_columns(manifest)
    supersedes = manifest.get("supersedes")
    if supersedes is not None and not (
        isinstance(supersedes, Mapping)
        and isinstance(supersedes.get("snapshot"), str)
        and is_bilingual(supersedes.get("reason"))
    ):
        raise _field_error(name, "supersedes", supersedes, "null | {snapshot, reason: {zh, en}}")


def key_columns(manifest: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the names of the columns that together identify a row."""
    keys = manifest.get("key_columns")
    if not isinstance(keys, list) or not all(isinstance(key, str) for key in keys):
        raise _field_error(str(manifest.get("dataset")), "key_columns", keys, "[name, …]")
    return tuple(keys)


def measure_columns(manifest: Mapping[str, Any]) -> tuple[Column, ...]:
    """Return the declared number columns; a table of words alone declares none."""
    declared = manifest.get("measure_columns")
    rule = "[{name, type, unit}, …]; type: " + " | ".join(TYPES)
    if not isinstance(declared, list):
        raise _field_error(str(manifest.get("dataset")), "measure_columns", declared, rule)
    columns = []
    for column in declared:
        if not isinstance(column, Mapping) or column.get("type") not in TYPES or "name" not in column:
            raise _field_error(str(manifest.get("dataset")), "measure_columns", column, rule)
        columns.append(Column(column["name"], column["type"], column.get("unit")))
    return tuple(columns)


def place_columns(manifest: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the columns that hold place codes: `place_columns` if declared, else `place` if it is a key."""
    declared = manifest.get("place_columns")
    return tuple(declared) if declared is not None else tuple({"place"} & set(key_columns(manifest)))


def is_bilingual(words: object) -> bool:
    """Say whether `words` holds a text in both languages."""
    return isinstance(words, Mapping) and all(isinstance(words.get(lang), str) for lang in ("zh", "en"))


def _field_error(dataset: str, field: str, value: object, rule: str) -> CheckError:
    return CheckError(
        f"{dataset} 的 manifest 欄位 {field} 不合規定：{value!r}；應為 {rule}；請更正後再發布。",
        f"{dataset}: manifest field {field}: {value!r}; it must be {rule}; correct it and publish again.",
    )

"""Uploaded files: checked by content, cleaned, named by their hash, served as attachments."""

from difang.records.files.refusal import RefusedFileError
from difang.records.files.serving import attachment, serve
from difang.records.files.storing import Taken, note, path_of, remove, store, sweep, take

__all__ = [
    "RefusedFileError",
    "Taken",
    "attachment",
    "note",
    "path_of",
    "remove",
    "serve",
    "store",
    "sweep",
    "take",
]

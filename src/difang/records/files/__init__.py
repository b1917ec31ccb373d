"""Uploaded files: checked by content, cleaned, named by their hash, served as attachments."""

from difang.records.files.refusal import RefusedFileError
from difang.records.files.serving import serve
from difang.records.files.storing import path_of, remove, store, sweep

__all__ = ["RefusedFileError", "path_of", "remove", "serve", "store", "sweep"]

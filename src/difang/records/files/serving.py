"""Files out of the store: always as attachments, never as pages of this site."""

import logging
from pathlib import Path

from django.http import FileResponse

from difang.errors import MissingDataError
from difang.records.files.storing import path_of
from difang.records.models import File

log = logging.getLogger("difang.files")


def serve(file: File) -> FileResponse:
    """Return the answer that downloads a file. Whether this person may have it is the caller's question.

    Raises MissingDataError if its content is gone from the disk; the operator's log names it.
    """
    try:
        return attachment(path_of(file.sha256), file.name, file.media_type)
    except OSError as error:
        log.error("file %s (%s) is not in the store", file.pk, file.sha256)
        raise MissingDataError(
            f"檔案「{file.name}」不在儲存區裡。請通知管理者從備份還原 files 資料夾。",
            f"the file '{file.name}' is not in the store. Tell the operator to restore the folder 'files'.",
        ) from error


def attachment(path: Path, name: str, media_type: str) -> FileResponse:
    """Return the answer that downloads what lies at `path`, so that no browser runs it here; OSError if it is gone."""
    answer = FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type=media_type)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer

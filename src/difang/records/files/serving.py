"""Files out of the store: always as attachments, never as pages of this site."""

from django.http import FileResponse

from difang.errors import FaultError
from difang.records.files.storing import path_of
from difang.records.models import File


def serve(file: File) -> FileResponse:
    """Return the answer that downloads a file. Whether this person may have it is the caller's question."""
    try:
        stream = path_of(file.sha256).open("rb")
    except OSError as error:
        raise FaultError(
            f"檔案「{file.name}」不在儲存區裡。請通知管理者從備份還原 files 資料夾。",
            f"the file '{file.name}' is not in the store. Tell the operator to restore the folder 'files'.",
        ) from error
    answer = FileResponse(stream, as_attachment=True, filename=file.name, content_type=file.media_type)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer

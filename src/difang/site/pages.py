"""Addresses that belong to no room: health, robots, and the answers for a wrong address."""

from django.core.exceptions import DisallowedHost, RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from difang.atlas.evidence import check_served
from difang.atlas.language import request_lang
from difang.errors import DamagedError, FaultError, InputError, NotFoundError
from difang.indicators.address import site_url
from difang.site.faults import answer
from difang.site.refusals import ForeignHostError, TooMuchError, UnreadableError

TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Answer 200 with the release being served, or 503 with what is damaged: a readiness probe."""
    try:
        told, status = check_served().id, 200
    except DamagedError as damage:
        told, status = damage.message(request_lang(request)), damage.http_status
    response = HttpResponse(told, status=status, content_type="text/plain; charset=utf-8")
    response["Cache-Control"] = "no-store"
    return response


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Let crawlers read pages, not every query of the API and not every briefing; tell where all pages are."""
    base = site_url() or f"{request.scheme}://{request.get_host()}"
    rules = ("User-agent: *", "Disallow: /api/", "Disallow: /*/brief.", f"Sitemap: {base}/sitemap.xml")
    return HttpResponse("".join(f"{rule}\n" for rule in rules), content_type="text/plain")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404 with what would be right."""
    error = NotFoundError(
        f"沒有「{request.path}」這一頁。請從首頁輸入鄉鎮市區名稱，或由選單進入。",
        f"there is no page '{request.path}'. Type a township's name on the first page, or use the menu.",
    )
    return answer(request, error)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400 (413 for a form that is too large) without echoing the request."""
    if isinstance(exception, DisallowedHost):
        refused: InputError = ForeignHostError(
            "這個網站不以這個主機名稱提供服務；請用網站公布的網址，或請管理者把名稱加入 DIFANG_ALLOWED_HOSTS。",
            "this site does not answer to that host name; use the address it is published under, "
            "or ask its operator to add the name to DIFANG_ALLOWED_HOSTS.",
        )
    elif request.method == "POST" and isinstance(exception, TOO_MUCH):
        refused = TooMuchError(
            "一次送出的內容太多（文字合計最多 3 MB、檔案最多 100 個），這次什麼都沒有存下。"
            "請按瀏覽器的「上一頁」，您填的還在；減少內容或分幾次送出。",
            "too much was sent at once (at most 3 MB of text and 100 files); nothing was saved. Go back in your "
            "browser: what you typed is still there. Send less, or in several steps.",
        )
    else:
        refused = UnreadableError(
            "這個要求無法讀取：太長、參數太多或格式不對；請縮短網址後再試。",
            "this request cannot be read: too long, too many parameters, or malformed; "
            "shorten the address and try again.",
        )
    return answer(request, refused)


def fault(request: HttpRequest) -> HttpResponse:
    """Answer 500 where even the error middleware failed."""
    return answer(request, FaultError("系統發生錯誤。", "Something failed on our side."))

"""Addresses that belong to no room: health, robots, and the answers for a wrong address."""

from django.core.exceptions import DisallowedHost, RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from difang.atlas.evidence import check_served
from difang.atlas.language import request_lang
from difang.errors import DamagedError, FaultError, InputError, NotFoundError
from difang.indicators.address import site_url
from difang.site.faults import answer
from difang.site.refusals import ForeignFormError, ForeignHostError, TooMuchError, UnreadableError
from difang.text import Text

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


def not_from_here(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403 to a form without the site's token; a reader may have done nothing wrong, and loses nothing."""
    refused = ForeignFormError(
        "這次送出沒有被接受：無法確認表單來自本站的頁面，常見原因是登入或登出過、頁面開了太久，或瀏覽器不接受 Cookie。"
        "沒有任何資料被改動，您打的字還在瀏覽器裡：請按「上一頁」，先複製文字，重新整理那一頁，再送一次。"
        "還是不行時，請允許本站使用 Cookie。",
        "this was not accepted: the form could not be shown to come from a page of this site, mostly because "
        "you signed in or out meanwhile, the page was open for long, or the browser takes no cookies. Nothing "
        "was changed, and what you typed is still in your browser: go back, copy your words, reload that page "
        "and send again. If that does not help, allow cookies for this site.",
    )
    return answer(request, refused, Text("這次送出沒有被接受", "This was not accepted"))


def fault(request: HttpRequest) -> HttpResponse:
    """Answer 500 where even the error middleware failed."""
    return answer(request, FaultError("系統發生錯誤。", "Something failed on our side."))

"""What the `type` of a problem leads to: what happened, and what to do about it."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from difang.api.reading import reading
from difang.atlas.language import request_lang
from difang.atlas.parameters import known
from difang.errors import NotFoundError
from difang.text import Text


@dataclass(frozen=True)
class Kind:
    """One type of problem; `detail` of the answer itself names the value, this page the rule."""

    status: int
    title: Text
    means: Text
    remedy: Text


KINDS = {
    "wrong-input": Kind(
        422,
        Text("參數不合規則", "A parameter breaks a rule"),
        Text(
            "參數的名稱或值不在規定之內，例如不認得的參數、寫錯的期間、沒有的格式。",
            "The name or the value of a parameter is not allowed: an unknown parameter, a period written "
            "wrongly, a format there is not.",
        ),
        Text(
            "detail 指出是哪個參數、哪個值、可用的有哪些；改正後重送。同樣的要求再送一次，答案還是一樣。",
            "detail names parameter, value and what is allowed; correct it and ask again. "
            "The same request will get the same answer.",
        ),
    ),
    "not-found": Kind(
        404,
        Text("沒有這個名稱或代碼", "No such name or code"),
        Text(
            "地方、指標、發布版、資料集或網址不存在。",
            "There is no place, indicator, release, data set or page of that name.",
        ),
        Text(
            "看 suggestions 裡相近的名稱，或查清單：/api/v1/places、/api/v1/indicators、/api/v1/releases。",
            "See suggestions for the nearest names, or the lists: /api/v1/places, /api/v1/indicators, "
            "/api/v1/releases.",
        ),
    ),
    "ambiguous": Kind(
        422,
        Text("這個名稱指好幾個地方", "The name stands for several places"),
        Text(
            "例如「中山區」在臺北市和基隆市都有；我們不替你猜。",
            "Zhongshan District, for example, is in Taipei and in Keelung; nothing is guessed for you.",
        ),
        Text(
            "suggestions 列出每個候選的縣市與代碼；加上縣市，或改用代碼。",
            "suggestions lists every candidate with its county and code; add the county, or use the code.",
        ),
    ),
    "no-data": Kind(
        404,
        Text("有這個指標，但沒有這份數據", "The indicator exists, this figure does not"),
        Text(
            "這個層級、期間或地方沒有發布；沒有的數字不會用別的填補。",
            "Nothing is published for that level, period or place; what is missing is never filled in.",
        ),
        Text(
            "detail 說有哪些層級和期間；/api/v1/indicators/<指標> 也列出。",
            "detail says which levels and periods there are; /api/v1/indicators/<indicator> lists them too.",
        ),
    ),
    "not-acceptable": Kind(
        406,
        Text("沒有 Accept 要的格式", "No form that Accept names"),
        Text(
            "Accept 標頭裡的格式，這個網址都沒有。", "The address has none of the forms in the Accept header."
        ),
        Text(
            "在網址後面寫格式，例如 /figures/population.total.csv；或把 */* 加進 Accept。",
            "Name the form in the address, e.g. /figures/population.total.csv, or add */* to Accept.",
        ),
    ),
    "method-not-allowed": Kind(
        405,
        Text("這裡只能讀", "This address is read-only"),
        Text("只接受 GET 和 HEAD。", "Only GET and HEAD are answered."),
        Text("改用 GET；參數寫在網址裡。", "Use GET; parameters go into the address."),
    ),
    "too-many-requests": Kind(
        429,
        Text("要求太密集", "Too many requests"),
        Text(
            "同一個位址每分鐘的要求次數有上限，由管理者設定。",
            "Requests a minute from one address have a limit that the operator sets.",
        ),
        Text(
            "等 Retry-After 標頭所寫的秒數再試；要全部的數字，用 /figures/<指標>.csv 一次取回。",
            "Wait the seconds in the Retry-After header; for all rows take /figures/<indicator>.csv at once.",
        ),
    ),
    "unreadable-request": Kind(
        400,
        Text("這個要求無法讀取", "The request cannot be read"),
        Text("太長、參數太多，或格式不對。", "It is too long, has too many parameters, or is malformed."),
        Text(
            "縮短網址；很多地方的數字，不指定 place 一次取回一個層級。",
            "Shorten the address; for many places, leave place out and take a whole level at once.",
        ),
    ),
    "foreign-form": Kind(
        403,
        Text("表單沒有本站的憑證", "The form carries no token of this site"),
        Text(
            "無法確認表單來自本站的頁面；沒有任何資料被改動。",
            "The form could not be shown to come from a page of this site; nothing was changed.",
        ),
        Text(
            "回到上一頁，複製文字，重新整理後再送；並允許本站使用 Cookie。",
            "Go back, copy your words, reload the page and send again; allow cookies for this site.",
        ),
    ),
    "too-much": Kind(
        413,
        Text("一次送出的內容太多", "Too much was sent at once"),
        Text("一個表單最多 3 MB 文字、100 個檔案。", "A form takes at most 3 MB of text and 100 files."),
        Text(
            "什麼都沒有存下；按「上一頁」，填的還在，減少內容或分幾次送出。",
            "Nothing was saved; go back, what was typed is there; send less, or in several steps.",
        ),
    ),
    "foreign-host": Kind(
        400,
        Text("網站不用這個主機名稱", "The site does not answer to that host name"),
        Text(
            "要求裡的主機名稱不在這個網站的名單上。",
            "The host name in the request is not on the site's list.",
        ),
        Text(
            "用網站公布的網址；管理者可在 DIFANG_ALLOWED_HOSTS 加入名稱。",
            "Use the address the site is published under; its operator can add a name to DIFANG_ALLOWED_HOSTS.",
        ),
    ),
    "fault": Kind(
        500,
        Text("我們這邊出了錯", "Something failed on our side"),
        Text("和你的要求無關；錯誤已記錄。", "Your request is not to blame; the fault was recorded."),
        Text(
            "稍後再試；若仍然發生，把 detail 裡的編號告訴管理者。",
            "Try again later; if it happens again, tell the operator the reference in detail.",
        ),
    ),
    "damaged": Kind(
        503,
        Text("發布的檔案損毀或不見", "A published file is damaged or gone"),
        Text(
            "要讀的檔案和發布時不同；錯的數字一個也不給。",
            "The file to be read is not what was published; no wrong number is given.",
        ),
        Text(
            "管理者執行 difang lake publish bundled 後即恢復，不必重新啟動；請稍後再試。",
            "The operator's difang lake publish bundled mends it without a restart; try again later.",
        ),
    ),
    "wrong-catalogue": Kind(
        422,
        Text("指標目錄有誤", "The catalogue of indicators is wrong"),
        Text(
            "這個網站安裝的指標目錄裡有一條不合規定。",
            "A stanza of the catalogue installed here breaks a rule.",
        ),
        Text(
            "請管理者照 detail 所指的檔案與欄位更正，或重新安裝。",
            "Its operator corrects the file and key that detail names, or installs again.",
        ),
    ),
    "not-publishable": Kind(
        422,
        Text("資料不能照這樣發布", "The data cannot be published as they are"),
        Text(
            "資料集或它的說明檔不合規定，所以沒有發布；先前的發布版不受影響。",
            "A data set or its manifest breaks a rule and was not published; earlier releases stay.",
        ),
        Text(
            "照 detail 所指的資料集、欄位與規定更正，再發布一次。",
            "Correct the data set and column that detail names, then publish again.",
        ),
    ),
    "forbidden": Kind(
        403,
        Text("這一步不是您的", "This step is not yours"),
        Text(
            "您看得到這件案子，但現在的階段或您的職務不能做這件事；嘗試已記錄。",
            "You may see the case, but not do this at its stage or with your post; the attempt was recorded.",
        ),
        Text("案件頁寫著下一步由誰做。", "The page of the case says who acts next."),
    ),
    "changed-meanwhile": Kind(
        409,
        Text("別人先處理了", "Somebody was faster"),
        Text(
            "您看到的內容之後又改過；什麼都沒有被覆蓋。",
            "What you saw was changed since; nothing was overwritten.",
        ),
        Text("重新整理，看現在的內容再決定。", "Reload, look at what stands now, then decide."),
    ),
    "not-ready": Kind(
        422,
        Text("還缺東西", "Something is still missing"),
        Text("送出或決定之前要有的，還沒有齊。", "What must be there before this step is not there yet."),
        Text(
            "detail 一項一項寫出缺什麼；補齊再送。", "detail lists what is missing; add it, then try again."
        ),
    ),
    "refused-file": Kind(
        422,
        Text("不收這個檔案", "The file is not taken"),
        Text(
            "檔案的內容不在收件的種類裡，或帶有程式、加密、過大。",
            "What the file holds is not a kind that is taken, or it has code, a password, or too much in it.",
        ),
        Text(
            "detail 說找到什麼、改用什麼格式。", "detail says what was found and which form to send instead."
        ),
    ),
    "too-many-attempts": Kind(
        429,
        Text("嘗試太多次", "Too many attempts"),
        Text(
            "短時間內試了太多次，先停一下。",
            "Too many tries in a short time; they are held back for a while.",
        ),
        Text("等 detail 所寫的時間再試。", "Wait for the time that detail tells."),
    ),
    "no-database": Kind(
        503,
        Text("帳號與計畫暫時無法使用", "Accounts and plans are out of reach"),
        Text(
            "資料庫連不上或不能寫入；公開的數字照常。",
            "The database can't be reached or written; public figures are served as ever.",
        ),
        Text(
            "稍後再試；管理者請看 difang up 的訊息。",
            "Try again later; its operator sees what difang up says.",
        ),
    ),
    "no-scanner": Kind(
        503,
        Text("掃毒程式沒有回應", "The scanner gives no answer"),
        Text(
            "這個站台要求先掃描才收檔案；檔案沒有收下。",
            "This site takes files only when they were scanned; the file was not taken.",
        ),
        Text(
            "稍後再上傳；管理者請檢查 DIFANG_SCANNER。",
            "Upload again later; its operator checks DIFANG_SCANNER.",
        ),
    ),
}


@reading
def kind(request: HttpRequest, slug: str) -> HttpResponse:
    """Explain one type of problem, and name the others."""
    known(request.GET, "lang")
    if slug not in KINDS:
        raise NotFoundError(
            f"沒有「{slug}」這種錯誤；有：{'、'.join(KINDS)}。",
            f"there is no type of problem '{slug}'; there are: {', '.join(KINDS)}.",
        )
    own, english = request.path, f"{request.path}?lang=en"
    is_english = request_lang(request) == "en"
    context = {
        "slug": slug,
        "one": KINDS[slug],
        "others": [(name, other.title) for name, other in KINDS.items() if name != slug],
        "query": "?lang=en" if is_english else "",
        "zh_url": own,
        "en_url": english,
        "other_url": own if is_english else english,
    }
    return render(request, "api/kind.html", context)

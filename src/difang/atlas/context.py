"""What every page needs: its language, its twin in the other language, the release it shows."""

from django.conf import settings
from django.http import HttpRequest

from difang.atlas.evidence import current_release_id
from difang.atlas.language import request_lang


def site(request: HttpRequest) -> dict[str, object]:
    """Return the context shared by all templates."""
    lang = request_lang(request)
    path = request.get_full_path()
    zh_url = path[3:] if path.startswith("/en/") else path
    en_url = path if path.startswith("/en/") else f"/en{path}"
    return {
        "lang": lang,
        "zh_url": zh_url,
        "en_url": en_url,
        "other_url": en_url if lang == "zh" else zh_url,
        "canonical_url": request.path,
        "demonstration": settings.DEMO,
        "release_id": current_release_id(),
    }

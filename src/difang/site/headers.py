"""What a page may ask of the device: its position, on our own pages only; nothing else."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

PERMISSIONS = "geolocation=(self), camera=(), microphone=(), payment=(), usb=()"


class Permissions:
    """Send `Permissions-Policy` with every answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._next = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._next(request)
        response.setdefault("Permissions-Policy", PERMISSIONS)
        return response

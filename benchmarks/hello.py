"""The least a Django site behind granian does: the peer of row 8."""

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path


def hello(request: HttpRequest) -> HttpResponse:
    """Answer five bytes."""
    return HttpResponse(b"hello")


settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["127.0.0.1"], MIDDLEWARE=[], SECRET_KEY="bench")
urlpatterns = [path("", hello)]
application = get_wsgi_application()

"""The entry point for a WSGI server."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "difang.site.settings")
application = get_wsgi_application()

from difang.site import warming  # noqa: E402  # needs the settings made above

warming.start()

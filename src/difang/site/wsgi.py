"""The entry point for a WSGI server."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "difang.site.settings")
_django = get_wsgi_application()

from difang.site import warming  # noqa: E402  # needs the settings made above
from difang.site.shortcut import Shortcut  # noqa: E402

application = Shortcut(_django)
warming.start()

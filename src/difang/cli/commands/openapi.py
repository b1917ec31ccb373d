"""`difang openapi`: the API's description, without starting a server."""

import json
import os

from difang.cli.context import Context
from difang.cli.parser import Arguments


def run(arguments: Arguments, context: Context) -> int:
    """Print the OpenAPI document."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "difang.site.settings")
    import django

    django.setup()
    from difang.api.v1 import api

    print(json.dumps(api.get_openapi_schema(), ensure_ascii=False, indent=1, default=str))
    return 0

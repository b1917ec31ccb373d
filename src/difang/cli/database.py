"""The site's database as commands see it: opened as it is, never made or migrated by looking at it."""

import os
from pathlib import Path

from difang.errors import MissingDataError


def has_tables() -> bool:
    """Set Django up and tell whether this home's database holds the site's tables.

    Raises MissingDataError for a database that can't be reached.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "difang.site.settings")
    import django
    from django.conf import settings
    from django.db import DatabaseError, connection

    django.setup()
    if connection.vendor == "sqlite" and not Path(settings.DATABASES["default"]["NAME"]).is_file():
        return False
    try:
        return "records_event" in connection.introspection.table_names()
    except DatabaseError as error:
        raise MissingDataError(
            f"資料庫打不開：{error}。請檢查 DATABASE_URL 與 --home。",
            f"the database can't be opened: {error}. Check DATABASE_URL and --home.",
        ) from error

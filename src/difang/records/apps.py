"""The room as Django knows it."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """Records of the site."""

    name = "difang.records"
    label = "records"

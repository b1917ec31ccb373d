"""The room as Django knows it."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """People of the site."""

    name = "difang.people"
    label = "people"

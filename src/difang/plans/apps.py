"""The room as Django knows it."""

from django.apps import AppConfig


class PlansConfig(AppConfig):
    """Plans of the site."""

    name = "difang.plans"
    label = "plans"

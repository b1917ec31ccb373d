"""Releases that plans, their pins and their versions stand on: never collected."""

from difang.plans.models import Pin, Plan, Version


def releases() -> set[str]:
    """Return the ids of all releases that a plan holds on to."""
    return {
        release
        for rows in (Plan.objects.all(), Pin.objects.all(), Version.objects.all())
        for release in rows.values_list("release", flat=True).distinct()
    }

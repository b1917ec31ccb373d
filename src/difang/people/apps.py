"""The room as Django knows it."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """People of the site."""

    name = "difang.people"
    label = "people"

    def ready(self) -> None:
        """Say what of this room has been kept long enough."""
        from difang.people.services import forgetting, inviting
        from difang.records import tidying

        tidying.register("invitations", inviting.forget_ended)
        tidying.register("attempts", forgetting.forget_attempts)
        tidying.register("sessions", forgetting.forget_sessions)
        tidying.register("warned", forgetting.warn_unused)
        tidying.register("unused", forgetting.erase_unused)

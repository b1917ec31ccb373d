"""A proposal remembers the office that began it; those begun before are told apart by the posts of that day."""

from typing import Any

from django.db import migrations, models
from django.db.models import Q


def find_offices(apps: Any, schema_editor: Any) -> None:
    """Note the township for which the owner of each proposal planned when they began it."""
    proposal_model, post_model = apps.get_model("plans", "Proposal"), apps.get_model("people", "Post")
    member_model = apps.get_model("plans", "Member")
    changed = 0
    for proposal in (
        proposal_model.objects.select_related("venture__plan").exclude(owner=None).filter(organisation=None)
    ):
        plan, then = proposal.venture.plan, proposal.created_at
        members = member_model.objects.filter(plan=plan).order_by("id").values_list("place", flat=True)
        held = post_model.objects.filter(
            Q(until=None) | Q(until__gt=then), person_id=proposal.owner_id, role="planner", since__lte=then
        ).values_list("place", flat=True)
        office = next((place for place in (list(members) or [plan.place]) if place in set(held)), "")
        if office:
            changed += proposal_model.objects.filter(pk=proposal.pk).update(office=office)
    if changed:
        # The search's index says who finds what; it is built anew when it is empty.
        apps.get_model("records", "Entry").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0001_initial"),
        ("plans", "0002_organisation"),
        ("records", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="proposal",
            name="office",
            field=models.CharField(blank=True, default="", max_length=8),
        ),
        migrations.AddIndex(
            model_name="proposal",
            index=models.Index(fields=["office"], name="proposal_office"),
        ),
        migrations.RunPython(find_offices, migrations.RunPython.noop),
    ]

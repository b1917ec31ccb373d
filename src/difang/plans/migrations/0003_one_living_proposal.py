"""Drafts, and what has ended, keep nobody from proposing the same venture in the same call."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("plans", "0002_organisation"),)

    operations = (
        migrations.RemoveConstraint(model_name="proposal", name="proposed_once"),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("state__in", ("draft", "withdrawn", "declined", "merged")), _negated=True
                ),
                fields=("venture", "call"),
                name="one_living_proposal",
            ),
        ),
    )

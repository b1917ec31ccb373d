"""Venture ideas and what they need."""

from django.db import models

from difang.plans.models.plan import Plan


class Venture(models.Model):
    """One undertaking of a plan, with its place on the map and its schedule."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="ventures")
    name = models.CharField(max_length=100)
    what = models.TextField(blank=True)
    how = models.TextField(blank=True)
    where = models.CharField(max_length=160, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    lead = models.CharField(max_length=100, blank=True)
    business_model = models.TextField(blank=True)
    risks = models.TextField(blank=True)
    strategies = models.JSONField(default=list)
    arrows = models.JSONField(default=list)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.name


class Need(models.Model):
    """What a venture lacks. `amount` is in New Taiwan dollars where it is money, else a count in `unit`."""

    class Kind(models.TextChoices):
        """Kinds of resources."""

        GRANT = "grant", "補助"
        LOAN = "loan", "融資"
        INVESTMENT = "investment", "投資"
        RULE = "rule", "法規鬆綁"
        LAND = "land", "土地或建物"
        PEOPLE = "people", "人力"
        SKILL = "skill", "專業"
        DATA = "data", "資料"
        NETWORK = "network", "連線"
        MARKETING = "marketing", "行銷"

    venture = models.ForeignKey(Venture, models.CASCADE, related_name="needs")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    purpose = models.CharField(max_length=200)
    amount = models.DecimalField(max_digits=14, decimal_places=0, null=True, blank=True)
    unit = models.CharField(max_length=20, blank=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    who = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ("id",)

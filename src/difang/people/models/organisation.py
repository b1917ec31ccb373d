"""An organisation people act for."""

from django.db import models


class Organisation(models.Model):
    """An office, a centre, an association, a firm, a university team."""

    class Kind(models.TextChoices):
        """What sort of organisation it is."""

        TOWNSHIP = "township", "鄉鎮市區公所"
        COUNTY = "county", "縣市政府"
        CENTRE = "centre", "分區輔導中心"
        NATION = "nation", "國發會"
        MINISTRY = "ministry", "部會"
        ASSOCIATION = "association", "社團"
        FIRM = "firm", "企業"
        UNIVERSITY = "university", "大學團隊"

    kind = models.CharField(max_length=12, choices=Kind.choices)
    name = models.CharField(max_length=100)
    place = models.CharField(max_length=40, blank=True)
    demo = models.BooleanField(default=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["kind", "name", "place"], name="organisation_once"),)

    def __str__(self) -> str:
        return self.name

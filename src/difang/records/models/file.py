"""Files: named by their content, checked, served only through a permission."""

from django.conf import settings
from django.db import models


class File(models.Model):
    """One uploaded file of one subject; several may share the same content on disk.

    Purpose: proof and illustration of a plan. Basis: consent of who uploads. Kept as long as its subject;
    after erasure its owner is an account without a name.
    """

    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100)
    name = models.CharField(max_length=200)
    subject_type = models.CharField(max_length=20)
    subject_id = models.BigIntegerField()
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="files")
    at = models.DateTimeField()
    scanned = models.CharField(max_length=20, default="not scanned")

    class Meta:
        indexes = (models.Index(fields=["subject_type", "subject_id"], name="file_subject"),)

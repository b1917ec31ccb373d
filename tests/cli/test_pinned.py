"""`difang lake gc` keeps the releases that plans stand on."""

import os
import subprocess
import sys
from pathlib import Path

from difang.lake import Lake
from tests.lake import samples

DIFANG = str(Path(sys.executable).with_name("difang"))
PIN = """
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from django.utils import timezone
from difang.plans.models import Plan
now = timezone.now()
Plan.objects.create(place="10008020", term="2027-2030", title="t", release={release!r}, created_at=now, changed_at=now)
"""


def test_a_release_that_a_plan_stands_on_is_never_collected(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    pinned, dropped, current = (samples.publish(lake, edition=n).id for n in (1, 2, 3))
    env = {**os.environ, "DIFANG_HOME": str(tmp_path), "DJANGO_SETTINGS_MODULE": "difang.site.settings"}
    subprocess.run([sys.executable, "-c", PIN.format(release=pinned)], env=env, check=True)
    told = subprocess.run([DIFANG, "lake", "gc"], env=env, check=True, capture_output=True, text=True).stdout
    assert dropped in told
    assert pinned not in told
    assert {release.id for release in lake.releases()} == {pinned, current}

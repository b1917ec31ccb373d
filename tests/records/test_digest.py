"""What gathered on the desk goes out as one mail, in the reader's language, not too often."""

from datetime import UTC, datetime, timedelta

import pytest

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)


def _person(email: str, **more: object):
    from difang.people.models import Person

    return Person.objects.create_user(email, None, name="某人", **more)


def _notice(person, words: str, at: datetime = NOW) -> None:
    from difang.records import notices
    from difang.text import Text

    notices.put([person.pk], Text(words, f"[{words}]"), "/plans/1/", None, at)


def _mails() -> list[tuple[str, str, str]]:
    from difang.records.models import Mail

    return list(Mail.objects.order_by("id").values_list("to", "subject", "body"))


def test_notices_become_one_mail_in_the_persons_language(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.conf import settings

    from difang.records import digest
    from difang.records.models import Mail

    monkeypatch.setattr(settings, "SITE_URL", "https://difang.example.tw")
    planner, reader = _person("p@example.tw"), _person("r@example.tw", lang="en")
    for words in ("甲", "乙<b>"):
        _notice(planner, words)
    _notice(reader, "丙")
    assert digest.gather(NOW) == 2
    (to, subject, body), (_, english, translated) = _mails()
    assert (to, subject, english) == ("p@example.tw", "地方創生：2 則通知", "difang: one notice")
    assert body.startswith("甲\nhttps://difang.example.tw/plans/1/\n\n乙<b>\n")
    assert translated.startswith("[丙]\n")
    html = Mail.objects.get(to="p@example.tw").html
    assert '<a href="https://difang.example.tw/plans/1/">乙&lt;b&gt;</a>' in html


def test_each_notice_is_mailed_once_and_mails_keep_a_distance(db: None) -> None:
    from difang.records import digest

    person = _person("p@example.tw")
    _notice(person, "甲")
    assert [digest.gather(NOW), digest.gather(NOW)] == [1, 0]
    _notice(person, "乙")
    assert digest.gather(NOW + timedelta(hours=3)) == 0
    assert digest.gather(NOW + timedelta(hours=4)) == 1
    assert digest.gather(NOW + timedelta(days=1)) == 0
    assert [("甲" in body, "乙" in body) for _, _, body in _mails()] == [(True, False), (False, True)]


def test_what_was_read_or_belongs_to_someone_who_left_is_not_mailed(db: None) -> None:
    from difang.records import digest
    from difang.records.models import Notice

    reader, gone = _person("p@example.tw"), _person("g@example.tw", is_active=False)
    _notice(reader, "甲")
    _notice(gone, "乙")
    Notice.objects.filter(person=reader).update(read_at=NOW)
    assert (digest.gather(NOW), _mails()) == (0, [])


def test_a_long_list_is_cut_and_counted(db: None) -> None:
    from difang.records import digest

    person = _person("p@example.tw")
    for n in range(60):
        _notice(person, f"第{n}則")
    digest.gather(NOW)
    ((_, subject, body),) = _mails()
    assert (subject, "第49則" in body, "第50則" in body, "還有 10 則" in body) == (
        "地方創生：60 則通知",
        True,
        False,
        True,
    )


def test_notices_are_kept_for_two_years(db: None) -> None:
    from difang.records import digest

    _notice(_person("p@example.tw"), "甲")
    assert digest.forget_old(NOW + timedelta(days=730)) == 0
    assert digest.forget_old(NOW + timedelta(days=732)) == 1

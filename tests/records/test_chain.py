"""The chain of events: it grows, it proves, and it lets words be erased."""

import pytest


def _event(**more: object):
    from difang.records import chain

    fields = {"subject_type": "plan", "subject_id": 1, "kind": "submit", "actor": 7, "cause": "person"}
    return chain.append(**{**fields, **more})


def test_an_empty_chain_verifies(db: None) -> None:
    from difang.records import chain

    assert chain.verify() == chain.Verdict(0, chain.GENESIS, ())


def test_events_are_numbered_without_gaps_and_verify(db: None) -> None:
    from difang.records import chain

    events = [_event(content={"reason": f"第 {n} 次"}) for n in range(5)]
    assert [event.number for event in events] == [1, 2, 3, 4, 5]
    assert chain.verify() == chain.Verdict(5, events[-1].hash, ())


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", "accept"), ("actor", 8), ("to_state", "accepted"), ("subject_id", 2), ("cause", "clock"),
        ("payload_hash", "0" * 64), ("previous", "1" * 64), ("hash", "2" * 64),
    ],
)  # fmt: skip
def test_a_changed_field_is_named_by_its_event(db: None, field: str, value: object) -> None:
    from difang.records import chain
    from difang.records.models import Event

    for _ in range(3):
        _event()
    Event.objects.filter(number=2).update(**{field: value})
    assert 2 in {number for number, _ in chain.verify().faults}


def test_a_removed_event_is_missed(db: None) -> None:
    from difang.records import chain
    from difang.records.models import Event, Payload

    for _ in range(3):
        _event()
    Payload.objects.filter(event_id=2).delete()
    Event.objects.filter(number=2).delete()
    assert (3, "event 2 is missing") in [(number, fault.en) for number, fault in chain.verify().faults]


def test_a_cut_at_the_end_is_found_by_a_head_noted_earlier(db: None) -> None:
    from difang.records import chain
    from difang.records.models import Event, Payload

    for _ in range(3):
        _event()
    noted = chain.head()
    Payload.objects.filter(event_id=3).delete()
    Event.objects.filter(number=3).delete()
    assert chain.verify().faults == ()
    assert [(number, fault.en) for number, fault in chain.verify(noted).faults] == [
        (3, "the head noted earlier is gone or changed")
    ]


def test_erased_words_are_gone_and_the_chain_still_verifies(db: None) -> None:
    from difang.records import chain
    from difang.records.models import Payload

    event = _event(content={"name": "王小明"})
    _event()
    chain.erase(event, actor=9)
    payload = Payload.objects.get(event=event)
    assert (payload.content, payload.salt) == (None, "")
    assert chain.verify().faults == ()


def test_words_removed_or_changed_behind_its_back_are_named(db: None) -> None:
    from difang.records import chain
    from difang.records.models import Payload

    first, second = _event(content={"reason": "甲"}), _event(content={"reason": "乙"})
    Payload.objects.filter(event=first).update(content={"reason": "丙"})
    Payload.objects.filter(event=second).update(content=None)
    assert {number for number, _ in chain.verify().faults} == {first.number, second.number}


def test_an_event_is_never_written_again(db: None) -> None:
    from django.db import DatabaseError, transaction

    event = _event()
    with pytest.raises(DatabaseError), transaction.atomic():
        event.save()

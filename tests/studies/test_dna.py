"""What sets places apart: on the figures that ship, and on counts re-dealt by chance."""

from itertools import combinations

import numpy as np
import pytest

from difang import places
from difang.indicators import Figure
from difang.studies import dna
from difang.studies.dna.departures import departures, redealt
from difang.studies.dna.families import families
from difang.studies.dna.records import MOST_RECORDS
from difang.workspace import Workspace

FIVE = ("10008020", "10008090", "10014060", "09020010", "63000030")
REDEALS = 20


def test_claims_on_redealt_counts_are_at_most_a_tenth_a_place(workspace: Workspace) -> None:
    rng = np.random.default_rng(20261124)
    real = families(workspace.release)
    made = sum(len(departures([redealt(family, rng) for family in real])) for _ in range(REDEALS))
    assert made / (REDEALS * 368) <= 0.1


def test_claims_on_the_real_counts_are_many(workspace: Workspace) -> None:
    assert len(departures(families(workspace.release))) > 368


@pytest.mark.parametrize(("one", "other"), list(combinations(FIVE, 2)))
def test_claims_of_two_different_places_differ_in_at_least_three(
    workspace: Workspace, one: str, other: str
) -> None:
    first = {claim.id for claim in dna.claims(workspace.data, one)}
    second = {claim.id for claim in dna.claims(workspace.data, other)}
    assert len(first ^ second) >= 3


def test_claims_tell_the_very_figures_they_carry(workspace: Workspace) -> None:
    for place in places.all_places():
        for claim in dna.claims(workspace.data, place.code):
            for evidence in claim.evidence:
                shown = evidence.text("zh").split("\u00a0")[0].split(" ")[0]
                assert shown in claim.sentence.zh
                assert shown in claim.sentence.en
            if isinstance(claim.evidence[0], Figure):
                own, nation = claim.evidence
                assert claim.ratio == pytest.approx(own.value / nation.value)
                assert claim.low < claim.ratio < claim.high
                assert claim.low > 1 or claim.high < 1


def test_records_are_at_most_three_a_place_and_marked_as_such(workspace: Workspace) -> None:
    for place in places.all_places():
        kinds = [claim.kind for claim in dna.claims(workspace.data, place.code)]
        assert kinds.count("record") <= MOST_RECORDS


def test_no_quotient_is_made_of_sections_that_do_not_register(workspace: Workspace) -> None:
    business = next(family for family in families(workspace.release) if family.id == "businesses")
    assert not {"A", "O", "P", "Q"} & set(business.categories)


def test_as_dict_names_release_place_and_permalink_of_each_figure(workspace: Workspace) -> None:
    claim = next(one for one in dna.claims(workspace.data, "10008020") if one.kind == "departure")
    figure = claim.as_dict("zh")["figures"][0]
    assert (figure["place"], figure["release"]) == ("10008020", workspace.release.id)
    assert figure["permalink"].startswith(f"/r/{workspace.release.id}/figures/")


def test_a_place_without_claims_gets_a_sentence(workspace: Workspace) -> None:
    assert dna.claims(workspace.data, "10008") == ()
    assert "全國" in dna.no_claim(places.get("10008")).zh

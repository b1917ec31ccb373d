"""`difang dna PLACE`: what sets a place apart, each claim with its figures."""

import json

from difang import places
from difang.cli.context import Context
from difang.cli.parser import Arguments
from difang.studies import dna


def run(arguments: Arguments, context: Context) -> int:
    """Print the claims; a place without one gets a sentence and exit 0."""
    place = places.resolve(arguments.place)
    workspace = context.workspace()
    claims = dna.claims(workspace.data, place.code)
    if arguments.json:
        listed = [claim.as_dict(context.lang) for claim in claims]
        print(
            json.dumps(
                {"place": place.code, "release": workspace.release.id, "claims": listed}, ensure_ascii=False
            )
        )
        return 0
    if not claims:
        print(dna.no_claim(place).get(context.lang))
    for claim in claims:
        print(claim.sentence.get(context.lang))
        for evidence in claim.evidence:
            print(f"    {evidence.cite(lang=context.lang)}")
    return 0

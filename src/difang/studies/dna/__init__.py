"""A place's DNA as far as figures can tell it; what they can't, people say.

>>> from difang.studies import dna
>>> dna.claims(figures, "10008020")[0].sentence.zh        # doctest: +SKIP
'茭白筍種植面積 2,642 公頃，在列出茭白筍的 9 個鄉鎮市區中最大'
"""

from difang.studies.dna.claims import Claim, claims, no_claim

__all__ = ["Claim", "claims", "no_claim"]

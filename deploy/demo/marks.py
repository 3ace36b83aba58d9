"""The evidence of each fact of the demo: a seed, an assumption, or an invention.

The seeds are five public pages; an event that states what a page states cites it with the
SHA-256 of the page's text. What a page only announces or leaves open is ASSUMED and says so in
a few words; what had to be invented (people, numbers of decrees) is SAMPLE. An event whose
content has several origins carries a mark for each: the weakest one counts.
"""

from __future__ import annotations

from wahana.platform.events import Evidence

SEEDS = {
    "S0": "de501ecbaeefe9361b3ef385772f68bf85fc496713cbdc37a0e73d749e6550a1",
    "S1": "73b2f8c7b8406888153324eafc8c4bc473fc7cb2d56921584e415a9d5c8aadc0",
    "S2": "a2a6ddce682e825b976acb36b3a47053477acd8e986e6498a96e3c2ffcaffb76",
    "S3": "8125a70fce7a5b22b6ec2b2517c899b79561b5c7c1a9266c6e3651744f5e3a04",
    "S4": "6eb95dfbd8937907d2d4fc3a34b4f6c8f74bd7a90c144dba90f5d35dd2121eea",
}
"""SHA-256 of the texts, hex. S0: ANTARA News Kaltim on Bontang, 2012. S1: Dinas Sosial DIY on its
training of October 2018. S2: Dinas Sosial DIY, article of 2020. S3: Kota Yogyakarta on its
session of September 2021. S4: Dinas Sosial DIY on the ministry's meeting of March 2009."""


def seed(name: str) -> Evidence:
    """The page ``S0`` … ``S4`` states it. Raises ``KeyError`` for another name."""
    return Evidence(mark="SEED", ref=name, sha256=SEEDS[name])


def assumed(what: str) -> Evidence:
    """No page states it; ``what`` says in a few words what is assumed, naming no person."""
    return Evidence(mark="ASSUMED", ref=what)


def sample(what: str) -> Evidence:
    """It is invented; ``what`` says what, naming no person."""
    return Evidence(mark="SAMPLE", ref=what)

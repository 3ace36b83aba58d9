"""People who do not exist, and ids that are the same at every start.

Where the seeds name nobody, people are invented. Each name ends in ``(SAMPLE)``, so that
no list can be taken for one of real people. Ids are UUIDv5 of a fixed namespace and a key that
names no person: loading again names the same things, and adds nothing.
"""

from __future__ import annotations

from uuid import UUID, uuid5

from wahana.domain.people.person_events import Sex
from wahana.domain.people.registration import NewPerson, PersonRef

NAMESPACE = UUID("6f2f8a0e-4c1b-5d7e-9a53-0d3f5b1c7e42")
"""Of all ids of the demo; drawn once."""

MARK = "(SAMPLE)"

_WOMEN = (
    *("Aisyah", "Astuti", "Dewi", "Endang", "Fatimah", "Fitri", "Hasnah", "Indah"),
    *("Kartika", "Lestari", "Maimunah", "Mardiana", "Ningsih", "Nurhayati", "Purwanti", "Ratna"),
    *("Rohani", "Salmah", "Siti", "Sulastri", "Sumarni", "Tuti", "Wahyuni", "Yuliana"),
)
_WOMEN_SECOND = (
    *("Anggraini", "Damayanti", "Handayani", "Haryati", "Hidayati", "Kurniasih", "Kusumawati"),
    *("Marlina", "Mulyasari", "Nuraini", "Oktaviani", "Lestariningsih", "Pratiwi", "Puspitasari"),
    *("Rahayu", "Rahmawati", "Safitri", "Setyowati", "Susanti", "Utami", "Wijayanti", "Wulandari"),
    "Yulianti",
)
_MEN = (
    *("Abdul", "Agus", "Ahmad", "Arif", "Basri", "Burhan", "Darmawan", "Eko"),
    *("Fajar", "Hamzah", "Hasan", "Iskandar", "Jamal", "Jumadi", "Kamaruddin", "Mulyadi"),
    *("Nanang", "Rudi", "Samsul", "Slamet", "Sugeng", "Tri", "Wardiman", "Yusuf"),
)
_MEN_SECOND = (
    *("Anwar", "Basuki", "Efendi", "Firmansyah", "Gunawan", "Hakim", "Handoko", "Hariyanto"),
    *("Kurniawan", "Maulana", "Nugroho", "Wibisono", "Prasetyo", "Purnomo", "Kusnadi", "Rahman"),
    *("Santosa", "Saputra", "Setiawan", "Sunaryo", "Susilo", "Syahputra", "Wardoyo"),
)
NAMES_MAX = 2 * len(_MEN) * len(_MEN_SECOND)
"""Distinct names there are."""


def demo_id(*key: object) -> UUID:
    """The id of what ``key`` names, such as ``demo_id("bontang", "wksbm", "64.74.01.1001")``.

    The same in every release: a later one finds the demo of an earlier one loaded.
    """
    return uuid5(NAMESPACE, "/".join(str(part) for part in key))


def name_of(number: int) -> tuple[str, Sex]:
    """An invented name with its mark, and the sex it is given; the same for the same number.

    ``number`` is at least 0 and below :data:`NAMES_MAX`; no two have the same name.
    """
    if not 0 <= number < NAMES_MAX:
        raise ValueError(f"there are sample names 0 to {NAMES_MAX - 1}, not {number}")
    turn, woman = divmod(number, 2)
    first, second = (_WOMEN, _WOMEN_SECOND) if woman else (_MEN, _MEN_SECOND)
    # 24 and 23: with one step more per round no pair comes again before all have come.
    given = first[turn % len(first)]
    family = second[(turn // len(first) + turn) % len(second)]
    return f"{given} {family} {MARK}", "F" if woman else "M"


def person(number: int, *key: object, area_code: str | None = None) -> PersonRef:
    """An invented person to be registered, with the name ``number`` and the id of ``key``."""
    name, sex = name_of(number)
    return PersonRef(
        new=NewPerson(person_id=demo_id(*key), name=name, sex=sex, area_code=area_code)
    )


def known(*key: object) -> PersonRef:
    """A person of the demo who is registered already."""
    return PersonRef(person_id=demo_id(*key))


def named(name: str, *key: object) -> PersonRef:
    """A person whom a seed names by name and titles, to be registered."""
    return PersonRef(new=NewPerson(person_id=demo_id(*key), name=name))

"""Closed lists of the register, from the domain's own types and labels: said once."""

from __future__ import annotations

from typing import Any, get_args

from wahana.domain.labels import label
from wahana.domain.people import access, events, household

from ..relation import Enumeration
from .records import PairState


def _list(name: str, description: str, codes: Any) -> Enumeration:
    return Enumeration(name, description, {code: _said(code) for code in get_args(codes)})


def _said(code: str) -> str:
    indonesian, english = label(code)
    return f"{english[:1].upper()}{english[1:]} ({indonesian})."


NIK_STATE = _list("NikState", "How a NIK stands.", events.NikState)
MISSING_NIK = _list("MissingNik", "Why there is no NIK.", events.MissingNik)
PURPOSE = _list("Purpose", "What a consent is for.", events.Purpose)
GIVER = _list("Giver", "Who gave a consent.", events.Giver)
CONSENT_METHOD = _list("ConsentMethod", "How a consent was given.", events.ConsentMethod)
ALIAS_KIND = _list("AliasKind", "What kind of name an alias is.", events.AliasKind)
DUPLICATE_STATE = _list("DuplicateState", "How a possible duplicate stands.", PairState)
HOUSEHOLD_ROLE = _list(
    "HouseholdRole", "What somebody is to the head of the family.", household.HouseholdRole
)
ACCESS_REASON = _list("AccessReason", "Why sealed data were opened.", access.AccessReason)

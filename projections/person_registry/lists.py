"""Closed lists of the register, from the domain's own types and labels: said once."""

from __future__ import annotations

from wahana.domain.people import events, household
from wahana.domain.privacy import reveal

from ..labelled import labelled
from .records import PairState

NIK_STATE = labelled("NikState", "How a NIK stands.", events.NikState)
MISSING_NIK = labelled("MissingNik", "Why there is no NIK.", events.MissingNik)
PURPOSE = labelled("Purpose", "What a consent is for.", events.Purpose)
GIVER = labelled("Giver", "Who gave a consent.", events.Giver)
CONSENT_METHOD = labelled("ConsentMethod", "How a consent was given.", events.ConsentMethod)
ALIAS_KIND = labelled("AliasKind", "What kind of name an alias is.", events.AliasKind)
DUPLICATE_STATE = labelled("DuplicateState", "How a possible duplicate stands.", PairState)
HOUSEHOLD_ROLE = labelled(
    "HouseholdRole", "What somebody is to the head of the family.", household.HouseholdRole
)
ACCESS_REASON = labelled("AccessReason", "Why sealed data were opened.", reveal.AccessReason)

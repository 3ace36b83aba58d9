"""Closed lists of codes of the register, from the domain's own types and labels."""

from __future__ import annotations

from wahana.domain.people import consent_events as consents
from wahana.domain.people import household_events as household
from wahana.domain.people import person_events as events
from wahana.domain.privacy import reveal_events as reveal

from ..relation import Enumeration
from .records import PairState

NIK_STATE = Enumeration.of("NikState", "Status of a NIK.", events.NikState)
MISSING_NIK = Enumeration.of("MissingNik", "Why there is no NIK.", events.MissingNik)
PURPOSE = Enumeration.of("Purpose", "Purpose of a consent.", consents.Purpose)
GIVER = Enumeration.of("Giver", "Who gave a consent.", consents.Giver)
CONSENT_METHOD = Enumeration.of("ConsentMethod", "How a consent was given.", consents.ConsentMethod)
ALIAS_KIND = Enumeration.of("AliasKind", "Kind of an alias.", events.AliasKind)
DUPLICATE_STATE = Enumeration.of("DuplicateState", "Status of a possible duplicate.", PairState)
HOUSEHOLD_ROLE = Enumeration.of(
    "HouseholdRole", "Relationship to the head of the family.", household.HouseholdRole
)
ACCESS_REASON = Enumeration.of("AccessReason", "Why sealed data were opened.", reveal.AccessReason)

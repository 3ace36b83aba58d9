"""Commands that are sent to a witness, with keys that a later release must know again.

Fields of every form: ids given and ids left out, sealed texts, dates, amounts, nested lists, an
absent value beside an empty one. One command is refused and one repeated: that is kept as well.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

Answer = dict[str, Any]
Send = Callable[[str, str, str, Answer], Answer]
"""Office, role, mutation, input: and the result."""

SEND = """
mutation Send($input: NAMEInput!) {
  FIELD(input: $input) {
    __typename
    ... on Accepted {
      id position version recordedAt repeated
      receipt { position leafHash } events { position eventId stream topic version }
    }
    ... on Rejected { code field }
    ... on Conflict { id currentVersion expectedVersion changedFields }
  }
}
"""
OFFICE, VILLAGE, ELSEWHERE = "bontang", "64.74.03.1001", "64.74.01.1003"
OFFICER, CHAIR, TREASURER = "DINAS_OFFICER", "WKSBM_CHAIR", "WKSBM_TREASURER"
PERSON, OTHER = "019c0000-0000-7000-8000-000000000001", "019c0000-0000-7000-8000-000000000002"
AREA, CASE = "019c0000-0000-7000-8000-000000000003", "019c0000-0000-7000-8000-000000000004"
DAY = "2014-02-03"
"""While the mandate of the board lasts, and its books are open."""
PROOF = {"mark": "SAMPLE", "ref": "witness"}


class Sent(NamedTuple):
    """A command as a client sent it, and its result."""

    office: str
    role: str
    mutation: str
    input: Answer
    answer: Answer


def text(mutation: str) -> str:
    """The text of a mutation with one command."""
    return SEND.replace("NAME", mutation[0].upper() + mutation[1:]).replace("FIELD", mutation)


def send_all(send: Send, wksbm: str) -> list[Sent]:
    """Send them; ``wksbm``: the id of the one that chair and treasurer serve."""
    sent: list[Sent] = []

    def tell(role: str, mutation: str, key: str, wanted: str = "Accepted", **given: Any) -> Answer:
        wish = {"idempotencyKey": f"witness/{key}", "evidence": [PROOF], **given}
        answer = send(OFFICE, role, mutation, wish)
        assert answer["__typename"] == wanted, (mutation, answer)
        sent.append(Sent(OFFICE, role, mutation, wish, answer))
        return answer

    tell(OFFICER, "registerLocalArea", "rw", localAreaId=AREA, villageCode=VILLAGE, kind="RW",
         number="9", name=None)  # fmt: skip
    contact = {"phone": "+62811000001", "address": "Jl. Belimbing 8", "email": "a.b@example.id"}
    tell(OFFICER, "registerPerson", "person", personId=PERSON, name="Saksi Pertama",
         nik="6474031506900001", birthDate="1990-06-15", areaCode=VILLAGE, **contact)  # fmt: skip
    tell(OFFICER, "registerPerson", "other", personId=OTHER, name="Saksi Kedua", birthYear=1949,
         nikMissing="NOT_REMEMBERED", sex="F")  # fmt: skip
    tell(OFFICER, "registerPerson", "no-id", name="Saksi Ketiga")
    tell(OFFICER, "registerPerson", "taken", "Rejected", name="Peniru", nik="6474031506900001")
    tell(OFFICER, "movePerson", "moved", personId=PERSON, areaCode=ELSEWHERE, address="Jl. Baru 2")
    tell(OFFICER, "recordAlias", "alias", personId=OTHER, alias="Mbah Nem")
    tell(OFFICER, "suspectDuplicate", "twins", personId=PERSON, otherId=OTHER, score=40,
         basis=["NAME"])  # fmt: skip
    tell(OFFICER, "formHousehold", "home", kk="6474031506900099", address="Jl. Baru 2",
         areaCode=ELSEWHERE, members=[
             {"person": {"personId": PERSON}, "role": "HEAD"},
             {"person": {"personId": OTHER}, "role": "OTHER"},
         ])  # fmt: skip
    tell(OFFICER, "proposeWksbm", "wksbm", name="WKSBM Saksi", level="RW", villageCode=VILLAGE,
         localAreaId=AREA, origin="NATURAL", budgetYear=2012, occurredOn="2012-05-25")  # fmt: skip
    tell(CHAIR, "reportCase", "case", caseId=CASE, wksbmId=wksbm, targetKind="INDIVIDUAL",
         subjects=[{"new": {"name": "Mbah Saksi"}}], channel="VISIT", reporterRole="NEIGHBOUR",
         categories=["2012/08"], narrative="Tinggal sendiri.", urgency="URGENT",
         occurredOn=DAY)  # fmt: skip
    tell(CHAIR, "assessCase", "assessed", caseId=CASE, byRole="BOARD", method="VISIT",
         findings="Sakit.", healthFindings="Demam.", occurredOn=DAY)  # fmt: skip
    tell(CHAIR, "assignService", "service", caseId=CASE, serviceKind="PERAWATAN", provider="BOARD",
         occurredOn=DAY)  # fmt: skip
    gift = {"wksbmId": wksbm, "kind": "IURAN", "donorKind": "BUSINESS", "organisation": "Toko A",
            "occurredOn": DAY}  # fmt: skip
    tell(TREASURER, "receiveDonation", "gift", amount=125000, receiptNo="W/1", **gift)
    tell(TREASURER, "receiveDonation", "gift-as-text", amount="50000", note="tunai", **gift)
    return sent

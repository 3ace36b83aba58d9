"""Every event has a sentence in both languages, with all its fields and with the fewest."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
import pytest
from tests.domain.words import lint
from tests.domain.words.examples import DAY, LATER, Examples

from wahana.deploy.registry import EVENTS as REGISTERED
from wahana.domain.formation.wksbm_correction_events import InaugurationDateCorrected
from wahana.domain.formation.wksbm_events import WksbmInaugurated, WksbmProposed
from wahana.domain.kernel.fields import Sealed
from wahana.domain.words.catalogue import LABELS, Words, WrongText
from wahana.projections.trail.correction import CorrectionSentences
from wahana.projections.trail.earlier import NEEDS, EarlierEvent
from wahana.projections.trail.forms import forms_of
from wahana.projections.trail.sentences import ACTS, EVENTS, TopicSentences

ZONE = ZoneInfo("Asia/Jakarta")
TOPICS = sorted(EVENTS)
LANGUAGES = ("id", "en")
SILENT = {"health_protocol", "receipt_sha256"}
"""Fields of corrections that are named, but whose values say nothing to a reader."""


def test_every_topic_has_its_sentence() -> None:
    assert set(ACTS) == {event.TOPIC for event in REGISTERED}


def _sentences(topic: str, examples: Examples, **fixed: Any) -> tuple[str, str]:
    event = examples.struct(EVENTS[topic], **fixed)
    before = {"unit": "IDR"} if topic.startswith("arisan.") else {}
    return ACTS[topic].of(event, before, ZONE)


def check_sentences(texts: tuple[str, str]) -> None:
    for language, text in zip(LANGUAGES, texts, strict=True):
        assert list(lint.problems(text, language)) == [], text
        assert text[0].isupper(), text
        assert text.endswith("."), text
        assert ".." not in text, text


@pytest.mark.parametrize("full", [True, False], ids=["full", "least"])
@pytest.mark.parametrize("topic", TOPICS)
def test_an_event_is_told_without_gaps(topic: str, full: bool) -> None:
    for many, number in ((True, 12_500), (False, 1)):
        check_sentences(_sentences(topic, Examples(full=full, many=many, number=number)))


@pytest.mark.parametrize("topic", TOPICS)
def test_every_code_that_an_event_holds_is_told_by_its_label(topic: str) -> None:
    """Each member of each closed list, in the sentence that shows it."""
    act = ACTS[topic]
    if isinstance(act, CorrectionSentences):
        return
    full, least = Examples(full=True), Examples(full=False)
    for name, form in act.shown.items():
        if form in LABELS and name in EVENTS[topic].__struct_fields__:
            whole = getattr(full.struct(EVENTS[topic]), name)
            for code, label in LABELS[form].items():
                value = (code,) if isinstance(whole, tuple) else code
                told = [_sentences(topic, one, **{name: value}) for one in (full, least)]
                for texts in told:
                    check_sentences(texts)
                assert any(label.indonesian.lower() in texts[0].lower() for texts in told)
                assert any(label.english.lower() in texts[1].lower() for texts in told)


@pytest.mark.parametrize(
    "topic", sorted(t for t in ACTS if isinstance(ACTS[t], CorrectionSentences))
)
def test_a_correction_tells_old_and_new(topic: str) -> None:
    """Every field that is shown, changed alone: "dari … menjadi …", and no other is shown."""
    examples, act = Examples(full=True, number=12), ACTS[topic]
    event = examples.struct(EVENTS[topic])
    optional = [one.name for one in msgspec.structs.fields(EVENTS[topic]) if not one.required]
    sealed = [name for name in optional if isinstance(getattr(event, name), Sealed)]
    event = msgspec.structs.replace(event, **dict.fromkeys(sealed))
    before = {name: getattr(event, name) for name in event.__struct_fields__}
    before |= {"reason": getattr(event, "closed_for", None), "day": DAY}
    forms = forms_of(EVENTS[topic])
    for name in act.names - SILENT:
        other = _other(before[name], forms.get(name))
        if other is None or any(isinstance(one, Sealed) for one in before.values()):
            continue
        texts = act.of(event, {**before, name: other, **_renamed(name, other)}, ZONE)
        check_sentences(texts)
        assert ";" not in texts[0], texts
        told = " dari " in texts[0] or "(isi terlindung)" in texts[0]
        assert told or not _is_shown(before[name]), texts


def _renamed(name: str, other: Any) -> dict[str, Any]:
    return {"reason": other} if name == "closed_for" else {}


def _is_shown(value: Any) -> bool:
    one = value[0] if isinstance(value, tuple) and value else value
    return isinstance(one, str | int | date) and not isinstance(one, UUID)


def _other(value: Any, form: str | None) -> Any:
    """Another value of the same kind; ``None`` where a value is not compared here."""
    match value:
        case bool():
            return not value
        case int():
            return value + 1
        case date():
            return LATER if value == DAY else DAY
        case str():
            return _another_code(value, form)
        case tuple() if value and isinstance(value[0], str):
            return (_another_code(value[0], form),)
    return None


def _another_code(code: str, form: str | None) -> str:
    if form in LABELS:
        return next(one for one in LABELS[form] if one != code)
    return {"64.74": "64.72", "64.74.01.1003": "64.74.01.1004"}.get(code, f"{code} lama")


def past(version: int, event: Any, on: date = DAY) -> EarlierEvent:
    return EarlierEvent(version, event.TOPIC, on, event)


def told(event: Any, *before: EarlierEvent) -> tuple[str, str]:
    found = NEEDS[event.TOPIC](event, before)
    return ACTS[event.TOPIC].of(event, found, ZONE)


def _of(topic: str, **fields: Any) -> Any:
    return Examples(full=False, number=12).struct(EVENTS[topic], **fields)


def test_the_date_of_an_inauguration_is_corrected() -> None:
    inaugurated = _of("wksbm.inaugurated")
    corrected = InaugurationDateCorrected(
        of=9, inaugurated_on=date(2012, 6, 15), reason="WRONG_DATE"
    )
    assert told(corrected, past(9, inaugurated, date(2012, 6, 13))) == (
        "Mengoreksi tanggal pengukuhan WKSBM dari 13 Juni 2012 menjadi 15 Juni 2012. "
        "Alasan: salah tanggal.",
        "Corrected the date of the inauguration of the WKSBM from 13 June 2012 to 15 June 2012. "
        "Reason: wrong date.",
    )
    again = InaugurationDateCorrected(of=9, inaugurated_on=date(2012, 6, 14), reason="TYPING_ERROR")
    texts = told(again, past(9, inaugurated, date(2012, 6, 13)), past(10, corrected))
    assert "dari 15 Juni 2012 menjadi 14 Juni 2012" in texts[0]


def test_a_delivery_is_corrected() -> None:
    given = {"service_kind": "BERAS", "unit": "G", "pillar": "JAMSOS", "delivered_on": DAY}
    delivered = _of("case.service_delivered", quantity=5_000, **given)
    corrected = _of("case.delivery_corrected", quantity=12_500, of=4, **given)
    assert told(corrected, past(4, delivered)) == (
        "Mengoreksi jumlah penyaluran beras dari 5.000 gram menjadi 12.500 gram. "
        "Alasan: salah ketik.",
        "Corrected the quantity of the delivery of rice from 5,000 grams to 12,500 grams. "
        "Reason: typing error.",
    )


def test_the_receipt_of_one_line_of_an_evening_is_corrected() -> None:
    lines = Examples(full=True, number=5).struct(EVENTS["fund.dues_received"]).lines
    evening = _of("fund.dues_received", lines=lines)
    corrected = _of("fund.receipt_corrected", entry_no=lines[0].entry_no, receipt_no="8/XI")
    assert told(corrected, past(3, evening))[0] == (
        f"Mengoreksi nomor bukti entri {lines[0].entry_no} dari {lines[0].receipt_no} "
        "menjadi 8/XI. Alasan: salah ketik."
    )


def test_a_policy_is_changed() -> None:
    first = _of("tenant.policy_set", name="trained_share_percent", value=90, reason="DECREE")
    again = _of("tenant.policy_set", name="trained_share_percent", value=100, reason="DECREE")
    assert told(first)[0] == (
        "Mengubah pengaturan “persentase calon yang dibekali” dari 80 menjadi 90 persen mulai "
        "21 November 2026. Alasan: surat keputusan."
    )
    assert "dari 90 menjadi 100 persen" in told(again, past(2, first))[0]
    limit = _of("tenant.policy_set", name="spending_limit_idr", value=1_250_000, reason="DECREE")
    assert "dari Rp500.000 menjadi Rp1.250.000 mulai" in told(limit)[0]
    days = {"proposed": 90, "socialised": 60, "nominated": 60, "trained": 30}
    stages = _of("tenant.policy_set", name="stage_days", value=days, reason="DECREE")
    assert "tahap pengusulan 60; " in told(stages)[0]
    assert "menjadi tahap pengusulan 90; " in told(stages)[0]
    seats = _of(
        "tenant.policy_set", name="seats", value=("KETUA", "SEKSI:HUMAS", "SEKSI:ROHANI"),
        reason="DECREE",
    )  # fmt: skip
    told_seats = told(seats)
    check_sentences(told_seats)
    assert "menjadi ketua, seksi hubungan masyarakat, dan seksi rohani mulai" in told_seats[0]


def test_a_retraction_names_kind_and_day() -> None:
    held = _of("wksbm.socialised", held_from=DAY, held_to=DAY)
    retracted = _of("wksbm.entry_retracted", of=2, entry="SOCIALISATION")
    assert told(retracted, past(2, held, date(2026, 11, 23)))[0] == (
        "Membatalkan pencatatan sosialisasi tanggal 23 November 2026 (entri 2). "
        "Alasan: salah ketik."
    )


def test_a_member_of_a_household_is_corrected() -> None:
    full = Examples(full=True)
    formed = full.struct(EVENTS["household.formed"])
    member = formed.members[0]
    added = _of("household.member_corrected", member=type(member)(
        person_id=member.person_id, role="CHILD", since=member.since
    ))  # fmt: skip
    assert told(added, past(1, formed))[0] == (
        "Mengoreksi data anggota keluarga dari kepala keluarga menjadi anak. Alasan: salah ketik."
    )


def test_a_name_comes_from_what_was_said_before() -> None:
    proposed = Examples(full=True).struct(WksbmProposed, name="Amanah")
    decree = Examples(full=True).struct(EVENTS["wksbm.renamed"]).decree
    inaugurated = Examples(full=True).struct(
        WksbmInaugurated,
        decree=type(decree)(no="SK 12/2026", issued_on=date(2026, 5, 3), issuer_role="WALI_KOTA"),
        term_from=date(2026, 5, 4),
        term_to=date(2031, 5, 4),
    )
    assert told(inaugurated, past(1, proposed))[0] == (
        "Mengukuhkan pengurus WKSBM Amanah dengan SK nomor 12/2026 tanggal 3 Mei 2026, "
        "masa jabatan 4 Mei 2026 – 3 Mei 2031."
    )


def test_sealed_fields_are_told_as_protected() -> None:
    corrected = _of("person.corrected", of=1, name=Sealed(0), address=Sealed(1))
    registered = Examples(full=True).struct(EVENTS["person.registered"])
    assert told(corrected, past(1, registered)) == (
        "Mengoreksi nama data orang (isi terlindung); alamat (isi terlindung). "
        "Alasan: salah ketik.",
        "Corrected the name of the record of a person (protected); the address (protected). "
        "Reason: typing error.",
    )


def test_what_changes_in_no_clear_field_is_still_told() -> None:
    assigned = Examples(full=True).struct(EVENTS["board.seat_filled"], person=UUID(int=1))
    seat = {"seat": "KETUA", "valid_from": assigned.valid_from, "valid_to": assigned.valid_to}
    corrected = _of("board.seat_corrected", of=2, person=UUID(int=2), **seat)
    assert told(corrected, past(2, assigned))[0] == (
        "Mengoreksi pemegang jabatan ketua. Alasan: salah ketik."
    )


def test_a_sentence_shows_neither_ids_nor_sealed_values() -> None:
    for place in ("{person}", "{name}"):
        event = EVENTS["person.registered" if place == "{name}" else "case.subject_added"]
        act = TopicSentences(event, Words(place, place))
        with pytest.raises(WrongText, match="neither sealed values nor ids"):
            act.of(Examples(full=True).struct(event), {})

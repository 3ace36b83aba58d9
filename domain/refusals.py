"""The table of refusals: what each code means, where the rule comes from, what the person reads.

A decision raises :class:`~.model.Refused` with a code and parameters; the rule, its source and
its texts in Indonesian and English stand here, and in ``formation/refusals.py`` and
``office/refusals.py`` for their areas. ``registry.REFUSALS`` is the whole table. A test reads
every ``refuse(…)`` in the sources and holds codes and parameters to the table.
"""

from __future__ import annotations

import string
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Literal
from uuid import UUID

from .labels import LABELS
from .model import Refused, Words

Language = Literal["id", "en"]


@dataclass(frozen=True, slots=True)
class Text:
    """What the person reads: what could not be done, and how to mend it."""

    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One refusal code. Texts are templates: ``{name}`` stands for a parameter of the refusal."""

    code: str
    rule: str
    """The rule in one English sentence."""
    source: str
    """Where the rule comes from: seed S0–S4, a regulation, or the service itself."""
    message_id: str
    message_en: str
    hint_id: str
    hint_en: str
    raised_by: Literal["domain", "engine"] = "domain"
    """``engine``: raised outside ``domain`` (the door, the scope, the writer)."""
    answered_as: str | None = None
    """The code that is shown instead, with its texts, so that the difference cannot be seen."""

    @property
    def params(self) -> frozenset[str]:
        """Names of the parameters that the texts use."""
        parts = (self.message_id, self.message_en, self.hint_id, self.hint_en)
        names = (name for text in parts for _, name, _, _ in string.Formatter().parse(text))
        return frozenset(name for name in names if name)

    def text(self, params: Mapping[str, object], language: Language) -> Text:
        """The texts in a language. Raises ``KeyError`` if a parameter is missing."""
        shown = {name: show(params[name], language) for name in self.params}
        if language == "id":
            return Text(self.message_id.format_map(shown), self.hint_id.format_map(shown))
        return Text(self.message_en.format_map(shown), self.hint_en.format_map(shown))


def table(*rules: Rule) -> Mapping[str, Rule]:
    """The rules by code. Raises ``ValueError`` if a code stands twice."""
    found = {rule.code: rule for rule in rules}
    if len(found) != len(rules):
        raise ValueError("a refusal code stands twice in the table")
    return MappingProxyType(found)


def merge(tables: Iterable[Mapping[str, Rule]]) -> Mapping[str, Rule]:
    """Several tables as one. Raises ``ValueError`` if a code stands twice."""
    return table(*(rule for one in tables for rule in one.values()))


def render(refused: Refused, language: Language, rules: Mapping[str, Rule]) -> Text:
    """What the person reads of a refusal. ``rules``: ``registry.REFUSALS``.

    Raises ``KeyError`` if the code or a parameter is unknown.
    """
    rule = rules[refused.code]
    if rule.answered_as is not None:
        rule = rules[rule.answered_as]
    return rule.text(refused.params, language)


_MONTHS: Mapping[Language, tuple[str, ...]] = {
    "id": (
        *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
        *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
    ),
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
}


def show(value: object, language: Language) -> str:
    """A parameter as text: dates as ``14 Juni 2012``, codes by their label, lists joined."""
    match value:
        case None:
            return "–"
        case date():
            return f"{value.day} {_MONTHS[language][value.month - 1]} {value.year}"
        case str():
            labels = LABELS.get(value)
            return value if labels is None else labels[0 if language == "id" else 1]
        case UUID() | int():
            return str(value)
        case Words():
            return value.indonesian if language == "id" else value.english
        case tuple() | list() | frozenset() | set():
            items = list(value) if isinstance(value, tuple | list) else sorted(value, key=str)
            return ", ".join(show(item, language) for item in items) or "–"
        case _:
            raise TypeError(f"a refusal cannot show a {type(value).__name__}")


_NOT_FOUND = Rule(
    code="NOT_FOUND",
    rule="What a command refers to must exist in the actor's own tenant.",
    source="service: identifiers",
    message_id="Data {kind} dengan id {id} tidak ditemukan.",
    message_en="There is no {kind} with the id {id}.",
    hint_id="Periksa id-nya, atau catat datanya lebih dahulu.",
    hint_en="Check the id, or record it first.",
)

COMMON = table(
    _NOT_FOUND,
    replace(
        _NOT_FOUND,
        code="WRONG_TENANT",
        rule="Any id of another tenant behaves exactly as one that does not exist.",
        source="service: isolation of tenants",
        raised_by="engine",
        answered_as="NOT_FOUND",
    ),
    Rule(
        code="ALREADY_EXISTS",
        rule="What a command creates must not be there yet.",
        source="service: identifiers",
        message_id="Data {kind} dengan id {id} sudah ada.",
        message_en="The {kind} with the id {id} is already there.",
        hint_id="Pakai id baru; untuk mengubah yang sudah ada, pakai perintah koreksi.",
        hint_en="Use a new id; to change what is there, use its correcting command.",
    ),
    Rule(
        code="NOT_PERMITTED",
        rule="A role may do what the role table allows, within its area or its WKSBM.",
        source="service: role table (domain/roles.py)",
        message_id="Peran {role} tidak berwenang untuk kelompok perintah {group} di sini.",
        message_en="The role {role} may not use the command group {group} here.",
        hint_id="Minta orang yang berwenang melakukannya, atau minta peran kepada admin instansi.",
        hint_en="Ask somebody who may, or ask the tenant's administrator for the role.",
        raised_by="engine",
    ),
    Rule(
        code="INVALID_INPUT",
        rule="The fields of a command have the types, lengths and forms that the schema states.",
        source="service: schema",
        message_id="Isian tidak sesuai: {problem}",
        message_en="The input does not fit: {problem}",
        hint_id="Perbaiki isian itu lalu kirim lagi.",
        hint_en="Mend the field and send the command again.",
        raised_by="engine",
    ),
    Rule(
        code="ONE_OF",
        rule="Where a field offers a choice, exactly one of the choices is given.",
        source="service: schema",
        message_id="Isi tepat satu dari: {options}.",
        message_en="Give exactly one of: {options}.",
        hint_id="Kosongkan yang lain.",
        hint_en="Leave the others out.",
    ),
    Rule(
        code="NO_CHANGE",
        rule="A command that would change nothing is refused, so the history holds only facts.",
        source="service: audit",
        message_id="Tidak ada yang berubah.",
        message_en="Nothing would change.",
        hint_id="Isi sedikitnya satu hal yang baru.",
        hint_en="Give at least one new value.",
    ),
    Rule(
        code="NOTE_REQUIRED",
        rule="The reason OTHER needs a note that says which one.",
        source="service: audit",
        message_id="Alasan “lainnya” perlu catatan.",
        message_en="The reason OTHER needs a note.",
        hint_id="Tulis alasannya di catatan, atau pilih alasan yang sesuai.",
        hint_en="Write the reason in the note, or choose the reason that fits.",
    ),
    Rule(
        code="FUTURE_DATE",
        rule="What happened cannot have a date in the future; plans carry dates of their own.",
        source="service: time; S4 dates",
        message_id="Tanggal {day} belum tiba; hari ini {today}.",
        message_en="{day} has not come yet; today is {today}.",
        hint_id="Isi tanggal kejadian yang sebenarnya. Rencana diisi sebagai jadwal.",
        hint_en="Give the day on which it happened. Plans are entered as a schedule.",
    ),
    Rule(
        code="LATE_ENTRY",
        rule="An entry older than the policy's window needs a late-entry permit, except while the "
        "tenant brings in its past.",
        source="S4: held 19 March 2009, on a page of 4 January 2013; policy late_window_days",
        message_id="Tanggal {day} lebih dari {window_days} hari yang lalu ({cause}).",
        message_en="{day} is more than {window_days} days ago ({cause}).",
        hint_id="Minta izin entri terlambat kepada pejabat lain, lalu kirim lagi dengan izin itu.",
        hint_en="Ask another officer for a late-entry permit and send the command with it.",
    ),
    Rule(
        code="SELF_APPROVAL",
        rule="Who approves is another person than who asks or uses the approval.",
        source="service: four eyes",
        message_id="Persetujuan sendiri tidak berlaku.",
        message_en="An approval of one's own does not count.",
        hint_id="Minta orang lain yang berwenang untuk menyetujui.",
        hint_en="Ask another person with the right to approve.",
    ),
    Rule(
        code="DATE_ORDER",
        rule="A period ends on or after the day on which it begins.",
        source="service: time",
        message_id="Tanggal akhir {date_to} mendahului tanggal awal {date_from}.",
        message_en="The last day {date_to} is before the first day {date_from}.",
        hint_id="Tukar atau perbaiki tanggalnya.",
        hint_en="Swap or mend the dates.",
    ),
    Rule(
        code="DATE_IMPLAUSIBLE",
        rule="Dates lie between 17 August 1945 and ten years ahead; periods are whole.",
        source="service: time",
        message_id="Tanggal {day} tidak masuk akal di sini ({cause}).",
        message_en="The date {day} makes no sense here ({cause}).",
        hint_id="Periksa tahun, bulan dan harinya.",
        hint_en="Check year, month and day.",
    ),
    Rule(
        code="AREA_UNKNOWN",
        rule="An area is given by its dotted Kemendagri code in the edition that is shipped.",
        source="Kepmendagri 300.2.2-2430/2025",
        message_id="Kode wilayah {code} tidak ada dalam daftar edisi {edition}.",
        message_en="The area code {code} is not in the list of edition {edition}.",
        hint_id="Pakai kode bertitik PP.KK.CC.DDDD; desa yang sama dapat berganti kode.",
        hint_en="Use the dotted code PP.KK.CC.DDDD; a village may have got a new code.",
    ),
    Rule(
        code="AREA_OUTSIDE",
        rule="A tenant records formation and areas inside its own area only.",
        source="service: isolation of tenants",
        message_id="Wilayah {code} berada di luar wilayah instansi ({tenant_area}).",
        message_en="The area {code} is outside the tenant's area ({tenant_area}).",
        hint_id="Pakai wilayah di dalam instansi sendiri.",
        hint_en="Use an area inside the tenant's own.",
    ),
    Rule(
        code="LEVEL_SCOPE",
        rule="Level and territory must agree; a national tenant may hold activities only.",
        source="S0 kelurahan, S1 dusun or RW, S3 RW",
        message_id="Tingkat {given} tidak berlaku di sini; yang boleh: {allowed}.",
        message_en="The level {given} does not apply here; allowed: {allowed}.",
        hint_id="Pilih tingkat dan wilayah yang sesuai satu sama lain.",
        hint_en="Choose a level and an area that agree.",
    ),
    Rule(
        code="CATEGORY_NOT_IN_LIST",
        rule="A target group is in the edition that the tenant has adopted on the business date.",
        source="S0: 22 PMKS; Permensos 8/2012: 26",
        message_id="Kategori {code} tidak ada dalam daftar yang berlaku pada {day}: {edition}.",
        message_en="The category {code} is not in the list in force on {day}: {edition}.",
        hint_id="Pakai kategori dari daftar itu, atau adopsi edisi lain dengan tanggal berlakunya.",
        hint_en="Use a category of that list, or adopt another edition with its date.",
    ),
    Rule(
        code="PROOF_REQUIRED",
        rule="Each legal basis of processing but the public task names its proof.",
        source="UU 27/2022, ps 20 and 24",
        message_id="Dasar pemrosesan {basis} perlu buktinya.",
        message_en="The legal basis {basis} needs its proof.",
        hint_id="Isi nomor formulir persetujuan, surat, atau pasal undang-undang.",
        hint_en="Give the number of the consent form or letter, or the article of the law.",
    ),
    Rule(
        code="POLICY_UNKNOWN",
        rule="A policy is one of those listed in domain/policies.py.",
        source="service: policies",
        message_id="Tidak ada kebijakan bernama {name}.",
        message_en="There is no policy named {name}.",
        hint_id="Lihat daftar kebijakan beserta nilainya.",
        hint_en="See the list of policies with their values.",
    ),
    Rule(
        code="POLICY_INVALID",
        rule="The value of a policy has the policy's type and limits.",
        source="service: policies",
        message_id="Nilai kebijakan {name} tidak sesuai: {problem}",
        message_en="The value of the policy {name} does not fit: {problem}",
        hint_id="Lihat jenis dan batas nilainya di daftar kebijakan.",
        hint_en="See its type and limits in the list of policies.",
    ),
    Rule(
        code="STALE_VERSION",
        rule="A command is decided on the version that the person has seen.",
        source="service: concurrency",
        message_id="Data sudah berubah: versi {actual}, bukan {expected}.",
        message_en="The data has changed: it is at version {actual}, not {expected}.",
        hint_id="Lihat perubahannya, lalu putuskan lagi.",
        hint_en="Look at the change, then decide again.",
        raised_by="engine",
    ),
    Rule(
        code="DUPLICATE_COMMAND",
        rule="A command sent twice under one key is done once and answered with the first result.",
        source="service: idempotency",
        message_id="Perintah ini sudah dikerjakan; hasilnya yang pertama.",
        message_en="This command has been done before; this is its first result.",
        hint_id="Tidak ada yang perlu dilakukan.",
        hint_en="There is nothing to do.",
        raised_by="engine",
    ),
    Rule(
        code="KEY_REUSED",
        rule="An idempotency key belongs to one command for ever.",
        source="service: idempotency",
        message_id="Kunci {key} sudah dipakai untuk perintah lain.",
        message_en="The key {key} was used for another command.",
        hint_id="Buat kunci baru untuk setiap perintah.",
        hint_en="Make a new key for every command.",
        raised_by="engine",
    ),
)

"""The role table: role × command group × extent, and role × read group × extent. Data only.

Role codes are stored in events and stay for ever; what a role may do is changed here and
nowhere else. The source is the table of roles of the offices: who writes, reads and approves
what around a WKSBM. A group is a set of commands (``Command.GROUP``) or of fields that are
granted together; a new area of the trade brings its groups and a column in each role.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal

from .care_rights import CARE_COMMAND_GROUPS, CARE_COMMANDS, CARE_READ_GROUPS, CARE_READS

Extent = Literal["TENANT", "AREA", "OWN_WKSBM"]
"""How far a right reaches: the whole tenant, the area of the actor's role (an area code's
prefix), or the WKSBM the actor serves. No entry in the table means no right."""


@dataclass(frozen=True, slots=True)
class Role:
    """A role: its code for ever, its names, what it is for, and its rights by group."""

    code: str
    name_id: str
    name_en: str
    description_id: str
    description_en: str
    commands: Mapping[str, Extent]
    reads: Mapping[str, Extent]


COMMAND_GROUPS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "TENANT": ("instansi: nama, kebijakan, edisi kategori", "the office: name, policies, list"),
        "MEMBER": ("anggota, peran dan token", "members, roles and tokens"),
        "TARGET": ("target anggaran", "budget targets"),
        "LOCAL_AREA": ("wilayah di bawah desa/kelurahan", "areas below the village"),
        "LATE_ENTRY": ("izin entri terlambat", "late-entry permits"),
        "PERSON": ("data pengurus, peserta dan narasumber", "officers, participants, speakers"),
        "IDENTITY": ("NIK dan dugaan data rangkap", "identity numbers, suspected duplicates"),
        "MERGE": ("penggabungan data orang", "merging of records of persons"),
        "CONSENT": ("persetujuan yang bersangkutan", "consent of persons"),
        "HOUSEHOLD": ("rumah tangga", "households"),
        "REVEAL": ("pembukaan data tersegel", "opening of sealed data, with a record"),
        "ACTIVITY": ("kegiatan dan daftar hadirnya", "activities and their attendance"),
        "FORMATION": ("pembentukan dan kehidupan WKSBM", "formation and life of a WKSBM"),
        "NOMINATION_APPROVAL": ("persetujuan nominasi", "approval of a nomination"),
        "INAUGURATION": ("pengukuhan", "inauguration"),
        "WAIVER": ("pembebasan tahap", "waiver of a stage"),
        "BOARD": ("pengurus: masa jabatan dan jabatan", "boards: terms and seats"),
        "MENTORING": ("pembinaan, penilaian, penghargaan", "mentors, maturity, awards"),
        "MEETING": ("pertemuan dan keputusannya", "meetings and their decisions"),
        "FUND": ("buku kas: terima, bayar, segel", "books of funds: receive, pay, seal"),
        "FUND_APPROVAL": ("persetujuan bulan yang disegel", "approval of a sealed month"),
        "ARISAN": ("arisan", "arisan cycles"),
        **CARE_COMMAND_GROUPS,
    }
)
"""Groups of commands: Indonesian and English description."""

READ_GROUPS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "FORMATION": ("WKSBM, tahap dan riwayatnya", "WKSBM, their stages and course"),
        "BOARD": ("pengurus dan masa jabatannya", "boards and their terms"),
        "ACTIVITY": ("kegiatan tanpa nama peserta", "activities without participants' names"),
        "TARGET": ("target dan capaian", "targets and attainment"),
        "PERSON_NAMES": ("nama pengurus dan peserta", "names of officers and participants"),
        "PERSON_CONTACTS": ("kontak orang", "contacts of persons"),
        "PERSON_REGISTER": (
            "daftar orang: wilayah, keadaan, persetujuan, rumah tangga",
            "the register of persons: area, state, consent, household",
        ),
        "PERSON_NEEDS": ("nama orang yang dilayani", "names of people in need"),
        "PERSON_IDENTITY": ("NIK, nomor KK, tanggal lahir", "NIK, KK number, birth date"),
        "NIK_LOOKUP": ("pencarian orang dengan NIK", "finding a person by NIK"),
        "ACCESS_LOG": ("catatan pembukaan data", "the record of opened data"),
        "NOTES": ("catatan tersegel", "sealed notes"),
        "HISTORY": ("jejak audit", "the audit trail"),
        "EXPORT": ("ekspor log", "export of the log"),
        "CONFIG": ("konfigurasi dan anggota", "configuration and members"),
        "MEETING": ("pertemuan dan keputusannya", "meetings and their decisions"),
        "FUND": ("buku kas dan saldonya", "books of funds and their balances"),
        "FUND_TOTALS": ("jumlah dan saldo tanpa entri", "totals and balances without entries"),
        "FUND_LINES": ("siapa membayar dan menerima", "who paid and who received"),
        "ARISAN": ("arisan, giliran dan utangnya", "arisan cycles, turns and debts"),
        **CARE_READ_GROUPS,
    }
)
"""Groups of what may be read: Indonesian and English description."""


def _rights(**groups: Extent) -> Mapping[str, Extent]:
    return MappingProxyType(dict(groups))


def _all(groups: Mapping[str, tuple[str, str]], *excepted: str) -> Mapping[str, Extent]:
    apart = {*excepted, *CARE_COMMAND_GROUPS, *CARE_READ_GROUPS}
    return MappingProxyType({group: "TENANT" for group in groups if group not in apart})


def _with_care(role: Role) -> Role:
    """The role with its rights around cases, which have a table of their own."""
    return replace(
        role,
        commands=MappingProxyType({**role.commands, **CARE_COMMANDS.get(role.code, {})}),
        reads=MappingProxyType({**role.reads, **CARE_READS.get(role.code, {})}),
    )


_NOTHING: Mapping[str, Extent] = MappingProxyType({})
_OFFICE_READS = _all(READ_GROUPS, "EXPORT", "CONFIG")
_OWN_READS = _rights(
    FORMATION="OWN_WKSBM",
    BOARD="OWN_WKSBM",
    ACTIVITY="OWN_WKSBM",
    PERSON_NAMES="OWN_WKSBM",
    HISTORY="OWN_WKSBM",
    MEETING="OWN_WKSBM",
    FUND="OWN_WKSBM",
    FUND_TOTALS="OWN_WKSBM",
    FUND_LINES="OWN_WKSBM",
    ARISAN="OWN_WKSBM",
)
_OWN_OFFICERS = _rights(
    FORMATION="OWN_WKSBM", BOARD="OWN_WKSBM", CONSENT="OWN_WKSBM", MEETING="OWN_WKSBM"
)
_COMMUNITY_MONEY = ("FUND", "FUND_APPROVAL", "ARISAN")
"""The community's own: no office spends it or keeps its books (S3: dari, oleh, untuk)."""
_AREA_READS = _rights(
    FORMATION="AREA",
    BOARD="AREA",
    ACTIVITY="AREA",
    TARGET="TENANT",
    PERSON_NAMES="AREA",
    HISTORY="AREA",
    MEETING="AREA",
    FUND_TOTALS="AREA",
)
_TOTALS = _rights(FORMATION="TENANT", ACTIVITY="TENANT", TARGET="TENANT", FUND_TOTALS="TENANT")
_UNMASKED = ("PERSON_CONTACTS", "PERSON_NEEDS", "PERSON_IDENTITY", "NIK_LOOKUP", "NOTES")
"""What an auditor sees masked and opens by a letter of assignment (``reveal``)."""
_AUDIT_READS = _all(READ_GROUPS, *_UNMASKED)
_LETTER = _rights(REVEAL="TENANT")

_ROLES = (
    Role(
        "OPERATOR",
        "operator layanan",
        "platform operator",
        "Menyiapkan instansi dan admin pertamanya; tidak melihat datanya.",
        "Sets up a tenant and its first administrator; sees none of its data.",
        commands=_rights(TENANT="TENANT", MEMBER="TENANT"),
        reads=_NOTHING,
    ),
    Role(
        "TENANT_ADMIN",
        "admin instansi",
        "tenant administrator",
        "Mengatur kebijakan, anggota, peran dan token; tidak mengolah data sosial.",
        "Keeps policies, members, roles and tokens; does not handle social data.",
        commands=_rights(TENANT="TENANT", MEMBER="TENANT"),
        reads=_rights(CONFIG="TENANT"),
    ),
    Role(
        "DINAS_HEAD",
        "kepala Dinas",
        "head of the Dinas",
        "Menetapkan target, menyetujui pembebasan tahap dan entri terlambat, mengukuhkan.",
        "Sets targets, approves waivers and late entries, inaugurates.",
        commands=_all(COMMAND_GROUPS, "TENANT", "MEMBER", *_COMMUNITY_MONEY),
        reads=_all(READ_GROUPS, "EXPORT", "PERSON_IDENTITY"),
    ),
    Role(
        "DINAS_OFFICER",
        "pejabat Dinas (Kasi atau fungsional)",
        "officer of the Dinas (section head)",
        "Merencanakan dan mencatat pembentukan, pengurus dan kegiatan; mengukuhkan.",
        "Plans and records formation, boards and activities; inaugurates.",
        commands=_all(
            COMMAND_GROUPS,
            *("TENANT", "MEMBER", "NOMINATION_APPROVAL", "WAIVER", *_COMMUNITY_MONEY),
        ),
        reads=_OFFICE_READS,
    ),
    Role(
        "PROVINCE_OFFICER",
        "pejabat Dinas provinsi",
        "province officer",
        "Membaca angka kabupaten/kota tanpa orang; baris hanya dengan izin.",
        "Reads a regency's figures without persons; rows only by grant.",
        commands=_NOTHING,
        reads=_TOTALS,
    ),
    Role(
        "LURAH",
        "lurah atau kepala desa, kasi kelurahan",
        "head of a village",
        "Pembina: menyetujui nominasi dan mencatat wilayah setempat di wilayahnya.",
        "Mentor: approves nominations and records local areas in the village.",
        commands=_rights(NOMINATION_APPROVAL="AREA", LOCAL_AREA="AREA"),
        reads=MappingProxyType({**_AREA_READS, "FUND": "AREA"}),
    ),
    Role(
        "CAMAT",
        "camat (panewu, mantri pamong praja)",
        "head of a district",
        "Mengetahui WKSBM di kecamatannya.",
        "Knows about the WKSBM of the district.",
        commands=_NOTHING,
        reads=_AREA_READS,
    ),
    Role(
        "TKSK",
        "tenaga kesejahteraan sosial kecamatan",
        "social welfare worker of a district",
        "Mendampingi WKSBM di kecamatannya.",
        "Accompanies the WKSBM of the district.",
        commands=_rights(
            PERSON="AREA", IDENTITY="AREA", CONSENT="AREA", HOUSEHOLD="AREA", REVEAL="AREA"
        ),
        reads=MappingProxyType(
            {
                **_AREA_READS,
                "PERSON_REGISTER": "AREA",
                "PERSON_NEEDS": "AREA",
                "PERSON_CONTACTS": "AREA",
                "NIK_LOOKUP": "TENANT",
            }
        ),
    ),
    Role(
        "LK3_COUNSELLOR",
        "konselor LK3",
        "LK3 counsellor",
        "Menangani konsultasi keluarga; membaca daftar WKSBM untuk rujukan.",
        "Counsels families; reads the list of WKSBM to refer to.",
        commands=_rights(CONSENT="TENANT"),
        reads=_rights(FORMATION="TENANT"),
    ),
    Role(
        "WKSBM_CHAIR",
        "ketua WKSBM",
        "chair of a WKSBM",
        "Mencatat WKSBM, pengurus dan pertemuannya sendiri; menyetujui bulan yang disegel.",
        "Records the own WKSBM, board and meetings; approves sealed months.",
        commands=MappingProxyType({**_OWN_OFFICERS, "FUND_APPROVAL": "OWN_WKSBM"}),
        reads=MappingProxyType({**_OWN_READS, "PERSON_CONTACTS": "OWN_WKSBM"}),
    ),
    Role(
        "WKSBM_SECRETARY",
        "sekretaris WKSBM",
        "secretary of a WKSBM",
        "Mencatat pembentukan dan pengurus WKSBM sendiri.",
        "Records the formation and board of the own WKSBM.",
        commands=_OWN_OFFICERS,
        reads=MappingProxyType({**_OWN_READS, "PERSON_CONTACTS": "OWN_WKSBM"}),
    ),
    Role(
        "WKSBM_TREASURER",
        "bendahara WKSBM",
        "treasurer of a WKSBM",
        "Mengurus buku kas dan arisan WKSBM sendiri; membaca WKSBM dan pengurusnya.",
        "Keeps the funds and arisan of the own WKSBM; reads it and its board.",
        commands=_rights(FUND="OWN_WKSBM", ARISAN="OWN_WKSBM"),
        reads=_OWN_READS,
    ),
    Role(
        "KPS_LIAISON",
        "penghubung KPS",
        "liaison of a member body",
        "Membaca WKSBM tempat KPS-nya bergabung.",
        "Reads the WKSBM that the body belongs to.",
        commands=_NOTHING,
        reads=_rights(FORMATION="OWN_WKSBM", BOARD="OWN_WKSBM", PERSON_NAMES="OWN_WKSBM"),
    ),
    Role(
        "INSPECTORATE",
        "Inspektorat",
        "Inspektorat (internal auditor)",
        "Membaca riwayat penuh, seperti yang diketahui pada saat mana pun, dan mengekspornya.",
        "Reads the full history, as it was known at any time, and exports it.",
        commands=_LETTER,
        reads=_AUDIT_READS,
    ),
    Role(
        "BPK_NATIONAL",
        "BPK atau pemeriksa nasional",
        "BPK or national auditor",
        "Membaca riwayat penuh dengan surat tugas berbatas waktu.",
        "Reads the full history by a mandate limited in time.",
        commands=_LETTER,
        reads=_AUDIT_READS,
    ),
    Role(
        "APP",
        "aplikasi",
        "application",
        "Program yang membaca angka dan daftar tanpa orang.",
        "A program that reads figures and lists without persons.",
        commands=_NOTHING,
        reads=_TOTALS,
    ),
    Role(
        "PROCESS",
        "proses layanan",
        "process of the service",
        "Reaksi otomatis layanan: butir rencana, akhir masa pelayanan, tenggat rujukan.",
        "Automatic reactions of the service: plan items, ends of services, deadlines.",
        commands=_NOTHING,
        reads=_NOTHING,
    ),
)

ROLES: Mapping[str, Role] = MappingProxyType({role.code: _with_care(role) for role in _ROLES})
"""All roles by code."""


def allows(role: str, group: str) -> Extent | None:
    """How far ``role`` may use the commands of ``group``; ``None``: not at all.

    Raises ``KeyError`` if there is no such role or group: a typing error, not a refusal.
    """
    return ROLES[role].commands.get(_known(group, COMMAND_GROUPS))


def allows_reading(role: str, group: str) -> Extent | None:
    """How far ``role`` may read what belongs to ``group``; ``None``: not at all.

    Raises ``KeyError`` if there is no such role or group.
    """
    return ROLES[role].reads.get(_known(group, READ_GROUPS))


def _known(group: str, groups: Mapping[str, tuple[str, str]]) -> str:
    if group not in groups:
        raise KeyError(group)
    return group

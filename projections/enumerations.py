"""Closed lists of codes that several relations show, with what each code means."""

from __future__ import annotations

from .relation import Enumeration

LEVEL = Enumeration(
    "WksbmLevel",
    "Level at which a WKSBM works.",
    {
        "RT": "Rukun tetangga, the smallest neighbourhood.",
        "RW": "Rukun warga, several RT.",
        "DUSUN": "Dusun, padukuhan or lingkungan.",
        "KAMPUNG": "Kampung.",
        "DESA": "Desa, the rural village.",
        "KELURAHAN": "Kelurahan, the urban village.",
    },
)
ORIGIN = Enumeration(
    "WksbmOrigin",
    "How a WKSBM came into being.",
    {
        "NATURAL": "It grew by itself (alamiah dan tradisional).",
        "INITIATED": "It was formed on purpose.",
    },
)
STAGE = Enumeration(
    "FormationStage",
    "The last stage of its formation that a WKSBM has reached.",
    {
        "PROPOSED": "Diusulkan: it is to be.",
        "SOCIALISED": "Disosialisasikan: it was explained to the people concerned.",
        "NOMINATED": "Calon diajukan: candidates of the first board stand.",
        "TRAINED": "Calon dibekali: candidates were trained.",
        "INAUGURATED": "Dikukuhkan: it stands, its board's first term has begun.",
    },
)
STATUS = Enumeration(
    "WksbmStatus",
    "Whether a WKSBM is being formed, works, rests or has ended.",
    {
        "FORMING": "Rintisan: not inaugurated yet.",
        "ACTIVE": "Aktif: inaugurated and at work.",
        "DORMANT": "Vakum: it rests.",
        "MERGED": "Digabung: it became part of another WKSBM.",
        "DISSOLVED": "Dibubarkan: it is no more.",
        "WITHDRAWN": "Ditarik: it should never have been entered.",
    },
)
MENTOR_ROLE = Enumeration(
    "MentorRole",
    "Where a mentor (pembina) comes from.",
    {
        "DINAS": "The social-affairs office.",
        "KELURAHAN": "The kelurahan or desa.",
        "TKSK": "Social welfare worker of the kecamatan.",
        "PENYULUH": "Social counsellor.",
    },
)
GUIDANCE = Enumeration(
    "Guidance",
    "What a mentor guides in.",
    {"FUNCTIONAL": "Pembina fungsional.", "TECHNICAL": "Pembina teknis."},
)
AWARD_LEVEL = Enumeration(
    "AwardLevel",
    "Level of a competition.",
    {"KABKOTA": "Regency or city.", "PROV": "Province.", "NATIONAL": "The whole country."},
)
END_REASON = Enumeration(
    "SeatEndReason",
    "Why a person left a seat.",
    {
        "RESIGNED": "Mengundurkan diri.",
        "DIED": "Meninggal.",
        "MOVED": "Pindah.",
        "REMOVED": "Diberhentikan.",
        "TERM_END": "Masa jabatan berakhir.",
    },
)
OFFICE_LEVEL = Enumeration(
    "OfficeLevel",
    "Level of an office.",
    {
        "NATIONAL": "A national office; it holds activities only.",
        "PROV": "A province.",
        "KABKOTA": "A regency or city.",
    },
)
MEMBER_KIND = Enumeration(
    "MemberKind",
    "What acts in the office.",
    {"PERSON": "A person.", "APP": "An app.", "PROCESS": "A process of the service."},
)
EVIDENCE_MARK = Enumeration(
    "EvidenceMark",
    "What a fact rests on.",
    {
        "DOCUMENT": "A document kept elsewhere.",
        "SEED": "A published source.",
        "ASSUMED": "Inferred, no source says it.",
        "SAMPLE": "Invented for demonstration.",
    },
)
SOURCE = Enumeration(
    "EventSource",
    "Where an entry came from.",
    {
        "WEB": "The console.",
        "APP": "An app.",
        "IMPORT": "An import of older records.",
        "OFFLINE": "A device that was offline.",
        "CLI": "The command line.",
        "PROCESS": "A process of the service.",
    },
    stored={
        "WEB": "web",
        "APP": "app",
        "IMPORT": "import",
        "OFFLINE": "offline",
        "CLI": "cli",
        "PROCESS": "process",
    },
)
FUNDING = Enumeration(
    "Funding",
    "Where the money comes from.",
    {
        "APBD": "Regional budget.",
        "APBN": "National budget.",
        "DEKON": "Deconcentration funds.",
        "COMMUNITY": "The community's own means.",
        "OTHER": "Another source.",
    },
)
ACTIVITY_LEVEL = Enumeration(
    "ActivityLevel",
    "For whom an activity is held.",
    {
        "NATIONAL": "The whole country.",
        "PROV": "A province.",
        "KABKOTA": "A regency or city.",
        "KECAMATAN": "A kecamatan.",
        "KELURAHAN": "A desa or kelurahan.",
    },
)
ACTIVITY_STATUS = Enumeration(
    "ActivityStatus",
    "How an activity stands.",
    {
        "SCHEDULED": "Dijadwalkan: planned.",
        "HELD": "Dilaksanakan: it took place.",
        "CANCELLED": "Dibatalkan: it will not be held.",
    },
)
PARTICIPANT_KIND = Enumeration(
    "ParticipantKind",
    "Who is invited or takes part.",
    {
        "BOARD_CANDIDATE": "Candidate of a board.",
        "BOARD": "Member of a board.",
        "WKSBM_CHAIR": "Chair of a WKSBM.",
        "KASI": "Head of a section.",
        "KASUBDIN": "Head of a subdivision.",
        "LURAH": "Lurah or village head.",
        "CAMAT": "Head of a kecamatan.",
        "TKSK": "Social welfare worker of a kecamatan.",
        "PENYULUH": "Social counsellor.",
        "LK3_MANAGER": "Manager of an LK3.",
        "PROVINCE_DELEGATE": "Delegate of a province.",
        "OFFICIAL": "Another official.",
        "COMMUNITY": "Somebody of the community.",
        "OTHER": "Anybody else.",
    },
)
STATEMENT_KIND = Enumeration(
    "StatementKind",
    "What was said at an activity.",
    {
        "OPENING": "Pembukaan: an opening.",
        "REPORT": "Laporan: the organiser's report.",
        "ADDRESS": "Sambutan: an address.",
        "CLOSING": "Penutupan: a closing.",
        "COMMITMENT": "Komitmen: what was undertaken.",
        "TESTIMONY": "Testimoni: how a WKSBM works.",
    },
)
COMMITTED_BY = Enumeration(
    "CommittedBy",
    "Who undertook something.",
    {
        "PARTICIPANTS": "The participants.",
        "BOARD": "A board.",
        "OFFICE": "An office.",
        "PARTNER": "A partner.",
    },
)

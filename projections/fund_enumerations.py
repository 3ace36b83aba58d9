"""The closed lists of community money, meetings and arisan; what they mean in Indonesian first."""

from __future__ import annotations

from .relation import Enumeration

FUND_KIND = Enumeration(
    "FundKind",
    "What a fund is for.",
    {
        "IURAN": "Iuran: dues.",
        "DANA_KEMATIAN": "Dana kematian: the death fund.",
        "JIMPITAN": "Jimpitan: rice or coins, collected at night from house to house.",
        "BANTUAN": "Dana bantuan: what was given to be handed on.",
        "LAIN": "Dana lain: another fund.",
    },
)
FUND_UNIT = Enumeration(
    "FundUnit",
    "The unit of a book; what is in rupiah and what is in rice is never added.",
    {"IDR": "Rupiah.", "RICE_G": "Grams of rice."},
)
FUND_SCOPE = Enumeration(
    "FundScope",
    "How far a fund collects.",
    {
        "RT": "A rukun tetangga.",
        "RW": "A rukun warga.",
        "DUSUN": "A dusun, padukuhan or lingkungan.",
        "DESA_KEL": "A desa or kelurahan.",
        "WIDER": "Farther; that needs a permit (PUB).",
    },
)
FUND_STATE = Enumeration(
    "FundBookState",
    "Whether a book is kept.",
    {
        "OPEN": "Dibuka: it is kept.",
        "CLOSED": "Ditutup: the year is closed, its balance carried over.",
        "WITHDRAWN": "Ditarik: it should never have been opened.",
    },
)
ENTRY_KIND = Enumeration(
    "CashEntryKind",
    "What an entry of the cash book is.",
    {
        "BALANCE_OPENED": "Saldo awal: what was in the box when the book was opened.",
        "CARRIED_OVER": "Pindahan: last year's balance.",
        "DUES_IN": "Iuran masuk: dues received.",
        "JIMPITAN_IN": "Jimpitan masuk: a night's round.",
        "DONATION_IN": "Sumbangan masuk: a gift.",
        "RICE_OUT": "Beras dijual: rice left the book because it was sold.",
        "PROCEEDS_IN": "Hasil jual beras: rupiah for rice.",
        "PAYMENT_OUT": "Pengeluaran: a payment.",
        "DEATH_BENEFIT_OUT": "Santunan kematian: a death benefit.",
        "COUNT_DIFFERENCE": "Selisih hitung: the book was brought to what was counted.",
        "REVERSAL": "Pembalikan: the opposite of an entry that was wrong.",
    },
)
DUES_FREQUENCY = Enumeration(
    "DuesFrequency",
    "How often dues fall due.",
    {
        "DAILY": "Harian.",
        "WEEKLY": "Mingguan.",
        "SELAPANAN": "Selapanan: every 35 days.",
        "MONTHLY": "Bulanan.",
        "YEARLY": "Tahunan.",
        "ONCE": "Sekali: on entry.",
    },
)
MEETING_KIND = Enumeration(
    "MeetingKind",
    "What a meeting is.",
    {"ROUTINE": "Rutin.", "INCIDENTAL": "Insidental."},
)
DECISION_KIND = Enumeration(
    "DecisionKind",
    "What a decision is about.",
    {
        "SPEND": "Belanja: spending up to a limit.",
        "ELECT": "Pemilihan: an election.",
        "REFER": "Rujukan: a referral.",
        "PROGRAMME": "Program kerja: the programme.",
        "OTHER": "Something else.",
    },
)
GUEST_KIND = Enumeration(
    "GuestKind",
    "Where a guest comes from.",
    {
        "DINAS": "The social-affairs office.",
        "KELURAHAN": "The kelurahan or desa.",
        "TKSK": "Social welfare worker of the kecamatan.",
        "KPS": "A member body.",
        "BUSINESS": "A company.",
        "RESIDENT": "A resident.",
        "OTHER": "Somebody else.",
    },
)
ARISAN_FREQUENCY = Enumeration(
    "ArisanFrequency",
    "How often a round is held.",
    {
        "WEEKLY": "Mingguan.",
        "SELAPANAN": "Selapanan: every 35 days.",
        "MONTHLY": "Bulanan.",
        "OTHER": "As agreed.",
    },
)
DRAW_METHOD = Enumeration(
    "DrawMethod",
    "How the winner of a round is found.",
    {"RANDOM": "Kocok: by lot.", "ORDER": "Urutan: in an agreed order.", "AUCTION": "Lelang."},
)
ARISAN_STATE = Enumeration(
    "ArisanCycleState",
    "Whether a cycle runs.",
    {
        "RUNNING": "Berjalan.",
        "COMPLETED": "Selesai: every share has won and got its pot.",
        "BROKEN_OFF": "Berhenti di tengah: it was given up.",
    },
)
ROUND_STATE = Enumeration(
    "ArisanRoundState",
    "How far a round has come.",
    {
        "COLLECTING": "Setoran dikumpulkan.",
        "COLLECTED": "Setoran lengkap: it can be drawn.",
        "DRAWN": "Sudah dikocok: the pot is owed.",
        "PAID": "Arisan dibayarkan.",
    },
)
RICE_MEASURE = Enumeration(
    "RiceMeasure",
    "A measure in which rice is given.",
    {
        "CUP": "Cangkir.",
        "GLASS": "Gelas.",
        "CAN": "Kaleng.",
        "HANDFUL": "Genggam.",
        "LITRE": "Liter.",
        "KG": "Kilogram.",
        "GRAM": "Gram.",
    },
)

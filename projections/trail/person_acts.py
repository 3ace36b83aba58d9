"""The sentences about persons, households and looks at sealed data; see :mod:`.acts`."""

from __future__ import annotations

PERSONS = {
    "person.registered": (
        "Mendaftarkan seseorang (dasar: {legal_basis}, {legal_proof}; NIK {nik_state})",
        "Registered a person (basis: {legal_basis}, {legal_proof}; NIK {nik_state})",
    ),
    "person.corrected": (
        "Mengoreksi data seseorang ({reason})",
        "Corrected a person's particulars ({reason})",
    ),
    "person.identity_claimed": (
        "Mencatat NIK menurut pengakuan",
        "Recorded a NIK as claimed",
    ),
    "person.identity_verified": (
        "Memverifikasi NIK ({by} {reference})",
        "Verified the NIK ({by} {reference})",
    ),
    "person.identity_corrected": (
        "Mengoreksi NIK ({reason})",
        "Corrected the NIK ({reason})",
    ),
    "person.identity_withdrawn": (
        "Menarik NIK ({reason}); tanpa NIK: {nik_missing}",
        "Withdrew the NIK ({reason}); without a NIK: {nik_missing}",
    ),
    "person.alias_recorded": (
        "Mencatat nama lain ({kind})",
        "Recorded an alias ({kind})",
    ),
    "person.alias_retracted": (
        "Menarik nama lain ({reason})",
        "Retracted an alias ({reason})",
    ),
    "person.duplicate_suspected": (
        "Menduga dua catatan orang yang sama (kemiripan {score} dari 100)",
        "Suspected two records of one person ({score} of 100 alike)",
    ),
    "person.duplicate_rejected": (
        "Menolak dugaan data rangkap ({reason})",
        "Rejected a suspected duplicate ({reason})",
    ),
    "person.persons_merged": (
        "Menggabung dua catatan orang yang sama",
        "Merged two records of one person",
    ),
    "person.merge_reversed": (
        "Membatalkan penggabungan catatan ({reason})",
        "Reversed a merge of records ({reason})",
    ),
    "person.moved": (
        "Mencatat perpindahan ke {area_code}",
        "Recorded a move to {area_code}",
    ),
    "person.died": (
        "Mencatat kematian pada {died_on} ({certificate})",
        "Recorded a death on {died_on} ({certificate})",
    ),
    "person.death_corrected": (
        "Mengoreksi catatan kematian: {died_on} ({reason})",
        "Corrected a death: {died_on} ({reason})",
    ),
    "person.death_retracted": (
        "Menarik catatan kematian ({reason})",
        "Retracted a death ({reason})",
    ),
    "person.consent_given": (
        "Mencatat persetujuan untuk {purpose} oleh {giver} ({method}, {proof})",
        "Recorded consent to {purpose} by {giver} ({method}, {proof})",
    ),
    "person.consent_withdrawn": (
        "Mencatat pencabutan persetujuan oleh {by} ({proof})",
        "Recorded the withdrawal of a consent by {by} ({proof})",
    ),
    "household.formed": (
        "Mencatat rumah tangga dengan {members#} anggota di {area_code}",
        "Recorded a household of {members#} members in {area_code}",
    ),
    "household.member_added": (
        "Menambah anggota rumah tangga ({member.role}, {reason})",
        "Added a member of the household ({member.role}, {reason})",
    ),
    "household.member_removed": (
        "Mencatat anggota keluar dari rumah tangga pada {left_on} ({reason})",
        "Recorded that a member left the household on {left_on} ({reason})",
    ),
    "household.member_corrected": (
        "Mengoreksi anggota rumah tangga: {member.role} ({reason})",
        "Corrected a member of the household: {member.role} ({reason})",
    ),
    "household.head_changed": (
        "Mengganti kepala keluarga sejak {since}",
        "Changed the head of the family from {since}",
    ),
    "household.card_changed": (
        "Mencatat nomor KK baru",
        "Recorded the number of a new family card",
    ),
    "household.moved": (
        "Mencatat perpindahan rumah tangga ke {area_code}",
        "Recorded a move of the household to {area_code}",
    ),
    "household.corrected": (
        "Mengoreksi data rumah tangga ({reason})",
        "Corrected the household ({reason})",
    ),
    "household.dissolved": (
        "Mencatat bubarnya rumah tangga pada {dissolved_on} ({reason})",
        "Recorded the end of the household on {dissolved_on} ({reason})",
    ),
    "access.revealed": (
        "Membuka data tersegel: {fields} ({reason} {letter})",
        "Opened sealed data: {fields} ({reason} {letter})",
    ),
}

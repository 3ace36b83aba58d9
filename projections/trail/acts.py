"""What each event says, as a sentence: Indonesian first, English second. Data, not code.

``{field}`` stands for a clear field of the event, ``{decree.no}`` for one inside it, ``{codes#}``
for how many there are. Sealed fields and ids of persons never stand in a sentence: who may see a
name reads it from the person's card. A test holds every registered topic to this table.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from .care_acts import CARE
from .formation_acts import BOARD, FORMATION, LIFE
from .money_acts import ARISAN, FUND, MEETING
from .person_acts import PERSONS
from .sentence import Sentence

_OFFICE = {
    "tenant.registered": (
        "Mendaftarkan instansi {name}",
        "Registered the office {name}",
    ),
    "tenant.renamed": (
        "Nama instansi menjadi {name} sejak {effective_from}",
        "The office is called {name} from {effective_from}",
    ),
    "tenant.name_corrected": (
        "Mengoreksi nama instansi: {name} sejak {effective_from} ({reason})",
        "Corrected a name of the office: {name} from {effective_from} ({reason})",
    ),
    "tenant.policy_set": (
        "Menetapkan kebijakan {name} = {value} sejak {effective_from}",
        "Set the policy {name} to {value} from {effective_from}",
    ),
    "tenant.category_edition_adopted": (
        "Mengadopsi daftar kategori edisi {edition} sejak {effective_from}",
        "Adopted edition {edition} of the category list from {effective_from}",
    ),
    "tenant.category_edition_adoption_corrected": (
        "Mengoreksi adopsi daftar kategori: edisi {edition} sejak {effective_from} ({reason})",
        "Corrected an adoption: edition {edition} from {effective_from} ({reason})",
    ),
    "tenant.backlog_opened": (
        "Membuka pencatatan tunggakan sampai {until}",
        "Opened the entry of the backlog until {until}",
    ),
    "member.admitted": (
        "Menerima anggota ({kind}) {label}",
        "Admitted a member ({kind}) {label}",
    ),
    "member.role_given": (
        "Memberi peran {role} sejak {starts_on} sampai {ends_on}",
        "Gave the role {role} from {starts_on} to {ends_on}",
    ),
    "member.role_corrected": (
        "Mengoreksi peran: {starts_on} sampai {ends_on} ({reason})",
        "Corrected a role: {starts_on} to {ends_on} ({reason})",
    ),
    "member.role_ended": (
        "Mengakhiri peran pada {ends_on} ({reason})",
        "Ended a role on {ends_on} ({reason})",
    ),
    "member.token_issued": (
        "Menerbitkan token untuk {label}, berlaku sampai {expires_at}",
        "Issued a token for {label}, valid until {expires_at}",
    ),
    "member.token_revoked": (
        "Mencabut token ({reason})",
        "Revoked a token ({reason})",
    ),
    "budget_target.set": (
        "Menetapkan target {indicator} tahun {year}: {target_qty}",
        "Set the target of {indicator} for {year}: {target_qty}",
    ),
    "budget_target.revised": (
        "Merevisi target dari {from_qty} menjadi {to_qty} ({reason})",
        "Revised the target from {from_qty} to {to_qty} ({reason})",
    ),
    "budget_target.corrected": (
        "Mengoreksi target menjadi {target_qty} ({reason})",
        "Corrected the target to {target_qty} ({reason})",
    ),
    "budget_target.withdrawn": (
        "Menarik target ({reason})",
        "Withdrew the target ({reason})",
    ),
    "local_area.registered": (
        "Mendaftarkan wilayah setempat {kind} {number} {name} di {village_code}",
        "Registered the local area {kind} {number} {name} in {village_code}",
    ),
    "local_area.renamed": (
        "Wilayah setempat berganti sebutan: {number} {name}",
        "A local area is called otherwise: {number} {name}",
    ),
    "local_area.corrected": (
        "Mengoreksi wilayah setempat: {kind} {number} {name} di {village_code} ({reason})",
        "Corrected a local area: {kind} {number} {name} in {village_code} ({reason})",
    ),
    "local_area.closed": (
        "Menutup wilayah setempat ({reason})",
        "Closed a local area ({reason})",
    ),
    "local_area.reopened": (
        "Membuka kembali wilayah setempat ({reason})",
        "Reopened a local area ({reason})",
    ),
    "late_entry.allowed": (
        "Mengizinkan entri terlambat untuk {covers_from} sampai {covers_to}, hingga {until}",
        "Allowed late entries for {covers_from} to {covers_to}, until {until}",
    ),
    "late_entry.revoked": (
        "Mencabut izin entri terlambat ({reason})",
        "Revoked a late-entry permit ({reason})",
    ),
    "slot.taken": (
        "Menempati tempat tunggal ({kind})",
        "Took a unique place ({kind})",
    ),
    "slot.released": (
        "Melepas tempat tunggal ({kind})",
        "Released a unique place ({kind})",
    ),
}

_ACTIVITY = {
    "activity.scheduled": (
        "Menjadwalkan {kind} “{title}”, {date_from} sampai {date_to}",
        "Scheduled {kind} “{title}”, {date_from} to {date_to}",
    ),
    "activity.rescheduled": (
        "Memindahkan kegiatan ke {date_from} sampai {date_to} ({reason})",
        "Moved the activity to {date_from} to {date_to} ({reason})",
    ),
    "activity.cancelled": (
        "Membatalkan kegiatan ({reason})",
        "Cancelled the activity ({reason})",
    ),
    "activity.reinstated": (
        "Menghidupkan kembali kegiatan ({reason})",
        "Took the activity up again ({reason})",
    ),
    "activity.corrected": (
        "Mengoreksi rencana kegiatan “{title}”, {date_from} sampai {date_to} ({reason})",
        "Corrected the plan of “{title}”, {date_from} to {date_to} ({reason})",
    ),
    "activity.invitation_issued": (
        "Mengundang {invitee_kind} {count} {organisation}",
        "Invited {invitee_kind} {count} {organisation}",
    ),
    "activity.invitation_withdrawn": (
        "Menarik undangan ({reason})",
        "Withdrew an invitation ({reason})",
    ),
    "activity.speaker_assigned": (
        "Menunjuk narasumber {institution} untuk materi {topic_no}",
        "Assigned a speaker {institution} to topic {topic_no}",
    ),
    "activity.speaker_removed": (
        "Membatalkan narasumber ({reason})",
        "Removed a speaker ({reason})",
    ),
    "activity.material_added": (
        "Menambah materi {no}: {title}",
        "Added topic {no}: {title}",
    ),
    "activity.material_removed": (
        "Menghapus materi {no} ({reason})",
        "Removed topic {no} ({reason})",
    ),
    "activity.attendance_recorded": (
        "Mencatat kehadiran {attendees#} orang",
        "Recorded the attendance of {attendees#} people",
    ),
    "activity.attendance_corrected": (
        "Mengoreksi satu baris daftar hadir ({reason})",
        "Corrected a line of the attendance list ({reason})",
    ),
    "activity.held": (
        "Mencatat kegiatan dilaksanakan, peserta {headcount}",
        "Recorded that the activity was held, participants {headcount}",
    ),
    "activity.headcount_corrected": (
        "Mengoreksi jumlah peserta menjadi {headcount} ({reason})",
        "Corrected the headcount to {headcount} ({reason})",
    ),
    "activity.holding_retracted": (
        "Menarik catatan pelaksanaan ({reason})",
        "Retracted that the activity was held ({reason})",
    ),
    "activity.opening_given": (
        "Mencatat sambutan {office} ({kind}), {points#} pokok",
        "Recorded the address of {office} ({kind}), {points#} points",
    ),
    "activity.commitment_recorded": (
        "Mencatat komitmen ({by})",
        "Recorded a commitment ({by})",
    ),
    "activity.testimony_given": (
        "Mencatat testimoni WKSBM {wksbm_name}",
        "Recorded the testimony of a WKSBM {wksbm_name}",
    ),
    "activity.statement_retracted": (
        "Menarik sambutan, komitmen atau testimoni ({reason})",
        "Retracted an address, commitment or testimony ({reason})",
    ),
}

ACTS: Mapping[str, tuple[Sentence, Sentence]] = MappingProxyType(
    {
        topic: (Sentence(indonesian, "id"), Sentence(english, "en"))
        for table in (
            *(_OFFICE, _ACTIVITY, FORMATION, LIFE, BOARD, PERSONS),
            *(FUND, MEETING, ARISAN),
            *CARE,
        )
        for topic, (indonesian, english) in table.items()
    }
)
"""Topic → sentence in Indonesian and in English."""

"""The sentences of the formation, the life and the boards of WKSBM; see :mod:`.acts`."""

from __future__ import annotations

FORMATION = {
    "wksbm.proposed": (
        "Mengusulkan WKSBM {name} ({level}) di {village_code}, tahun anggaran {budget_year}",
        "Proposed the WKSBM {name} ({level}) in {village_code}, budget year {budget_year}",
    ),
    "wksbm.socialised": (
        "Mencatat sosialisasi {held_from} sampai {held_to}",
        "Recorded a session {held_from} to {held_to}",
    ),
    "wksbm.candidates_nominated": (
        "Mengajukan {candidates#} calon pengurus",
        "Nominated {candidates#} candidates of the board",
    ),
    "wksbm.candidate_replaced": (
        "Mengganti calon untuk jabatan {candidate.seat} ({reason})",
        "Replaced the candidate for {candidate.seat} ({reason})",
    ),
    "wksbm.candidate_withdrew": (
        "Calon mengundurkan diri ({reason})",
        "A candidate withdrew ({reason})",
    ),
    "wksbm.nomination_approved": (
        "Menyetujui nominasi (entri {of})",
        "Approved the nomination (entry {of})",
    ),
    "wksbm.candidates_trained": (
        "Mencatat pembekalan {attended#} calon",
        "Recorded the training of {attended#} candidates",
    ),
    "wksbm.members_trained": (
        "Mencatat pelatihan {attended#} pengurus",
        "Recorded the training of {attended#} members",
    ),
    "wksbm.stage_waived": (
        "Membebaskan tahap {stage} ({reason})",
        "Waived the stage {stage} ({reason})",
    ),
    "wksbm.inaugurated": (
        "Mengukuhkan WKSBM dengan SK {decree.no}, masa jabatan {term_from} sampai {term_to}",
        "Inaugurated the WKSBM by decree {decree.no}, term {term_from} to {term_to}",
    ),
    "wksbm.renamed": (
        "Nama WKSBM menjadi {name}",
        "The WKSBM is called {name}",
    ),
    "wksbm.parent_set": (
        "Menetapkan induk WKSBM",
        "Set the WKSBM it stands under",
    ),
    "wksbm.legal_references_set": (
        "Menetapkan {legal_references#} dasar hukum",
        "Set {legal_references#} legal references",
    ),
    "wksbm.corrected": (
        "Mengoreksi data WKSBM: {name} ({level}) di {village_code} ({reason})",
        "Corrected the WKSBM: {name} ({level}) in {village_code} ({reason})",
    ),
    "wksbm.socialisation_corrected": (
        "Mengoreksi sosialisasi: {held_from} sampai {held_to} ({reason})",
        "Corrected a session: {held_from} to {held_to} ({reason})",
    ),
    "wksbm.nomination_corrected": (
        "Mengoreksi nominasi: {candidates#} calon, {nominated_on} ({reason})",
        "Corrected the nomination: {candidates#} candidates, {nominated_on} ({reason})",
    ),
    "wksbm.training_corrected": (
        "Mengoreksi pembekalan: {attended#} orang, {trained_on} ({reason})",
        "Corrected a training: {attended#} people, {trained_on} ({reason})",
    ),
    "wksbm.decree_corrected": (
        "Mengoreksi SK pengukuhan: {decree.no} ({reason})",
        "Corrected the inauguration's decree: {decree.no} ({reason})",
    ),
    "wksbm.inauguration_date_corrected": (
        "Mengoreksi tanggal pengukuhan: {inaugurated_on} ({reason})",
        "Corrected the day of the inauguration: {inaugurated_on} ({reason})",
    ),
    "wksbm.inauguration_activity_corrected": (
        "Mengoreksi kegiatan pengukuhan ({reason})",
        "Corrected the inauguration's activity ({reason})",
    ),
    "wksbm.entry_retracted": (
        "Menarik entri {of} ({entry}; {reason})",
        "Retracted entry {of} ({entry}; {reason})",
    ),
}

LIFE = {
    "wksbm.maturity_assessed": (
        "Menilai kematangan: {grade} (skema {scheme_version})",
        "Assessed the maturity: {grade} (scheme {scheme_version})",
    ),
    "wksbm.mentor_assigned": (
        "Menunjuk pembina {role} ({guidance}) sejak {valid_from}",
        "Assigned a mentor {role} ({guidance}) from {valid_from}",
    ),
    "wksbm.mentor_ended": (
        "Mengakhiri pembinaan pada {valid_to} ({reason})",
        "Ended a mentor's guidance on {valid_to} ({reason})",
    ),
    "wksbm.award_entered": (
        "Mengikuti {competition} tingkat {level} tahun {year}",
        "Entered {competition} at level {level} in {year}",
    ),
    "wksbm.award_granted": (
        "Meraih peringkat {rank} pada {competition} tingkat {level} tahun {year}",
        "Won rank {rank} in {competition} at level {level} in {year}",
    ),
    "wksbm.target_groups_declared": (
        "Menetapkan {codes#} kategori sasaran (edisi {edition})",
        "Declared {codes#} target groups (edition {edition})",
    ),
    "wksbm.values_recorded": (
        "Mencatat {values#} nilai lokal",
        "Recorded {values#} local values",
    ),
    "wksbm.went_dormant": (
        "WKSBM vakum sejak {valid_from} ({reason})",
        "The WKSBM rests from {valid_from} ({reason})",
    ),
    "wksbm.reactivated": (
        "WKSBM aktif kembali sejak {valid_to}",
        "The WKSBM works again from {valid_to}",
    ),
    "wksbm.merged": (
        "WKSBM bergabung dengan WKSBM lain ({reason})",
        "The WKSBM became part of another ({reason})",
    ),
    "wksbm.dissolved": (
        "WKSBM dibubarkan ({reason}), penyelesaian {settlement_ref}",
        "The WKSBM was dissolved ({reason}), settlement {settlement_ref}",
    ),
    "wksbm.withdrawn": (
        "Menarik WKSBM ({reason})",
        "Withdrew the WKSBM ({reason})",
    ),
    "wksbm.maturity_corrected": (
        "Mengoreksi penilaian: {grade}, {assessed_on} ({reason})",
        "Corrected a grade: {grade}, {assessed_on} ({reason})",
    ),
    "wksbm.mentor_corrected": (
        "Mengoreksi pembina {role}: {valid_from} sampai {valid_to} ({reason})",
        "Corrected a mentor {role}: {valid_from} to {valid_to} ({reason})",
    ),
    "wksbm.award_corrected": (
        "Mengoreksi penghargaan: {competition} {year}, peringkat {rank} ({reason})",
        "Corrected an award: {competition} {year}, rank {rank} ({reason})",
    ),
    "wksbm.dormancy_corrected": (
        "Mengoreksi masa vakum: {valid_from} sampai {valid_to} ({reason})",
        "Corrected a rest: {valid_from} to {valid_to} ({reason})",
    ),
}

BOARD = {
    "board.term_opened": (
        "Membuka masa jabatan {term_no}: {valid_from} sampai {valid_to}",
        "Opened term {term_no}: {valid_from} to {valid_to}",
    ),
    "board.seat_filled": (
        "Mengisi jabatan {seat} sejak {valid_from}",
        "Filled the seat {seat} from {valid_from}",
    ),
    "board.seat_vacated": (
        "Jabatan {seat} kosong sejak {valid_to} ({reason})",
        "The seat {seat} is vacant from {valid_to} ({reason})",
    ),
    "board.acting_officer_named": (
        "Menunjuk pejabat sementara {seat}: {valid_from} sampai {valid_to}",
        "Named an acting {seat}: {valid_from} to {valid_to}",
    ),
    "board.handover_recorded": (
        "Serah terima {books#} buku dan {balances#} saldo",
        "Recorded a handover of {books#} books and {balances#} balances",
    ),
    "board.term_closed": (
        "Menutup masa jabatan {term_no} pada {valid_to} ({reason})",
        "Closed term {term_no} on {valid_to} ({reason})",
    ),
    "board.seat_corrected": (
        "Mengoreksi jabatan {seat}: {valid_from} sampai {valid_to} ({reason})",
        "Corrected the seat {seat}: {valid_from} to {valid_to} ({reason})",
    ),
    "board.term_corrected": (
        "Mengoreksi masa jabatan: {valid_from} sampai {valid_to} ({reason})",
        "Corrected a term: {valid_from} to {valid_to} ({reason})",
    ),
    "board.decree_corrected": (
        "Mengoreksi SK pengurus: {decree.no} ({reason})",
        "Corrected the board's decree: {decree.no} ({reason})",
    ),
    "board.handover_corrected": (
        "Mengoreksi serah terima: {books#} buku dan {balances#} saldo ({reason})",
        "Corrected a handover: {books#} books and {balances#} balances ({reason})",
    ),
    "board.entry_retracted": (
        "Menarik entri {of} pengurus ({entry}; {reason})",
        "Retracted entry {of} of the board ({entry}; {reason})",
    ),
}

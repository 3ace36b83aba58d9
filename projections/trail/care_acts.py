"""The sentences of cases, services, referrals and member bodies; see :mod:`.acts`.

A category and a service stand in clear in their events, beside random ids; the trail does not
repeat a category, for who may read the trail need not know what a person is in need for.
"""

from __future__ import annotations

CASES = {
    "case.reported": (
        "Mencatat laporan kasus ({target}; {urgency}) melalui {channel}",
        "Recorded the report of a case ({target}; {urgency}) by {channel}",
    ),
    "case.subject_added": (
        "Menambah seseorang ke kasus",
        "Added a person to the case",
    ),
    "case.category_assigned": (
        "Menetapkan satu kategori",
        "Assigned a category",
    ),
    "case.category_removed": (
        "Mencabut satu kategori ({reason})",
        "Removed a category ({reason})",
    ),
    "case.assessed": (
        "Mencatat asesmen oleh {by_role} ({method}); kegentingan {urgency}",
        "Recorded an assessment by {by_role} ({method}); urgency {urgency}",
    ),
    "case.plan_agreed": (
        "Menyepakati rencana dengan {items#} butir ({agreed_with})",
        "Agreed a plan of {items#} items ({agreed_with})",
    ),
    "case.local_capacity_declared": (
        "Menyatakan kemampuan setempat {verdict}; upaya: {tried}",
        "Declared the local capacity {verdict}; tried: {tried}",
    ),
    "case.service_requested": (
        "Meminta {service_kind} yang bertumpang tindih, {valid_from} sampai sebelum {valid_to}",
        "Asked for {service_kind}, which overlaps, {valid_from} until before {valid_to}",
    ),
    "case.service_assigned": (
        "Menugaskan {service_kind} kepada {provider}, {valid_from} sampai sebelum {valid_to}",
        "Assigned {service_kind} to {provider}, {valid_from} until before {valid_to}",
    ),
    "case.service_refused": (
        "Tidak memberikan pelayanan yang diminta karena tumpang tindih",
        "Did not grant a service, for it overlaps",
    ),
    "case.service_ended": (
        "Mengakhiri pelayanan ({reason})",
        "Ended a service ({reason})",
    ),
    "case.service_delivered": (
        "Mencatat pemberian {service_kind}: {quantity} {unit} pada {delivered_on} ({pillar})",
        "Recorded {service_kind} given: {quantity} {unit} on {delivered_on} ({pillar})",
    ),
    "case.note_added": (
        "Menambah catatan tersegel ({kind})",
        "Added a sealed note ({kind})",
    ),
    "case.outcome_recorded": (
        "Mencatat hasil: {result}",
        "Recorded an outcome: {result}",
    ),
    "case.closed": (
        "Menutup kasus ({reason})",
        "Closed the case ({reason})",
    ),
    "case.reopened": (
        "Membuka kembali kasus ({reason})",
        "Reopened the case ({reason})",
    ),
    "case.corrected": (
        "Mengoreksi data kasus: {target}, dilaporkan {reported_on} ({reason})",
        "Corrected the case: {target}, reported on {reported_on} ({reason})",
    ),
    "case.assessment_corrected": (
        "Mengoreksi asesmen oleh {by_role}, {assessed_on} ({reason})",
        "Corrected an assessment by {by_role}, {assessed_on} ({reason})",
    ),
    "case.local_capacity_corrected": (
        "Mengoreksi pernyataan kemampuan setempat: {verdict}, {declared_on} ({reason})",
        "Corrected the local capacity: {verdict}, {declared_on} ({reason})",
    ),
    "case.service_corrected": (
        "Mengoreksi pelayanan: {service_kind}, {valid_from} sampai sebelum {valid_to} ({reason})",
        "Corrected a service: {service_kind}, {valid_from} until before {valid_to} ({reason})",
    ),
    "case.delivery_corrected": (
        "Mengoreksi pemberian: {quantity} {unit} pada {delivered_on} ({reason})",
        "Corrected what was given: {quantity} {unit} on {delivered_on} ({reason})",
    ),
    "case.outcome_corrected": (
        "Mengoreksi hasil: {result}, {recorded_on} ({reason})",
        "Corrected an outcome: {result}, {recorded_on} ({reason})",
    ),
    "case.closing_corrected": (
        "Mengoreksi penutupan: {closed_for}, {closed_on} ({reason})",
        "Corrected the closing: {closed_for}, {closed_on} ({reason})",
    ),
    "case.entry_retracted": (
        "Menarik entri {of} ({entry}; {reason})",
        "Retracted entry {of} ({entry}; {reason})",
    ),
    "case.withdrawn": (
        "Menarik kasus ({reason})",
        "Withdrew the case ({reason})",
    ),
}

OVERLAPS = {
    "service_register.service_claimed": (
        "Mencatat klaim {service_kind}, {valid_from} sampai sebelum {valid_to}",
        "Claimed {service_kind}, {valid_from} until before {valid_to}",
    ),
    "service_register.claim_corrected": (
        "Mengoreksi klaim: {service_kind}, {valid_from} sampai sebelum {valid_to}",
        "Corrected a claim: {service_kind}, {valid_from} until before {valid_to}",
    ),
    "service_register.claim_released": (
        "Melepas klaim per {free_from} ({reason})",
        "Released a claim as of {free_from} ({reason})",
    ),
    "service_register.claim_restored": (
        "Memberlakukan klaim kembali sampai sebelum {valid_to}",
        "Restored a claim until before {valid_to}",
    ),
    "service_register.overlap_warned": (
        "Memperingatkan tumpang tindih dengan {others#} klaim ({rule})",
        "Warned of an overlap with {others#} claims ({rule})",
    ),
    "service_register.overlap_overridden": (
        "Mengecualikan tumpang tindih ({reason})",
        "Overrode an overlap ({reason})",
    ),
    "service_register.overlap_confirmed": (
        "Menyatakan tumpang tindih memang terjadi",
        "Confirmed an overlap",
    ),
    "service_register.overlap_dismissed": (
        "Menyatakan bukan tumpang tindih ({reason})",
        "Dismissed a warning of overlap ({reason})",
    ),
}

REFERRALS = {
    "referral.requested": (
        "Mengajukan rujukan kepada {to_body.kind} {to_body.name} ({basis}; {urgency}), "
        "mengungkapkan {disclosed#} hal",
        "Asked {to_body.kind} {to_body.name} to take a case ({basis}; {urgency}), "
        "disclosing {disclosed#} parts",
    ),
    "referral.consent_overridden": (
        "Melepas data tanpa persetujuan ({override})",
        "Released data without consent ({override})",
    ),
    "referral.sent": (
        "Mengirim rujukan; jawaban paling lambat {answer_by}",
        "Sent the referral; to be answered by {answer_by}",
    ),
    "referral.received": (
        "Menerima berkas rujukan",
        "Received the referral",
    ),
    "referral.accepted": (
        "Menyanggupi rujukan sampai {expected_by}; pelaksana {by}",
        "Accepted the referral until {expected_by}; by {by}",
    ),
    "referral.declined": (
        "Menolak rujukan ({reason})",
        "Declined the referral ({reason})",
    ),
    "referral.expired": (
        "Rujukan kedaluwarsa setelah {due} (tanpa jawaban: {unanswered})",
        "The referral expired after {due} (unanswered: {unanswered})",
    ),
    "referral.revoked": (
        "Mencabut rujukan ({reason})",
        "Revoked the referral ({reason})",
    ),
    "referral.feedback_given": (
        "Memberi umpan balik tersegel",
        "Gave sealed feedback",
    ),
    "referral.completed": (
        "Menyelesaikan rujukan ({outcome})",
        "Completed the referral ({outcome})",
    ),
    "referral.returned": (
        "Merujuk balik ({recommendation})",
        "Returned the case ({recommendation})",
    ),
    "referral.reviewed": (
        "Meninjau rujukan darurat: {finding}",
        "Reviewed an emergency referral: {finding}",
    ),
    "referral.corrected": (
        "Mengoreksi rujukan kepada {to_body.kind} {to_body.name} ({basis}; {reason})",
        "Corrected the referral to {to_body.kind} {to_body.name} ({basis}; {reason})",
    ),
    "referral.acceptance_corrected": (
        "Mengoreksi janji rujukan menjadi {expected_by} ({reason})",
        "Corrected the promised day to {expected_by} ({reason})",
    ),
    "referral.entry_retracted": (
        "Menarik entri {of} rujukan ({entry}; {reason})",
        "Retracted entry {of} of the referral ({entry}; {reason})",
    ),
}

MEMBER_BODIES = {
    "kps.joined": (
        "KPS {name} ({kps_kind}, {legal_status}) bergabung",
        "The body {name} ({kps_kind}, {legal_status}) joined",
    ),
    "kps.corrected": (
        "Mengoreksi KPS {name} ({kps_kind}, {legal_status}; {reason})",
        "Corrected the body {name} ({kps_kind}, {legal_status}; {reason})",
    ),
    "kps.legalised": (
        "KPS berbadan hukum dengan {legal_no} tanggal {issued_on}",
        "The body became formal by {legal_no} of {issued_on}",
    ),
    "kps.service_declared": (
        "KPS menyediakan {service_kind} ({pillar})",
        "The body offers {service_kind} ({pillar})",
    ),
    "kps.service_withdrawn": (
        "KPS tidak lagi menyediakan {service_kind} ({reason})",
        "The body offers {service_kind} no more ({reason})",
    ),
    "kps.liaison_named": (
        "Menunjuk penghubung KPS",
        "Named a liaison of the body",
    ),
    "kps.liaison_released": (
        "Membebastugaskan penghubung KPS ({reason})",
        "Released a liaison of the body ({reason})",
    ),
    "kps.left": (
        "KPS keluar ({reason})",
        "The body left ({reason})",
    ),
    "kps.conflict_of_interest_declared": (
        "Menyatakan konflik kepentingan antar-KPS tentang {matter}",
        "Declared a conflict of interest between bodies about {matter}",
    ),
    "kps.conflict_resolved": (
        "Menyelesaikan konflik kepentingan ({how})",
        "Settled a conflict of interest ({how})",
    ),
    "kps.conflict_corrected": (
        "Mengoreksi konflik kepentingan: {state}, {matter} ({reason})",
        "Corrected a conflict of interest: {state}, {matter} ({reason})",
    ),
    "kps.entry_retracted": (
        "Menarik entri {of} KPS ({entry}; {reason})",
        "Retracted entry {of} of the body ({entry}; {reason})",
    ),
    "network_partner.linked": (
        "Menautkan mitra {kind} {name}",
        "Linked the partner {kind} {name}",
    ),
    "network_partner.corrected": (
        "Mengoreksi mitra {kind} {name} ({reason})",
        "Corrected the partner {kind} {name} ({reason})",
    ),
    "network_partner.unlinked": (
        "Melepas tautan mitra ({reason})",
        "Unlinked the partner ({reason})",
    ),
    "network_partner.unlinking_retracted": (
        "Menarik pelepasan tautan mitra ({reason})",
        "Retracted the unlinking of the partner ({reason})",
    ),
}

CARE = (CASES, OVERLAPS, REFERRALS, MEMBER_BODIES)

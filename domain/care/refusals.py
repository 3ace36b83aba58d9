"""Refusals of cases, services, referrals and member bodies."""

from __future__ import annotations

from ..kernel.refusal import Rule, table

CASE = table(
    Rule(
        code="NOT_YOUR_CASE",
        rule="Who acts holds the case, or the referral and its case: as a member of the body that "
        "has it, or that accepted it.",
        source="practice: access to case and referral both; role table (domain/care/access.py)",
        message_id="Kasus atau rujukan ini bukan pada badan yang Anda wakili (peran {role}).",
        message_en="The case or referral is not with a body you act for (role {role}).",
        hint_id="Minta rujukan kepada badan Anda, atau sebutkan rujukan yang sudah diterima.",
        hint_en="Ask for a referral to your body, or name the one it has accepted.",
    ),
    Rule(
        code="CASE_STATE",
        rule="A closed case is reopened before it is worked on; a withdrawn one never was.",
        source="PP 39/2012: terminasi, bimbingan lanjut",
        message_id="Kasus ini {state}; langkah ini memerlukan keadaan “{needed}”.",
        message_en="The case is {state}; this step needs it to be “{needed}”.",
        hint_id="Buka kembali kasusnya, atau pakai kasus yang masih berlaku.",
        hint_en="Reopen the case, or use the one that stands.",
    ),
    Rule(
        code="CASE_STAGE",
        rule="A plan builds on an assessment, and a goal that was met on an outcome; an emergency "
        "is planned for at once.",
        source="PP 39/2012: stages of handling; facts of practice",
        message_id="Kasus berada pada “{stage}”; langkah ini memerlukan “{needed}” lebih dahulu.",
        message_en="The case is at “{stage}”; this step needs “{needed}” first.",
        hint_id="Catat langkah itu lebih dahulu.",
        hint_en="Record that step first.",
    ),
    Rule(
        code="CASE_SUBJECTS",
        rule="A person's case names one person, a family's at least one; a group or community has "
        "a name.",
        source="S2: individual, family, group, community",
        message_id="Kasus {target} tidak sesuai dengan {given} orang yang disebut.",
        message_en="A case of {target} does not fit {given} persons named.",
        hint_id="Perorangan: satu orang; keluarga: sedikitnya satu; kelompok: isi namanya.",
        hint_en="One person: name one; a family: at least one; a group: give its name.",
    ),
    Rule(
        code="NOT_A_SUBJECT",
        rule="What is done in a case is done for the persons it names.",
        source="service: cases",
        message_id="Orang {person} tidak disebut dalam kasus atau pelayanan ini.",
        message_en="The person {person} is not named in the case or service.",
        hint_id="Tambahkan orangnya ke kasus lebih dahulu, atau periksa orangnya.",
        hint_en="Add the person to the case first, or check the person.",
    ),
    Rule(
        code="SAME_CASE",
        rule="A case is not its own twin.",
        source="service: identifiers",
        message_id="Yang dimaksud harus kasus yang lain.",
        message_en="This must be another case.",
        hint_id="Isi id kasus yang lain itu.",
        hint_en="Give the id of the other one.",
    ),
    Rule(
        code="AREA_REQUIRED",
        rule="A case that no WKSBM holds says in which village it is.",
        source="practice: queue of a kecamatan",
        message_id="Desa atau kelurahannya belum diisi.",
        message_en="The village is missing.",
        hint_id="Isi kode desa/kelurahan, atau sebutkan WKSBM-nya.",
        hint_en="Give the village's code, or name the WKSBM.",
    ),
    Rule(
        code="LK3_ONLY",
        rule="An assessment of the LK3 is recorded by its counsellor only.",
        source="S4: LK3 is the assessor",
        message_id="Asesmen LK3 hanya dicatat oleh konselor LK3, bukan oleh {role}.",
        message_en="An assessment of the LK3 is recorded by its counsellor, not by {role}.",
        hint_id="Pilih peran yang benar, atau minta konselor LK3 mencatatnya.",
        hint_en="Choose the right role, or ask the counsellor to record it.",
    ),
    Rule(
        code="PLAN_ITEM_TWICE",
        rule="The items of a plan bear different numbers.",
        source="service: plans",
        message_id="Nomor {no} dipakai dua kali dalam rencana.",
        message_en="The number {no} stands twice in the plan.",
        hint_id="Beri setiap butir nomor sendiri.",
        hint_en="Give each item a number of its own.",
    ),
    Rule(
        code="TRIED_REQUIRED",
        rule="A capacity that is exceeded names what was tried and why it does not suffice; one "
        "that suffices names no cause.",
        source="S1: “apabila masyarakat setempat tidak mampu”",
        message_id="Pernyataan {verdict} tidak sesuai dengan upaya dan sebab yang diisi.",
        message_en="The declaration {verdict} does not fit the attempts and cause given.",
        hint_id="Untuk “melebihi kemampuan” isi upaya yang sudah dicoba dan sebabnya.",
        hint_en="For “exceeded” give what was tried and the cause.",
    ),
    Rule(
        code="PERSON_DIED",
        rule="Nobody is reported or served after their death.",
        source="practice: audits find aid to people who had died",
        message_id="Orang {person} tercatat meninggal pada {day}.",
        message_en="The person {person} is recorded as having died on {day}.",
        hint_id="Periksa orang dan tanggalnya; kalau keliru, koreksi catatan kematiannya.",
        hint_en="Check person and day; if it is wrong, correct the record of the death.",
    ),
)

SERVICE = table(
    Rule(
        code="PROVIDER_INCOMPLETE",
        rule="A service names who gives it: a board of a WKSBM, a member body, or the referral by "
        "which another body gives it.",
        source="S0 and S2: tasks of member bodies",
        message_id="Pelaksana {provider} belum lengkap atau tidak sesuai.",
        message_en="The provider {provider} is incomplete or does not fit.",
        hint_id="KPS: isi id KPS; rujukan: isi id rujukan; pengurus: kasus pada WKSBM.",
        hint_en="KPS: give its id; referral: give its id; board: a case with a WKSBM.",
    ),
    Rule(
        code="SERVICE_STATE",
        rule="What ended or was refused is given no more; what waits is not given yet.",
        source="S0: no overlap",
        message_id="Pelayanan ini {state}.",
        message_en="The service is {state}.",
        hint_id="Tugaskan pelayanan baru, atau tunggu putusan Dinas.",
        hint_en="Assign a new service, or wait for the decision of the Dinas.",
    ),
    Rule(
        code="SERVICE_PERIOD",
        rule="What is given under a service is given within its days.",
        source="S0: no overlap; service register",
        message_id="Tanggal {day} di luar masa pelayanan ({valid_from} sampai sebelum {valid_to}).",
        message_en="{day} is outside the service ({valid_from} until before {valid_to}).",
        hint_id="Periksa tanggalnya, koreksi masanya, atau tugaskan pelayanan untuk masa itu.",
        hint_en="Check the day, correct the period, or assign a service for that time.",
    ),
    Rule(
        code="FUND_REF_INCOMPLETE",
        rule="Money from a fund book is cited by book and entry.",
        source="practice: receipts that match reality",
        message_id="Buku dana dan nomor entrinya harus diisi bersama.",
        message_en="Fund book and entry number go together.",
        hint_id="Isi keduanya, atau kosongkan keduanya.",
        hint_en="Give both, or neither.",
    ),
    Rule(
        code="OVERLAP",
        rule="A person gets one of two services that exclude each other at a time; the Dinas may "
        "let both be.",
        source="S0: “tidak tumpang tindih”; policy service_overlap",
        message_id="Orang ini sudah mendapat {service_kind} sejak {valid_from} sampai sebelum "
        "{valid_to} (klaim {claim}).",
        message_en="The person gets {service_kind} from {valid_from} until before {valid_to} "
        "already (claim {claim}).",
        hint_id="Pilih masa atau pelayanan lain, atau minta putusan Dinas (askOverride).",
        hint_en="Choose another time or service, or ask the Dinas to decide (askOverride).",
    ),
    Rule(
        code="OVERLAP_STATE",
        rule="A warning is decided once; only services that exclude each other need an override.",
        source="S0: no overlap",
        message_id="Peringatan ini {state}.",
        message_en="The warning is {state}.",
        hint_id="Lihat putusannya; peringatan biasa cukup dikonfirmasi atau diabaikan.",
        hint_en="See its decision; a mere warning is confirmed or dismissed.",
    ),
)

REFERRAL = table(
    Rule(
        code="REFERRAL_STATE",
        rule="Accepted or declined is what was received, finished or returned what was accepted; "
        "what went out is not changed but revoked.",
        source="practice: rujukan; PR (states of a referral)",
        message_id="Rujukan ini {state}; langkah ini memerlukan keadaan: {needed}.",
        message_en="The referral is {state}; this step needs it to be: {needed}.",
        hint_id="Lakukan langkah sebelumnya lebih dahulu, atau buat rujukan baru.",
        hint_en="Take the step before it first, or make a new referral.",
    ),
    Rule(
        code="REFER_TOO_EARLY",
        rule="A community refers once it has declared its own capacity exceeded; emergencies pass "
        "and are reviewed.",
        source="S1: “apabila masyarakat setempat tidak mampu”",
        message_id="Kemampuan setempat belum dinyatakan terlampaui (sekarang: {declared}).",
        message_en="The local capacity is not declared exceeded (now: {declared}).",
        hint_id="Catat upaya setempat dan nyatakan melebihi kemampuan; darurat langsung dirujuk.",
        hint_en="Declare it exceeded with what was tried; an emergency is referred at once.",
    ),
    Rule(
        code="NO_CONSENT",
        rule="Data of a person go to another body with a consent that holds for it, or by a "
        "release of an authorised role on a ground of the law.",
        source="UU 27/2022, ps 20, 22 and 24",
        message_id="Belum ada persetujuan yang berlaku untuk mengungkapkan: {disclosed}.",
        message_en="No consent holds for disclosing: {disclosed}.",
        hint_id="Catat persetujuannya, kurangi yang diungkapkan, atau minta pelepasan dari Dinas.",
        hint_en="Record the consent, disclose less, or ask the Dinas for a release.",
    ),
    Rule(
        code="SAME_BODY",
        rule="A body refers to another than itself.",
        source="service: referrals",
        message_id="Penerima sama dengan pengirim ({kind}).",
        message_en="The receiver is the sender ({kind}).",
        hint_id="Pilih badan yang lain.",
        hint_en="Choose another body.",
    ),
    Rule(
        code="BODY_INCOMPLETE",
        rule="A body is named as its kind asks: WKSBM and KPS by id, a village or district by its "
        "code, others by name.",
        source="S1: bodies of the ladder",
        message_id="Keterangan badan {kind} belum lengkap atau tidak sesuai.",
        message_en="The particulars of the body {kind} are incomplete or do not fit.",
        hint_id="WKSBM/KPS: id; desa dan kecamatan: kode wilayah; lainnya: nama.",
        hint_en="WKSBM or KPS: id; village and district: area code; others: name.",
    ),
    Rule(
        code="NOT_DUE",
        rule="A referral expires after its day, not on it.",
        source="practice: deadlines of referrals; policies referral_answer_days and _grace_days",
        message_id="Batas waktunya {due}; belum lewat.",
        message_en="It is due on {due}, which has not passed.",
        hint_id="Tunggu sampai lewat; pengirim dapat mencabutnya lebih dahulu.",
        hint_en="Wait until it has passed; the sender may revoke it before.",
    ),
)

KPS = table(
    Rule(
        code="KPS_UNKNOWN",
        rule="A tasked body is a member of the WKSBM on that day.",
        source="S0: keperangkatan pelayanan sosial as members",
        message_id="KPS {kps} bukan anggota WKSBM ini pada {day}.",
        message_en="The body {kps} is no member of the WKSBM on {day}.",
        hint_id="Catat keanggotaannya lebih dahulu, atau pilih KPS lain.",
        hint_en="Record its membership first, or choose another body.",
    ),
    Rule(
        code="KPS_CONFLICT",
        rule="A body with an open conflict of interest in a matter is not tasked with it.",
        source="S0: “mencegah konflik kepentingan antar KPS”",
        message_id="KPS ini berkonflik kepentingan tentang {matter} dengan KPS {other}.",
        message_en="The body has a conflict of interest about {matter} with the body {other}.",
        hint_id="Selesaikan konfliknya dalam pertemuan, atau tugaskan KPS lain.",
        hint_en="Settle the conflict in a meeting, or task another body.",
    ),
    Rule(
        code="KPS_STATE",
        rule="A body that left, or never was a member, does nothing more here.",
        source="S0: members of a WKSBM",
        message_id="Keanggotaan KPS ini {state}.",
        message_en="The membership is {state}.",
        hint_id="Catat keanggotaan baru, atau tarik catatan keluarnya.",
        hint_en="Record a new membership, or retract its leaving.",
    ),
    Rule(
        code="SAME_KPS",
        rule="A conflict of interest is between two bodies.",
        source="S0",
        message_id="Yang dimaksud harus KPS yang lain.",
        message_en="This must be another body.",
        hint_id="Isi id KPS yang lain itu.",
        hint_en="Give the id of the other one.",
    ),
    Rule(
        code="CONFLICT_STATE",
        rule="A conflict is settled once; a settlement says how.",
        source="S0",
        message_id="Konflik ini {state}; cara penyelesaiannya tidak sesuai.",
        message_en="The conflict is {state}; the settlement does not fit.",
        hint_id="Koreksi konfliknya, dengan cara penyelesaian hanya bila selesai.",
        hint_en="Correct the conflict; say how only if it is settled.",
    ),
    Rule(
        code="LEGAL_NO_REQUIRED",
        rule="A formal body names the deed or decree of its legal form.",
        source="S0: formal and informal bodies",
        message_id="KPS formal perlu nomor akta atau keputusannya.",
        message_en="A formal body needs the number of its deed or decree.",
        hint_id="Isi nomornya, atau catat sebagai informal.",
        hint_en="Give the number, or record it as informal.",
    ),
)

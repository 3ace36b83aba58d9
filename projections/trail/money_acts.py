"""The sentences of funds, meetings and arisan; see :mod:`.acts`."""

from __future__ import annotations

FUND = {
    "fund.opened": (
        "Membuka buku {kind} ({unit}) tahun {year} {title}, cakupan {scope}, sejak {opens_on}",
        "Opened the book {kind} ({unit}) of {year} {title}, scope {scope}, from {opens_on}",
    ),
    "fund.corrected": (
        "Mengoreksi keterangan dana {title}: cakupan {scope} ({reason})",
        "Corrected what a fund {title} is: scope {scope} ({reason})",
    ),
    "fund.withdrawn": (
        "Menarik buku dana ({reason})",
        "Withdrew the book of a fund ({reason})",
    ),
    "fund.permit_recorded": (
        "Mencatat izin pengumpulan {permit_no}, berlaku sampai {permit_until}",
        "Recorded the permit {permit_no} to collect, valid to {permit_until}",
    ),
    "fund.opening_balance_recorded": (
        "Entri {entry_no}: saldo awal {amount} {unit} per {booked_on}",
        "Entry {entry_no}: opening balance {amount} {unit} on {booked_on}",
    ),
    "fund.balance_carried_over": (
        "Entri {entry_no}: pindahan {amount} {unit} per {booked_on}, {payers#} pembayar",
        "Entry {entry_no}: carried over {amount} {unit} on {booked_on}, {payers#} payers",
    ),
    "fund.dues_received": (
        "Menerima iuran {lines#} baris, {total} {unit}, pada {booked_on}",
        "Received dues in {lines#} lines, {total} {unit}, on {booked_on}",
    ),
    "fund.jimpitan_round_collected": (
        "Entri {entry_no}: jimpitan {booked_on} {route}, {gave} dari {households} rumah, "
        "{amount} {unit}",
        "Entry {entry_no}: jimpitan of {booked_on} {route}, {gave} of {households} houses, "
        "{amount} {unit}",
    ),
    "fund.rice_converted": (
        "Entri {entry_no}: menjual {amount} {unit} seharga {rupiah} rupiah pada {booked_on}",
        "Entry {entry_no}: sold {amount} {unit} for {rupiah} rupiah on {booked_on}",
    ),
    "fund.proceeds_received": (
        "Entri {entry_no}: hasil jual {grams} gram beras, {amount} {unit}, pada {booked_on}",
        "Entry {entry_no}: proceeds of {grams} grams of rice, {amount} {unit}, on {booked_on}",
    ),
    "fund.donation_received": (
        "Entri {entry_no}: sumbangan dari {donor_kind} {organisation}, {amount} {unit}, "
        "{goods#} jenis barang, pada {booked_on}",
        "Entry {entry_no}: donation of {donor_kind} {organisation}, {amount} {unit}, "
        "{goods#} kinds of goods, on {booked_on}",
    ),
    "fund.disbursed": (
        "Entri {entry_no}: mengeluarkan {amount} {unit} untuk {purpose} {organisation}, "
        "{goods#} jenis barang, pada {booked_on}",
        "Entry {entry_no}: paid {amount} {unit} for {purpose} {organisation}, "
        "{goods#} kinds of goods, on {booked_on}",
    ),
    "fund.death_benefit_paid": (
        "Entri {entry_no}: santunan kematian {deceased#} orang, {amount} {unit}, pada {booked_on}",
        "Entry {entry_no}: death benefit for {deceased#} deceased, {amount} {unit}, on {booked_on}",
    ),
    "fund.entry_reversed": (
        "Entri {entry_no}: membalik entri {of} tanggal {of_day}, {amount} {unit}, pada "
        "{booked_on} ({reason})",
        "Entry {entry_no}: reversed entry {of} of {of_day}, {amount} {unit}, on {booked_on} "
        "({reason})",
    ),
    "fund.reversal_noted": (
        "Entri {of} dibalik di buku lain, entri {entry_no}",
        "Entry {of} was reversed in another book, entry {entry_no}",
    ),
    "fund.count_difference_booked": (
        "Entri {entry_no}: membukukan selisih hitungan {amount} {unit} pada {booked_on}",
        "Entry {entry_no}: booked the difference of a count, {amount} {unit}, on {booked_on}",
    ),
    "fund.payer_enrolled": (
        "Mendaftarkan pembayar sejak {enrolled_from}",
        "Enrolled a payer from {enrolled_from}",
    ),
    "fund.payer_corrected": (
        "Mengoreksi pembayar: sejak {enrolled_from} ({reason})",
        "Corrected a payer: from {enrolled_from} ({reason})",
    ),
    "fund.payer_exempted": (
        "Membebaskan pembayar sejak {valid_from} sampai sebelum {valid_to} ({reason})",
        "Exempted a payer from {valid_from} until before {valid_to} ({reason})",
    ),
    "fund.payer_left": (
        "Mencatat pembayar berhenti per {left_on} ({reason})",
        "Recorded that a payer left as of {left_on} ({reason})",
    ),
    "fund.dues_set": (
        "Menetapkan iuran {amount} {unit} {frequency} sejak {valid_from}",
        "Set dues of {amount} {unit} {frequency} from {valid_from}",
    ),
    "fund.dues_corrected": (
        "Mengoreksi iuran: {amount} {unit} {frequency} sejak {valid_from} ({reason})",
        "Corrected dues: {amount} {unit} {frequency} from {valid_from} ({reason})",
    ),
    "fund.entry_retracted": (
        "Menarik catatan {entry} (entri {of}, {reason})",
        "Took back {entry} (entry {of}, {reason})",
    ),
    "fund.receipt_corrected": (
        "Mengoreksi bukti entri {entry_no} menjadi {receipt_no} ({reason})",
        "Corrected the receipt of entry {entry_no} to {receipt_no} ({reason})",
    ),
    "fund.cash_counted": (
        "Menghitung kas {counted_on}: {counted} {unit}, selisih {difference}, {witnesses#} saksi",
        "Counted the box on {counted_on}: {counted} {unit}, difference {difference}, "
        "{witnesses#} witnesses",
    ),
    "fund.month_sealed": (
        "Menyegel bulan {month}/{year}: awal {opening}, masuk {received}, keluar {paid}, "
        "akhir {closing} {unit}",
        "Sealed month {month}/{year}: opening {opening}, in {received}, out {paid}, "
        "closing {closing} {unit}",
    ),
    "fund.month_approved": (
        "Menyetujui bulan {month}/{year} yang disegel",
        "Approved the sealed month {month}/{year}",
    ),
    "fund.year_closed": (
        "Menutup buku tahun ini dengan saldo {closing} {unit}",
        "Closed the year's book with a balance of {closing} {unit}",
    ),
}

MEETING = {
    "meeting.held": (
        "Mencatat pertemuan {kind} {held_on}, hadir {headcount}",
        "Recorded a meeting ({kind}) on {held_on}, {headcount} were there",
    ),
    "meeting.corrected": (
        "Mengoreksi pertemuan: {kind} {held_on}, hadir {headcount} ({reason})",
        "Corrected a meeting: {kind} on {held_on}, {headcount} were there ({reason})",
    ),
    "meeting.decision_taken": (
        "Keputusan {no} ({kind}): {title}; setuju {votes_for}, menolak {votes_against}, "
        "batas {limit} {unit}",
        "Decision {no} ({kind}): {title}; {votes_for} for, {votes_against} against, "
        "limit {limit} {unit}",
    ),
    "meeting.decision_corrected": (
        "Mengoreksi keputusan {no} ({kind}): {title}, batas {limit} {unit} ({reason})",
        "Corrected decision {no} ({kind}): {title}, limit {limit} {unit} ({reason})",
    ),
    "meeting.decision_spent": (
        "Keputusan {no} dipakai untuk entri {entry_no}: {amount} {unit}",
        "Decision {no} was used for entry {entry_no}: {amount} {unit}",
    ),
    "meeting.decision_refunded": (
        "Keputusan {no} pulih dari entri {entry_no} yang dibalik: {amount} {unit}",
        "Decision {no} got back {amount} {unit} of the reversed entry {entry_no}",
    ),
    "meeting.minutes_attached": (
        "Melampirkan notulen, {pages} halaman",
        "Attached the minutes, {pages} pages",
    ),
    "meeting.entry_retracted": (
        "Menarik catatan {entry} (entri {of}, {reason})",
        "Took back {entry} (entry {of}, {reason})",
    ),
}

ARISAN = {
    "arisan.cycle_opened": (
        "Membuka arisan {title}: {shares#} nama, {contribution} {unit} {frequency}, {method}",
        "Opened the arisan {title}: {shares#} shares, {contribution} {unit} {frequency}, {method}",
    ),
    "arisan.cycle_corrected": (
        "Mengoreksi arisan {title}: {shares#} nama, {contribution} {unit} ({reason})",
        "Corrected the arisan {title}: {shares#} shares, {contribution} {unit} ({reason})",
    ),
    "arisan.round_collected": (
        "Menerima setoran putaran {round}: {payments#} nama, {total}, kurang {missing}",
        "Collected for round {round}: {payments#} shares, {total}, {missing} missing",
    ),
    "arisan.winner_drawn": (
        "Putaran {round} dimenangkan nama {share} ({method}, {candidates#} peserta, "
        "{witnesses#} saksi): {pot}",
        "Round {round} went to share {share} ({method}, {candidates#} in the draw, "
        "{witnesses#} witnesses): {pot}",
    ),
    "arisan.pot_paid": (
        "Membayarkan arisan putaran {round} kepada nama {share}: {amount}, ditahan {withheld}",
        "Paid the pot of round {round} to share {share}: {amount}, withheld {withheld}",
    ),
    "arisan.debt_settled": (
        "Nama {share} melunasi {amount} untuk putaran {round}",
        "Share {share} settled {amount} for round {round}",
    ),
    "arisan.member_substituted": (
        "Mengganti pemegang nama {share} pada {substituted_on} ({reason})",
        "Gave share {share} another holder on {substituted_on} ({reason})",
    ),
    "arisan.cycle_closed": (
        "Menutup arisan ({end}), {debts#} utang tersisa",
        "Closed the arisan ({end}), {debts#} debts are left",
    ),
    "arisan.entry_retracted": (
        "Menarik catatan {entry} (entri {of}, {reason})",
        "Took back {entry} (entry {of}, {reason})",
    ),
}

"""Refusals of the community's money: books, payers, receipts, payments."""

from __future__ import annotations

from ..kernel.refusal import Rule, table

FUND = table(
    Rule(
        code="FEE_FORBIDDEN",
        rule="Nothing is charged for a service; a receipt is no fee and belongs to no case.",
        source="S1, S2, S4: “tidak dipungut biaya”",
        message_id="Pelayanan tidak dipungut biaya ({cause}).",
        message_en="No charge is taken for a service ({cause}).",
        hint_id="Catat iuran atau sumbangan biasa, tanpa kaitan dengan kasus.",
        hint_en="Record ordinary dues or a gift, without a tie to a case.",
    ),
    Rule(
        code="UNIT_MIX",
        rule="Rupiah and rice stand in two books and are never added, only converted.",
        source="S2: “jimpitan beras”",
        message_id="Buku ini dalam {unit}, bukan {given}.",
        message_en="This book is kept in {unit}, not in {given}.",
        hint_id="Pakai buku dengan satuan itu, atau catat penjualan beras (convertRice).",
        hint_en="Use the book of that unit, or record a sale of rice (convertRice).",
    ),
    Rule(
        code="FUND_NEGATIVE",
        rule="No balance falls below zero, on the entry's day or on any day after it.",
        source="S2; practice of cash books",
        message_id="Saldo pada {day} kurang {missing} {unit}; yang tersedia {available}.",
        message_en="On {day} the balance lacks {missing} {unit}; {available} is available.",
        hint_id=(
            "Periksa jumlah dan tanggalnya; saldo tahun lalu masuk setelah tahun itu ditutup "
            "(closeYear)."
        ),
        hint_en=(
            "Check amount and day; last year's balance comes over by closing that year (closeYear)."
        ),
    ),
    Rule(
        code="PERIOD_SEALED",
        rule=(
            "A sealed month never changes; what was wrong is booked in an open month, with a link."
        ),
        source="practice: monthly close; audit",
        message_id="Tanggal {day} ada di bulan yang sudah disegel (sampai {sealed_to}).",
        message_en="{day} lies in a sealed month (up to {sealed_to}).",
        hint_id="Catat pembalikan atau entri barunya di bulan yang masih terbuka.",
        hint_en="Book the reversal or the new entry in a month that is still open.",
    ),
    Rule(
        code="DECISION_REQUIRED",
        rule="Above the policy's limit a payment cites a meeting's decision that covers it.",
        source="practice; policy spending_limit",
        message_id="Pengeluaran {amount} {unit} perlu keputusan rapat yang mencakupnya ({cause}).",
        message_en=(
            "A payment of {amount} {unit} needs a meeting's decision that covers it ({cause})."
        ),
        hint_id="Catat keputusan rapat (takeDecision) lalu sebutkan di pembayaran ini.",
        hint_en="Record the meeting's decision (takeDecision) and cite it in the payment.",
    ),
    Rule(
        code="PERMIT_REQUIRED",
        rule=(
            "Who collects beyond desa or kelurahan has a permit (PUB); gotong royong within it is "
            "exempt."
        ),
        source="UU 9/1961; Permensos 8/2021",
        message_id=(
            "Pengumpulan tingkat {scope} perlu izin PUB yang berlaku (berlaku sampai: "
            "{permit_until})."
        ),
        message_en=(
            "Collecting at the level {scope} needs a permit in force (its last day: "
            "{permit_until})."
        ),
        hint_id="Isi nomor izin dan masa berlakunya, atau persempit cakupannya.",
        hint_en="Give the permit's number and last day, or narrow the scope.",
    ),
    Rule(
        code="POT_MIX",
        rule=(
            "Donation money comes from residents and returns to them whole; operations have a "
            "book apart."
        ),
        source="practice: WKSBM Bakti Mulia, Sleman",
        message_id="Uang sumbangan dan uang operasional tidak boleh dicampur ({cause}).",
        message_en="Donation money and operating money stay apart ({cause}).",
        hint_id="Pakai buku untuk keperluan itu.",
        hint_en="Use the book that is meant for it.",
    ),
    Rule(
        code="BOOK_STATE",
        rule="Entries go into an open book.",
        source="practice of cash books",
        message_id="Buku ini {state}.",
        message_en="The book is {state}.",
        hint_id="Pakai buku tahun berjalan; entri tahun yang ditutup dibalik di buku itu.",
        hint_en="Use this year's book; an entry of a closed year is reversed there.",
    ),
    Rule(
        code="BOOK_DAY",
        rule="An entry lies in its book's year, on or after the day on which the book was opened.",
        source="practice of cash books",
        message_id="Tanggal {day} di luar buku ini ({day_from} sampai {day_to}).",
        message_en="{day} is outside this book ({day_from} to {day_to}).",
        hint_id="Periksa tanggalnya, atau pakai buku tahun itu.",
        hint_en="Check the day, or use the book of that year.",
    ),
    Rule(
        code="BOOK_IN_USE",
        rule="A book is struck only when nothing in it stands.",
        source="practice of cash books",
        message_id="Buku ini masih memuat {entries} entri dan {months} bulan tersegel.",
        message_en="The book still has {entries} entries and {months} sealed months.",
        hint_id="Balik entri-entrinya dahulu.",
        hint_en="Reverse its entries first.",
    ),
    Rule(
        code="OPENING_TWICE",
        rule="A book has one balance at its start: typed once, or carried over from last year's.",
        source="practice: pindahan",
        message_id="Saldo awal tahun {year} sudah ada atau datang dari penutupan buku sebelumnya.",
        message_en=(
            "The opening balance of {year} is there, or comes from closing the book before it."
        ),
        hint_id="Tutup buku tahun lalu (closeYear), atau balik saldo awal yang keliru.",
        hint_en="Close last year's book (closeYear), or reverse the balance that was wrong.",
    ),
    Rule(
        code="AMOUNT_ZERO",
        rule="An amount of rice counts at least one gram.",
        source="service: whole numbers",
        message_id="Takaran ini nol gram.",
        message_en="This measure makes no gram.",
        hint_id="Isi takaran yang sebenarnya.",
        hint_en="Give the measure as it was.",
    ),
    Rule(
        code="PAYER_UNKNOWN",
        rule="Dues are taken from those who are enrolled.",
        source="practice: list of payers",
        message_id="Orang {person} tidak terdaftar sebagai pembayar di buku ini.",
        message_en="The person {person} is not enrolled as a payer in this book.",
        hint_id="Daftarkan dahulu (enrolPayer), atau catat sebagai sumbangan.",
        hint_en="Enrol them first (enrolPayer), or record a donation.",
    ),
    Rule(
        code="PAYER_TWICE",
        rule="A payer is enrolled once at a time.",
        source="practice: list of payers",
        message_id="Orang {person} sudah terdaftar sebagai pembayar.",
        message_en="The person {person} is enrolled already.",
        hint_id="Koreksi datanya, atau catat berhentinya dahulu.",
        hint_en="Correct the entry, or record the leaving first.",
    ),
    Rule(
        code="PAYER_PAID",
        rule="A payer whose dues stand in the book stays in its list.",
        source="audit",
        message_id="Orang {person} sudah membayar di buku ini.",
        message_en="The person {person} has paid in this book.",
        hint_id="Catat berhentinya, atau balik pembayarannya dahulu.",
        hint_en="Record the leaving, or reverse the payments first.",
    ),
    Rule(
        code="DUES_TWICE",
        rule="From one day on there is one amount of dues.",
        source="practice",
        message_id="Iuran sejak {day} sudah ditetapkan.",
        message_en="Dues from {day} are set already.",
        hint_id="Koreksi yang itu (correctDues).",
        hint_en="Correct those (correctDues).",
    ),
    Rule(
        code="DUES_UNSET",
        rule="Where no dues are set for a period, the line says how much was paid.",
        source="practice: voluntary dues",
        message_id="Belum ada ketetapan iuran {person} untuk {period}.",
        message_en="No dues of {person} are set for {period}.",
        hint_id="Isi jumlahnya, atau tetapkan iurannya (setDues).",
        hint_en="Give the amount, or set the dues (setDues).",
    ),
    Rule(
        code="DUES_PAID",
        rule="A period is paid once.",
        source="practice",
        message_id="Iuran {person} untuk {period} sudah lunas.",
        message_en="The dues of {person} for {period} are paid.",
        hint_id="Pilih periode lain, atau catat sebagai sumbangan.",
        hint_en="Choose another period, or record a donation.",
    ),
    Rule(
        code="DUES_ABOVE",
        rule="An amount without a period pays what is unpaid, then what is to come this year.",
        source="practice: paying some months at once",
        message_id="Jumlah itu melebihi iuran {person} tahun ini (paling banyak {most}).",
        message_en="The amount is more than the dues of {person} this year (at most {most}).",
        hint_id="Periksa jumlahnya; selebihnya catat sebagai sumbangan, atau sebutkan periodenya.",
        hint_en="Check the amount; record the rest as a donation, or name the period.",
    ),
    Rule(
        code="LINE_TWICE",
        rule="An evening names a payer and a period once.",
        source="practice",
        message_id="Orang {person} disebut dua kali untuk {period}.",
        message_en="The person {person} stands twice for {period}.",
        hint_id="Jadikan satu baris.",
        hint_en="Make it one line.",
    ),
    Rule(
        code="ROUND_TWICE",
        rule="A round is collected once a night on a route.",
        source="practice: buku ronda",
        message_id="Jimpitan {day} rute {route} sudah dicatat.",
        message_en="The round of {day}, route {route}, is recorded already.",
        hint_id="Isi rutenya, atau balik catatan yang keliru dahulu.",
        hint_en="Name the route, or reverse the wrong entry first.",
    ),
    Rule(
        code="LINES_TOTAL",
        rule="The total of a round is that of its lines, unless the rice was weighed.",
        source="practice: counted the same night",
        message_id="Jumlah {total} tidak sama dengan jumlah barisnya {lines}.",
        message_en="The total {total} is not that of its lines, {lines}.",
        hint_id="Hitung ulang, atau isi hasil timbangan.",
        hint_en="Count again, or give what the scale says.",
    ),
    Rule(
        code="HOUSEHOLDS",
        rule="No more houses give than are visited, and each line is one that gave.",
        source="practice: kartu ronda",
        message_id="Rumah yang memberi {gave}, baris {lines}, yang didatangi {visited}.",
        message_en="{gave} houses gave, {lines} lines, {visited} were visited.",
        hint_id="Perbaiki jumlah rumahnya.",
        hint_en="Mend the numbers of houses.",
    ),
    Rule(
        code="DEATH_TWICE",
        rule="There is one death benefit for each deceased person.",
        source="S2: dana kematian",
        message_id="Santunan kematian untuk {person} sudah dibayarkan (buku {book}).",
        message_en="The death benefit for {person} has been paid (book {book}).",
        hint_id="Periksa orangnya; kalau pembayarannya keliru, balik dahulu.",
        hint_en="Check the person; if that payment was wrong, reverse it first.",
    ),
    Rule(
        code="NOT_STANDING",
        rule="The death benefit goes to a household that pays its dues, by the policy.",
        source="S2; policy good_standing",
        message_id=(
            "Keluarga ini tidak memenuhi syarat ({cause}): tunggakan {unpaid} periode, batasnya "
            "{allowed}."
        ),
        message_en=(
            "The household is not in good standing ({cause}): {unpaid} periods unpaid, {allowed} "
            "allowed."
        ),
        hint_id=(
            "Lunasi tunggakannya, bebaskan dengan alasan, atau bayar sebagai santunan dengan "
            "keputusan rapat."
        ),
        hint_en="Settle the arrears, exempt with a reason, or pay aid by a meeting's decision.",
    ),
    Rule(
        code="BENEFIT_TABLE",
        rule="The death benefit is that of the table, or of a meeting's decision.",
        source="practice of rukem; policy death_benefit_totals",
        message_id="Santunan {amount} tidak sesuai tabel ({tabled}).",
        message_en="The benefit {amount} is not that of the table ({tabled}).",
        hint_id="Kosongkan jumlahnya, atau sebutkan keputusan rapat.",
        hint_en="Leave the amount out, or cite a meeting's decision.",
    ),
    Rule(
        code="HANDOVER_MISSING",
        rule="After a change of board nobody pays before the handover is recorded.",
        source="practice: serah terima",
        message_id="Serah terima dari masa jabatan {term_no} belum dicatat.",
        message_en="The handover of term {term_no} is not recorded.",
        hint_id="Catat serah terimanya (recordHandover).",
        hint_en="Record the handover (recordHandover).",
    ),
    Rule(
        code="ENTRY_REVERSED",
        rule="An entry is reversed once.",
        source="audit",
        message_id="Entri {no} sudah dibalik oleh entri {by}.",
        message_en="Entry {no} was reversed by entry {by}.",
        hint_id="Tidak ada yang perlu dibalik lagi.",
        hint_en="There is nothing left to reverse.",
    ),
    Rule(
        code="ENTRY_COVERS",
        rule="A payment that covers an arisan's shortfall stays as long as it covers it.",
        source="practice: the pot rests on it",
        message_id="Entri {no} menutup kekurangan putaran arisan (id {cycle}).",
        message_en="Entry {no} covers the shortfall of an arisan's round (id {cycle}).",
        hint_id="Tarik dulu penutupnya di arisan itu (retractArisanEntry).",
        hint_en="Take the cover back in that arisan first (retractArisanEntry).",
    ),
    Rule(
        code="REVERSAL_FINAL",
        rule="A reversal and a carry-over are not reversed; the right entry is made anew.",
        source="audit",
        message_id="Entri {no} ({kind}) tidak dapat dibalik.",
        message_en="Entry {no} ({kind}) cannot be reversed.",
        hint_id="Catat entri yang benar.",
        hint_en="Make the right entry.",
    ),
    Rule(
        code="REVERSAL_EARLY",
        rule="What follows from an entry is not booked before its day.",
        source="practice of cash books",
        message_id="Tanggal {day} mendahului entri itu ({entry_day}).",
        message_en="{day} is before that entry ({entry_day}).",
        hint_id="Pakai tanggal yang sama atau sesudahnya.",
        hint_en="Use the same day or a later one.",
    ),
    Rule(
        code="NOT_REVERSED",
        rule="An entry replaces one that was reversed.",
        source="audit",
        message_id="Entri {no} belum dibalik.",
        message_en="Entry {no} is not reversed.",
        hint_id="Balik dahulu entri itu (reverseEntry).",
        hint_en="Reverse that entry first (reverseEntry).",
    ),
    Rule(
        code="COUNT_SETTLED",
        rule="A count's difference is booked once, if there is any.",
        source="practice: opname kas",
        message_id="Selisih hitungan ini ({difference}) nol atau sudah dibukukan.",
        message_en="The difference of this count ({difference}) is nil or booked.",
        hint_id="Hitung lagi bila perlu (countCash).",
        hint_en="Count again if need be (countCash).",
    ),
    Rule(
        code="MONTH_RUNNING",
        rule="A month is sealed after its last day.",
        source="practice: monthly close",
        message_id="Bulan ini baru berakhir {last}.",
        message_en="The month ends on {last}.",
        hint_id="Segel sesudah tanggal itu.",
        hint_en="Seal it after that day.",
    ),
    Rule(
        code="SEAL_ORDER",
        rule="Months are sealed in their order, and last year's book is closed before.",
        source="practice: monthly close",
        message_id=(
            "Dana {kind}: bulan yang mulai {month} belum disegel atau tahunnya belum ditutup."
        ),
        message_en=(
            "Fund {kind}: the month that begins on {month} is not sealed, or its year not closed."
        ),
        hint_id="Segel bulan itu, atau tutup tahunnya (closeYear), dahulu.",
        hint_en="Seal that month, or close that year (closeYear), first.",
    ),
    Rule(
        code="NOT_SEALED",
        rule="What is approved is a sealed month, once.",
        source="practice: verified by the chair",
        message_id="Bulan yang mulai {month} belum disegel atau sudah disetujui.",
        message_en="The month that begins on {month} is not sealed, or approved already.",
        hint_id="Minta bendahara menyegelnya.",
        hint_en="Ask the treasurer to seal it.",
    ),
)

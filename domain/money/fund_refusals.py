"""Refusals of the community's money: books, payers, receipts, payments."""

from __future__ import annotations

from ..kernel.refusal import Rule, table

FUND = table(
    Rule(
        code="FEE_FORBIDDEN",
        rule="Nothing is charged for a service; a receipt is no fee and belongs to no case.",
        source="S1, S2, S4: “tidak dipungut biaya”",
    ),
    Rule(
        code="UNIT_MIX",
        rule="Rupiah and rice are in two books and are never added, only converted.",
        source="S2: “jimpitan beras”",
    ),
    Rule(
        code="FUND_NEGATIVE",
        rule="No balance falls below zero, on the entry's day or on any day after it.",
        source="S2; practice of cash books",
    ),
    Rule(
        code="BOOK_LIMIT",
        rule="No box holds more than a trillion rupiah or a million tonnes of rice, so that the "
        "sums of an office can always be shown.",
        source="service: whole numbers of 64 bits",
    ),
    Rule(
        code="BOOK_FULL",
        rule="A book of one year has at most a hundred thousand entries.",
        source="service: a book is read as a whole",
    ),
    Rule(
        code="PERIOD_SEALED",
        rule=(
            "A sealed month never changes; a wrong entry is reversed in an open month, with a link."
        ),
        source="practice: monthly close; audit",
    ),
    Rule(
        code="DECISION_REQUIRED",
        rule="Above the policy's limit a payment cites a meeting's decision that covers it.",
        source="practice; policy spending_limit",
    ),
    Rule(
        code="PERMIT_REQUIRED",
        rule=(
            "Collecting beyond desa or kelurahan needs a permit (PUB); gotong royong within it is "
            "exempt."
        ),
        source="UU 9/1961; Permensos 8/2021",
    ),
    Rule(
        code="POT_MIX",
        rule=(
            "Donations come from residents and are used for them in full; "
            "operations have a separate book."
        ),
        source="practice: WKSBM Bakti Mulia, Sleman",
    ),
    Rule(
        code="NOT_SUCCESSOR",
        rule="What a WKSBM has left goes to its own books, or to the WKSBM it was merged into.",
        source="practice: settlement after a merger",
    ),
    Rule(
        code="BOOK_STATE",
        rule="Entries are made in an open book.",
        source="practice of cash books",
    ),
    Rule(
        code="BOOK_DAY",
        rule="An entry lies in its book's year, on or after the day on which the book was opened.",
        source="practice of cash books",
    ),
    Rule(
        code="BOOK_IN_USE",
        rule="A book is withdrawn only when it has no valid entries.",
        source="practice of cash books",
    ),
    Rule(
        code="OPENING_TWICE",
        rule="A book has one opening balance: entered once, or carried over from last year's.",
        source="practice: pindahan",
    ),
    Rule(
        code="AMOUNT_ZERO",
        rule="An amount of rice counts at least one gram.",
        source="service: whole numbers",
    ),
    Rule(
        code="PAYER_UNKNOWN",
        rule="Only enrolled payers pay dues.",
        source="practice: list of payers",
    ),
    Rule(
        code="PAYER_TWICE",
        rule="A payer is enrolled once at a time.",
        source="practice: list of payers",
    ),
    Rule(
        code="PAYER_PAID",
        rule="A payer who has paid in the book cannot be removed from it.",
        source="audit",
    ),
    Rule(
        code="DUES_TWICE",
        rule="From one day on there is one amount of dues.",
        source="practice",
    ),
    Rule(
        code="DUES_UNSET",
        rule="If no dues are set for a period, the line must give the amount.",
        source="practice: voluntary dues",
    ),
    Rule(
        code="DUES_PAID",
        rule="A period is paid once.",
        source="practice",
    ),
    Rule(
        code="DUES_ABOVE",
        rule=("An amount pays what is unpaid, from the period named on, then what is to come."),
        source="practice: paying some months at once",
    ),
    Rule(
        code="DUES_FAR",
        rule="Dues are paid ahead for the book's year and the next one, not for later ones.",
        source="practice: paying some months at once",
    ),
    Rule(
        code="LINE_TWICE",
        rule="An evening names a payer and a period once.",
        source="practice",
    ),
    Rule(
        code="ROUND_TWICE",
        rule="A round is collected once a night on a route.",
        source="practice: buku ronda",
    ),
    Rule(
        code="LINES_TOTAL",
        rule="The total of a round is that of its lines, unless the rice was weighed.",
        source="practice: counted the same night",
    ),
    Rule(
        code="HOUSEHOLDS",
        rule="No more houses give than are visited, and each line is one that gave.",
        source="practice: kartu ronda",
    ),
    Rule(
        code="DEATH_TWICE",
        rule="There is one death benefit for each deceased person.",
        source="S2: dana kematian",
    ),
    Rule(
        code="NOT_STANDING",
        rule="The death benefit is paid to a household that pays its dues, by the policy.",
        source="S2; policy good_standing",
    ),
    Rule(
        code="BENEFIT_TABLE",
        rule="The death benefit is that of the table, or of a meeting's decision.",
        source="practice of rukem; policy death_benefit_totals",
    ),
    Rule(
        code="HANDOVER_MISSING",
        rule="After a change of board no payment is possible before the handover is recorded.",
        source="practice: serah terima",
    ),
    Rule(
        code="ENTRY_REVERSED",
        rule="An entry is reversed once.",
        source="audit",
    ),
    Rule(
        code="ENTRY_COVERS",
        rule="A payment that covers an arisan's shortfall stays as long as it covers it.",
        source="practice: the pot depends on it",
    ),
    Rule(
        code="REVERSAL_FINAL",
        rule="A reversal and a carry-over are not reversed; the right entry is made again.",
        source="audit",
    ),
    Rule(
        code="REVERSAL_EARLY",
        rule="A consequence of an entry is not booked before the entry's day.",
        source="practice of cash books",
    ),
    Rule(
        code="RECEIPT_TWICE",
        rule="A paper receipt proves one entry of a book, unless it is said to be shared.",
        source="audit",
    ),
    Rule(
        code="NOT_REVERSED",
        rule="An entry replaces one that was reversed.",
        source="audit",
    ),
    Rule(
        code="COUNT_SETTLED",
        rule="A count's difference is booked once, if there is any.",
        source="practice: opname kas",
    ),
    Rule(
        code="COUNT_REPLACED",
        rule="The latest count says what is in the box; earlier ones book nothing any more.",
        source="practice: opname kas",
    ),
    Rule(
        code="MONTH_RUNNING",
        rule="A month is sealed after its last day.",
        source="practice: monthly close",
    ),
    Rule(
        code="SEAL_ORDER",
        rule="Months are sealed in their order, and last year's book is closed before.",
        source="practice: monthly close",
    ),
    Rule(
        code="NOT_SEALED",
        rule="Only a sealed month is approved, and only once.",
        source="practice: verified by the chair",
    ),
)

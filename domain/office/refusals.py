"""Refusals of the office: budget targets, areas below the village, late-entry permits."""

from __future__ import annotations

from ..kernel.refusal import Rule, table

OFFICE = table(
    Rule(
        code="AREA_NUMBER_TAKEN",
        rule="A number or name stands once per kind inside a village (or its parent); 8 is 08.",
        source="practice: RT and RW are numbered inside the kelurahan or the RW",
        message_id="Nomor atau nama itu sudah tercatat di wilayah ini (id {holder}).",
        message_en="The number or name is already recorded in this area (id {holder}).",
        hint_id="Pakai yang sudah tercatat, atau periksa nomornya.",
        hint_en="Use the recorded one, or check the number.",
    ),
    Rule(
        code="AREA_NESTING",
        rule="A local area lies under a larger one of the same village.",
        source="practice: RT under RW or dusun, RW under dusun or lingkungan",
        message_id="{kind} tidak dapat berada di bawah {parent_kind}.",
        message_en="{kind} cannot lie under {parent_kind}.",
        hint_id="Pilih wilayah induk yang lebih besar, di desa atau kelurahan yang sama.",
        hint_en="Choose a larger parent in the same village.",
    ),
    Rule(
        code="AREA_CLOSED",
        rule="A closed local area changes no more.",
        source="service: areas",
        message_id="Wilayah setempat ini sudah ditutup.",
        message_en="This local area is closed.",
        hint_id="Pakai penggantinya, atau koreksi penutupannya.",
        hint_en="Use its successor, or correct the closing.",
    ),
    Rule(
        code="TARGET_STATE",
        rule="A target is set once per year and indicator, then revised; withdrawn, it may be set "
        "again.",
        source="S0: 15 WKSBM in the budget year 2012",
        message_id="Target ini {state}.",
        message_en="The target is {state}.",
        hint_id="Kalau sudah ditetapkan, revisi; kalau ditarik, tetapkan lagi.",
        hint_en="If it is set, revise it; if it was withdrawn, set it again.",
    ),
    Rule(
        code="PERMIT_ENDED",
        rule="A permit is revoked once, and given for days to come.",
        source="service: late entries",
        message_id="Izin ini sudah tidak berlaku sejak {ended_on}.",
        message_en="The permit has been void since {ended_on}.",
        hint_id="Beri izin baru.",
        hint_en="Give a new permit.",
    ),
)

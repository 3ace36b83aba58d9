"""Refusals of the office's own commands, in the table form of ``domain/kernel/refusal.py``."""

from __future__ import annotations

from wahana.domain.kernel.refusal import Rule

RULES: tuple[Rule, ...] = (
    Rule(
        code="TOKEN_LIMIT",
        rule="At most two tokens of one app are live at once, so that one can replace the other.",
        source="service: rotation of tokens",
        message_id="Aplikasi {label} sudah memiliki dua token yang berlaku.",
        message_en="The app {label} has two live tokens already.",
        hint_id="Cabut salah satu token lama, lalu terbitkan yang baru.",
        hint_en="Revoke one of the old tokens, then issue the new one.",
    ),
    Rule(
        code="ROLE_LIMITS",
        rule="A role that reaches an area or a WKSBM names it.",
        source="service: roles",
        message_id="Peran {role} perlu batasnya: wilayah atau WKSBM.",
        message_en="The role {role} needs its limit: an area or some WKSBM.",
        hint_id="Isi areaCode atau wksbmIds.",
        hint_en="Give areaCode or wksbmIds.",
    ),
    Rule(
        code="ROLE_UNLIMITED",
        rule="A role is given no limit that the role table does not know: it would not hold.",
        source="service: roles",
        message_id="Peran {role} tidak dapat dibatasi seperti itu.",
        message_en="The role {role} cannot be limited like that.",
        hint_id="Kosongkan batas itu, atau pilih peran lain.",
        hint_en="Leave the limit out, or choose another role.",
    ),
    Rule(
        code="ALREADY_DONE",
        rule="What has been done is not done again.",
        source="service: audit",
        message_id="Sudah dilakukan sebelumnya ({what}).",
        message_en="It has been done before ({what}).",
        hint_id="Tidak ada yang perlu dilakukan.",
        hint_en="There is nothing to do.",
    ),
)

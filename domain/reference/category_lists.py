"""The rows of the two lists of target groups, and of the mapping between them.

Official terms are kept in Indonesian even where they sound harsh today; the English names are
neutral. Problems are the groups of PP 39/2012.
"""

from __future__ import annotations

from typing import Literal

Problem = Literal[
    "POVERTY", "NEGLECT", "DISABILITY", "REMOTENESS", "DEVIANCE", "DISASTER", "VIOLENCE"
]  # fmt: skip
"""Kemiskinan, ketelantaran, kecacatan, keterpencilan, ketunaan sosial dan penyimpangan perilaku,
korban bencana, kekerasan/eksploitasi/diskriminasi."""

Tier = Literal["TOP", "STANDARD"]
"""TOP: the group itself is specific personal data under UU 27/2022 ps 4(2) (health, crime, child,
victim)."""

Row = tuple[str, str | None, str, str, Problem, Tier]

EDITION_2007: tuple[Row, ...] = (
    ("ABT", "ABT", "anak balita terlantar", "neglected under-five", "NEGLECT", "TOP"),
    ("AT", "AT", "anak terlantar", "neglected child", "NEGLECT", "TOP"),
    ("AN", "AN", "anak nakal", "child in conflict with the law", "DEVIANCE", "TOP"),
    ("AJ", "AJ", "anak jalanan", "street child", "NEGLECT", "TOP"),
    (
        "WRSE",
        "WRSE",
        "wanita rawan sosial ekonomi",
        "socio-economically vulnerable woman",
        "POVERTY",
        "STANDARD",
    ),
    ("KTK", "KTK", "korban tindak kekerasan", "victim of violence", "VIOLENCE", "TOP"),
    ("LUT", "LUT", "lanjut usia terlantar", "neglected older person", "NEGLECT", "STANDARD"),
    ("PACA", "PACA", "penyandang cacat", "person with a disability", "DISABILITY", "TOP"),
    ("TS", "TS", "tuna susila", "person in sex work", "DEVIANCE", "TOP"),
    ("PGMS", "PGMS", "pengemis", "person who begs", "DEVIANCE", "STANDARD"),
    ("GLDNG", "GLDNG", "gelandangan", "homeless person", "DEVIANCE", "STANDARD"),
    (
        "BWBLK",
        "BWBLK",
        "bekas warga binaan lembaga kemasyarakatan",
        "former prisoner",
        "DEVIANCE",
        "TOP",
    ),
    (
        "NAPZA",
        "NAPZA",
        "korban penyalahgunaan narkotika, psikotropika, dan zat-zat adiktif",
        "victim of drug abuse",
        "DEVIANCE",
        "TOP",
    ),
    ("KFM", "KFM", "keluarga fakir miskin", "destitute family", "POVERTY", "STANDARD"),
    (
        "RTLH",
        "RTLH",
        "keluarga berumah tak layak huni",
        "family in unfit housing",
        "POVERTY",
        "STANDARD",
    ),
    (
        "KBSP",
        "KBSP",
        "keluarga bermasalah sosial psikologis",
        "family with psychosocial problems",
        "NEGLECT",
        "TOP",
    ),
    (
        "KAT",
        "KAT",
        "komunitas adat terpencil",
        "remote indigenous community",
        "REMOTENESS",
        "STANDARD",
    ),
    ("KBA", "KBA", "korban bencana alam", "victim of a natural disaster", "DISASTER", "STANDARD"),
    ("KBS", "KBS", "korban bencana sosial", "victim of a social disaster", "DISASTER", "STANDARD"),
    ("PM", "PM", "pekerja migran", "migrant worker", "VIOLENCE", "STANDARD"),
    ("ODHA", "ODHA", "penderita HIV/AIDS", "person living with HIV", "DEVIANCE", "TOP"),
    ("KLGRTN", "KLGRTN", "keluarga rentan", "vulnerable family", "POVERTY", "STANDARD"),
)
"""The 22 groups in the order of S0: code, label, Indonesian, English, problem, tier."""

EDITION_2012: tuple[Row, ...] = (
    ("01", "ABT", "anak balita telantar", "neglected under-five", "NEGLECT", "TOP"),
    ("02", "AT", "anak telantar", "neglected child", "NEGLECT", "TOP"),
    ("03", "ABH", "anak yang berhadapan dengan hukum", "child before the law", "DEVIANCE", "TOP"),
    ("04", "AJ", "anak jalanan", "street child", "NEGLECT", "TOP"),
    (
        "05",
        "ADK",
        "anak dengan kedisabilitasan",
        "child with a disability",
        "DISABILITY",
        "TOP",
    ),
    (
        "06",
        None,
        "anak yang menjadi korban tindak kekerasan atau diperlakukan salah",
        "child victim of violence or abuse",
        "VIOLENCE",
        "TOP",
    ),
    (
        "07",
        "AMPK",
        "anak yang memerlukan perlindungan khusus",
        "child in need of special protection",
        "VIOLENCE",
        "TOP",
    ),
    ("08", "LUT", "lanjut usia telantar", "neglected older person", "NEGLECT", "STANDARD"),
    ("09", None, "penyandang disabilitas", "person with a disability", "DISABILITY", "TOP"),
    ("10", "TS", "tuna susila", "person in sex work", "DEVIANCE", "TOP"),
    ("11", None, "gelandangan", "homeless person", "DEVIANCE", "STANDARD"),
    ("12", None, "pengemis", "person who begs", "DEVIANCE", "STANDARD"),
    ("13", None, "pemulung", "waste picker", "DEVIANCE", "STANDARD"),
    ("14", None, "kelompok minoritas", "member of a minority", "DEVIANCE", "TOP"),
    (
        "15",
        "BWBLP",
        "bekas warga binaan lembaga pemasyarakatan",
        "former prisoner",
        "DEVIANCE",
        "TOP",
    ),
    ("16", "ODHA", "orang dengan HIV/AIDS", "person living with HIV", "DEVIANCE", "TOP"),
    ("17", "NAPZA", "korban penyalahgunaan NAPZA", "victim of drug abuse", "DEVIANCE", "TOP"),
    ("18", None, "korban trafficking", "victim of trafficking", "VIOLENCE", "TOP"),
    ("19", "KTK", "korban tindak kekerasan", "victim of violence", "VIOLENCE", "TOP"),
    (
        "20",
        "PMBS",
        "pekerja migran bermasalah sosial",
        "migrant worker with a social problem",
        "VIOLENCE",
        "STANDARD",
    ),
    ("21", None, "korban bencana alam", "victim of a natural disaster", "DISASTER", "STANDARD"),
    ("22", None, "korban bencana sosial", "victim of a social disaster", "DISASTER", "STANDARD"),
    (
        "23",
        "PRSE",
        "perempuan rawan sosial ekonomi",
        "socio-economically vulnerable woman",
        "POVERTY",
        "STANDARD",
    ),
    ("24", None, "fakir miskin", "destitute person", "POVERTY", "STANDARD"),
    (
        "25",
        "KBSP",
        "keluarga bermasalah sosial psikologis",
        "family with psychosocial problems",
        "NEGLECT",
        "TOP",
    ),
    (
        "26",
        "KAT",
        "komunitas adat terpencil",
        "remote indigenous community",
        "REMOTENESS",
        "STANDARD",
    ),
)
"""The 26 groups of Permensos 8/2012 in their order."""

_CategoryChange = Literal["SAME", "NARROWED", "RENAMED", "SPLIT_BY_AGE", "DROPPED", "NEW"]

MAPPING: tuple[tuple[str | None, tuple[str, ...], _CategoryChange], ...] = (
    ("2007/ABT", ("2012/01",), "SAME"),
    ("2007/AT", ("2012/02",), "SAME"),
    ("2007/AN", ("2012/03",), "NARROWED"),
    ("2007/AJ", ("2012/04",), "SAME"),
    ("2007/WRSE", ("2012/23",), "RENAMED"),
    ("2007/KTK", ("2012/06", "2012/19"), "SPLIT_BY_AGE"),
    ("2007/LUT", ("2012/08",), "SAME"),
    ("2007/PACA", ("2012/05", "2012/09"), "SPLIT_BY_AGE"),
    ("2007/TS", ("2012/10",), "SAME"),
    ("2007/PGMS", ("2012/12",), "SAME"),
    ("2007/GLDNG", ("2012/11",), "SAME"),
    ("2007/BWBLK", ("2012/15",), "SAME"),
    ("2007/NAPZA", ("2012/17",), "SAME"),
    ("2007/KFM", ("2012/24",), "NARROWED"),
    ("2007/RTLH", (), "DROPPED"),
    ("2007/KBSP", ("2012/25",), "SAME"),
    ("2007/KAT", ("2012/26",), "SAME"),
    ("2007/KBA", ("2012/21",), "SAME"),
    ("2007/KBS", ("2012/22",), "SAME"),
    ("2007/PM", ("2012/20",), "NARROWED"),
    ("2007/ODHA", ("2012/16",), "RENAMED"),
    ("2007/KLGRTN", (), "DROPPED"),
    (None, ("2012/07",), "NEW"),
    (None, ("2012/13",), "NEW"),
    (None, ("2012/14",), "NEW"),
    (None, ("2012/18",), "NEW"),
)
"""2007 → 2012. KFM: the unit changed from family to person. PACA and KTK: the child's
group first."""

"""The areas of the edition: counts, codes, labels, the seeds' places, and the file's integrity."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from wahana.domain.reference import areas as module
from wahana.domain.reference.areas import AREAS, CHECKSUMS, EDITION, AreaFileChanged, Areas, within

BONTANG = {
    "64.74.01": "Bontang Kuala, Bontang Baru, Lok Tuan, Guntung, Gunung Elai, Api-api",
    "64.74.02": "Tanjung Laut, Berbas Tengah, Berbas Pantai, Satimpo, Bontang Lestari, "
    "Tanjung Laut Indah",
    "64.74.03": "Belimbing, Gunung Telihan, Kanaan",
}
YOGYAKARTA = (
    "Kricak, Karangwaru, Tegalrejo, Bener · Bumijo, Cokrodiningratan, Gowongan · Demangan, "
    "Kotabaru, Klitren, Baciro, Terban · Suryatmajan, Tegalpanggung, Bausasran · Sosromenduran, "
    "Pringgokusuman · Ngampilan, Notoprajan · Pakuncen, Wirobrajan, Patangpuluhan · Gedongkiwo, "
    "Suryodiningratan, Mantrijeron · Patehan, Panembahan, Kadipaten · Ngupasan, Prawirodirjan · "
    "Purwokinanti, Gunungketur · Keparakan, Wirogunan, Brontokusuman · Semaki, Muja Muju, "
    "Tahunan, Warungboto, Pandeyan, Sorosutan, Giwangan · Rejowinangun, Prenggan, Purbayan"
)


def names(code: str) -> list[str]:
    return [area.name for area in AREAS.children(code)]


def test_bontang_is_its_fifteen_kelurahan():
    districts = AREAS.children("64.74")
    assert {area.code: ", ".join(names(area.code)) for area in districts} == BONTANG
    villages = [village for area in districts for village in AREAS.children(area.code)]
    assert len(villages) == 15
    assert {village.kind for village in villages} == {"KELURAHAN"}


def test_yogyakarta_is_its_forty_five_kelurahan_in_fourteen_kemantren():
    districts = AREAS.children("34.71")
    assert [names(area.code) for area in districts] == [
        part.split(", ") for part in YOGYAKARTA.split(" · ")
    ]
    assert sum(len(names(area.code)) for area in districts) == 45
    assert AREAS.label("34.71.13") == "Kemantren"
    assert AREAS.label("34.71.13.1001") == "Kelurahan"


def test_counts_are_those_of_the_edition():
    provinces = AREAS.children("")
    regencies = [area for province in provinces for area in AREAS.children(province.code)]
    districts = [area for regency in regencies for area in AREAS.children(regency.code)]
    villages = [area for district in districts for area in AREAS.children(district.code)]
    assert (len(provinces), len(districts)) == (38, 7285)
    kinds = [area.kind for area in (*regencies, *villages)]
    assert {kind: kinds.count(kind) for kind in set(kinds)} == {
        "KABUPATEN": 416,
        "KOTA": 98,
        "KELURAHAN": 8496,
        "DESA": 75252,
        "DESA_ADAT": 14,
    }
    assert all(area.name.strip() == area.name and area.name for area in villages)


def test_an_area_is_found_by_its_code_only():
    semaki = AREAS.find("34.71.13.1001")
    assert semaki is not None
    assert (semaki.name, semaki.kind, semaki.parent) == ("Semaki", "KELURAHAN", "34.71.13")
    assert semaki.is_village
    assert semaki.edition == EDITION == "2025"
    assert [area.name for area in AREAS.ancestors(semaki.code)] == [
        "Umbulharjo",
        "Kota Yogyakarta",
        "Daerah Istimewa Yogyakarta",
    ]
    assert AREAS.exists("34")
    assert AREAS.ancestors("34") == ()


@pytest.mark.parametrize(
    "code", ["", "3", "34.", "34.7", "34.71.13.100", "34.71.13.1099", "Semaki", "99.99.99.1001"]
)
def test_what_is_no_code_is_not_found(code: str):
    assert AREAS.find(code) is None
    assert not AREAS.exists(code)
    assert AREAS.ancestors(code) == ()
    assert AREAS.label(code) is None


def test_children_of_a_village_or_of_nothing_are_none():
    assert AREAS.children("34.71.13.1001") == ()
    assert AREAS.children("99") == ()


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("12.07.28.1007", "Lubuk Pakam I,II"),
        ("35.29.22", 'Ra"as'),
        ("91.03.01.3001", None),
    ],
)
def test_quoted_names_and_customary_villages(code: str, name: str | None):
    area = AREAS.find(code)
    if name is None:
        customary = [v for d in AREAS.children("91.03") for v in AREAS.children(d.code)]
        assert sum(v.kind == "DESA_ADAT" for v in customary) == 14
    else:
        assert area is not None
        assert area.name == name


def test_yogyakarta_changed_its_words_in_2020():
    assert AREAS.label("34.02.01", date(2018, 10, 23)) == "Kecamatan"
    assert AREAS.label("34.02.01") == "Kapanewon"
    assert AREAS.label("34.02.01.2001", date(2018, 10, 23)) == "Desa"
    assert AREAS.label("34.02.01.2001") == "Kalurahan"
    assert AREAS.label("64.74.01") == "Kecamatan"
    assert AREAS.label("64.74") == "Kota"
    assert AREAS.label("34") == "Provinsi"


def test_within_is_by_whole_parts_of_the_code():
    assert within("34.71.13.1001", "34.71")
    assert within("34.71", "34.71")
    assert within("34.71", "")
    assert not within("34.7", "34.71")
    assert not within("34.710", "34.71")
    assert not within("64.74.01", "34")


def test_a_changed_file_is_refused(tmp_path: Path):
    for name in CHECKSUMS:
        shutil.copy(Path(module.__file__).with_name("wilayah") / name, tmp_path / name)
    copy = Areas(tmp_path, EDITION, CHECKSUMS)
    (tmp_path / "provinces.csv").write_text("code,name\n34,Jogja\n", encoding="utf-8")
    with pytest.raises(AreaFileChanged, match="restore it from the package"):
        copy.find("34")
    assert copy.find("64.74") is not None


@pytest.mark.parametrize("name", sorted(CHECKSUMS))
def test_files_are_sorted_as_the_binary_search_needs(name: str):
    lines = AREAS._lines(name)
    assert list(lines) == sorted(lines)


def test_the_notice_and_licence_are_shipped_with_the_files():
    folder = Path(module.__file__).with_name("wilayah")
    assert "Open Database License" in (folder / "NOTICE.md").read_text(encoding="utf-8")
    assert (folder / "LICENSE.md").stat().st_size > 20_000

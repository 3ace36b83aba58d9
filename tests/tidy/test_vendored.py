"""Files of others are what their notices say, and travel with the package."""

from __future__ import annotations

import hashlib
import re
import tarfile
import zipfile
from pathlib import Path

from hatchling.builders.sdist import SdistBuilder
from hatchling.builders.wheel import WheelBuilder

ROOT = Path(__file__).resolve().parents[2]
VENDOR = ROOT / "graphql" / "explorer_page" / "vendor"
ROW = re.compile(
    r"^\| `(?P<file>[\w.-]+)` \| `[\w-]+` \d+\.\d+\.\d+ \| `[\w./-]+` \| MIT "
    r"\| `(?P<sum>[0-9a-f]{64})` \|$",
    re.MULTILINE,
)


def test_vendored_files_have_the_checksums_of_their_notice() -> None:
    told = {
        row["file"]: row["sum"]
        for row in ROW.finditer((VENDOR / "NOTICE.md").read_text(encoding="utf-8"))
    }
    found = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.iterdir()
        if path.suffix in (".js", ".css")
    }
    assert len(told) == 4
    assert found == told


def test_the_notice_of_the_project_names_them() -> None:
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8")
    assert "graphql/explorer_page/vendor/" in notice
    for name in ("GraphiQL", "React", "Roboto", "Fira Code"):
        assert name in notice


def test_page_and_texts_travel_with_wheel_and_sdist(tmp_path: Path) -> None:
    wheel = next(WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"]))
    sdist = next(SdistBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"]))
    with zipfile.ZipFile(wheel) as archive:
        packed = archive.namelist()
    with tarfile.open(sdist) as archive:
        unpacked = archive.getnames()
    for inside in ("graphql/explorer_page/", "domain/words/"):
        files = {
            str(path.relative_to(ROOT / inside))
            for path in (ROOT / inside).rglob("*")
            if path.is_file() and path.suffix != ".pyc"
        }
        assert _below(f"wahana/{inside}", packed) == files
        assert _below(f"{unpacked[0].partition('/')[0]}/{inside}", unpacked) == files


def _below(folder: str, names: list[str]) -> set[str]:
    return {name.removeprefix(folder) for name in names if name.startswith(folder)}

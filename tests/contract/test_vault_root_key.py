"""The root key file: written whole and private; else refused, with what to do."""

from __future__ import annotations

import base64
import concurrent.futures
import json
import os
import stat
from uuid import UUID

import pytest

from wahana.platform.vault import errors
from wahana.platform.vault.digest import CommandDigest
from wahana.platform.vault.root_key import LocalRootKey

TENANT = UUID("0193a5c0-0000-7000-8000-000000000001")
CLIENT = UUID("0193a5c0-0000-7000-8000-000000000002")


def file_of(*secrets: bytes) -> bytes:
    keys = [
        {"id": f"root-{n}", "secret": base64.b64encode(secret).decode()}
        for n, secret in enumerate(secrets)
    ]
    return json.dumps({"format": "wahana-root-key/1", "keys": keys}).encode()


@pytest.fixture
def private(tmp_path):
    def write(content: bytes, mode: int = 0o600):
        path = tmp_path / "root.key"
        path.write_bytes(content)
        path.chmod(mode)
        return path

    return write


async def test_what_one_process_wraps_another_one_unwraps(tmp_path):
    path = tmp_path / "root.key"
    made = LocalRootKey.create(path)
    wrapped = await made.wrap("tenant|a|1", bytes(32))
    assert bytes(32) not in wrapped
    assert await LocalRootKey.read(path).unwrap(made.id, "tenant|a|1", wrapped) == bytes(32)


async def test_a_wrapped_key_opens_only_in_its_own_place(tmp_path):
    root = LocalRootKey.create(tmp_path / "root.key")
    wrapped = await root.wrap("tenant|a|1", bytes(32))
    with pytest.raises(errors.KeyDamaged, match="does not open"):
        await root.unwrap(root.id, "tenant|b|1", wrapped)
    with pytest.raises(errors.KeyDamaged, match="Put back the file"):
        await root.unwrap("root-unknown", "tenant|a|1", wrapped)


def test_the_file_is_private_from_its_first_byte_and_never_overwritten(tmp_path):
    path = tmp_path / "root.key"
    before = os.umask(0)
    try:
        LocalRootKey.create(path)
    finally:
        os.umask(before)
    content = path.read_bytes()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with pytest.raises(FileExistsError):
        LocalRootKey.create(path)
    assert path.read_bytes() == content
    assert os.listdir(tmp_path) == ["root.key"]


def test_processes_that_start_at_once_agree_on_one_root_key(tmp_path):
    path = tmp_path / "root.key"
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        ids = {root.id for root in pool.map(lambda _: LocalRootKey.obtain(path), range(32))}
    assert len(ids) == 1


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o660, 0o601])
def test_a_file_that_others_may_use_is_refused(private, mode):
    path = private(file_of(bytes(32)), mode)
    with pytest.raises(errors.RootKeyRefused, match=f"chmod 600 {path}"):
        LocalRootKey.read(path)


@pytest.mark.parametrize(
    ("content", "cure"),
    [
        (b"", "not of the form"),
        (b'{"format": "wahana-root-key/2", "keys": []}', "not of the form"),
        (file_of(), "at least one key"),
        (file_of(bytes(31)), "31 bytes instead of 32"),
        (file_of(bytes(32), bytes(33)), "33 bytes instead of 32"),
        (file_of(bytes(32)).replace(b"}]", b"}]]"), "not of the form"),
    ],
)
def test_a_malformed_file_is_refused(private, content, cure):
    with pytest.raises(errors.RootKeyRefused, match=cure):
        LocalRootKey.read(private(content))


def test_an_absent_file_and_a_folder_are_refused(tmp_path):
    with pytest.raises(errors.RootKeyRefused, match="put it back from its backup"):
        LocalRootKey.read(tmp_path / "root.key")
    (tmp_path / "folder").mkdir(mode=0o700)
    with pytest.raises(errors.RootKeyRefused, match="not an ordinary file"):
        LocalRootKey.read(tmp_path / "folder")


def test_an_error_never_quotes_the_file(private):
    secret = base64.b64encode(b"very secret root key of 32 bytes")
    content = file_of(b"very secret root key of 32 bytes").replace(b'"id"', b'"name"')
    with pytest.raises(errors.RootKeyRefused) as refused:
        LocalRootKey.read(private(content))
    assert secret.decode() not in str(refused.value)


async def test_a_new_root_key_wraps_while_the_old_one_still_unwraps(private):
    old = LocalRootKey.read(private(file_of(bytes(32))))
    wrapped = await old.wrap("tenant|a|1", b"k" * 32)
    both = LocalRootKey.read(private(file_of(bytes(32), b"n" * 32)))
    assert (old.id, both.id) == ("root-0", "root-1")
    assert await both.unwrap(old.id, "tenant|a|1", wrapped) == b"k" * 32
    assert both.derive("label") == old.derive("label"), "what was derived survives the rotation"


def test_the_bytes_are_never_shown(private):
    root = LocalRootKey.read(private(file_of(b"very secret root key of 32 bytes")))
    assert repr(root) == "LocalRootKey(root-0)"


def test_a_command_digest_depends_on_every_part_and_on_the_deployment(private):
    root = LocalRootKey.read(private(file_of(bytes(32))))
    digest = CommandDigest(root).digest
    first = digest(TENANT, CLIENT, "nominate", b"{}")
    assert len(first) == 32
    assert first == CommandDigest(root).digest(TENANT, CLIENT, "nominate", b"{}")
    others = {
        digest(CLIENT, TENANT, "nominate", b"{}"),
        digest(TENANT, TENANT, "nominate", b"{}"),
        digest(TENANT, CLIENT, "nominat", b"e{}"),
        digest(TENANT, CLIENT, "nominate", b"{ }"),
        CommandDigest(LocalRootKey.read(private(file_of(b"x" * 32)))).digest(
            TENANT, CLIENT, "nominate", b"{}"
        ),
    }
    assert len(others | {first}) == 6


def test_the_digest_of_a_command_is_the_same_in_every_release(private):
    """A retry may come after an upgrade."""
    digest = CommandDigest(LocalRootKey.read(private(file_of(bytes(range(32)))))).digest
    assert digest(TENANT, CLIENT, "nominate", b"{}").hex() == (
        "0981f85e454d88c013325bac0d18986439187de52b1dae0b570f17bdc12ef49f"
    )

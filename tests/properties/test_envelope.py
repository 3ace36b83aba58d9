"""The envelope: what goes in comes out, and nothing opens that was changed in any bit."""

from __future__ import annotations

import hmac
import json
from uuid import UUID

import msgspec
import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from wahana.platform.vault import errors
from wahana.platform.vault.envelope import (
    PADDING_BYTES,
    DataKey,
    KeyName,
    decode_group,
    encode_group,
)

TENANT = UUID("0193a5c0-0000-7000-8000-000000000001")
EVENT = UUID("0193a5c0-0000-7000-8000-000000000002")
SUBJECT = UUID("0193a5c0-0000-7000-8000-000000000003")
OTHER = UUID("0193a5c0-0000-7000-8000-0000000000ff")
SECRET = bytes(range(32))
NONCE = bytes(range(12))
NAME = KeyName(TENANT, SUBJECT, "identity", 1)
KEY = DataKey(NAME, SECRET)

texts = st.text(max_size=200)
values = st.dictionaries(st.text(min_size=1, max_size=40), texts, min_size=1, max_size=6)
uuids = st.uuids()
keys = st.builds(
    DataKey,
    st.builds(
        KeyName,
        uuids,
        uuids,
        st.sampled_from(["identity", "contact", "health", "case", "child", "note"]),
        st.integers(1, 2**31 - 1),
    ),
    st.binary(min_size=32, max_size=32),
)


@given(keys, uuids, values, st.binary(min_size=12, max_size=12))
def test_what_was_sealed_opens_also_after_a_way_through_json(key, event_id, content, nonce):
    group = key.seal(event_id, content, nonce)
    assert key.open(group) == content
    assert decode_group(encode_group(group)) == group


@given(values, st.sampled_from(["n", "ct", "kc"]), st.data())
def test_any_flipped_bit_fails(content, field, data):
    group = KEY.seal(EVENT, content, NONCE)
    stored = bytearray(getattr(group, field))
    bit = data.draw(st.integers(0, len(stored) * 8 - 1))
    stored[bit // 8] ^= 1 << bit % 8
    altered = msgspec.structs.replace(group, **{field: bytes(stored)})
    expected = errors.CommitmentMismatch if field == "kc" else errors.SealBroken
    with pytest.raises(expected):
        KEY.open(altered)


@given(st.integers(0, 127), st.integers(0, 127))
def test_any_flipped_bit_of_event_or_subject_fails(event_bit, subject_bit):
    group = KEY.seal(EVENT, {"name": "Siti"}, NONCE)
    with pytest.raises(errors.SealBroken):
        KEY.open(msgspec.structs.replace(group, e=UUID(int=EVENT.int ^ 1 << event_bit)))
    subject = UUID(int=SUBJECT.int ^ 1 << subject_bit)
    moved = msgspec.structs.replace(group, s=subject)
    with pytest.raises(errors.WrongKey):
        KEY.open(moved)
    # Even with the right secret under the other subject's name nothing opens.
    with pytest.raises(errors.CommitmentMismatch):
        DataKey(NAME._replace(subject=subject), SECRET).open(moved)


@pytest.mark.parametrize(
    "name",
    [NAME._replace(category="contact"), NAME._replace(version=2), NAME._replace(subject=OTHER)],
)
def test_a_key_of_another_name_is_refused(name):
    group = KEY.seal(EVENT, {"name": "Siti"}, NONCE)
    with pytest.raises(errors.WrongKey):
        DataKey(name, SECRET).open(group)


def test_another_tenant_or_another_secret_does_not_fit_the_commitment():
    group = KEY.seal(EVENT, {"name": "Siti"}, NONCE)
    with pytest.raises(errors.CommitmentMismatch, match="backup"):
        DataKey(NAME._replace(tenant=OTHER), SECRET).open(group)
    with pytest.raises(errors.CommitmentMismatch):
        DataKey(NAME, bytes(32)).open(group)


def test_a_forged_commitment_does_not_help_another_tenant():
    """The commitment is not the only wall: the associated data names the tenant as well."""
    stranger = DataKey(NAME._replace(tenant=OTHER), SECRET)
    group = KEY.seal(EVENT, {"name": "Siti"}, NONCE)
    with pytest.raises(errors.SealBroken):
        stranger.open(msgspec.structs.replace(group, kc=stranger.commitment))


def test_an_envelope_of_another_version_is_named():
    group = msgspec.structs.replace(KEY.seal(EVENT, {"name": "Siti"}, NONCE), v=2)
    with pytest.raises(errors.UnknownEnvelope, match="version 2"):
        KEY.open(group)


@pytest.mark.parametrize("cut", [0, 1, 15])
def test_a_cut_ciphertext_is_broken(cut):
    group = KEY.seal(EVENT, {"name": "Siti"}, NONCE)
    with pytest.raises(errors.SealBroken):
        KEY.open(msgspec.structs.replace(group, ct=group.ct[:cut]))
    with pytest.raises(errors.SealBroken):
        KEY.open(msgspec.structs.replace(group, n=group.n[:-1]))


@given(values)
def test_padding_shows_a_length_in_steps_only(content):
    size = len(KEY.seal(EVENT, content, NONCE).ct) - 16
    assert size % PADDING_BYTES == 0
    assert size - len(msgspec.json.encode(content)) in range(PADDING_BYTES)


def test_values_of_like_length_cannot_be_told_apart():
    positive = KEY.seal(EVENT, {"result": "positif"}, NONCE)
    negative = KEY.seal(EVENT, {"result": "negatif, diulang"}, NONCE)
    assert len(positive.ct) == len(negative.ct) == 32 + 16


def test_the_golden_vector_holds_for_ever():
    """Events sealed by the first release must open in every later one."""
    stored = (
        b'{"e":"0193a5c0-0000-7000-8000-000000000002","s":"0193a5c0-0000-7000-8000-000000000003",'
        b'"c":"identity","k":1,"n":"AAECAwQFBgcICQoL","ct":"'
        b"PCC4eqiA4CGvEv7/2Mk5AOq45lzSV30SUQzHvz9fNIU1IJ/MnvEjoESUT925pVUYznlArXr2g/oftwo5OMPVzrFhjB/d8z7tHij544pteso="
        b'","kc":"Vpoq5CTo5pSHmmpnGmOGDA==","v":1}'
    )
    content = {"name": "Siti Aminah", "nik": "6474010101800001"}
    assert encode_group(KEY.seal(EVENT, content, NONCE)) == stored
    assert KEY.open(decode_group(stored)) == content


def test_an_outsider_opens_it_by_the_documented_bytes():
    """Written from the module's docstring alone, with none of its code."""
    group = KEY.seal(EVENT, {"nik": "6474010101800001", "name": "Siti Aminah"}, NONCE)
    names = f"{TENANT}|{SUBJECT}|identity|1"
    kc = hmac.new(SECRET, f"erx-kc/1|{names}".encode(), "sha256").digest()[:16]
    bound = f"{TENANT}|{EVENT}|{SUBJECT}|identity|1".encode()
    assert group.kc == kc
    assert json.loads(AESGCM(SECRET).decrypt(group.n, group.ct, bound)) == {
        "name": "Siti Aminah",
        "nik": "6474010101800001",
    }


@pytest.mark.parametrize("category", ["", "Identity", "a|b", "a" * 33, "é"])
def test_a_category_that_would_blur_the_associated_data_is_refused(category):
    with pytest.raises(ValueError, match="no key can be named"):
        DataKey(NAME._replace(category=category), SECRET)


@pytest.mark.parametrize(("secret", "nonce"), [(b"short", NONCE), (SECRET, b"short")])
def test_wrong_sizes_are_refused(secret, nonce):
    with pytest.raises(ValueError, match="bytes, not 5"):
        DataKey(NAME, secret).seal(EVENT, {"name": "Siti"}, nonce)


def test_a_key_shows_its_name_and_never_its_bytes():
    shown = f"{KEY!r} {KEY}"
    assert str(SUBJECT) in shown
    assert SECRET.hex() not in shown
    assert repr(SECRET) not in shown
    assert not hasattr(KEY, "__dict__")

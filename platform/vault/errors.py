"""What can go wrong in the vault. No message ever carries a personal value or key material."""

from __future__ import annotations

import re
from uuid import UUID


class VaultError(Exception):
    """Base of everything the vault raises."""


# --- the envelope ---------------------------------------------------------------------------


class EnvelopeError(VaultError):
    """A sealed group cannot be opened. The event's bytes or the key are not what they were."""


class UnknownEnvelope(EnvelopeError):
    """The envelope has a version this release does not know. Deploy the release that wrote it."""


class WrongKey(EnvelopeError):
    """The key belongs to another tenant, subject, category or version than the group names."""


class CommitmentMismatch(EnvelopeError):
    """The key is not the one that the group was sealed with: its commitment differs."""


class SealBroken(EnvelopeError):
    """Ciphertext, nonce or event id were altered, or the group was moved from another event."""


# --- the sealer -----------------------------------------------------------------------------


class Unsealable(VaultError):
    """An event holds a personal value in a way the sealer cannot accept (a fault in code)."""


class ValueTooLong(VaultError):
    """A personal value is longer than an event may carry. Answered as the refusal TEXT_TOO_LONG."""

    code = "TEXT_TOO_LONG"

    def __init__(self, path: str, most: int) -> None:
        super().__init__(f"{path} has more than {most} bytes; shorten it or attach it")
        self.field: str | None = re.sub(r"_([a-z])", lambda found: found[1].upper(), path)
        self.params: dict[str, object] = {"most": most}


# --- the keys -------------------------------------------------------------------------------


class KeyStoreUnavailable(VaultError):
    """The key store cannot be reached; nothing was written. Send the command again in a moment.

    Operators: check that its PostgreSQL runs and that WAHANA_VAULT_URL points to it.
    """


class KeyUnknown(VaultError):
    """A key that an event names is not in the key store, not even as destroyed: it was lost.

    Restore the key store from the backup that belongs to the event database.
    """


class SubjectErased(VaultError):
    """The personal data of this subject and category were erased; no more can be sealed for it.

    Answered as the refusal DATA_ERASED: register the person again, under a new id.
    """

    code = "DATA_ERASED"
    field: str | None = None

    def __init__(self, subject: UUID, category: str) -> None:
        super().__init__(
            f"the data '{category}' of {subject} were erased; register the person again, under a "
            "new id"
        )
        self.params: dict[str, object] = {}


class KeyHeld(VaultError):
    """A legal hold lies on the key; it cannot be destroyed. Release the hold first."""


class EpochInUse(VaultError):
    """The epoch is the one new keys are wrapped with. Re-wrap it once a later epoch has begun."""


class KeyDamaged(VaultError):
    """A stored key does not open under its wrapping key, or its commitment differs.

    The root key file does not belong to this key store, or a row was altered. Restore both from
    the same backup.
    """


class RootKeyRefused(VaultError):
    """The root key file is absent, readable by others or malformed; the message says how to fix
    it."""

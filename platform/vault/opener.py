"""Opens sealed groups: plain values for those who may see them.

Who may see what is decided before, by role; this only decrypts. It never writes.
"""

from __future__ import annotations

from collections.abc import Sequence

from wahana.platform.events import SealedGroup
from wahana.platform.ids import TenantId

from .envelope import KeyName, decode_group
from .keyring import KeyRing


class Opener:
    """Opens sealed groups in batches: one round trip for all keys that are not cached."""

    def __init__(self, keys: KeyRing) -> None:
        self._keys = keys

    async def open(
        self, tenant: TenantId, groups: Sequence[SealedGroup]
    ) -> list[dict[str, str] | None]:
        """The values by path of each group, in order; ``None``: its key was destroyed.

        Raises an :class:`~.errors.EnvelopeError` if a group is not what was sealed,
        :class:`~.errors.KeyUnknown` and :class:`~.errors.KeyStoreUnavailable`.
        """
        names = [KeyName(tenant, group.s, group.c, group.k) for group in groups]
        keys = await self._keys.for_opening(tenant, names)
        opened: list[dict[str, str] | None] = []
        for name, group in zip(names, groups, strict=True):
            key = keys[name]
            opened.append(None if key is None else key.open(group))
        return opened

    async def open_rows(
        self, tenant: TenantId, column: Sequence[bytes | None]
    ) -> list[dict[str, str] | None]:
        """The same for a view's column of groups as JSON (``envelope.encode_group``).

        An empty cell (``None``) gives an empty dictionary; ``None`` still means destroyed.
        """
        groups = [None if cell is None else decode_group(cell) for cell in column]
        opened = iter(await self.open(tenant, [group for group in groups if group is not None]))
        return [{} if group is None else next(opened) for group in groups]

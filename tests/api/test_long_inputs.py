"""A long list is read in another thread, a short one on the event loop."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from tests.api.test_nonsense import IDS, sent
from tests.api.walls import samples

from wahana.domain.money.receipts import CollectJimpitan
from wahana.graphql import mutations, planned


@pytest.mark.parametrize(("lines", "beside"), [(3, False), (2_000, True)])
async def test_what_is_sent_is_read_beside_the_loop_if_it_is_long(
    lines: int, beside: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: set[int] = set()

    def noting(work: Any) -> Any:
        def noted(*given: Any, **options: Any) -> Any:
            threads.add(threading.get_ident())
            return work(*given, **options)

        return noted

    monkeypatch.setattr(planned, "get_variable_values", noting(planned.get_variable_values))
    monkeypatch.setattr(mutations, "body_of", noting(mutations.body_of))
    fields = samples.sample(CollectJimpitan, IDS)
    fields["lines"] = [{"payer_id": str(IDS["person"]), "amount": 500}] * lines
    taken, answer = await sent(CollectJimpitan, fields)
    assert taken is not None, answer
    assert len(taken.lines) == lines
    assert (threading.get_ident() not in threads) is beside

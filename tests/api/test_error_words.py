"""Errors of the API have an Indonesian text that an app may show: what is wrong and how to fix
it."""

from __future__ import annotations

import pytest
from graphql import GraphQLError
from tests.domain.words import lint

from wahana.domain.words.page_texts import PAGES
from wahana.graphql import documents, errors
from wahana.graphql.http import AuthFailure

WORDS = PAGES["error"]


def subclasses(of: type[errors.ClientError]) -> set[type[errors.ClientError]]:
    return {of, *(one for each in of.__subclasses__() for one in subclasses(each))}


def test_every_code_has_words_and_every_word_its_code() -> None:
    assert documents.UnknownOperation in subclasses(errors.ClientError)
    codes = {each.code for each in subclasses(errors.ClientError)}
    assert set(WORDS) == codes | {AuthFailure("").code, "INTERNAL", "UNREADABLE"}


@pytest.mark.parametrize("code", WORDS)
def test_words_say_what_is_wrong_and_then_the_cure(code: str) -> None:
    for language in ("id", "en"):
        text = WORDS[code].of(language)
        assert list(lint.problems(text, language)) == []
        assert text.count(". ") >= 1
        assert text.endswith(".")


def test_an_error_of_the_client_keeps_its_message_and_gets_words() -> None:
    (shown,) = errors.present([errors.LimitExceeded("too deep; ask for less depth")])
    assert shown["message"] == "too deep; ask for less depth"
    assert shown["extensions"] == {
        "code": "TOO_MUCH",
        "messageId": WORDS["TOO_MUCH"].indonesian,
    }


def test_an_error_of_the_document_has_words_too() -> None:
    (shown,) = errors.present([GraphQLError("Syntax Error: Unexpected Name 'x'.")])
    assert shown["extensions"] == {"messageId": WORDS["BAD_REQUEST"].indonesian}


@pytest.mark.parametrize("error", [RuntimeError("secret"), ConnectionResetError()])
def test_an_error_of_ours_has_words_and_its_number_alone(error: Exception) -> None:
    shown = errors.unexpected(error)
    assert shown["extensions"]["messageId"] == WORDS[shown["extensions"]["code"]].indonesian
    assert "secret" not in str(shown)

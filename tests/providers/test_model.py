from __future__ import annotations

from tokencli.providers.model import Cause, KnownError, Provider, Recognition, Retry, Who, known_error
from tokencli.wire.message import Response


def _error(
    name: str, *, description: str | None = None, statuses: tuple[int, ...] = (), generic: bool = False
) -> KnownError:
    causes = (Cause("it is so", "look", "do", Who.YOU),)
    return KnownError(
        name, ("invalid_grant",), "It is.", causes, Retry.NEVER, "here", description, (), statuses, generic
    )  # fmt: skip


def _best(description: str, status: int, *errors: KnownError) -> str | None:
    found = known_error(
        Provider("x", "X", Recognition(), errors=errors), "invalid_grant", description, "password", status
    )
    return found.name if found else None


def test_an_error_that_names_its_words_goes_before_one_that_does_not_and_a_catch_all_comes_last() -> None:
    errors = (_error("all", description=".", generic=True), _error("any"), _error("worded", description="^expired"))
    assert _best("expired long ago", 400, *errors) == "worded"
    assert _best("something else", 400, *errors) == "any"
    assert _best("something else", 400, errors[0]) == "all"


def test_an_error_of_one_status_is_not_found_under_another() -> None:
    assert _best("", 401, _error("refused", statuses=(401,))) == "refused"
    assert _best("", 400, _error("refused", statuses=(401,))) is None


def test_an_error_without_words_is_not_found_where_there_are_some() -> None:
    assert _best("", 400, _error("bare", description="")) == "bare"
    assert _best("words", 400, _error("bare", description="")) is None


def test_one_hint_is_enough_to_recognise_a_product() -> None:
    hints = Recognition(metadata=("its_own",), headers=(("x-its-own", "^a"),), bodies=("wording",))
    nothing = Response(400, (), b"")
    assert hints.matches("", {"its_own": 1}, None)
    assert hints.matches("", {}, Response(400, (("X-Its-Own", "abc"),), b""))
    assert hints.matches("", {}, Response(400, (), b"its wording"))
    assert not hints.matches("https://login.example", {"issuer": "https://login.example"}, nothing)
    assert not hints.matches("", {}, Response(400, (("X-Its-Own", "b"),), b""))

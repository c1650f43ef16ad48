from __future__ import annotations

from typing import Any

import pytest

from tokencli.oauth.tokens.granted import Asked, Got, Granted, compare_granted

ANSWER = {"token_type": "Bearer"}


def one(name: str, asked: Asked, got: Got) -> Granted:
    (found,) = (row for row in compare_granted(asked, got) if row.name == name)
    return found


def names(asked: Asked, got: Got) -> list[str]:
    return [row.name for row in compare_granted(asked, got)]


class TestScope:
    def test_what_the_answer_says_wins_over_the_token(self) -> None:
        got = Got({**ANSWER, "scope": "a c"}, {"scope": "a b"})
        found = one("scope", Asked(scope=("a", "b")), got)
        assert (found.granted, found.agrees, found.missing, found.besides) == (("a", "c"), False, ("b",), ("c",))
        assert found.where == "the answer"

    def test_an_answer_without_scope_grants_all_of_it(self) -> None:
        found = one("scope", Asked(scope=("a",)), Got(ANSWER, {"scope": "b"}))
        assert (found.agrees, found.granted) == (True, ("a",))
        assert "RFC 6749 section 5.1" in found.note

    @pytest.mark.parametrize("claims", [{"scope": "a b"}, {"scope": ["a", "b"]}, {"scp": "a b"}, {"scp": ["a", "b"]}])
    def test_a_token_alone_says_it_in_its_claims(self, claims: dict[str, Any]) -> None:
        found = one("scope", Asked(scope=("a", "b")), Got(access=claims))
        assert (found.agrees, found.granted, found.missing, found.besides) == (True, ("a", "b"), (), ())
        assert found.where == f"{next(iter(claims))} of the access token"

    @pytest.mark.parametrize("claims", [{}, {"scope": 5}, {"scp": None}])
    def test_a_token_that_does_not_say_it_is_no_refusal(self, claims: dict[str, Any]) -> None:
        found = one("scope", Asked(scope=("a",)), Got(access=claims))
        assert (found.agrees, found.granted, found.missing, found.besides) == (None, None, (), ())

    def test_what_shows_in_what_came_stands_in_no_token(self) -> None:
        asked = Asked(scope=("openid", "offline_access", "a"))
        assert one("scope", asked, Got(access={"scp": "a"}, identity={"sub": "x"})).missing == ("offline_access",)
        assert one("scope", asked, Got(access={"scp": "a"})).missing == ("openid", "offline_access")
        named = Got(access={"scp": "a openid offline_access"}, identity={"sub": "x"})
        assert one("scope", asked, named).granted == ("a", "openid", "offline_access")

    def test_where_none_was_asked_for_what_came_is_told(self) -> None:
        found = one("scope", Asked(), Got({**ANSWER, "scope": "a"}))
        assert (found.agrees, found.granted, found.besides) == (None, ("a",), ())


class TestAudience:
    @pytest.mark.parametrize("audience", ["api", ["x", "api"]])
    def test_each_one_that_was_asked_for_must_be_there(self, audience: Any) -> None:
        assert one("audience", Asked(audience=("api",)), Got(access={"aud": audience})).agrees is True
        found = one("audience", Asked(audience=("api", "y")), Got(access={"aud": audience}))
        assert (found.agrees, found.missing) == (False, ("y",))

    def test_an_opaque_token_tells_nothing(self) -> None:
        found = one("audience", Asked(audience=("api",)), Got(ANSWER))
        assert (found.agrees, found.granted) == (None, None)
        assert "no JWT" in found.note


class TestContext:
    def test_one_of_the_values_is_enough(self) -> None:
        got = Got(access={"acr": "0"}, identity={"acr": "2"})
        found = one("acr_values", Asked(acr_values=("3", "2")), got)
        assert (found.agrees, found.granted, found.missing, found.where) == (True, ("2",), (), "acr of the ID token")
        assert one("acr_values", Asked(acr_values=("3",)), got).missing == ("3",)

    def test_a_token_without_acr_is_told(self) -> None:
        found = one("acr_values", Asked(acr_values=("3",)), Got(access={"acr": 5}))
        assert (found.agrees, found.granted) == (None, None)
        assert found.note.startswith("the access token has no acr")

    def test_where_nobody_asked_it_is_told_only_when_it_came(self) -> None:
        assert one("acr_values", Asked(), Got(access={"acr": "2"})).agrees is None
        assert "acr_values" not in names(Asked(), Got())


class TestParties:
    def test_the_issuer_is_compared(self) -> None:
        assert one("issuer", Asked(issuer="i"), Got(access={"iss": "i"})).agrees is True
        assert one("issuer", Asked(issuer="i"), Got(identity={"iss": "j"})).agrees is False
        assert one("issuer", Asked(issuer="i"), Got()).agrees is None

    @pytest.mark.parametrize("claim", ["client_id", "azp", "cid", "appid"])
    def test_the_client_is_found_under_each_name_it_goes_by(self, claim: str) -> None:
        found = one("client_id", Asked(client_id="c"), Got(access={claim: "c", "aud": "api"}))
        assert (found.agrees, found.where) == (True, f"{claim} of the access token")

    def test_an_id_token_names_its_client_as_the_audience(self) -> None:
        assert one("client_id", Asked(client_id="c"), Got(identity={"aud": "c"})).agrees is True
        assert one("client_id", Asked(client_id="c"), Got(identity={"azp": "d", "aud": ["c"]})).agrees is False

    def test_a_token_that_names_none_is_no_refusal(self) -> None:
        found = one("client_id", Asked(client_id="c"), Got(access={"aud": "api"}))
        assert (found.agrees, found.where) == (None, "")


class TestLifetime:
    def test_the_token_says_it(self) -> None:
        found = one("lifetime", Asked(), Got({"expires_in": 300}, {"iat": 100, "exp": 400}))
        assert (found.granted, found.note) == (("300 s",), "")

    def test_an_answer_that_says_another_one_is_named(self) -> None:
        found = one("lifetime", Asked(), Got({"expires_in": "3600"}, {"iat": 100, "exp": 400}))
        assert found.note == "expires_in says 3600"

    def test_of_an_opaque_token_the_answer_says_it(self) -> None:
        assert one("lifetime", Asked(), Got({"expires_in": 300})).granted == ("300 s",)
        assert "lifetime" not in names(Asked(), Got(access={"exp": 400}))

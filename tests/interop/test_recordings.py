"""What was recorded is still what the real servers say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.diagnosis.case_text import read_cases
from tests.interop.es256_key import Es256Key
from tests.interop.recordings.conversation import Keys
from tests.interop.recordings.recording import chapters
from tests.interop.recordings.servers import recorded_keycloak, recorded_oidc_provider
from tokencli.diagnosis.evidence import Evidence

if TYPE_CHECKING:
    from pathlib import Path

    from tests.interop.keycloak import Keycloak
    from tests.interop.oidc_provider import OidcProvider
    from tests.interop.recordings.recording import Recorded, Story
    from tokencli.wire.exchange import Exchange

pytestmark = pytest.mark.interop

# The chapters in which nothing has to expire first.
PLAYED = ("authorization", "client-authentication", "proofs", "tokens-in-use")


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory, assertion_issuer: Es256Key, client_key: Es256Key) -> Keys:
    return Keys(client_key, Es256Key.make(tmp_path_factory.mktemp("foreign-key")), assertion_issuer)


def told(exchanges: tuple[Exchange, ...]) -> list[tuple[int, str]]:
    """The status and the error code of each answer."""
    alone = [Evidence((one,)) for one in exchanges]
    return [(one.status, one.error) for one in alone]


def differing(server: Recorded, path: Path, stories: tuple[Story, ...]) -> list[str]:
    """The stories whose answers are no longer those that were kept."""
    kept = {case.name: told(case.evidence.exchanges) for case in read_cases(path.read_text("utf-8"), "")}
    found = []
    for story in stories:
        conversation = server.begin()
        story.play(conversation)
        now = told(tuple(conversation.kept))
        if now != kept.get(f": {story.title}"):
            found.append(f"{path.stem}: {story.title}: {now}, and was {kept.get(f': {story.title}')}")
    return found


def all_differing(server: Recorded) -> list[str]:
    played = (one for one in chapters(server.name) if one[0].stem in PLAYED)
    return [line for path, stories in played for line in differing(server, path, stories)]


def test_oidc_provider_still_says_what_was_recorded(op: OidcProvider, keys: Keys) -> None:
    assert not all_differing(recorded_oidc_provider(op, keys))


def test_keycloak_still_says_what_was_recorded(keycloak: Keycloak, keys: Keys) -> None:
    assert not all_differing(recorded_keycloak(keycloak, keys))

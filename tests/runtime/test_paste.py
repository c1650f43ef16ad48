from __future__ import annotations

import os
import pty
import termios
import threading
from typing import TYPE_CHECKING

import pytest

from tokencli.oauth.authorization.delivery import members_of, redirected
from tokencli.oauth.flow import AwaitResponse, Judgement
from tokencli.runtime.paste import NotAnAnswer, long_lines, pasted, read_pasted

if TYPE_CHECKING:
    from tokencli.wire.message import Response

URI = "http://127.0.0.1:49152/callback"
STEP = AwaitResponse(lambda _: Judgement(ends=True, success=True, says=""), 5, URI, "the-state")


@pytest.mark.parametrize("text", [f"{URI}?code=a&state=b", f"  {URI}?code=a&state=b\t"])
def test_the_whole_address_is_taken_as_it_is(text: str) -> None:
    assert pasted(text, STEP) == redirected(text.strip())


@pytest.mark.parametrize("text", ["code=a&state=b", "?code=a&state=b", "#code=a&state=b"])
def test_its_query_alone_is_enough(text: str) -> None:
    assert members_of(pasted(text, STEP)) == (("code", "a"), ("state", "b"))


@pytest.mark.parametrize("code", ["SplxlOBeZQQYbYS6WxSbIA", "4/0AX4-~.+x==", "a&b"])
def test_a_code_alone_is_completed_with_the_state_of_this_sign_in(code: str) -> None:
    assert members_of(pasted(code, STEP)) == (("code", code), ("state", "the-state"))


@pytest.mark.parametrize(
    "text",
    [
        "https://login.example/authorize?state=the-state",
        "http://127.0.0.1:1/callback?code=a",
        "http://127.0.0.1:49152/?a=b",
    ],
)
def test_an_address_of_another_place_is_said_to_be_one(text: str) -> None:
    with pytest.raises(NotAnAnswer, match="begins with"):
        pasted(text, STEP)


def test_a_sentence_is_neither_address_nor_code() -> None:
    with pytest.raises(NotAnAnswer, match="neither"):
        pasted("I clicked on it", STEP)


def test_a_pasted_line_longer_than_a_terminal_s_usual_limit_arrives_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    keyboard, terminal = pty.openpty()
    line = f"{URI}?code={'x' * 9000}&state=b"
    came: list[Response] = []
    said: list[str] = []
    done = threading.Event()

    def take(delivery: Response) -> Judgement:
        came.append(delivery)
        done.set()
        return Judgement(ends=True, success=True, says="")

    with os.fdopen(terminal, "r") as stream:
        monkeypatch.setattr("sys.stdin", stream)
        before = termios.tcgetattr(stream)
        with long_lines(stream):
            read_pasted(STEP, take, said.append)
            writer = threading.Thread(target=os.write, args=(keyboard, b"nonsense, really\n" + line.encode() + b"\n"))
            writer.start()
            reader = threading.Thread(target=_drain, args=(keyboard,), daemon=True)
            reader.start()
            assert done.wait(10)
            writer.join(10)
        assert termios.tcgetattr(stream)[3] == before[3]
        assert came == [redirected(line)]
        assert "neither an address nor a code" in said[0]


def _drain(descriptor: int) -> None:
    """Reads the terminal's echo, so that it never fills up."""
    try:
        while os.read(descriptor, 65536):
            pass
    except OSError:
        return

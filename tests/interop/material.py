"""What a customer has of a failure and sends to support, made from real runs."""

from __future__ import annotations

import json
import shlex
import subprocess
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from tokencli.wire.message import Response

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.interop.authorization_server import AuthorizationServer
    from tests.interop.command_line import CommandLine
    from tokencli.wire.exchange import Exchange
    from tokencli.wire.message import Headers

CURL_SECONDS = 30


@dataclass
class Material:
    """Makes files in a folder, each of the form that its method names."""

    folder: Path
    tokencli: CommandLine
    made: int = field(default=0)

    def trace(self, grant: str, server: AuthorizationServer, client_id: str, *options: str, **variables: str) -> Path:
        """The trace of a run of `tokencli fetch` for a client of a server."""
        path = self._next("json")
        self.tokencli.fetch(grant, server, client_id, *options, "--trace", str(path), "--retries", "0", **variables)
        return path

    def trace_of(self, *words: str, **variables: str) -> Path:
        """The trace of any command."""
        path = self._next("json")
        self.tokencli.run(*words, "--trace", str(path), "--retries", "0", **variables)
        return path

    def curl(self, *words: str) -> Path:
        """A terminal with `curl -v` in it: the command, and what it showed."""
        command = ["curl", "-sS", "-v", *words]
        done = subprocess.run(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=CURL_SECONDS, check=False
        )
        return self._written("txt", f"$ {shlex.join(command)}\n{done.stdout.decode('utf-8', 'replace')}\n")

    def log(self, exchanges: Sequence[Exchange]) -> Path:
        """The log of an application whose HTTP library tells what it sends and gets."""
        return self._written("log", "\n".join(_logged(one) for one in exchanges))

    def har(self, exchanges: Sequence[Exchange]) -> Path:
        """A HAR file, as a proxy for debugging exports it."""
        entries = [_entry(one) for one in exchanges]
        document = {"log": {"version": "1.2", "creator": {"name": "proxy", "version": "1"}, "entries": entries}}
        return self._written("har", json.dumps(document))

    def text(self, text: str) -> Path:
        """What somebody pasted from a terminal."""
        return self._written("txt", text)

    def _next(self, suffix: str) -> Path:
        self.made += 1
        return self.folder / f"{self.made}.{suffix}"

    def _written(self, suffix: str, text: str) -> Path:
        path = self._next(suffix)
        path.write_text(text, "utf-8")
        return path


def _moment(epoch: float) -> str:
    return datetime.fromtimestamp(epoch, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _logged(exchange: Exchange) -> str:
    request, answer = exchange.request, exchange.answer
    assert isinstance(answer, Response)
    sent = _message(f"{request.method} {request.url} HTTP/1.1", request.headers, request.body)
    came = _message(
        f"HTTP/1.1 {answer.status} {'OK' if answer.status < 400 else 'Refused'}", answer.headers, answer.body
    )
    told = f"{_moment(exchange.started_at)} DEBUG http  sending request"
    return f"{told}\n{sent}\n\n{_moment(exchange.started_at + exchange.seconds)} DEBUG http  got response\n{came}\n"


def _message(start: str, headers: Headers, body: bytes) -> str:
    head = "\n".join((start, *(f"{name}: {value}" for name, value in headers)))
    return f"{head}\n\n{body.decode('utf-8', 'replace')}"


def _entry(exchange: Exchange) -> dict[str, Any]:
    request, answer = exchange.request, exchange.answer
    assert isinstance(answer, Response)
    posted = {"mimeType": request.header("content-type") or "", "text": request.body.decode("utf-8", "replace")}
    return {
        "startedDateTime": _moment(exchange.started_at),
        "time": exchange.seconds * 1000,
        "request": {
            "method": request.method,
            "url": request.url,
            "httpVersion": "HTTP/1.1",
            "headers": _fields(request.headers),
            **({"postData": posted} if request.body else {}),
        },
        "response": {
            "status": answer.status,
            "statusText": "",
            "httpVersion": "HTTP/1.1",
            "headers": _fields(answer.headers),
            "redirectURL": answer.header("location") or "",
            "content": {
                "mimeType": answer.header("content-type") or "",
                "text": answer.body.decode("utf-8", "replace"),
            },
        },
    }


def _fields(headers: Headers) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in headers]

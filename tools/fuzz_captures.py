"""A coverage-guided fuzz run of everything that `tokencli explain` reads, bounded in time.

`python tools/fuzz_captures.py [SECONDS]` needs atheris (`pip install atheris`; Linux and macOS). It begins with every form that the
tests know, and ends with an error at the first input with which reading or explaining fails.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import atheris  # noqa: E402 - after the path

with atheris.instrument_imports(include=["tokencli"]):
    from tokencli.app.explain import explain
    from tokencli.errors import UsageProblem
    from tokencli.render.explanation import explanation_document
    from tokencli.wire.redaction import Redactor

from tests.captures import forms  # noqa: E402 - after the path

NOW = 1_772_366_400.0
PIECE = 64


def one(octets: bytes) -> None:
    """Reads one input, cut into pieces, and explains it."""
    pieces = [octets[at : at + PIECE] for at in range(0, len(octets), PIECE)]
    try:
        explained = explain([("", pieces)], NOW)
    except UsageProblem:
        return
    explanation_document(explained, Redactor(salt=b"fuzz").knowing(explained.secrets))


def main() -> None:
    """Runs until the time is over."""
    seconds = sys.argv[1] if len(sys.argv) > 1 else "60"
    with tempfile.TemporaryDirectory() as corpus:
        samples = (*forms.EXCHANGES.values(), *forms.REFUSALS.values(), forms.CURL_VERBOSE, forms.DELIVERED)
        for number, sample in enumerate(samples):
            (Path(corpus) / str(number)).write_text(sample, "utf-8")
        atheris.Setup([sys.argv[0], f"-max_total_time={seconds}", "-max_len=4096", "-timeout=10", corpus], one)
        atheris.Fuzz()


if __name__ == "__main__":
    main()

"""How a recording becomes a case: the story from the code that makes it, what is expected from the person who judged it."""

from __future__ import annotations

import inspect
import re
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from tests.diagnosis.case_text import read_cases
from tests.diagnosis.case_writing import written_exchanges, written_metadata
from tokencli.diagnosis.engine import find
from tokencli.diagnosis.finding import Confidence
from tokencli.diagnosis.rules import find_rule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from tests.interop.recordings.conversation import Conversation

CASES = Path(__file__).parent.parent.parent / "cases" / "recorded"
HERE = Path(__file__).parent


@dataclass(frozen=True)
class Story:
    """A conversation to record: a function whose docstring tells it, the title first."""

    play: Callable[[Conversation], object]

    @property
    def title(self) -> str:
        """The heading of its case."""
        return inspect.cleandoc(self.play.__doc__ or "").partition("\n")[0].removesuffix(".")

    @property
    def prose(self) -> str:
        """What is told under the heading."""
        return inspect.cleandoc(self.play.__doc__ or "").partition("\n")[2].strip()


@dataclass(frozen=True)
class Recorded:
    """The server that is recorded.

    Attributes:
        name: Its name, as a case gives it.
        version: Its version.
        places: Hosts with their ports, and what a case says for them.
        begin: Begins a conversation with it.
    """

    name: str
    version: str
    places: Mapping[str, str]
    begin: Callable[[], Conversation]


def chapters(name: str) -> Iterator[tuple[Path, tuple[Story, ...]]]:
    """The files of cases of a server, each with the stories that it is made of."""
    folder = HERE / name.replace("-", "_")
    for path in sorted(folder.glob("[!_]*.py")):
        module = import_module(f"tests.interop.recordings.{folder.name}.{path.stem}")
        made_here = (one for one in vars(module).values() if getattr(one, "__module__", "") == module.__name__)
        stories = tuple(Story(one) for one in made_here if inspect.isfunction(one) and not one.__name__.startswith("_"))
        yield CASES / name / f"{path.stem.replace('_', '-')}.md", stories


def write_chapter(path: Path, stories: tuple[Story, ...], server: Recorded) -> None:
    """Plays the stories of a file, and writes what came of them in place of what stands in it; what is expected stays."""
    expected = _expected_in(path.read_text("utf-8")) if path.exists() else {}
    parts = []
    for story in stories:
        conversation = server.begin()
        story.play(conversation)
        metadata = written_metadata(conversation.metadata, server.places)
        told = _told(story, server, conversation)
        parts.append(f"{told}\n\n{expected.get(story.title) or _found_in(metadata, told)}")
    title = f"# {server.name}: {path.stem.replace('-', ' ')}"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n\n".join((title, metadata, *parts)) + "\n", "utf-8")


def _told(story: Story, server: Recorded, conversation: Conversation) -> str:
    parts = (
        f"## {story.title}",
        story.prose,
        f"Recorded: {server.name} {server.version}",
        written_exchanges(conversation.kept, server.places),
    )
    return "\n\n".join(part for part in parts if part)


def _expected_in(text: str) -> dict[str, str]:
    parts = (part.partition("\n") for part in re.split(r"^## ", text, flags=re.MULTILINE)[1:])
    return {title.strip(): told[at.start() :].strip() for title, _, told in parts
            if (at := re.search(r"^(?:Expected:|Silent:)", told, re.MULTILINE))}  # fmt: skip


def _found_in(metadata: str, told: str) -> str:
    """What the rules find today, to be judged by a person before it is kept: what they are sure of, else the first."""
    case = next(read_cases(f"{metadata}\n\n{told}\n", ""))
    found = find(case.evidence)
    own = [one for one in found if find_rule(one.name) is not None]
    sure = [one for one in own if one.confidence is not Confidence.POSSIBLE]
    likely = [one for one in sure if one.confidence is not Confidence.RULED_OUT]
    lines = [f"- {one.name}: {one.confidence.value}" for one in (sure if likely else [*own[:1], *sure]) or found[:1]]
    first = [f"First: {found[0].name}"] if own and own[0] is found[0] else []
    return "\n".join(("Expected:", *dict.fromkeys(lines), *first))

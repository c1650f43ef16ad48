from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.store.backends import Killed
from tests.store.records import LONG
from tokencli.errors import StoreProblem
from tokencli.store.keyring_backend import Traits
from tokencli.store.keyring_parts import SplitValue

WINDOWS = Traits(replaces=True)
ROOMY = Traits(whole_characters=1_000_000, replaces=True)
MACOS = Traits(whole_characters=1_000_000)
UNKNOWN = Traits()
EVERY = [WINDOWS, ROOMY, MACOS, UNKNOWN]
NAMES = ["windows", "roomy", "macos", "unknown"]


@dataclass
class Place:
    """A place for values that is killed before a step, and lets somebody look before each."""

    kind: Traits
    values: dict[str, str] = field(default_factory=dict)
    steps_to_live: int = -1
    readings: list[str | None] = field(default_factory=list)
    watched: str = ""

    def read(self, name: str) -> str | None:
        return self.values.get(name)

    def write(self, name: str, text: str) -> None:
        assert len(text) <= max(1280, self.kind.whole_characters + 300)
        self._step()
        if not self.kind.replaces:
            self.values.pop(name, None)
            self._step()
        self.values[name] = text

    def erase(self, name: str) -> None:
        self._step()
        self.values.pop(name, None)

    def traits(self) -> Traits:
        return self.kind

    def _step(self) -> None:
        if self.steps_to_live == 0:
            raise Killed
        self.steps_to_live -= 1
        if self.watched:
            self.readings.append(SplitValue(Place(self.kind, self.values), self.watched).read())


def write(place: Place, text: str, generation: str) -> None:
    SplitValue(place, "entry").write(text, generation)


def read(place: Place) -> str | None:
    return SplitValue(place, "entry").read()


@pytest.mark.parametrize("kind", EVERY, ids=NAMES)
@pytest.mark.parametrize("old", [None, "short", LONG[::-1]], ids=["nothing", "short", "long"])
@pytest.mark.parametrize("new", ["other", LONG], ids=["short", "long"])
def test_a_writer_killed_before_any_step_leaves_the_old_value_or_the_new_one(
    kind: Traits, old: str | None, new: str
) -> None:
    for steps in range(200):
        place = Place(kind)
        if old is not None:
            write(place, old, "old")
        place.steps_to_live = steps
        try:
            write(place, new, "new")
        except Killed:
            assert read(place) in {old, new}
            place.steps_to_live = -1
            write(place, "last", "last")
            assert read(place) == "last"
            assert len(place.values) == (1 if kind.whole_characters else 2)
        else:
            break
    else:
        raise AssertionError("the writing never came to its end")
    assert steps > 0
    assert read(place) == new


@pytest.mark.parametrize("kind", EVERY, ids=NAMES)
def test_an_eraser_killed_before_any_step_leaves_the_value_or_nothing_and_a_second_one_leaves_no_trace(
    kind: Traits,
) -> None:
    for steps in range(200):
        place = Place(kind)
        write(place, LONG, "old")
        place.steps_to_live = steps
        try:
            SplitValue(place, "entry").erase()
        except Killed:
            assert read(place) in {LONG, None}
            place.steps_to_live = -1
            SplitValue(place, "entry").erase()
        else:
            break
        assert place.values == {}
    assert place.values == {}


@pytest.mark.parametrize("kind", EVERY, ids=NAMES)
def test_whoever_looks_while_it_is_written_sees_the_old_value_and_then_the_new_one(kind: Traits) -> None:
    place = Place(kind)
    write(place, LONG, "old")
    place.watched = "entry"
    write(place, LONG[::-1], "new")
    changes = [place.readings[0]]
    changes += [now for before, now in zip(place.readings, place.readings[1:], strict=False) if now != before]
    assert changes in ([LONG, LONG[::-1]], [LONG])
    assert read(place) == LONG[::-1]


def test_a_reader_that_is_overtaken_by_a_writer_between_two_parts_reads_again() -> None:
    class Overtaken(Place):
        def read(self, name: str) -> str | None:
            if name.endswith(":0") and self.kind.replaces:
                self.kind = UNKNOWN
                write(Place(WINDOWS, self.values), LONG[::-1], "new")
            return super().read(name)

    place = Overtaken(WINDOWS)
    write(place, LONG, "old")
    assert read(place) == LONG[::-1]


@given(
    st.sampled_from(EVERY),
    st.lists(st.tuples(st.integers(0, 4000), st.integers(-1, 40)), min_size=1, max_size=8),
)
def test_after_any_number_of_deaths_the_value_is_the_last_one_written_or_one_that_was_being_written(
    kind: Traits, writes: list[tuple[int, int]]
) -> None:
    place = Place(kind)
    possible: set[str | None] = {None}
    for number, (length, steps) in enumerate(writes):
        text = f"{number}:" + LONG[:length]
        place.steps_to_live = steps
        try:
            write(place, text, f"generation-{number}")
        except Killed:
            possible = {read(place)} & (possible | {text})
        else:
            possible = {text}
        place.steps_to_live = -1
        assert read(place) in possible
    SplitValue(place, "entry").erase()
    assert place.values == {}


def test_no_two_parts_stand_under_one_name_and_none_is_longer_than_a_short_place_takes() -> None:
    place = Place(WINDOWS)
    write(place, LONG, "one")
    assert all(len(text) <= 1280 for text in place.values.values())
    assert len(place.values) > 7


@pytest.mark.parametrize(
    "head",
    [
        "",
        "{",
        "[]",
        "null",
        '{"tokencli": 1}',
        '{"tokencli": 1, "generation": "x", "parts": 1000000000, "digest": "", "spent": []}',
    ],
)
def test_a_head_that_is_damaged_is_said_and_can_be_replaced(head: str) -> None:
    place = Place(WINDOWS, {"entry": head})
    with pytest.raises(StoreProblem, match="damaged"):
        read(place)
    write(place, LONG, "new")
    assert read(place) == LONG


def test_a_value_with_a_lost_part_is_damaged_and_not_read_in_part() -> None:
    place = Place(WINDOWS)
    write(place, LONG, "one")
    del place.values["entry:one:3"]
    with pytest.raises(StoreProblem, match="damaged"):
        read(place)


def test_a_value_with_an_exchanged_part_is_damaged() -> None:
    place = Place(WINDOWS)
    write(place, LONG, "one")
    place.values["entry:one:3"] = place.values["entry:one:2"]
    with pytest.raises(StoreProblem, match="damaged"):
        read(place)

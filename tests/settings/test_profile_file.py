from __future__ import annotations

import os
import stat
import tomllib
from typing import TYPE_CHECKING, Any

import pytest
import tomlkit
from hypothesis import given
from hypothesis import strategies as st

from tests.contracts.samples import samples
from tests.settings.refusal import refused
from tokencli.app.profiles import add_profile, edit_profile, remove_profile
from tokencli.errors import UsageProblem
from tokencli.settings.model import all_parameters
from tokencli.settings.origin import Source
from tokencli.settings.profile_file import (
    PROFILE_NAME,
    choose_profile,
    edit_profile_file,
    from_profile,
    read_profile_file,
)
from tokencli.settings.resolve import from_command_line

if TYPE_CHECKING:
    from pathlib import Path

    from tokencli.oauth.parameter import Parameter
    from tokencli.settings.profile_file import ProfileFile

COMMENTED = """\
# Mine, by hand.
default_profile = "ci"   # the usual one

[profiles.dev]
timeout = "9s"           # slow at home
client_id = "dev"

# For the build.
[profiles.ci]
grant = "client_credentials"
client_id = "ci"
scope = [
    "orders.read",  # to list
    "orders.write",
]
client_secret = "env:CI_SECRET"
"""
NAMES = st.from_regex(PROFILE_NAME, fullmatch=True).filter(lambda name: len(name) < 30)
TEXTS = st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)


def as_root() -> bool:
    return os.geteuid() == 0


def write(folder: Path, text: str | bytes) -> Path:
    path = folder / "config.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def read(folder: Path, text: str | bytes) -> ProfileFile:
    return read_profile_file(write(folder, text), must_exist=True)


def refusal(folder: Path, text: str | bytes, profile: str | None = None) -> str:
    def use() -> None:
        file = read(folder, text)
        from_profile(file, profile or next(iter(file.profiles)))

    return refused(use)


def mode(path: Path) -> str:
    return oct(stat.S_IMODE(path.stat().st_mode))


def test_a_file_that_is_not_there_holds_no_profile(tmp_path: Path) -> None:
    file = read_profile_file(tmp_path / "config.toml", must_exist=False)
    assert (dict(file.profiles), file.default_profile) == ({}, None)


def test_a_file_that_somebody_named_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(UsageProblem, match=r"there is no configuration file .*config\.toml"):
        read_profile_file(tmp_path / "config.toml", must_exist=True)


@pytest.mark.parametrize("text", ["[profiles.ci\n", "a = \n", "[profiles.ci]\na = 1\na = 2\n", "\x00"])
def test_what_is_no_toml_is_refused_with_its_place(text: str, tmp_path: Path) -> None:
    told = refusal(tmp_path, text)
    assert "is no TOML" in told
    assert "line" in told or "document" in told


def test_what_is_no_utf_8_is_refused(tmp_path: Path) -> None:
    assert "cannot be read" in refusal(tmp_path, b'[profiles.ci]\nclient_id = "\xff"\n')


def test_a_byte_order_mark_before_the_text_is_no_part_of_it(tmp_path: Path) -> None:
    assert set(read(tmp_path, b"\xef\xbb\xbf[profiles.ci]\nclient_id = 'a'\n").profiles) == {"ci"}


def test_a_folder_in_the_place_of_the_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageProblem, match="cannot be read"):
        read_profile_file(tmp_path, must_exist=False)


def test_a_file_in_the_place_of_its_folder_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "tokencli").write_text("")
    assert read_profile_file(tmp_path / "tokencli" / "config.toml", must_exist=False).profiles == {}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("client_id = 'a'\n", "there is no setting 'client_id' outside a profile"),
        ("default_profil = 'a'\n", "did you mean default_profile?"),
        ("profiles = 1\n", "profiles must be tables"),
        ("[profiles]\nci = 'a'\n", "profiles must be tables"),
        ("[[profiles]]\nclient_id = 'a'\n", "profiles must be tables"),
        ("default_profile = 1\n", "default_profile must be a name in quotes"),
    ],
)
def test_what_does_not_belong_at_the_top_is_refused(text: str, told: str, tmp_path: Path) -> None:
    with pytest.raises(UsageProblem) as caught:
        read(tmp_path, text)
    assert told in caught.value.what


def test_an_unknown_key_is_refused_with_its_line_and_the_nearest_right_one(tmp_path: Path) -> None:
    told = refusal(tmp_path, COMMENTED.replace("client_secret", "client_secert"), "ci")
    assert told == "profile ci, config.toml line 16: there is no setting 'client_secert' (did you mean client_secret?)"


def test_every_mistake_of_a_profile_is_told_at_once(tmp_path: Path) -> None:
    told = refusal(tmp_path, "[profiles.ci]\ntimeout = 'soon'\nretries = -1\ncolour = 'red'\n")
    assert [line in told for line in ("line 2", "line 3", "line 4")] == [True] * 3


def test_a_mistake_in_another_profile_does_not_matter(tmp_path: Path) -> None:
    file = read(tmp_path, "[profiles.bad]\ncolour = 1\n[profiles.ci]\nclient_id = 'a'\n")
    assert from_profile(file, "ci")["client_id"].value == "a"


def test_every_value_knows_its_profile_and_line(tmp_path: Path) -> None:
    found = from_profile(read(tmp_path, COMMENTED), "ci")
    assert {name: str(one.origin) for name, one in found.items()} == {
        "grant": "profile ci, config.toml line 10",
        "client_id": "profile ci, config.toml line 11",
        "scope": "profile ci, config.toml line 12",
        "client_secret": "profile ci, config.toml line 16",
    }
    assert {one.origin.source for one in found.values()} == {Source.PROFILE}


@pytest.mark.parametrize(
    "header", ["[profiles.ci]", "[ profiles . ci ]", '[profiles."ci"]', "[profiles.'ci']", '["profiles".ci]']
)
def test_however_a_profile_is_written_a_line_that_is_named_is_the_right_one(header: str, tmp_path: Path) -> None:
    file = read(tmp_path, f"[profiles.other]\nclient_id = 'o'\n{header}\n\n 'client_id' = 'a'\n")
    assert file.line_of("ci", "client_id") in {5, None}


def test_a_profile_in_dotted_keys_is_read(tmp_path: Path) -> None:
    file = read(tmp_path, "profiles.ci.client_id = 'a'\n")
    assert str(from_profile(file, "ci")["client_id"].origin) == "profile ci, config.toml"


def test_unsafe_tls_has_its_frightening_name_in_a_profile_and_no_other(tmp_path: Path) -> None:
    file = read(tmp_path, "[profiles.ci]\ninsecure_skip_tls_verify = true\n")
    assert from_profile(file, "ci")["insecure"].value is True
    assert "there is no setting 'insecure'" in refusal(tmp_path, "[profiles.ci]\ninsecure = true\n")


@pytest.mark.parametrize(
    ("text", "named", "chosen"),
    [
        (COMMENTED, None, "ci"),
        (COMMENTED, "dev", "dev"),
        ("[profiles.only]\nclient_id = 'a'\n", None, "only"),
        ("", None, None),
    ],
)
def test_the_named_profile_wins_over_the_default_over_the_only_one(
    text: str, named: str | None, chosen: str | None, tmp_path: Path
) -> None:
    assert choose_profile(read(tmp_path, text), named) == chosen


@pytest.mark.parametrize(
    ("text", "named"), [(COMMENTED, "cii"), ("default_profile = 'cii'\n[profiles.ci]\nclient_id = 'a'\n", None)]
)
def test_a_profile_that_is_not_there_names_the_nearest(text: str, named: str | None, tmp_path: Path) -> None:
    with pytest.raises(UsageProblem, match=r"did you mean ci\?"):
        choose_profile(read(tmp_path, text), named)


def test_a_new_file_is_the_persons_alone(tmp_path: Path) -> None:
    previous = os.umask(0)
    try:
        path = tmp_path / "a" / "tokencli" / "config.toml"
        add_profile(path, "ci", {"client_id": "app"})
    finally:
        os.umask(previous)
    assert (mode(path), mode(path.parent)) == ("0o600", "0o700")


def test_comments_order_and_all_that_was_not_asked_for_stay(tmp_path: Path) -> None:
    path = write(tmp_path, COMMENTED)
    edit_profile(path, "dev", {"timeout": "7s"}, ())
    assert path.read_text("utf-8") == COMMENTED.replace('"9s" ', '"7s" ')


def test_a_setting_is_taken_out_and_its_neighbours_stay(tmp_path: Path) -> None:
    path = write(tmp_path, COMMENTED)
    edit_profile(path, "dev", {}, ("timeout",))
    assert path.read_text("utf-8") == COMMENTED.replace('timeout = "9s"           # slow at home\n', "")


def test_a_removed_profile_leaves_the_others_as_they_were(tmp_path: Path) -> None:
    path = write(tmp_path, COMMENTED)
    remove_profile(path, "ci")
    text = path.read_text("utf-8")
    assert text.startswith("# Mine, by hand.\n")
    assert tomllib.loads(text) == {"profiles": {"dev": {"timeout": "9s", "client_id": "dev"}}}


def test_a_symbolic_link_stays_one_and_its_target_is_changed(tmp_path: Path) -> None:
    """Configurations live in repositories of dot files and are linked to their place."""
    (tmp_path / "dotfiles").mkdir()
    target = write(tmp_path / "dotfiles", COMMENTED)
    link = tmp_path / "config.toml"
    link.symlink_to(target)
    edit_profile(link, "dev", {"timeout": "7s"}, ())
    assert link.is_symlink()
    assert '"7s"' in target.read_text("utf-8")


def test_the_permissions_of_a_file_that_is_there_are_not_widened(tmp_path: Path) -> None:
    path = write(tmp_path, COMMENTED)
    path.chmod(0o644)
    edit_profile(path, "dev", {"timeout": "7s"}, ())
    assert mode(path) in {"0o600", "0o644"}


def test_a_change_that_fails_leaves_the_file_and_nothing_else(tmp_path: Path) -> None:
    path = write(tmp_path, COMMENTED)

    def fail(_: tomlkit.TOMLDocument) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(UsageProblem, match="cannot be written"):
        edit_profile_file(path, fail)
    assert (path.read_text("utf-8"), list(tmp_path.iterdir())) == (COMMENTED, [path])


@pytest.mark.skipif(as_root(), reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_to_is_said_so(tmp_path: Path) -> None:
    path = write(tmp_path, COMMENTED)
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(UsageProblem, match="cannot be written"):
            edit_profile(path, "dev", {"timeout": "7s"}, ())
    finally:
        tmp_path.chmod(0o700)


def test_a_huge_file_is_read(tmp_path: Path) -> None:
    many = "".join(f"[profiles.p{number}]\nclient_id = 'a{number}'\n" for number in range(5000))
    file = read(tmp_path, many)
    assert str(from_profile(file, "p4999")["client_id"].origin) == "profile p4999, config.toml line 10000"


def test_no_two_settings_share_a_key() -> None:
    keys = [one.key for one in all_parameters()]
    assert len(set(keys)) == len(keys)


_TOML = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**40), 2**40) | st.floats(allow_nan=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
).filter(lambda value: value is not None)
_KEYS = st.sampled_from([one.key for one in all_parameters()]) | TEXTS


def _without_none(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_none(one) for name, one in value.items() if one is not None}
    return [_without_none(one) for one in value if one is not None] if isinstance(value, list) else value


@given(st.dictionaries(_KEYS, _TOML, max_size=5), NAMES)
def test_any_profile_is_read_or_refused_by_name(tmp_path_factory: Any, table: dict[str, Any], name: str) -> None:
    folder = tmp_path_factory.mktemp("any")
    text = tomlkit.dumps({"profiles": {name: _without_none(table)}})
    told = refusal(folder, text, name)
    assert not told or f"profile {name}, config.toml" in told


@given(st.binary(max_size=200))
def test_any_octets_are_a_file_or_a_sentence(tmp_path_factory: Any, octets: bytes) -> None:
    folder = tmp_path_factory.mktemp("any")
    told = refused(lambda: read(folder, octets))
    assert not told or "config.toml" in told


_SAMPLES: dict[str, Any] = {"client_id": TEXTS, "login_hint": TEXTS, "scope": st.lists(TEXTS, min_size=1, max_size=3)}


@given(
    NAMES,
    st.fixed_dictionaries({}, optional=_SAMPLES).filter(bool),
    st.sampled_from(["env:X", "file:a b", "cmd:pass 'a b'", "prompt:"]),
)
def test_what_is_written_is_read_back_as_it_was(
    tmp_path_factory: Any, name: str, options: dict[str, Any], secret: str
) -> None:
    path = tmp_path_factory.mktemp("any") / "config.toml"
    param = ("a=b=c", f"pin@{secret}")
    add_profile(path, name, {**options, "client_secret": secret, "param": param, "header": ("X-A: b",)})
    found = {key: one.value for key, one in from_profile(read_profile_file(path, must_exist=True), name).items()}
    assert str(found.pop("client_secret")) == secret
    assert [str(value) for _, value in found.pop("param")] == ["b=c", secret]
    assert found.pop("header") == (("X-A", "b"),)
    assert found == {key: tuple(value) if isinstance(value, list) else value for key, value in options.items()}


@pytest.mark.parametrize("declared", all_parameters(), ids=lambda one: one.name)
def test_every_setting_survives_the_file(declared: Parameter, tmp_path: Path) -> None:
    options = {declared.name: tuple(samples(declared)) if declared.repeatable else samples(declared)[0]}
    path = tmp_path / "config.toml"
    add_profile(path, "ci", options)
    setting = from_profile(read_profile_file(path, must_exist=True), "ci")[declared.name]
    assert setting.value == from_command_line([declared], options)[declared.name].value

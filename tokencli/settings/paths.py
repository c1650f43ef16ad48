"""Where files are, and how they are written: the configuration, what is cached, what is kept."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from tokencli.errors import StoreProblem

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def config_file(given: str | None, environ: Mapping[str, str]) -> tuple[Path, bool]:
    """The configuration file, and whether somebody named it.

    Args:
        given: The value of `--config`.
        environ: The environment; `TOKENCLI_CONFIG` names another file.
    """
    named = given or environ.get("TOKENCLI_CONFIG")
    if named:
        return Path(os.path.expanduser(named)), True  # noqa: PTH111 - where there is no home, `~` stays, which Path refuses
    from platformdirs import user_config_path

    with suppress(StoreProblem):
        folder = _at_home(lambda: user_config_path("tokencli", appauthor=False, roaming=True), "XDG_CONFIG_HOME")
        return folder / "config.toml", False
    return Path(os.devnull) / "config.toml", False  # who has no home has no configuration, and may need none


def cache_folder() -> Path:
    """The folder for what may be thrown away at any time.

    Raises:
        StoreProblem: This user has no home folder.
    """
    from platformdirs import user_cache_path

    return _at_home(lambda: user_cache_path("tokencli", appauthor=False), "XDG_CACHE_HOME")


def data_folder() -> Path:
    """The folder for what must not be lost: the file of tokens.

    Raises:
        StoreProblem: This user has no home folder.
    """
    from platformdirs import user_data_path

    return _at_home(lambda: user_data_path("tokencli", appauthor=False), "XDG_DATA_HOME")


def state_folder() -> Path:
    """The folder for locks, and for what makes the next run faster.

    Raises:
        StoreProblem: This user has no home folder.
    """
    from platformdirs import user_state_path

    return _at_home(lambda: user_state_path("tokencli", appauthor=False), "XDG_STATE_HOME")


def _at_home(find: Callable[[], Path], variable: str) -> Path:
    # Without HOME and without an entry in the list of users, a folder would be called "~" and stand wherever we are;
    # platformdirs says so with a RuntimeError since its version 4.4.
    with suppress(RuntimeError):
        folder = find()
        if folder.is_absolute():
            return folder
    raise StoreProblem("this user has no home folder", f"set HOME or {variable}")


def replace_file(path: Path, text: str) -> None:
    """Writes a file so that a reader sees the old text or the new one, never a part; it is made 0600.

    A symbolic link stays one, its target is replaced; what is no file, as /dev/null, is written to.
    """
    import tempfile

    path = path.resolve()
    if path.exists() and not path.is_file():
        path.write_text(text, "utf-8")
        return
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            out.write(text)
        os.replace(temporary, path)  # noqa: PTH105 - the atomic step, by its name
    except OSError:
        with suppress(OSError):
            os.unlink(temporary)  # noqa: PTH108 - the temporary file has no Path
        raise

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from tests.journeys.command import PROCESS_SECONDS, clean_environment
from tests.store.processes import file_store
from tests.store.records import record

if TYPE_CHECKING:
    from pathlib import Path

READ = """
import os, sys
from pathlib import Path
from tokencli.store.file_store import FileStore
from tokencli.store.index import Index
from tokencli.store.store_key import RawKey
folder = Path(sys.argv[1])
store = FileStore(lambda: folder / "tokens", lambda: RawKey(bytes(range(32))), os.urandom, lambda: Index(lambda: folder))
assert store.get(sys.argv[2]).access_token == "access-token"
heavy = {"pydantic", "rich", "httpx", "jwt", "keyring", "filelock", "click", "tempfile", "threading", "platformdirs", "logging"}
print(sorted(heavy & set(sys.modules)))
"""


def test_reading_a_token_from_the_file_loads_nothing_that_it_does_not_need(tmp_path: Path) -> None:
    file_store(tmp_path).put(record())
    ran = subprocess.run(
        [sys.executable, "-c", READ, str(tmp_path), record().fingerprint],
        env=clean_environment(tmp_path), capture_output=True, text=True, timeout=PROCESS_SECONDS, check=False,
    )  # fmt: skip
    assert (ran.stdout, ran.stderr) == ("[]\n", "")

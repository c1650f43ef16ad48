"""How a server that a test run started is ended."""

from __future__ import annotations

import os
import signal
import subprocess

STOP_SECONDS = 10


def stop(process: subprocess.Popen[bytes]) -> None:
    """Asks a process to end, and ends it when it does not, with its children where it leads a group."""
    process.terminate()
    try:
        process.communicate(timeout=STOP_SECONDS)
    except subprocess.TimeoutExpired:
        _kill(process)
        process.communicate()


def _kill(process: subprocess.Popen[bytes]) -> None:
    if os.getpgid(process.pid) == process.pid:
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()

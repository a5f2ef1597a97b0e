"""`python -m crawlers.sandbox --registry FILE`: the replica portals until their owner ends them.

Only the life of the process is looked after here; the portals themselves are in `server.py`.
"""

from __future__ import annotations

import argparse
import os
import signal
import stat
import sys
import threading
from pathlib import Path

from crawlers.sandbox.faults import Faults
from crawlers.sandbox.server import SandboxError, running_sandbox

#: How often the owner is looked for, in seconds.
_LOOK = 0.5


def main(arguments: list[str] | None = None) -> int:
    """Run until SIGTERM or SIGINT, until the pipe at standard input closes, or the parent is gone."""
    options = _parser().parse_args(arguments)
    owner = options.parent_pid
    was_parent = owner == os.getppid()
    done = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: done.set())
    try:
        with running_sandbox(options.registry, only=options.only, ports_from=options.ports_from) as sandbox:
            if options.edited:
                sandbox.set_faults(options.edited, Faults(changed_digit=True))
            for remark in sandbox.remarks:
                print(remark, file=sys.stderr, flush=True)
            for portal_id, portal in sandbox.portals.items():
                print(f"{portal_id} {portal.list_url}", flush=True)
            if _is_pipe(sys.stdin.fileno()):
                threading.Thread(target=_until_closed, args=(done,), daemon=True).start()
            while not done.wait(_LOOK):
                if owner and _gone(owner, was_parent=was_parent):
                    break
    except SandboxError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m crawlers.sandbox", description="Replica portals on loopback.")
    parser.add_argument("--registry", type=Path, required=True, help="where to write the registry of the portals")
    parser.add_argument("--ports-from", type=int, help="the first port; portals keep their ports from run to run")
    parser.add_argument("--only", action="append", metavar="PORTAL", help="start this portal (may be given again)")
    parser.add_argument(
        "--edited", metavar="PORTAL", help="the newest report of this portal has had a digit changed since"
    )
    parser.add_argument("--parent-pid", type=int, help="stop when this process is gone")
    return parser


def _is_pipe(handle: int) -> bool:
    """A terminal or /dev/null at standard input says nothing about the owner; a pipe closes with it."""
    try:
        mode = os.fstat(handle).st_mode
    except OSError:
        return False
    return stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode)


def _until_closed(done: threading.Event) -> None:
    while sys.stdin.buffer.read(1):
        pass
    done.set()


def _gone(pid: int, *, was_parent: bool) -> bool:
    """Whether the owner has ended; a parent is known by adoption even while it waits to be collected."""
    if was_parent:
        return os.getppid() != pid
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


if __name__ == "__main__":
    raise SystemExit(main())

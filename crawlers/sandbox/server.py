"""Runs the replica portals on loopback: a port each, a log of requests, faults set while they run.

`running_sandbox()` is the way in for tests and the demo; what is answered is decided in `answer.py`.
"""

from __future__ import annotations

import sys
import tempfile
import threading
import time
from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import yaml

from crawlers.sandbox.answer import Replica
from crawlers.sandbox.exchange import Answer, Request
from crawlers.sandbox.faults import Faults
from crawlers.sandbox.plans import PLANS, Entry, PortalPlan, load_plans
from warehouse.home import write_atomically

HOST = "127.0.0.1"


class SandboxError(Exception):
    """The sandbox cannot start; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One request as the server saw it; `began` and `ended` are seconds of a monotonic clock."""

    portal_id: str
    at: datetime
    began: float
    ended: float
    host: str
    method: str
    target: str
    status: int
    headers: dict[str, str]


class RunningPortal:
    """One replica portal while it listens."""

    def __init__(self, replica: Replica, log: list[Hit], port: int) -> None:
        self.replica = replica
        self._server = _listen(replica, log, port)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    @property
    def plan(self) -> PortalPlan:
        """What the portal imitates and holds."""
        return self.replica.plan

    @property
    def entries(self) -> list[Entry]:
        """The lines of its list, newest first."""
        return self.replica.entries

    @property
    def port(self) -> int:
        """The port it listens on."""
        return int(self._server.server_address[1])

    @property
    def url(self) -> str:
        """Its address without a path."""
        return f"http://{HOST}:{self.port}"

    @property
    def list_url(self) -> str:
        """The address of its annual-report column."""
        return self.url + self.plan.column

    def registry_entry(self) -> dict[str, Any]:
        """The portal as a registry file names it."""
        return {
            "id": self.plan.id,
            "name": self.plan.name,
            "adcode": self.plan.adcode,
            "platform": "auto",
            "list_url": self.list_url if self.plan.entry == "column" else f"{self.url}/",
            "scope": self.plan.scope,
            "delay": 0,
            "sandbox": True,
        }

    def stop(self) -> None:
        """Close the port and end the thread."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@dataclass
class Sandbox:
    """The running portals by id, the log of their requests, the registry file that names them."""

    registry_path: Path
    portals: dict[str, RunningPortal]
    log: list[Hit]
    remarks: list[str] = field(default_factory=list)

    def faults(self, portal_id: str) -> Faults:
        """The faults a portal shows now."""
        return self.portals[portal_id].replica.faults

    def set_faults(self, portal_id: str, faults: Faults | None = None) -> None:
        """Show other faults from the next request on; None ends them all."""
        self.portals[portal_id].replica.faults = faults or Faults()

    def hits(self, portal_id: str) -> list[Hit]:
        """The requests one portal saw, in the order they were answered."""
        return [hit for hit in self.log if hit.portal_id == portal_id]


def _listen(replica: Replica, log: list[Hit], port: int) -> ThreadingHTTPServer:
    """A bound server for one replica; OSError when the port is taken."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        server_version = "Sandbox/1"
        sys_version = ""
        timeout = 30  # an idle connection must not keep a thread for ever

        def _serve(self) -> None:
            began, at = time.monotonic(), datetime.now(UTC)
            length = int(self.headers.get("Content-Length") or 0)
            form = self.rfile.read(length).decode("utf-8", "replace")
            headers = {name.lower(): value for name, value in self.headers.items()}
            if replica.faults.slow:
                time.sleep(replica.faults.slow)
            answer = replica.answer(Request(self.command, self.path, headers, form))
            ended, host = time.monotonic(), headers.get("host", "")
            # logged before the answer leaves, so that a client that has it finds its request in the log
            log.append(Hit(replica.plan.id, at, began, ended, host, self.command, self.path, answer.status, headers))
            self._send(answer)

        def _send(self, answer: Answer) -> None:
            self.send_response(answer.status)
            for name, value in answer.headers:
                self.send_header(name, value)
            if answer.status != 304 and answer.told:
                self.send_header("Content-Length", str(answer.promised or len(answer.body)))
            if answer.promised or not answer.told:
                self.close_connection = True
            self.end_headers()
            if self.command == "HEAD" or answer.status == 304:
                return
            if not answer.drip:
                self.wfile.write(answer.body)
                return
            for place in range(len(answer.body)):
                time.sleep(answer.drip)
                self.wfile.write(answer.body[place : place + 1])

        do_GET = do_POST = do_HEAD = _serve  # noqa: N815 - the names the library calls

        def log_message(self, *args: object) -> None:
            """The log is `Sandbox.log`; nothing goes to the terminal."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: Any, client_address: Any) -> None:
            """A client that hangs up in the middle is no fault of the server; anything else is shown."""
            if not isinstance(sys.exc_info()[1], ConnectionError):
                super().handle_error(request, client_address)

    return Server((HOST, port), Handler)


def _start(replica: Replica, log: list[Hit], port: int, remarks: list[str]) -> RunningPortal:
    """The portal on its port, or on a free one where that is taken, with a remark that says so."""
    try:
        return RunningPortal(replica, log, port)
    except OSError as error:
        if not port:
            raise SandboxError(
                f"{replica.plan.id} cannot listen on {HOST} ({error}); free a port and try again."
            ) from error
    running = RunningPortal(replica, log, 0)
    remarks.append(
        f"Port {port} is taken, so {replica.plan.id} listens on {running.port} this time; "
        "its addresses differ from those of earlier runs."
    )
    return running


@contextmanager
def running_sandbox(
    registry_path: Path | None = None,
    *,
    only: Collection[str] | None = None,
    ports_from: int | None = None,
    plans: Path = PLANS,
) -> Iterator[Sandbox]:
    """The portals of `plans` (or those `only` names) while the block runs; the registry names them once all listen.

    Ports follow the order of the plans from `ports_from` on, whichever portals are named, so that addresses
    stay the same from run to run; without it the system chooses. Without `registry_path` the registry goes with
    the block.
    """
    known = load_plans(plans)
    unknown = sorted(set(only or ()) - {plan.id for plan in known})
    if unknown:
        raise SandboxError(f"No replica portal is called {', '.join(unknown)}; see {plans.name} for their names.")
    log: list[Hit] = []
    remarks: list[str] = []
    with ExitStack() as stack:
        if registry_path is None:
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="sandbox-"))
            registry_path = Path(folder) / "portals.yaml"
        portals: dict[str, RunningPortal] = {}
        for place, plan in enumerate(known):
            if only is None or plan.id in only:
                port = ports_from + place if ports_from else 0
                portals[plan.id] = _start(Replica(plan), log, port, remarks)
                stack.callback(portals[plan.id].stop)
        listed = [portal.registry_entry() for portal in portals.values()]
        text = yaml.safe_dump(listed, allow_unicode=True, sort_keys=False)
        write_atomically(registry_path, lambda path: path.write_text(text, encoding="utf-8"))
        yield Sandbox(registry_path, portals, log, remarks)

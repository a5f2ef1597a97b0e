"""Starting and ending the sandbox: ports, registry, the command."""

import json
import socket
import subprocess
import sys
import time
from urllib.parse import urlsplit

import pytest
from sandbox_client import fetch

from crawlers.sandbox.plans import load_plans
from crawlers.sandbox.server import SandboxError, running_sandbox
from warehouse.registry import load_registry


def test_the_registry_names_every_portal_and_loads(sandbox):
    portals = {portal.id: portal for portal in load_registry(sandbox.registry_path)}
    assert set(portals) == {plan.id for plan in load_plans()}
    assert all(portal.sandbox and portal.delay == 0 and portal.platform == "auto" for portal in portals.values())
    assert portals["sandbox-liaocheng"].name == "聊城市"
    assert len({urlsplit(portal.list_url).port for portal in portals.values()}) == len(portals)


def test_ports_follow_the_plans_and_stay_the_same():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        base = free_block(taken.getsockname()[1])
    addresses = []
    for _ in range(2):
        with running_sandbox(only=["sandbox-huaian", "sandbox-shilishi"], ports_from=base) as running:
            addresses.append([portal.url for portal in running.portals.values()])
            assert running.remarks == []
    assert addresses[0] == addresses[1] == [f"http://127.0.0.1:{base + 1}", f"http://127.0.0.1:{base + 4}"]


def free_block(near: int) -> int:
    """A base below the range the system hands out, with the ports the test needs free."""
    for base in range(20_000 + near % 5_000, 30_000, 20):
        try:
            for port in (base + 1, base + 4):
                with socket.socket() as probe:
                    probe.bind(("127.0.0.1", port))
        except OSError:
            continue
        return base
    raise AssertionError("no free block of ports")


def test_a_taken_port_is_replaced_and_said_so():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with running_sandbox(only=["sandbox-liaocheng"], ports_from=port) as running:
            portal = running.portals["sandbox-liaocheng"]
            assert portal.port != port
            assert fetch(portal.list_url).status == 200
            (remark,) = running.remarks
            assert f"Port {port} is taken" in remark
            assert str(portal.port) in remark


def test_an_unknown_portal_is_refused_by_name():
    with pytest.raises(SandboxError, match="sandbox-nowhere"), running_sandbox(only=["sandbox-nowhere"]):
        pass


def test_a_closed_sandbox_leaves_no_port_and_no_registry():
    with running_sandbox(only=["sandbox-liaocheng"]) as running:
        port = running.portals["sandbox-liaocheng"].port
        registry = running.registry_path
    assert not registry.exists()
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0


def start(tmp_path, *more: str, stdin=subprocess.PIPE) -> tuple[subprocess.Popen, list[dict]]:
    registry = tmp_path / "portals.yaml"
    command = [sys.executable, "-m", "crawlers.sandbox", "--registry", str(registry), "--only", "sandbox-liaocheng"]
    process = subprocess.Popen([*command, *more], stdin=stdin, stdout=subprocess.PIPE, text=True)
    line = process.stdout.readline()
    portals = load_registry(registry)
    assert line == f"sandbox-liaocheng {portals[0].list_url}\n"
    assert fetch(portals[0].list_url).status == 200
    return process, portals


def ended(process: subprocess.Popen) -> int:
    try:
        return process.wait(20)
    finally:
        process.kill()
        process.stdout.close()


def test_the_command_ends_when_its_standard_input_closes(tmp_path):
    process, _ = start(tmp_path)
    process.stdin.close()
    assert ended(process) == 0


def test_the_command_ends_on_sigterm_and_frees_its_port(tmp_path):
    process, portals = start(tmp_path, stdin=subprocess.DEVNULL)
    time.sleep(0.1)
    assert process.poll() is None
    process.terminate()
    assert ended(process) == 0
    with pytest.raises(ConnectionRefusedError):
        fetch(portals[0].list_url)


def test_the_command_ends_with_the_process_it_belongs_to(tmp_path):
    owner = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    process, _ = start(tmp_path, "--parent-pid", str(owner.pid), stdin=subprocess.DEVNULL)
    assert process.poll() is None
    owner.stdin.close()
    owner.wait(20)
    assert ended(process) == 0


def test_the_command_outlives_no_parent_that_was_killed(tmp_path):
    registry = tmp_path / "portals.yaml"
    script = (
        "import json, os, subprocess, sys, time\n"
        "command = [sys.executable, '-m', 'crawlers.sandbox', '--registry', sys.argv[1], '--only', 'sandbox-liaocheng',"
        " '--parent-pid', str(os.getpid())]\n"
        "child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)\n"
        "child.stdout.readline(); print(json.dumps(child.pid), flush=True); time.sleep(60)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", script, str(registry)], stdout=subprocess.PIPE, text=True)
    json.loads(parent.stdout.readline())
    url = load_registry(registry)[0].list_url
    parent.kill()
    parent.wait(20)
    parent.stdout.close()
    for _ in range(100):
        try:
            fetch(url)
        except ConnectionError:
            return
        time.sleep(0.1)
    raise AssertionError("the sandbox still answers after its parent was killed")


def test_the_command_names_an_unknown_portal_and_fails(tmp_path):
    command = [sys.executable, "-m", "crawlers.sandbox", "--registry", str(tmp_path / "x.yaml"), "--only", "nobody"]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL)
    assert done.returncode == 1
    assert "nobody" in done.stderr
    assert not (tmp_path / "x.yaml").exists()

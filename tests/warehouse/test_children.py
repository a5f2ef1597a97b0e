"""A step of a killed command ends with it."""

import os
import signal
import subprocess
import sys

import pytest

STEP = "import sys, time; from warehouse.children import end_with; end_with(int(sys.argv[1])); print('at work', flush=True); time.sleep(60)"
COMMAND = "import os, subprocess, sys; subprocess.run([sys.executable, '-c', sys.argv[1], str(os.getpid())])"
#: How each step of a night that is a process of its own is told whom it ends with.
STEPS = {
    "crawl": ["crawlers", "--home", "h", "--run-id", "r", "--summary", "s", "--parent-pid"],
    "models": ["pipelines.bound_dbt", "--version"],
    "pages": ["dashboards", "build", "d", "s", "--parent-pid"],
}


def test_a_step_ends_when_its_command_is_killed_and_not_before():
    command = subprocess.Popen([sys.executable, "-c", COMMAND, STEP], stdout=subprocess.PIPE)
    assert command.stdout.readline() == b"at work\n"
    assert command.poll() is None
    os.kill(command.pid, signal.SIGKILL)
    left, _ = command.communicate(timeout=30)  # the step holds the other end of the pipe as long as it lives
    assert left == b""


@pytest.mark.parametrize("step", sorted(STEPS))
def test_a_step_whose_command_is_gone_does_nothing(step, tmp_path):
    gone = "1"  # whoever that is, it started none of these
    arguments = [*STEPS[step], gone] if STEPS[step][-1] == "--parent-pid" else STEPS[step]
    done = subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=tmp_path,
        env=os.environ | {"GONGKAI_PARENT": gone},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "")
    assert list(tmp_path.iterdir()) == []

"""Ctrl-C in the middle of a night: one plain sentence, and what was done until then is on record."""

import json
import os
import signal
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

GONGKAI = Path(sys.executable).with_name("gongkai")
ENTRY = """
- id: slow
  name: 示例市
  adcode: "000000"
  platform: auto
  list_url: {}
  delay: 0.01
  sandbox: true
"""


class Slow(BaseHTTPRequestHandler):
    """A portal whose list of reports is answered, and none of its reports."""

    asked = threading.Event()
    done = threading.Event()

    def do_GET(self):
        if self.path == "/robots.txt":
            self.answer(b"User-agent: *\nAllow: /\n", "text/plain")
        elif self.path == "/nb/":
            links = "".join(
                f'<li><a href="/nb/{y}.html">示例市水利局{y}年政府信息公开工作年度报告</a></li>' for y in (2022, 2023)
            )
            self.answer(
                f"<html><title>政府信息公开年报</title><ul>{links}</ul></html>".encode(), "text/html; charset=utf-8"
            )
        else:
            self.asked.set()
            self.done.wait(60)

    def answer(self, body, kind):
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture
def registry(tmp_path):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Slow)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    path = tmp_path / "portals.yaml"
    path.write_text(ENTRY.format(f"http://127.0.0.1:{server.server_port}/nb/"), encoding="utf-8")
    yield path
    Slow.done.set()
    server.shutdown()


def test_ctrl_c_ends_a_night_with_one_sentence_and_its_summary_says_how_far_it_came(tmp_path, registry):
    home = tmp_path / "home"
    night = subprocess.Popen(
        [GONGKAI, "refresh", "--home", home, "--portals", registry],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        assert Slow.asked.wait(90)
        os.killpg(night.pid, signal.SIGINT)
        _, told = night.communicate(timeout=60)
    finally:
        night.kill()
    assert night.returncode == 1
    assert "Traceback" not in told
    assert told.strip().splitlines()[-1] == "The run was interrupted at captures; nothing is lost, run it again."
    (file,) = (home / "runs").iterdir()
    summary = json.loads(file.read_text(encoding="utf-8"))
    assert summary["portals"]["slow"]["verdict"] == "partial"
    assert summary["balance"]["discovered"] == 2

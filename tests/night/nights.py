"""Whole nights in a temporary home, run as a person runs them: the command, the sandbox portals, the published database."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from crawlers.sandbox.server import Sandbox
from warehouse.home import Home
from warehouse.published import ask

GONGKAI = Path(sys.executable).with_name("gongkai")


@dataclass
class Nights:
    """A home and the portals it collects from."""

    home: Home
    sandbox: Sandbox

    def run(self, *words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [GONGKAI, *words, "--home", self.home.root],
            capture_output=True,
            text=True,
            timeout=500,
            check=False,
            env=os.environ | {"GONGKAI_PORTALS": str(self.sandbox.registry_path)},
        )
        assert not check or done.returncode == 0, done.stdout + done.stderr
        return done

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [GONGKAI, *words, "--home", self.home.root],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            env=os.environ | {"GONGKAI_PORTALS": str(self.sandbox.registry_path)},
        )

    def refresh(self) -> dict:
        return json.loads(self.run("refresh", "--recheck", "all", "--json").stdout)

    def ask(self, sql: str, *parameters) -> list[tuple]:
        return list(ask(self.home, sql, list(parameters)).rows)

    def manifest(self) -> dict:
        return json.loads((self.home.published / "manifest.json").read_text(encoding="utf-8"))

    def dbt_log(self, run_id: str) -> str:
        return (self.home.dagster / "dbt" / f"{run_id}.log").read_text(encoding="utf-8")

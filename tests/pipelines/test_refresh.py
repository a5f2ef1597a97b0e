"""A run that cannot be done says so in one sentence."""

import sqlite3

import pytest
from sqlalchemy.exc import OperationalError

from crawlers.run import PORTALS
from pipelines import refresh
from pipelines.refresh import RefreshError, run_night
from warehouse.home import Home


def test_a_disk_that_fills_under_the_notes_of_a_run_is_told_in_one_sentence(tmp_path, monkeypatch):
    def fills(*_):
        raise OperationalError("INSERT INTO event_logs ...", {}, sqlite3.OperationalError("database or disk is full"))

    monkeypatch.setattr(refresh, "build_definitions", lambda *_: None)
    monkeypatch.setattr(refresh, "_run", fills)
    home = Home(tmp_path)
    with pytest.raises(RefreshError, match=r"cannot be written \(database or disk is full\); free space") as told:
        run_night(home, PORTALS)
    assert "\n" not in str(told.value)
    assert not (home.root / ".writer.json").exists()

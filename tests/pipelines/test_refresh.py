"""A run that cannot be done says so in one sentence."""

import sqlite3

import dagster as dg
import pytest
from sqlalchemy.exc import OperationalError

from crawlers.run import PORTALS
from pipelines import refresh
from pipelines.refresh import RefreshError, run_night
from warehouse.decisions import DecisionsError
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


def test_an_error_of_ours_is_told_in_its_own_sentence_and_not_in_the_words_of_what_led_to_it():
    @dg.asset
    def reference():
        try:
            int("no number")
        except ValueError as error:
            raise DecisionsError("The decisions in verdicts.yaml cannot be read; mend the file.") from error

    result = dg.materialize([reference], raise_on_error=False)
    assert refresh._first_problem(result) == (
        "reference failed: The decisions in verdicts.yaml cannot be read; mend the file."
    )

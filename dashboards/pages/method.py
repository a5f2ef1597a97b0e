"""口径: every measure with its formula, guard and caveat; the editions of the form and which of their cells compare."""

from __future__ import annotations

from dashboards.render import Build, Page

KEY = "method"
FILE = "method.html"


def make(build: Build) -> Page:
    """The dictionaries of the release as tables."""
    measures = [
        row | {"formula": build.readable(row["formula"]), "guard": build.readable(row["guard"])}
        for row in build.release.metrics()
    ]
    values = {
        "measures": measures,
        "cells": build.sheet.cells,
        "editions": build.sheet.editions,
    }
    return Page(KEY, FILE, values)

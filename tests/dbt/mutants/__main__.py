"""`make mutants`: every kind of mistake in every model and table macro, a few places each, and what noticed them.

Other macros are mutated with the models they stand in.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

import test_bodies
import test_cells
import test_corrected
import test_decided
import test_dictionary
import test_edges
import test_figures
import test_nights
import test_reorganised
import test_sentences
import test_shared_keys
import test_statistics_edition
import test_wide_table
import test_worlds

from mutants.campaign import Campaign, as_json, temporary, thinned
from mutants.operators import mutants

#: Whose assertions a mutant has to pass, on the worlds that they build.
TESTS = [
    test_edges,
    test_figures,
    test_wide_table,
    test_dictionary,
    test_worlds,
    test_bodies,
    test_sentences,
    test_corrected,
    test_decided,
    test_nights,
    test_reorganised,
    test_shared_keys,
    test_statistics_edition,
    test_cells,
]


def main() -> None:
    """Run a campaign, print the survivors and the counts."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--each", type=int, default=3, help="mutants of each kind in each model (3)")
    options.add_argument("--model", action="append", help="only these models")
    options.add_argument("--json", type=Path, help="write the outcome of every mutant here")
    options.add_argument("--part", default="0/1", help="this part of the mutants: 0/2 and 1/2 make the whole")
    chosen = options.parse_args()
    with temporary() as folder:
        campaign = Campaign.prepare(Path(folder), TESTS)
        models = campaign.stands[0].models.values()
        made = [
            one
            for model in models
            if not model.name.startswith("dict_") and model.name in (chosen.model or [model.name])
            for one in mutants(model.name, model.sql)
        ]
        part, parts = map(int, chosen.part.split("/"))
        outcomes = []
        for one in thinned(made, chosen.each)[part::parts]:
            by, seen = campaign.killer(one)
            outcomes.append((one, by, seen))
            if by is None:
                print(f"{'SURVIVES' if seen else 'unnoticed'} {one}", flush=True)
        if chosen.json:
            chosen.json.write_text(as_json(outcomes), encoding="utf-8")
        counted = Counter("killed" if by else "survives" if seen else "changes no row" for _, by, seen in outcomes)
        print(f"{len(made)} mutants made, {len(outcomes)} tried: {dict(counted)}", file=sys.stderr)


if __name__ == "__main__":
    main()

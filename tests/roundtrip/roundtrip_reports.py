"""Reports, formats and layouts to draw from, and what must come back of each."""

from dataclasses import dataclass
from functools import cached_property

from hypothesis import settings
from hypothesis import strategies as st

from benchmarks.evaluation.score import cells_of, edition_of, silent_errors
from crawlers.sandbox.figures import broken_identities, expected_cells, expected_states
from crawlers.sandbox.invent import make_figures, make_hybrid
from crawlers.sandbox.render import BREAKERS, LAYOUTS, Layout, changes, find_layout, printing, render, render_as
from pipelines.parse import parse_bytes, to_json

FORMATS = ("html", "docx", "xlsx", "md", "odt", "rtf", "ofd", "text")
#: Reading a PDF takes as long as reading ten of the others; it has a smaller share of the documents.
PAGES = ("pdf",)
#: What may be refused, with its reason, and is never read wrong; everything else must come back whole.
REFUSABLE = {
    # cells run together, and words in pieces: only sums, or the count of figures, tell them apart
    "text": {"flat", "spaced", "by_height", "by_cell"},
    # a row of Markdown keeps its own cells alone: what stands over or beside them is lost where a table is cut or widened
    # (and a table of blanks alone has no figure that tells its width)
    "md": {
        "in_pieces",
        "split_label",
        "side_by_side",
        "numbered_columns",
        "remark_column",
        "traditional",
        "written_out_blank",
    },
    "xlsx": {"subtotal_column"},  # a column the form does not know, and empty ones behind the last
}


def may_be_refused(format_name, layout_name):
    """Whether a document of this kind may be refused; one in traditional characters may be for its amounts in 萬元."""
    return layout_name in REFUSABLE.get(format_name, ()) or layout_name == "traditional"


def profile(share=1.0):
    """The profile of `conftest.py`, or a share of its number of documents."""
    base = settings.get_profile("roundtrip")
    return settings(base, max_examples=max(int(base.max_examples * share), 3))


@dataclass(frozen=True)
class Drawn:
    """A report in a few words, as a failing test prints it; of a hybrid the `old` blocks are printed by the form of 2019."""

    seed: int
    agency: str
    edition: str
    year: int
    old: tuple[str, ...] = ()

    @cached_property
    def report(self):
        if self.old:
            return make_hybrid(self.seed, self.agency, self.year, self.edition, dict.fromkeys(self.old, "2019"))
        scope = "area" if self.agency.endswith("人民政府") else "agency"
        return make_figures(self.seed, self.agency, self.year, self.edition, scope=scope)


@st.composite
def reports(draw):
    """Invented figures of any edition of the form, hybrids among them."""
    seed = draw(st.integers(0, 10**6))
    agency = draw(st.sampled_from(["示例市水利局", "示例县人民政府", "示例市人民政府办公室", "示例街道办事处"]))
    if draw(st.integers(0, 2)) == 0:
        return Drawn(seed, agency, "2019", draw(st.integers(2019, 2020)))
    blocks = st.lists(
        st.sampled_from(["requests", "documents", "licensing", "enforcement", "fees"]), max_size=2, unique=True
    )
    return Drawn(seed, agency, "2021", draw(st.integers(2021, 2025)), tuple(draw(blocks)))


def named_layouts(formats):
    """(format, layout name) of every layout that the formats offer."""
    return st.sampled_from([(name, layout) for name in formats for layout in {**LAYOUTS[name], **BREAKERS[name]}])


#: What may be done to one document at once: of each line one or nothing.
TOLD = (
    (changes.unnumbered, changes.misnumbered, changes.tables_last),
    (changes.rows_reversed,),
    (changes.subtotal_column, changes.remark_column),
    (changes.numbered_columns, changes.labels_split, changes.headed_pieces),
    (changes.notes_between,),
)
PRINTED = (
    (printing.wide, printing.grouped, printing.noted, printing.noughts_dashed, printing.only_totals),
    (printing.without_year,),
)


def some(draw, lines):
    """Of each line one or nothing, in order."""
    drawn = [draw(st.sampled_from([None, *line])) for line in lines]
    return tuple(one for one in drawn if one)


@st.composite
def mixed_layouts(draw):
    """A layout that does several things at once."""
    point, cut = draw(st.sampled_from([".", "、"])), draw(st.booleans())
    return Layout("mixed", point=point, prints=some(draw, PRINTED), changes=some(draw, TOLD), cut=cut)


def answer(data):
    """What `gongkai parse --json` says of a document."""
    return to_json("x", parse_bytes(data))


def read(report, format_name, layout_name):
    """The answer about a report, and the report as its layout prints it."""
    return answer(render(report, format_name, layout_name)), find_layout(format_name, layout_name).printed(report)


def read_mixed(report, format_name, layout):
    """The same with a layout that has no name."""
    return answer(render_as([report], format_name, layout)), layout.printed(report)


def must_be_whole(found, printed, true, *, or_refused=False, said=str):
    """Equal to what is printed in every cell, state, sum and word on whose it is; or refused where that is allowed.

    `said` writes a name as the document has it: one in traditional characters may come back so.
    """
    assert silent_errors(found, printed, true) == []
    if or_refused and found["status"] != "accepted":
        assert all(reason.endswith(".") for reason in found["reasons"])
        assert found["reasons"]
        return
    assert (found["status"], found["reasons"]) == ("accepted", [])
    held = cells_of(found)
    assert {key: cell["value"] for key, cell in held.items()} == expected_cells(printed)
    assert {key: cell["state"] for key, cell in held.items()} == expected_states(printed)
    assert found["agency"] in {printed.agency, said(printed.agency)}
    assert found["report_year"] == printed.report_year
    assert found["edition"] == edition_of(printed)
    assert {finding["id"] for finding in found["findings"]} == set(broken_identities(printed))

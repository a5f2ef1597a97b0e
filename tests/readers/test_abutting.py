"""Tables that touch one another, from their rulings alone."""

from pipelines.readers.pages.abutting import told_apart
from pipelines.readers.pages.lattice import Lattice, Ruling, find_lattices

Rows = list[tuple[float, float, list[float]]]


def tables(rows: Rows, frame: tuple[float, float] | None = None) -> list[Lattice]:
    """The tables that cells make; a row is its top, its bottom, and the edges of its cells."""
    across = [Ruling(y, xs[0], xs[-1]) for top, bottom, xs in rows for y in (top, bottom)]
    down = [Ruling(x, top, bottom) for top, bottom, xs in rows for x in xs]
    if frame:
        top, bottom = rows[0][0] - 1.0, rows[-1][1] + 1.0
        across += [Ruling(y, *frame) for y in (top, bottom)]
        down += [Ruling(x, top, bottom) for x in frame]
    return told_apart(find_lattices(across, down), across, down)


def columns(rows: Rows, frame: tuple[float, float] | None = None) -> list[list[float]]:
    """The column edges of each table that cells make."""
    return [[round(x) for x in lattice.xs] for lattice in tables(rows, frame)]


def test_tables_that_touch_are_told_apart_where_their_columns_nearly_meet():
    upper, lower = [50.0, 200.0, 300.0], [50.0, 207.0, 300.0]
    rows = [(100.0, 118.0, upper), (119.5, 138.0, upper), (139.0, 158.0, lower), (159.5, 178.0, lower)]
    assert columns(rows) == [[50, 200, 300], [50, 207, 300]]


def test_cells_with_space_between_them_are_of_one_table():
    cells = [[50.0, 200.0, 300.0], [50.0, 120.0, 200.0, 300.0], [50.0, 300.0]]
    rows = [(100.0 + 20 * at, 118.0 + 20 * at, xs) for at, xs in enumerate(cells)]
    (edges,) = columns(rows, frame=(49.0, 301.0))
    assert len(edges) == 4


def test_a_table_with_a_narrow_gap_between_borders_that_go_on_stays_whole():
    edges = [50.0, 200.0, 206.0, 300.0]
    across = [Ruling(y, 50.0, 300.0) for y in (100.0, 120.0, 140.0)]
    down = [Ruling(x, 100.0, 140.0) for x in edges]
    lattices = find_lattices(across, down)
    assert told_apart(lattices, across, down) == lattices


def test_a_header_stays_with_the_rows_below_it_though_its_columns_would_do_for_those_above():
    figures, title, head, routes = (
        [50.0, 200.0, 250.0, 300.0],
        [50.0, 300.0],
        [50.0, 250.0, 300.0],
        [50.0, 207.0, 250.0, 300.0],
    )
    edges = [figures, figures, title, head, routes, routes]
    upper, lower = tables([(100.0 + 20 * at, 120.0 + 20 * at, xs) for at, xs in enumerate(edges)])
    assert (len(upper.ys), upper.xs) == (4, figures)
    assert (len(lower.ys), lower.xs) == (4, routes)


def test_a_header_is_a_table_of_its_own_where_the_figures_below_it_are_out_of_step_with_its_words():
    title, head, figures = [50.0, 550.0], [50.0, 150.0, 280.0, 410.0, 550.0], [50.0, 230.0, 320.0, 410.0, 550.0]
    rows = [(100.0 + 20 * at, 120.0 + 20 * at, xs) for at, xs in enumerate([title, head, figures, figures, title])]
    assert columns(rows) == [head, figures]


def test_cells_that_part_or_join_those_above_them_are_of_one_table_and_so_are_fewer_than_those():
    head, parted, joined = [50.0, 150.0, 280.0, 550.0], [50.0, 100.0, 150.0, 550.0], [50.0, 280.0, 550.0]
    for other in (parted, joined, [50.0, 200.0, 550.0]):
        assert len(columns([(100.0, 120.0, head), (120.0, 140.0, other)])) == 1

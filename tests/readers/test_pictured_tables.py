"""Pictures inside other files: the pages of a report in an archive, tables pasted into a Word file as pictures."""

import base64
import io
import zipfile

import cv2
import docx as python_docx
import numpy as np
from pixels import TRUTH, lattice, png

from pipelines.readers import picture, read_document

PHOTOGRAPH = png(np.random.default_rng(1).integers(0, 255, (900, 1200)).astype(np.uint8))
PAGE = png(lattice())


def figures(document):
    return [{(cell.row, cell.col): cell.text for cell in grid.cells} for grid in document.grids]


def zipped(members):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(name, content)
    return stream.getvalue()


def word(*parts):
    document = python_docx.Document()
    for part in parts:
        if isinstance(part, bytes):
            document.add_picture(io.BytesIO(part))
        elif isinstance(part, str):
            document.add_paragraph(part)
        else:
            document.add_table(*part)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def test_the_pictures_of_an_archive_are_the_pages_of_one_report_in_the_order_their_names_count():
    document = read_document(zipped({"第10页.png": png(lattice(rows=3, cols=4)), "第2页.png": PAGE}))
    assert [(grid.n_rows, grid.n_cols) for grid in document.grids] == [(7, 4)]  # a table goes on over pages
    assert figures(document)[0].items() >= TRUTH.items()
    assert document.meta["member"] == "第2页.png, 第10页.png"
    cell = document.grids[0].cells[0]
    assert cell.locator.startswith("第2页.png: page 1 (")
    assert document.grids[0].cells[-1].locator.startswith("第10页.png: page 2 (")
    assert document.readings[cell.locator].sure > 0.5


def test_pictures_beside_a_document_in_an_archive_are_none_of_its_pages():
    document = read_document(zipped({"印章.png": PAGE, "年报.docx": word("示例", (2, 2))}))
    assert document.format == "docx"


def test_tables_pasted_into_a_word_file_as_pictures_are_read_behind_its_words_with_their_readings():
    document = read_document(word("一、总体情况", PHOTOGRAPH, PAGE))
    assert [text.text for text in document.texts][:1] == ["一、总体情况"]
    assert figures(document) == [TRUTH]
    assert all(cell.locator in document.readings for grid in document.grids for cell in grid.cells)


def test_a_word_file_with_some_of_its_tables_as_pictures_keeps_the_others_and_one_with_all_needs_no_picture():
    document = read_document(word("示例", (2, 2), PAGE))
    assert [grid.n_rows for grid in document.grids] == [2, 4]
    assert all(
        (cell.locator in document.readings) is (grid.n_rows == 4) for grid in document.grids for cell in grid.cells
    )
    document = read_document(word("示例", (2, 2), (2, 2), (2, 2), PAGE))
    assert len(document.grids) == 3
    assert not document.readings


def test_a_page_that_carries_a_picture_of_a_table_in_itself_is_read_with_it():
    carried = base64.b64encode(PAGE).decode()
    page = f'<p>示例</p><p><img src="data:image/png;base64,{carried}"></p><p><img src="data:image/png;base64,=="></p>'
    assert figures(read_document(page.encode())) == [TRUTH]


def test_a_word_file_without_a_picture_of_a_table_is_what_its_words_say():
    document = read_document(word("示例", PHOTOGRAPH))
    assert (document.grids, document.readings) == ([], {})


def test_a_seal_a_photograph_and_a_damaged_picture_show_no_table():
    seal = np.full((600, 600), 255, np.uint8)
    seal[100:500, 100:104] = seal[100:500, 496:500] = seal[100:104, 100:500] = seal[496:500, 100:500] = 0
    assert picture.shows_table(PAGE)
    assert not any(map(picture.shows_table, (png(seal), PHOTOGRAPH, PAGE[:500], b"")))


def test_a_word_file_of_pictures_alone_shows_its_pages_and_those_without_a_table_are_read_too():
    words = np.full((900, 1240), 255, np.uint8)
    cv2.putText(words, "2024 REPORT", (300, 200), cv2.FONT_HERSHEY_SIMPLEX, 2, 0, 3, cv2.LINE_AA)
    logo = png(np.full((80, 80), 128, np.uint8))
    document = read_document(word(logo, png(words), PAGE))
    assert [text.text.replace(" ", "") for text in document.texts] == ["2024REPORT"]
    assert figures(document)[0].items() >= TRUTH.items()
    assert not read_document(word("一、总体情况", png(words), PAGE)).texts[1:]

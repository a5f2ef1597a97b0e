"""Characters of fonts without names: each that shows has a place and a shape, whatever its code passes for."""

import ctypes

import pypdfium2

from pipelines.readers import pdf
from pipelines.readers.document import UNNAMED
from pipelines.readers.pages.sheet import Page
from pipelines.readers.pdfs.nameless import sheet_of

#: Two characters of an invented font: 0x00 and 0x20, an L, and 0x21, a frame.
_SIGNS = {
    "a": b"1000 0 0 0 900 800 d1 40 0 200 800 re f 40 0 860 160 re f",
    "b": b"1000 0 0 0 900 800 d1 40 0 860 800 re 200 160 560 480 re f*",
}
_NAMES = b"begincmap 1 begincodespacerange <00><ff> endcodespacerange 1 beginbfchar <20><0020> endbfchar endcmap"


def drawn(content: bytes, turned: int = 0) -> bytes:
    """A page of 288 x 108 points that sets text in the invented font F, which says of 0x20 that it is a blank."""
    bodies = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/Rotate %d/MediaBox[0 0 288 108]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>"
        % turned,
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        (
            b"<</Type/Font/Subtype/Type3/FontBBox[0 0 1000 1000]/FontMatrix[.001 0 0 .001 0 0]/FirstChar 0/LastChar 33"
            b"/Widths["
            + b"1000 "
            * 34
            + b"]/Encoding<</Differences[0/a 32/a/b]>>/CharProcs<</a 6 0 R/b 7 0 R>>/Resources<<>>"
            b"/ToUnicode 8 0 R>>"
        ),
        *(b"<</Length %d>>stream\n%s\nendstream" % (len(sign), sign) for sign in (*_SIGNS.values(), _NAMES)),
    ]
    objects = [b"%d 0 obj%s endobj\n" % (number, body) for number, body in enumerate(bodies, 1)]
    return b"%PDF-1.4\n" + b"".join(objects) + b"trailer<</Root 1 0 R>>\n%%EOF"


def seen(content: bytes, fills=(), *, turned=0, size=(288, 108)) -> list[int] | None:
    """The numbers of the shapes on a page, from left to right; None where it is not taken."""
    opened = pypdfium2.PdfDocument(drawn(content, turned))
    sheet = sheet_of(opened, Page(1, *size, [], [], [], fills=list(fills)), {})
    return sheet and [char.shape for char in sheet.chars]


def test_a_character_whose_code_passes_for_a_blank_is_seen_as_often_as_it_stands():
    assert seen(b"BT /F 18 Tf 36 36 Td (! !!) Tj ET") == [0, 1, 0, 0]
    assert seen(b"BT /F 18 Tf 36 36 Td (!  !) Tj ET") == [0, 1, 1, 0]


def test_a_page_that_shows_more_than_its_text_has_is_not_taken_but_for_the_dots_of_a_list():
    text = b"BT /F 18 Tf 36 36 Td (!!) Tj ET "
    assert seen(text + b"10 45 3 3 re f") == [0, 0]
    assert seen(text + b"100 40 15 3 re 100 40 3 15 re f") is None


def test_white_words_on_a_dark_banner_are_seen_as_black_ones_are():
    banner = b".1 .2 .5 rg 20 30 200 40 re f 1 g BT /F 18 Tf 36 36 Td (! !!) Tj ET"
    assert seen(banner, [(20, 38, 220, 78)]) == [0, 1, 0, 0]
    assert seen(banner) is None


def test_a_character_that_shows_is_not_taken_for_a_blank_because_its_code_is_nought():
    opened = pypdfium2.PdfDocument(drawn(b"BT /F 18 Tf 36 36 Td (!\\000!) Tj ET"))
    page = pdf._page(ctypes.cast(opened.raw, pdf.Handle), 1)
    assert [glyph.char for glyph in page.glyphs] == [UNNAMED] * 3


def test_a_page_set_on_its_side_is_seen_as_one_upright_however_it_is_shown():
    text = b"BT /F 18 Tf 0 1 -1 0 144 18 Tm (! !!) Tj ET"
    assert seen(text, turned=90, size=(108, 288)) == [0, 1, 0, 0]
    assert seen(text, size=(108, 288)) == [0, 1, 0, 0]


def test_a_watermark_set_aslant_is_no_character_and_no_mark_that_the_text_lacks():
    watermark = b"BT /F 24 Tf .7 .7 -.7 .7 120 20 Tm (! !) Tj ET"
    assert seen(b"BT /F 18 Tf 36 36 Td (! !!) Tj ET " + watermark) == [0, 1, 0, 0]

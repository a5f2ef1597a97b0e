"""Characters in full width and half: folded as Unicode says, whatever stands beside them."""

from __future__ import annotations

import random
import unicodedata

from pipelines.readers.characters import compatible

#: Punctuation of prose, blanks, compatibility forms, and marks that join with the letter before them.
_CHARACTERS = "，：；（）！？％．～\u3000\xa0a0中か㈠①２Ａ…℃ﾊﾞ\u0301\u3099\u309a\u0338　\uf900\ufb01"


def test_prose_is_folded_as_unicode_folds_it():
    draw = random.Random(2026)
    for _ in range(2_000):
        text = "".join(draw.choices(_CHARACTERS, k=12))
        assert compatible(text) == unicodedata.normalize("NFKC", text)

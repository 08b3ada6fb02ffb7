"""Cells that share a writer are coloured as if each had its own."""

from types import SimpleNamespace

import pytest
from pygments.styles import get_style_by_name
from pygments.token import STANDARD_TYPES
from sphinx.highlighting import PygmentsBridge

from mathdl_book.content import colours

CODE = "def f(x):\n    return x ** 2  # a square\n"
STYLES = ("a11y-high-contrast-light", "a11y-high-contrast-dark")  # the theme's
OPTIONS = ({}, {"linenos": True}, {"hl_lines": [1]}, {"hl_lines": [2]}, {})


def test_cells_that_share_a_writer_are_coloured_as_before():
    shared, own = PygmentsBridge(), PygmentsBridge()
    builder = SimpleNamespace(format="html", highlighter=shared)
    colours._share(SimpleNamespace(builder=builder))
    for options in OPTIONS:
        found = shared.highlight_block(CODE, "python", **options)
        assert found == own.highlight_block(CODE, "python", **options)
    assert shared.get_formatter() is shared.get_formatter()
    assert shared.get_formatter(hl_lines=[1]) is not shared.get_formatter(hl_lines=[2])


@pytest.mark.parametrize("style", STYLES)
def test_kinds_of_words_with_one_mark_have_one_colour(style):
    kinds = {short: kind for kind, short in STANDARD_TYPES.items()}
    looks = get_style_by_name(style).style_for_token
    for kind, look in colours.LOOK.items():
        assert looks(kinds[kind]) == looks(kinds[look]), kind


def test_a_mark_goes_on_over_what_has_its_colour():
    marked = PygmentsBridge().highlight_block('f(0.5, f"a{b}c", 1)', "python")
    lean = colours.lean(marked)
    assert 'f(<i class="mi">0.5</i>, <i class="s">f"a{</i>b<i' in lean.replace(
        "&quot;", '"'
    )
    assert lean.count("<i") == 4 and "<span" not in lean.partition("<pre>")[2][13:]

"""Cells that share a writer are coloured as if each had its own."""

from types import SimpleNamespace

from sphinx.highlighting import PygmentsBridge

from mathdl_book.content import colours

CODE = "def f(x):\n    return x ** 2  # a square\n"
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

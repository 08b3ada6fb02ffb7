"""What pages load is named by its contents; of the theme's script some is left out."""

import json
from pathlib import Path

import pytest
import sphinx_book_theme

from mathdl_book.page import assets, purge


def test_only_what_a_page_loads_is_named_by_its_contents(tmp_path):
    (tmp_path / "_static").mkdir()
    (tmp_path / "_static" / "book.js").write_text("1")
    (tmp_path / "searchindex.js").write_text("1")
    page = tmp_path / "page.html"
    film = '<a href="https://films.example.org/watch?v=abc">'
    page.write_text(f'{film}<script src="../_static/book.js?v=old">')
    assets._name(tmp_path)
    first = page.read_text()
    assert film in first and "?v=old" not in first
    (tmp_path / "searchindex.js").write_text("2")
    assets._name(tmp_path)
    assert page.read_text() != first and film in page.read_text()


@pytest.mark.parametrize(
    ("used", "sought"),
    [
        ('<p class="lead">', ["margin"]),
        ('<aside class="margin sidebar">', ["margin", "sidebar"]),
        ('<div class="cell tag_full_width">', ["full-width"]),
    ],
)
def test_of_what_may_stand_in_a_margin_a_page_seeks_what_the_book_has(used, sought):
    theme = Path(sphinx_book_theme.__file__).parent / "theme/sphinx_book_theme/static"
    script = (theme / "scripts/sphinx-book-theme.js").read_text("utf-8")
    names = purge.Names()
    names.read_page(f"<html><body>{used}</body></html>")
    found = assets.MARGINAL.search(script)
    assert json.loads(assets._marginal(names, found)) == sought

"""The cells of a page hold the code of the notebook: it is copied, and run live."""

import pytest
from bs4 import BeautifulSoup

from tests import book
from tools import notebooks


@pytest.mark.parametrize("page", book.chapters(), ids=repr)
def test_a_page_shows_the_code_of_its_notebook(html, page):
    place = page.path.relative_to(notebooks.ROOT).with_suffix(".html")
    built = BeautifulSoup((html / place).read_text("utf-8"), "html.parser")
    shown = [cell.get_text() for cell in built.select("div.cell_input pre")]
    assert [text.rstrip("\n") for text in shown] == [c.source for c in page.code]

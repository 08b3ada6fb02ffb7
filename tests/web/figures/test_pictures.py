"""Drawings further down a page, and long states, become files."""

import html
import json
import re
from xml.etree import ElementTree

import pytest

from mathdl_book.figures import pictures

DRAWN_IN_PAGE = (
    '<div class="figure-frame"><svg role="img" aria-label="&quot;A&quot; &lt; b" '
    'style="width: 400px; min-width: 300px;font-family:sans" viewBox="0 0 300 150">'
    '<path d="M0 0v1"/></svg></div>'
)


STILL = (
    '<figure class="explorable" data-state=\'{}\'><svg role="img" aria-label="B" '
    'width="75pt" height="30pt" viewBox="0 0 75 30"><path d="M1 1"/></svg></figure>'
)


def test_drawings_but_the_first_become_files(tmp_path):
    shelf = pictures.Shelf(tmp_path, "part/one", "../")
    found = pictures.apart(DRAWN_IN_PAGE + DRAWN_IN_PAGE + STILL, shelf)
    assert found.startswith(DRAWN_IN_PAGE + '<div class="figure-frame"><img')
    first, second = re.findall(r"<img[^>]*>", found)
    assert 'alt="&quot;A&quot; &lt; b"' in first and 'loading="lazy"' in first
    assert 'width="400" height="200" style="min-width: 300px"' in first
    assert 'width="100" height="40">' in second
    drawing = (tmp_path / "_figures" / "part.one-1.svg").read_text("utf-8")
    root = ElementTree.fromstring(drawing)
    assert root.attrib == {"viewBox": "0 0 300 150", "style": "font-family:sans"}
    assert '<path d="M0 0v1"/></svg>' in drawing
    still = ElementTree.parse(tmp_path / "_figures" / "part.one-2.svg").getroot()
    assert still.attrib == {"viewBox": "0 0 75 30"}


@pytest.mark.parametrize("size", ['viewBox="0 0 3 4"', 'width="3pt"', 'width="50%"'])
def test_a_drawing_that_says_no_size_stays_in_the_page(tmp_path, size):
    drawing = f'<svg role="img" aria-label="A" {size}><path d="M0 0"/></svg>'
    shelf = pictures.Shelf(tmp_path, "one", "")
    assert pictures.apart(2 * drawing, shelf) == 2 * drawing


def test_the_address_of_a_drawing_changes_with_what_it_shows(tmp_path):
    shelf = pictures.Shelf(tmp_path, "one", "")
    other = DRAWN_IN_PAGE.replace("v1", "v2")
    pages = [pictures.apart(2 * one, shelf) for one in (DRAWN_IN_PAGE, other)]
    addresses = [re.search(r'src="_figures/([^"]*)"', one)[1] for one in pages]
    assert [one.partition("?v=")[0] for one in addresses] == 2 * ["one-1.svg"]
    assert addresses[0] != addresses[1]


def test_a_long_state_becomes_a_script(tmp_path):
    shelf = pictures.Shelf(tmp_path, "one", "")
    assert pictures.apart(STILL, shelf) == STILL
    state = {"text": "<'&>" * 2000}
    escaped = html.escape(json.dumps(state), quote=False).replace("'", "&#39;")
    found = pictures.apart(STILL.replace("{}", escaped), shelf)
    assert "data-state=" not in found
    assert re.search(r'data-state-from="_figures/one-1\.js\?v=\w{8}"', found)
    script = (tmp_path / "_figures" / "one-1.js").read_text("utf-8")
    assert json.loads(script.removeprefix("figureState(").removesuffix(");")) == state

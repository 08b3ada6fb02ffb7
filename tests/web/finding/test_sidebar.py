"""The list of all pages is the one that the theme would make, with its parts folded."""

import re

import pytest
from playwright.sync_api import expect

from mathdl_book.finding import sidebar
from tests.books.conftest import CONFIG, STRICT, build, write
from tests.web.page.test_pages import LONG

# Makes each page's list once more, as the theme does, and tells whether it is the same.
COMPARE = """\
from pydata_sphinx_theme.toctree import add_toctree_functions

LIST = "generate_toctree_html"
ASKED = dict(kind="sidebar", startdepth=0, maxdepth=4, includehidden=True,
             titles_only=True, collapse={collapse}, show_nav_level={level})

def compare(app, page, template, context, doctree):
    theirs = dict(context)
    add_toctree_functions(app, page, template, theirs, doctree)
    expected, found = theirs[LIST](**ASKED), context[LIST](**ASKED)
    made = "once" if isinstance(found, str) else "anew"
    print("LIST", page, made, str(found) == str(expected))

def setup(app):
    app.connect("html-page-context", compare, priority=900)
"""
TOC = """\
format: jb-book
root: intro
parts:
- caption: First & only
  numbered: 2
  chapters:
  - file: one
    sections:
    - file: folder/two
      sections:
      - file: folder/deeper/a-page
      - file: folder/three
    - file: four
  - url: https://example.org/
    title: Elsewhere
- caption: Second
  chapters:
  - file: folder/five
"""
PAGES = {
    "intro": "# Book",
    "one": "# One, with $x^2$\n\n## Part of it",
    "folder/two": "# Two *times*",
    "folder/deeper/a-page": "# `a` <b> & c\n\n## Part\n\n### Of it",
    "folder/three": "# Three",
    "four": "# Four",
    "folder/five": "# Five",
}
EXTENDED = CONFIG.replace("sphinx:", "sphinx:\n  local_extensions: {compare: .}")


@pytest.mark.parametrize(
    ("level", "collapse", "made"),
    [(1, False, "once"), (2, False, "once"), (0, False, "anew"), (1, True, "anew")],
)
def test_a_list_that_is_made_once_is_the_one_of_each_page(
    tmp_path, level, collapse, made
):
    pages = {f"{name}.md": text for name, text in PAGES.items()}
    folder = write(tmp_path, {**pages, "_toc.yml": TOC, "_config.yml": EXTENDED})
    compare = COMPARE.format(level=level, collapse=collapse)
    (folder / "compare.py").write_text(compare, "utf-8")
    book = build(folder, *STRICT)
    assert book.code == 0, book.said
    told = set(re.findall(r"LIST (.*)", book.said))
    assert told == {f"{page} {made} True" for page in [*PAGES, "search"]}


def part(title, pages, kind=""):
    return (
        f'<p aria-level="2" class="caption" role="heading"><span class="caption-text">'
        f'{title}</span></p>\n<ul class="{kind}nav bd-sidenav">{pages}</ul>\n'
    )


def test_parts_are_folded_but_that_of_the_page():
    nested = "<li>1<ul><li>1.1</li></ul></li>"
    before = '<ul class="nav bd-sidenav"><li>0</li></ul>'
    contents = (
        before + part("Here", nested, "current ") + part("A &amp; b", "<li>2</li>")
    )
    found = sidebar.folded(contents)
    assert found.startswith(before)
    here, there = found.removeprefix(before).split("<details")[1:]
    assert here.startswith(" open>") and there.startswith(">")
    assert nested in here and "Here</span></summary>" in here
    assert "<li>2</li></ul>" in there and "A &amp; b</span></summary>" in there


WINDOWS = {
    "wide": {"width": 1366, "height": 768},
    "phone": {"width": 390, "height": 844},
}
ENTRIES = "nav.bd-links details a.reference:visible"


@pytest.mark.parametrize("window", WINDOWS)
@pytest.mark.parametrize("scripts", [True, False])
def test_a_part_is_opened_to_its_pages(open_page, served, window, scripts):
    if window == "phone" and not scripts:
        pytest.skip("the theme's list comes by script there; the first page has all")
    page = open_page(
        f"{served}/{LONG}",
        viewport=WINDOWS[window],
        java_script_enabled=scripts,
    )
    if window == "phone":
        page.locator(".primary-toggle").click()
    folds = page.locator("nav.bd-links details")
    assert folds.evaluate_all("all => all.filter((one) => one.open).length") == 1
    first = folds.first
    title = first.locator("summary")
    before = page.locator(ENTRIES).count()
    if first.get_attribute("open") is None:
        title.press("Enter") if scripts else title.click()
    expect(first.get_by_role("link").first).to_be_visible()
    assert page.locator(ENTRIES).count() > before
    first.get_by_role("link").first.click()
    expect(page.locator("nav.bd-links details[open]")).to_have_count(1)
    assert "/chapters/" in page.url and LONG not in page.url


def test_the_list_begins_at_its_top(open_page, served):
    page = open_page(f"{served}/{LONG}", viewport=WINDOWS["wide"])
    expect(page.locator(".navbar-brand")).to_be_in_viewport()
    expect(page.locator(".bd-sidebar-primary .search-button-field")).to_be_in_viewport()
    expect(page.locator("nav.bd-links a.current")).to_be_in_viewport()

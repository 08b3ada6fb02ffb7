"""The list of all pages is, on every page, the one that the theme would make there."""

import re

import pytest

from tests.books.conftest import CONFIG, STRICT, build, write

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

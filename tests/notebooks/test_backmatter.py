"""What the pages at the back of the book must say of each chapter."""

import ast
import re

import pytest

from mathdl_book.content import plan as plans
from tests import book
from tools import notebooks

CHAPTERS = [page for page in book.chapters() if "chapters" in page.path.parts]

each = pytest.mark.parametrize("chapter", CHAPTERS, ids=str)


def page(name):
    (found,) = (page for page in book.pages() if page.name == name)
    return found


def named(prose) -> set[str]:
    """Return the chapters that the role {chapter} names."""
    return {content for role, content in prose.roles if role == "chapter"}


@each
def test_its_books_stand_in_further_reading(chapter):
    assert chapter.name in named(page("further").prose), (
        f"add {{chapter}}`{chapter.name}` to backmatter/further.md, with exact sections"
    )


@each
def test_its_words_stand_in_the_glossary(chapter):
    own = {label for _, label in chapter.prose.labels}
    assert own & set(page("glossary").references()), (
        f"no word of backmatter/glossary.md leads to {chapter}: explain at least one "
        "that it defines, with {prf:ref}`…` to the definition"
    )


@pytest.mark.parametrize("found", book.pages(), ids=str)
def test_no_page_names_a_chapter_that_is_none(found):
    known = {chapter.name for chapter in plans.read(notebooks.ROOT).chapters}
    assert named(found.prose) <= known


# Tables at the back: rows are named where they are printed and where checked

GRADIENTS = "thm-matrix-calculus-table"
DISTRIBUTIONS = "prop-distributions-table"


@pytest.fixture(scope="module")
def matrices():
    (found,) = (chapter for chapter in CHAPTERS if chapter.name == "matrix-calculus")
    return found


@pytest.fixture(scope="module")
def distributions():
    (found,) = (chapter for chapter in CHAPTERS if chapter.name == "distributions")
    return found


def printed_rows(chapter, label: str, row: str) -> list[str]:
    """Return the names of the rows of a result's table."""
    results = [*chapter.named("prf:theorem"), *chapter.named("prf:proposition")]
    (result,) = (one for one in results if one.label == label)
    return re.findall(row, result.body, re.MULTILINE)


def checked_rows(chapter, name: str) -> list[str]:
    """Return the keys of a dictionary of the chapter's code, in its parts together."""
    nodes = [node for cell in chapter.code for node in ast.walk(ast.parse(cell.source))]
    parts = [
        node.value
        for node in nodes
        if isinstance(node, ast.Assign | ast.AugAssign)
        and isinstance(node.value, ast.Dict)
        and name in ast.unparse(node).partition("=")[0].split()
    ]
    return [key.value for part in parts for key in part.keys]


@pytest.mark.parametrize(
    ("name", "label"),
    [("matrix-derivatives", GRADIENTS), ("ten-distributions", DISTRIBUTIONS)],
)
def test_a_table_at_the_back_is_its_chapters(name, label):
    shown = [d.argument for d in page(name).prose.directives if d.name == "table-of"]
    assert shown == [label]
    text = (notebooks.ROOT / f"backmatter/{name}.md").read_text("utf-8")
    assert "| ---" not in text, "the table has one source, the chapter's result"


@pytest.mark.parametrize("checks", ["SLOPES", "GRADIENTS", "MISTAKES"])
def test_each_printed_gradient_is_checked(matrices, checks):
    rows = printed_rows(matrices, GRADIENTS, r"^\| ([a-z -]+): \$")
    assert len(rows) >= 15
    assert checked_rows(matrices, checks) == rows


def test_each_printed_distribution_is_checked(distributions):
    head, *rows = printed_rows(distributions, DISTRIBUTIONS, r"^\| (\w+) \|")
    assert head == "distribution"
    assert len(rows) == 10
    assert checked_rows(distributions, "table") == rows

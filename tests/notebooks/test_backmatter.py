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


# The table of gradients: rows are named where they are printed and where checked

TABLE = "thm-matrix-calculus-table"


@pytest.fixture(scope="module")
def matrices():
    (found,) = (chapter for chapter in CHAPTERS if chapter.name == "matrix-calculus")
    return found


def printed_rows(chapter) -> list[str]:
    """Return the names of the rows of the theorem's table."""
    (theorem,) = (one for one in chapter.named("prf:theorem") if one.label == TABLE)
    return re.findall(r"^\| ([a-z -]+): \$", theorem.body, re.MULTILINE)


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


def test_the_gradients_at_the_back_are_the_chapters():
    back = page("matrix-derivatives").prose
    shown = [d.argument for d in back.directives if d.name == "table-of"]
    assert shown == [TABLE]
    text = (notebooks.ROOT / "backmatter/matrix-derivatives.md").read_text("utf-8")
    assert "| ---" not in text, "the table has one source, the chapter's theorem"


@pytest.mark.parametrize("checks", ["SLOPES", "GRADIENTS", "MISTAKES"])
def test_each_printed_gradient_is_checked(matrices, checks):
    rows = printed_rows(matrices)
    assert len(rows) >= 15
    assert checked_rows(matrices, checks) == rows

"""What the pages at the back of the book must say of each chapter."""

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

"""The table of distributions at the back of the book is that of the chapter."""

from tests import book
from tools import notebooks

TABLE = "prop-distributions-table"


def test_the_distributions_at_the_back_are_the_chapters():
    (back,) = (page for page in book.pages() if page.name == "ten-distributions")
    shown = [d.argument for d in back.prose.directives if d.name == "table-of"]
    assert shown == [TABLE]
    text = (notebooks.ROOT / "backmatter/ten-distributions.md").read_text("utf-8")
    assert "| ---" not in text, "the table has one source, the chapter's proposition"

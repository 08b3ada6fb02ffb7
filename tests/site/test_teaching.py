"""The page for teachers: its table says what the notebooks hold."""

import pytest
from bs4 import BeautifulSoup

from tests import book
from tests.exercises import reading

PAGE = "backmatter/teaching.html"


@pytest.fixture(scope="module")
def rows(html):
    """What the table of exercises says: the link's anchor, and the verdict."""
    page = BeautifulSoup((html / PAGE).read_text("utf-8"), "html.parser")
    table = page.find("section", id="which-exercises-check-themselves").find("table")
    cells = [row.find_all("td") for row in table.find_all("tr")[1:]]
    return {c[1].a["href"].partition("#")[2]: c[2].get_text() for c in cells}


@pytest.mark.parametrize("page", book.chapters(), ids=repr)
def test_the_table_names_every_exercise_and_whether_it_is_checked(rows, page):
    checked = {one.label for one in reading.coded(page)}
    said = {label: rows[label] == "yes" for label in reading.labels(page)}
    assert said == {label: label in checked for label in reading.labels(page)}


def test_the_table_names_nothing_else(rows):
    labels = [label for page in book.chapters() for label in reading.labels(page)]
    assert sorted(rows) == sorted(labels)

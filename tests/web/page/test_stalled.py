"""A page that is painted no more is told from one that is."""

import pytest

from tests.conftest import is_stalled

BUSY = """() => {
  const end = performance.now() + 2_000;
  setTimeout(() => { while (performance.now() < end); });
}"""


@pytest.fixture
def page(open_page, served):
    return open_page(f"{served}/intro.html")


def test_a_page_is_painted(page):
    assert not is_stalled(page)


def test_a_page_of_which_no_frame_comes_is_stalled(page):
    page.evaluate(BUSY)
    assert is_stalled(page, patience=500)


def test_a_page_that_was_closed_is_not_stalled(page):
    page.close()
    assert not is_stalled(page)

"""Who jumps in a page, or comes back, while it loads is where they wanted to be."""

import pytest

from tests.web.page.test_pages import LONG

SECTIONS = ["momentum", "exercises"]
SLOW = 4  # times, as benchmarks/page.py has it
PASSED = 333  # pixels that a reader has gone on
TOP = "id => document.getElementById(id).getBoundingClientRect().top"


@pytest.fixture
def reader(chromium, served):
    """A page on a slow machine, that was asked for and is not there yet."""
    context = chromium.new_context(service_workers="block")
    page = context.new_page()
    tools = context.new_cdp_session(page)
    tools.send("Emulation.setCPUThrottlingRate", {"rate": SLOW})
    yield page
    context.close()


def stands_still(page) -> None:
    page.wait_for_load_state("networkidle")
    page.wait_for_function("() => !document.querySelector('.katex.later')")
    page.wait_for_timeout(2000)


def take_entry(page, section: str) -> None:
    """Follow a link of the contents by a click alone, as a screen reader does."""
    entry = f".bd-sidebar-secondary a[href='#{section}']"
    page.wait_for_selector(entry, state="attached")
    page.evaluate("entry => document.querySelector(entry).click()", entry)


@pytest.mark.parametrize("section", SECTIONS)
def test_an_entry_of_the_contents_leads_there(reader, served, section):
    reader.goto(f"{served}/{LONG}", wait_until="commit")
    take_entry(reader, section)
    stands_still(reader)
    assert 0 <= reader.evaluate(TOP, section) <= 200


@pytest.mark.parametrize("section", SECTIONS)
def test_a_place_is_found_again(reader, served, section):
    reader.goto(f"{served}/{LONG}#{section}")
    stands_still(reader)
    assert 0 <= reader.evaluate(TOP, section) <= 200
    reader.evaluate(
        """y => new Promise((done) => {
            addEventListener("scrollend", () => setTimeout(done), { once: true });
            scrollBy({ top: y, behavior: "instant" });
        })""",
        PASSED,
    )
    here = reader.evaluate(TOP, section)
    reader.reload(wait_until="commit")
    stands_still(reader)
    assert reader.evaluate(TOP, section) == pytest.approx(here, abs=2)
    reader.goto(f"{served}/intro.html")
    reader.go_back(wait_until="commit")
    stands_still(reader)
    assert reader.evaluate(TOP, section) == pytest.approx(here, abs=2)


def test_a_link_that_is_taken_while_a_page_comes_back_leads_on(reader, served):
    here, there = SECTIONS
    reader.goto(f"{served}/{LONG}#{here}")
    stands_still(reader)
    reader.reload(wait_until="commit")
    take_entry(reader, there)
    stands_still(reader)
    assert 0 <= reader.evaluate(TOP, there) <= 200

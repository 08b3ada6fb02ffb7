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


@pytest.mark.parametrize("section", SECTIONS)
def test_an_entry_of_the_contents_leads_there(reader, served, section):
    reader.goto(f"{served}/{LONG}", wait_until="commit")
    entry = f".bd-sidebar-secondary a[href='#{section}']"
    reader.wait_for_selector(entry, state="attached")
    reader.evaluate("entry => document.querySelector(entry).click()", entry)
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

"""What a page weighs before the reader scrolls, and that nothing in it moves."""

import re

import pytest
from playwright.sync_api import expect

from benchmarks import page as measured
from benchmarks.host import serving
from tests.web.conftest import HTML, all_set
from tests.web.page.test_pages import CHAPTERS, LAID_OUT, LONG

FIRST = "intro.html"
KB = 1000
ANCHOR = re.compile(
    r'<(?:figure|div|details) class="[^"]*\b(?:align-default|theorem|exercise)\b'
    r'[^"]*" id="([^"]+)"'
)


@pytest.fixture(scope="module")
def host(html):
    with serving(html) as running:
        yield running


@pytest.fixture(scope="module")
def visits(chromium, host):
    """What one visit of a chapter costs, by window."""
    found = {}

    def visit(page, width=1280):
        if (page, width) not in found:
            found[page, width] = measured.visit(chromium, host, page, 1, width)
        return found[page, width]

    return visit


@pytest.mark.parametrize("page", [FIRST, *CHAPTERS])
def test_a_page_is_light(visits, page):
    assert visits(page).sent.total() <= 250 * KB


@pytest.mark.parametrize("page", CHAPTERS)
def test_a_second_chapter_asks_for_its_own_text_alone(visits, page):
    visit = visits(page)
    own = visit.sent["HTML"] + visit.sent["images"]
    assert visit.second <= own + KB


@pytest.mark.parametrize("page", CHAPTERS)
def test_no_request_goes_elsewhere(visits, page):
    seen = visits(page)
    assert seen.foreign == 0
    assert seen.requests <= 8


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("page", [FIRST, *CHAPTERS])
def test_nothing_moves_while_a_page_loads_and_is_scrolled(visits, page, width):
    assert visits(page, width).shift == 0


@pytest.mark.parametrize("page", CHAPTERS)
def test_formulas_have_their_size_from_the_first_paint(visits, page):
    assert visits(page).formula_sizes == 1


@pytest.mark.parametrize("page", CHAPTERS)
def test_a_link_into_the_middle_leads_there(open_page, served, page):
    text = (HTML / page).read_text("utf-8").partition("<article")[2]
    anchors = [found[1] for found in ANCHOR.finditer(text)]
    step = max(1, len(anchors) // 4)
    # A page is asked for one place; one page for some.
    for anchor in anchors[::step] if page == LONG else anchors[2 * step :][:1]:
        there = open_page(f"{served}/{page}#{anchor}")
        target = there.locator(f"[id='{anchor}']")
        expect(target).to_be_in_viewport()
        top = target.evaluate("e => e.getBoundingClientRect().top")
        assert 0 <= top <= 400 or there.evaluate(
            "scrollY + innerHeight >= document.documentElement.scrollHeight - 2"
        )


def test_formulas_far_down_are_set_when_a_reader_is_there(open_page, served):
    opened = open_page(f"{served}/{LONG}", alone=True)
    opened.wait_for_load_state("networkidle")
    later = opened.locator("article .katex.later")
    assert 0 < later.count() < opened.locator("article .katex").count()
    all_set(opened)
    assert later.count() == 0


def test_where_a_link_leads_formulas_are_set_at_once(open_page, served):
    opened = open_page(f"{served}/{LONG}#exercises", alone=True)
    opened.wait_for_function("() => !document.querySelector('.katex.later')")
    assert opened.complaints == []


LAST_LATER = "[...document.querySelectorAll('article .katex.later')].at(-1)"
SEEN = "formula => getComputedStyle(formula).visibility === 'visible'"
SIGN_OF_A_READER = f"""formula => {{
  dispatchEvent(new Event("wheel"));
  return ({SEEN})(formula);
}}"""


def test_a_section_is_not_seen_before_its_formulas(open_page, served):
    opened = open_page(f"{served}/{LONG}", alone=True)
    formula = opened.evaluate_handle(LAST_LATER)
    assert not formula.evaluate(SIGN_OF_A_READER)
    opened.wait_for_function("() => !document.querySelector('.katex.later')")
    assert formula.evaluate(SEEN)


@pytest.mark.parametrize("way", ["fails", "never ends"])
def test_formulas_that_never_come_are_not_waited_for(open_page, served, way):
    opened = open_page(f"{served}/{LONG}", alone=True)
    opened.route(
        "**/*-formulas.js*", lambda route: route.abort() if way == "fails" else None
    )
    formula = opened.evaluate_handle(LAST_LATER)
    assert not formula.evaluate(SIGN_OF_A_READER)
    opened.wait_for_function(SEEN, arg=formula)
    assert formula.evaluate("formula => formula.matches('.later')")


@pytest.mark.parametrize("page", CHAPTERS)
def test_no_page_of_the_book_weighs_much_once_another_was_read(visits, page):
    assert visits(page).second <= 60 * KB


def test_drawings_further_down_come_when_the_reader_does(open_page, served):
    opened = open_page(f"{served}/{LONG}")
    opened.wait_for_load_state("networkidle")
    drawings = opened.query_selector_all("img.drawing")
    assert len(drawings) > 2
    assert drawings[-1].evaluate("image => image.naturalWidth") == 0
    drawings[-1].evaluate("image => image.scrollIntoView({ behavior: 'instant' })")
    opened.wait_for_function("image => image.naturalWidth > 0", arg=drawings[-1])


def test_there_are_chapters_to_weigh():
    assert HTML.is_dir() and CHAPTERS


HEIGHTS = "figures => figures.map((one) => one.getBoundingClientRect().height)"


def heights(page, figures, has_come) -> list[float]:
    """Return the heights of all figures, on a phone and in a window."""
    page.add_style_tag(content=LAID_OUT)
    found = []
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        for figure in figures.all():
            figure.scroll_into_view_if_needed()
            has_come(figure)
        found += figures.evaluate_all(HEIGHTS)
    return found


@pytest.mark.parametrize("page", CHAPTERS)
def test_the_place_of_a_figure_is_kept(open_page, served, page):
    address = f"{served}/{page}"
    # What a service worker brings can't be kept away.
    opened = open_page(address, service_workers="block")
    figures = opened.locator("figure.explorable")
    live = heights(opened, figures, lambda figure: figure.locator(".mdl").wait_for())
    opened.route("**/explorable-*.js*", lambda route: route.abort())
    # Who reloads a page is led back to where they were: this is another visit.
    opened.goto(f"{address}?still")

    def picture_has_come(figure):
        for picture in figure.locator(":scope > img.drawing").all():
            opened.wait_for_function(
                "image => image.naturalWidth > 0", arg=picture.element_handle()
            )

    still = heights(opened, figures, picture_has_come)
    assert still == pytest.approx(live, abs=1)


@pytest.mark.parametrize("width", [320, 390])
def test_on_a_phone_a_slider_over_words_has_room(open_page, served, width):
    address = f"{served}/chapters/probability/maximum-likelihood.html"
    page = open_page(address, viewport={"width": width, "height": 800})
    page.add_style_tag(content=LAID_OUT)
    figure = page.locator('figure.explorable[data-widget="explore"]')
    figure.scroll_into_view_if_needed()
    slider = figure.get_by_role("slider", name="model")
    value = figure.locator("output", has_text="exponential: mean").bounding_box()
    box = slider.bounding_box()
    assert box["width"] > width / 2
    assert box["y"] >= value["y"] + value["height"]

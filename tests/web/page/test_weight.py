"""What a page weighs before the reader scrolls, and that nothing in it moves."""

import unicodedata

import pytest
from playwright.sync_api import expect

from benchmarks import page as measured
from benchmarks.host import serving
from tests.web.conftest import HTML, all_set
from tests.web.page.test_pages import CHAPTERS, LONG, PAGES

FIRST = "intro.html"
KB = 1000
# The KaTeX that formulas are made with: a sign in any other font is a mistake.
FONTS = "Book_"
LAID_OUT = "section { content-visibility: visible !important }"


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


@pytest.mark.parametrize("page", PAGES)
def test_every_sign_of_a_formula_is_in_the_books_fonts(open_page, served, page):
    opened = open_page(f"{served}/{page}")
    client = opened.context.new_cdp_session(opened)
    for domain in ("DOM", "CSS"):
        client.send(f"{domain}.enable")
    opened.add_style_tag(content=LAID_OUT)
    root = client.send("DOM.getDocument")["root"]["nodeId"]
    ask = {"nodeId": root, "selector": ".katex-html"}
    strange = set()
    for node in client.send("DOM.querySelectorAll", ask)["nodeIds"]:
        used = client.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
        strange |= {font["familyName"] for font in used if not font["isCustomFont"]}
    assert strange == set()


@pytest.mark.parametrize("page", CHAPTERS)
def test_a_link_into_the_middle_leads_there(open_page, served, page):
    opened = open_page(f"{served}/{page}")
    anchors = opened.eval_on_selector_all(
        ".bd-article :is(.theorem, .exercise, figure)[id]", "all => all.map(e => e.id)"
    )
    for anchor in anchors[:: max(1, len(anchors) // 4)]:
        there = open_page(f"{served}/{page}#{anchor}")
        target = there.locator(f"[id='{anchor}']")
        expect(target).to_be_in_viewport()
        top = target.evaluate("e => e.getBoundingClientRect().top")
        assert 0 <= top <= 400 or there.evaluate(
            "scrollY + innerHeight >= document.documentElement.scrollHeight - 2"
        )


@pytest.mark.parametrize("page", CHAPTERS)
def test_formulas_far_down_are_set_when_a_reader_is_there(open_page, served, page):
    opened = open_page(f"{served}/{page}", alone=True)
    opened.wait_for_load_state("networkidle")
    formulas = opened.locator("article .katex")
    later = opened.locator("article .katex.later")
    assert later.count() < formulas.count()
    if page == LONG:
        assert later.count() > 0
    all_set(opened)
    # Each is what it says: its letters are those that are read aloud.
    spoken, seen = (
        formulas.evaluate_all(f"all => all.map(e => e.children[{k}].textContent)")
        for k in (0, 1)
    )
    assert list(map(letters, spoken)) == list(map(letters, seen))


def letters(text):
    """Return the letters and digits of a text, in order of the alphabet."""
    plain = unicodedata.normalize("NFKD", text)
    return sorted(sign for sign in plain if sign.isalnum())


@pytest.mark.parametrize("page", CHAPTERS)
def test_where_a_link_leads_formulas_are_set_at_once(open_page, served, page):
    opened = open_page(f"{served}/{page}#exercises", alone=True)
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


@pytest.mark.parametrize("page", CHAPTERS)
def test_drawings_further_down_come_when_the_reader_does(open_page, served, page):
    opened = open_page(f"{served}/{page}")
    opened.wait_for_load_state("networkidle")
    drawings = opened.query_selector_all("img.drawing")
    if page == LONG:
        assert len(drawings) > 2
        assert drawings[-1].evaluate("image => image.naturalWidth") == 0
    for drawing in drawings:
        drawing.evaluate("image => image.scrollIntoView({ behavior: 'instant' })")
        # Where an interactive figure has taken its place, it has been seen.
        opened.wait_for_function(
            "image => !image.isConnected || image.naturalWidth > 0", arg=drawing
        )


def test_there_are_chapters_to_weigh():
    assert HTML.is_dir() and CHAPTERS


HEIGHTS = "figures => figures.map((one) => one.getBoundingClientRect().height)"


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("page", CHAPTERS)
def test_the_place_of_a_figure_is_kept(open_page, served, page, width):
    opened = open_page(f"{served}/{page}", viewport={"width": width, "height": 800})
    opened.add_style_tag(content=LAID_OUT)
    figures = opened.locator("figure.explorable")
    for figure in figures.all():
        figure.scroll_into_view_if_needed()
        figure.locator(".mdl").wait_for()
    live = figures.evaluate_all(HEIGHTS)
    opened.route("**/explorable-*.js*", lambda route: route.abort())
    opened.reload()
    opened.add_style_tag(content=LAID_OUT)
    for picture in figures.locator(":scope > img.drawing").all():
        picture.scroll_into_view_if_needed()
        opened.wait_for_function(
            "image => image.naturalWidth > 0", arg=picture.element_handle()
        )
    assert figures.evaluate_all(HEIGHTS) == pytest.approx(live, abs=1)


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

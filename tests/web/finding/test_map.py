"""The map of the chapters in the page: pointed at, walked by keys, tapped, and read."""

import re

import pytest
from playwright.sync_api import expect

from mathdl_book.content import plan as plans
from tests.web.page.test_pages import AXE
from tools import notebooks

PAGE = "intro.html"
WIDTHS = [360, 768, 1200, 1280]
PLAN = plans.read(notebooks.ROOT)
KNOWN = {chapter.name: chapter for chapter in PLAN.chapters}
OPENING = PLAN.opening.name
COLUMNS = [[chapter.name for chapter in part.chapters] for part in PLAN.parts]
GREAT = "gradient-descent"
WRITTEN = "linear-maps"
OPENED = re.compile(rf"/{KNOWN[WRITTEN].page}\.html$")
OTHER = next(name for name in KNOWN if name not in (OPENING, WRITTEN))
PLANNED = [chapter.name for chapter in PLAN.chapters if not chapter.page]
SMALLEST = 11  # pixels of a letter's height, as a style sheet counts it


@pytest.fixture(params=["served", "file"])
def chart(request, open_page, served, html):
    base = served if request.param == "served" else html.as_uri()
    page = open_page(f"{base}/{PAGE}", viewport={"width": 1280, "height": 900})
    yield alive(page)
    assert page.complaints == []


def alive(page):
    map_ = page.locator(".chart")
    map_.scroll_into_view_if_needed()
    expect(map_).to_have_attribute("data-live", "")
    return map_


def box(chart, name):
    return chart.locator(f'a[data-name="{name}"]')


def said(chart):
    return chart.get_by_role("status")


def roles(chart, role):
    """The names of the chapters that are marked with a role."""
    marked = chart.locator(f'a[data-role="{role}"]')
    return set(marked.evaluate_all("all => all.map((a) => a.dataset.name)"))


def sentence(name):
    def titles(names):
        return ", ".join(KNOWN[n].title for n in names) or "no other chapter"

    chapter = KNOWN[name]
    after = [other.name for other in PLAN.chapters if name in other.needs]
    return (
        f"{chapter.title}. {chapter.question} Needs: {titles(chapter.needs)}. "
        f"Needed by: {titles(after)}."
    )


def shows(chart, name):
    """See that a chapter is shown with all that it needs and all that needs it."""
    expect(said(chart)).to_have_text(sentence(name))
    needs, behind = set(KNOWN[name].needs), PLAN.behind(name)
    leads = {other for other in KNOWN if name in PLAN.behind(other)}
    near = {other for other in leads if name in KNOWN[other].needs}
    assert roles(chart, "shown") == {name}
    assert roles(chart, "needs") == needs
    assert roles(chart, "needs-far") == behind - needs
    assert roles(chart, "leads") == near
    assert roles(chart, "leads-far") == leads - near
    assert roles(chart, "aside") == set(KNOWN) - behind - leads - {name}


def shows_nothing(chart):
    expect(chart.locator("[data-role]")).to_have_count(0)
    expect(said(chart)).to_contain_text("Each line leads from a chapter to one that")


@pytest.mark.parametrize("name", [OPENING, OTHER, GREAT, COLUMNS[-1][-1]])
def test_pointing_shows_what_a_chapter_needs_and_what_needs_it(chart, name):
    shows_nothing(chart)
    box(chart, name).hover()
    shows(chart, name)
    chart.page.locator("h2", has_text="The chapters").hover()
    shows_nothing(chart)


def test_lines_are_marked_as_the_chapters_that_they_join(chart):
    box(chart, GREAT).hover()
    behind = {*PLAN.behind(GREAT), GREAT}
    lines = chart.locator('path[data-role^="needs"]').evaluate_all(
        "all => all.map((path) => [path.dataset.from, path.dataset.to])"
    )
    assert lines and all({start, end} <= behind for start, end in lines)
    direct = chart.locator(f'path[data-to="{GREAT}"][data-role="needs"]')
    assert direct.count() == chart.locator(f'path[data-to="{GREAT}"]').count() > 0


def test_the_map_is_one_tab_stop_with_arrow_keys_inside(chart):
    page = chart.page
    assert chart.locator('a[tabindex="0"]').count() == 1
    assert chart.locator(":scope a:not([tabindex])").count() == 0
    box(chart, OPENING).focus()
    first, second = COLUMNS[:2]
    beside = second[min(len(first), len(second)) - 1]
    walk = [
        *(("ArrowDown", first[0]), ("ArrowDown", first[1])),
        *(("ArrowRight", second[1]), ("ArrowUp", second[0])),
        *(("ArrowLeft", first[0]), ("ArrowLeft", first[0])),
        *(("End", first[-1]), ("ArrowDown", first[-1])),
        *(("ArrowRight", beside), ("Home", second[0])),
        *(("ArrowUp", OPENING), ("ArrowUp", OPENING)),
    ]
    for key, name in walk:
        page.keyboard.press(key)
        expect(box(chart, name)).to_be_focused()
        shows(chart, name)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    assert not chart.evaluate("map => map.contains(document.activeElement)")
    shows_nothing(chart)
    page.keyboard.press("Shift+Tab")
    expect(box(chart, first[0])).to_be_focused()


def test_escape_shows_nothing_and_keeps_the_place(chart):
    box(chart, GREAT).focus()
    shows(chart, GREAT)
    chart.page.keyboard.press("Escape")
    shows_nothing(chart)
    chart.page.keyboard.press("ArrowDown")
    (column,) = (column for column in COLUMNS if GREAT in column)
    below = column[column.index(GREAT) + 1 :] or [GREAT]
    shows(chart, below[0])


@pytest.mark.parametrize("how", ["Enter", "click"])
def test_a_written_chapter_opens(chart, how):
    written = box(chart, WRITTEN)
    written.click() if how == "click" else written.press("Enter")
    expect(chart.page).to_have_url(OPENED)


@pytest.mark.skipif(not PLANNED, reason="every chapter is written")
def test_a_chapter_to_come_opens_nothing(chart):
    address = chart.page.url
    box(chart, PLANNED[0]).press("Enter")
    box(chart, PLANNED[0]).click(force=True)
    shows(chart, PLANNED[0])
    assert chart.page.url == address


def test_the_first_tap_shows_and_the_second_opens(open_page, served):
    phone = {"viewport": {"width": 360, "height": 740}, "has_touch": True}
    page = open_page(f"{served}/{PAGE}", **phone, is_mobile=True)
    chart = alive(page)
    box(chart, WRITTEN).tap()
    shows(chart, WRITTEN)
    box(chart, OTHER).tap(force=True)
    shows(chart, OTHER)
    box(chart, WRITTEN).tap()
    shows(chart, WRITTEN)
    assert page.url.endswith(PAGE)
    box(chart, WRITTEN).tap()
    expect(page).to_have_url(OPENED)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", [None, GREAT])
def test_axe_finds_no_violation_whatever_is_shown(open_page, served, scheme, name):
    page = open_page(f"{served}/{PAGE}", color_scheme=scheme)
    chart = alive(page)
    if name:
        box(chart, name).focus()
        shows(chart, name)
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("axe.run('.chart').then((result) => result.violations)")
    assert [(v["id"], v["help"]) for v in found] == []


# WCAG's ratio of a text's colour to its box's, as painted.
CONTRAST = """box => {
    const draw = document.createElement("canvas").getContext("2d");
    const light = (color) => {
        draw.fillStyle = color;
        draw.fillRect(0, 0, 1, 1);
        const [r, g, b] = [...draw.getImageData(0, 0, 1, 1).data].map((v) => {
            const share = v / 255;
            return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const fill = (part) => light(getComputedStyle(box.querySelector(part)).fill);
    const [less, more] = [fill("rect"), fill("text")].sort((a, b) => a - b);
    return (more + 0.05) / (less + 0.05);
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", [None, GREAT])
def test_every_title_can_be_read_whatever_is_shown(open_page, served, scheme, name):
    """axe does not judge text in drawings: here each title is measured."""
    chart = alive(open_page(f"{served}/{PAGE}", color_scheme=scheme))
    if name:
        box(chart, name).focus()
        shows(chart, name)
    for chapter in KNOWN:
        assert box(chart, chapter).evaluate(CONTRAST) >= 4.5, chapter


@pytest.mark.parametrize("width", WIDTHS)
def test_letters_are_large_enough_and_fit_their_boxes(open_page, served, width):
    page = open_page(f"{served}/{PAGE}", viewport={"width": width, "height": 800})
    chart = alive(page)
    scale = chart.locator("svg").evaluate(
        "svg => svg.getBoundingClientRect().width / svg.viewBox.baseVal.width"
    )
    sizes = chart.locator("svg text").evaluate_all(
        "all => all.map((text) => parseFloat(getComputedStyle(text).fontSize))"
    )
    assert scale * min(sizes) >= SMALLEST
    outside = chart.locator("a[data-name]").evaluate_all(
        """all => all.filter((a) => {
            const frame = a.querySelector("rect").getBBox();
            const rows = [...a.querySelectorAll("text")].map((text) => text.getBBox());
            return rows.some((row) =>
                row.x < frame.x || row.x + row.width > frame.x + frame.width
                || row.y < frame.y - 1
                || row.y + row.height > frame.y + frame.height + 1);
        }).map((a) => a.dataset.name)"""
    )
    assert outside == []


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_below_moves_whatever_is_said(open_page, served, width):
    page = open_page(f"{served}/{PAGE}", viewport={"width": width, "height": 800})
    chart = alive(page)
    height = chart.bounding_box()["height"]
    for name in KNOWN:
        box(chart, name).focus()
        expect(said(chart)).to_have_text(sentence(name))
        assert chart.bounding_box()["height"] == height, name


def test_on_a_phone_the_map_scrolls_in_its_own_frame(open_page, served):
    page = open_page(f"{served}/{PAGE}", viewport={"width": 360, "height": 740})
    chart = alive(page)
    frame = chart.locator(".chart-frame")
    assert frame.evaluate("e => e.scrollWidth > e.clientWidth")
    last = COLUMNS[-1][0]
    box(chart, last).focus()
    expect(box(chart, last)).to_be_in_viewport(ratio=0.95)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert page.evaluate("scrollX") == 0


def test_without_javascript_the_map_is_whole(open_page, served):
    page = open_page(f"{served}/{PAGE}", java_script_enabled=False)
    chart = page.locator(".chart")
    expect(chart.locator("a[data-name]")).to_have_count(len(KNOWN))
    expect(said(chart)).to_contain_text("Filled chapters are written")
    assert "arrow keys" not in said(chart).inner_text()
    box(chart, WRITTEN).click()
    expect(page).to_have_url(OPENED)


def test_the_list_has_the_same_chapters_and_links(open_page, served):
    page = open_page(f"{served}/{PAGE}")
    list_ = page.locator(".chart-list")
    expect(list_.locator(".entry")).to_have_text(
        [f"{chapter.title}. {chapter.question}" for chapter in PLAN.chapters]
    )
    links = list_.get_by_role("link").evaluate_all("all => all.map((a) => a.href)")
    boxes = page.locator(".chart a.written").evaluate_all(
        "all => all.map((a) => a.href.baseVal)"
    )
    assert [link.removeprefix(f"{served}/") for link in links] == boxes
    assert boxes == [f"{c.page}.html" for c in PLAN.chapters if c.page]

"""Figures of frames come alive in the page, and show the frames that Python drew."""

import pytest

from tools import browser

CHAPTER = "chapters/linear-algebra/linear-maps.html"
WAYS = ["served", "file"]


@pytest.fixture(params=WAYS)
def figures(request, open_page, served, html):
    """The chapter's page, with touch, and a way to get at one of its figures."""
    base = served if request.param == "served" else html.as_uri()
    page = open_page(
        f"{base}/{CHAPTER}", has_touch=True, viewport={"width": 1100, "height": 900}
    )

    def find(name):
        figure = page.locator(f'figure.explorable[data-widget="{name}"]')
        figure.scroll_into_view_if_needed()
        page.wait_for_function(
            "name => 'live' in document.querySelector("
            "`figure.explorable[data-widget='${name}']`).dataset",
            arg=name,
        )
        return figure

    yield find
    assert page.complaints == []


def state(figure, trait):
    return figure.evaluate("(figure, trait) => figure.model.get(trait)", trait)


def painted(figure):
    """Wait until what was asked of the figure so far is on the screen.

    A figure sets its state at once and paints in the next frame, which may come late
    on a busy machine; frames are called in the order in which they were asked for.
    """
    figure.evaluate(browser.PAINTED)
    return figure


def test_a_slider_shows_another_frame(figures):
    figure = figures("explore")
    slider = figure.get_by_role("slider")
    slider.focus()
    figure.page.keyboard.press("End")
    assert state(figure, "at") == [11]
    painted(figure)
    assert slider.get_attribute("aria-valuetext") == "12"
    assert "79 pieces" in figure.locator(".mdl-screen svg").text_content()
    figure.get_by_role("button", name="Step").click()
    assert state(figure, "at") == [0]
    painted(figure)
    assert "1 units: 2 pieces" in figure.locator(".mdl-screen svg").text_content()


SAME = """(drawing, text) => {
  const { documentElement: whole } =
    new DOMParser().parseFromString(text, "image/svg+xml");
  whole.setAttribute("aria-hidden", "true");
  return document.importNode(whole, true).isEqualNode(drawing);
}"""


def test_frames_shown_again_are_as_they_were(figures):
    figure = figures("explore")
    drawing, slider = figure.locator(".mdl-screen svg"), figure.get_by_role("slider")
    texts = figure.evaluate("figure => figure.model.get('frames')")
    slider.focus()
    for key, index in [("Home", 0), ("ArrowRight", 1), ("ArrowLeft", 0), ("End", 11)]:
        figure.page.keyboard.press(key)
        painted(figure)
        assert drawing.evaluate(SAME, texts[index]), key


def test_what_two_frames_share_is_not_laid_out_again(figures):
    figure = figures("explore")
    texts = figure.locator(".mdl-screen text").element_handles()
    figure.get_by_role("slider").focus()
    figure.page.keyboard.press("ArrowRight")
    painted(figure)
    gone = [text for text in texts if not text.evaluate("text => text.isConnected")]
    assert [text.text_content() for text in gone] == ["6 units: 22 pieces"]


def test_the_landing_page_has_a_figure_above_the_fold(open_page, served):
    page = open_page(f"{served}/", viewport={"width": 1280, "height": 800})
    handle = page.locator("figure.explorable").get_by_role("slider").first
    handle.wait_for()
    assert handle.locator(".mdl-knob").bounding_box()["y"] < 800

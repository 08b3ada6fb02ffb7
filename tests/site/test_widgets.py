"""Figures come alive in the page, move by every means, and agree with Python."""

import json
import subprocess

import pytest

from mathdl.widgets import Composition, LinearMap
from mathdl_book import node
from tools import browser, notebooks

CHAPTER = "chapters/linear-algebra/linear-maps.html"
JS = notebooks.ROOT / "mathdl/widgets/js"
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


def centre(handle):
    box = handle.locator(".mdl-knob").bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def javascript(module, call):
    """Return what a function of a module of the figures gives, run by node."""
    code = (
        f"import * as m from {json.dumps((JS / module).as_uri())};"
        f"console.log(JSON.stringify({call}));"
    )
    done = subprocess.run(
        [node.executable(), "--input-type=module", "-e", code],
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def shown(figure, name):
    """Return what the figure's table says under a name."""
    row = painted(figure).locator(".mdl-readouts > div", has_text=name)
    return row.locator("dd").inner_text()


def assert_agrees_with_python(figure):
    A = state(figure, "matrix")
    python = LinearMap(matrix=A).readout()
    numbers = javascript("linear_map.math.js", f"m.readout({json.dumps(A)})")
    assert numbers["det"] == pytest.approx(python["det"], abs=1e-9)
    assert numbers["rank"] == python["rank"]
    for space in ("kernel", "image", "eigenvectors"):
        assert len(numbers[space]) == len(python[space])
        for ours, theirs in zip(numbers[space], python[space], strict=True):
            assert ours == pytest.approx(theirs, abs=1e-9)
    assert float(shown(figure, "determinant").replace("−", "-")) == pytest.approx(
        python["det"], abs=0.005001
    )
    assert shown(figure, "rank") == str(python["rank"])


def test_the_figures_come_alive(figures):
    for name in ("linear_map", "composition", "explore"):
        assert figures(name).locator(".mdl").is_visible()


def test_the_mouse_moves_a_column(figures):
    figure = painted(figures("linear_map"))
    before = state(figure, "matrix")
    x, y = centre(figure.get_by_role("slider").first)
    mouse = figure.page.mouse
    mouse.move(x, y)
    mouse.down()
    mouse.move(x + 20, y - 35, steps=4)
    mouse.up()
    after = state(figure, "matrix")
    assert after[0][0] > before[0][0]
    assert after[1][0] > before[1][0]
    assert [row[1] for row in after] == [row[1] for row in before]
    assert_agrees_with_python(figure)


def test_touch_moves_a_column(figures):
    figure = painted(figures("linear_map"))
    before = state(figure, "matrix")
    x, y = centre(figure.get_by_role("slider").nth(1))
    touch = figure.page.context.new_cdp_session(figure.page)
    for kind, at in [
        ("touchStart", (x, y)),
        ("touchMove", (x + 15, y - 10)),
        ("touchMove", (x + 30, y - 30)),
        ("touchEnd", None),
    ]:
        points = [{"x": at[0], "y": at[1]}] if at else []
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    figure.page.wait_for_function(
        "before => document.querySelector("
        "\"figure[data-widget='linear_map']\").model.get('matrix')[0][1] !== before",
        arg=before[0][1],
    )
    after = state(figure, "matrix")
    assert after[0][1] > before[0][1]
    assert after[1][1] > before[1][1]
    assert_agrees_with_python(figure)


def test_keys_move_a_column_and_reach_what_the_mouse_reaches(figures):
    figure = figures("linear_map")
    handle = figure.get_by_role("slider").nth(1)
    handle.focus()
    before = state(figure, "matrix")
    figure.page.keyboard.press("ArrowRight")
    figure.page.keyboard.press("ArrowUp")
    after = state(figure, "matrix")
    assert after[0][1] == pytest.approx(before[0][1] + 0.1)
    assert after[1][1] == pytest.approx(before[1][1] + 0.1)
    painted(figure)
    assert "0.6" in handle.get_attribute("aria-valuetext")
    assert_agrees_with_python(figure)


def test_fields_hold_a_singular_map_and_say_what_it_loses(figures):
    figure = figures("linear_map")
    for i, row in enumerate([[1, 2], [2, 4]]):
        for j, entry in enumerate(row):
            label = f"row {i + 1}, column {j + 1}"
            figure.get_by_label(label).fill(str(entry))
    assert state(figure, "matrix") == [[1, 2], [2, 4]]
    assert shown(figure, "rank") == "1"
    assert_agrees_with_python(figure)


def test_swapping_two_maps_swaps_their_products(figures):
    figure = figures("composition")
    first, second = state(figure, "first"), state(figure, "second")
    figure.get_by_role("button", name="Swap the order").click()
    figure.page.wait_for_function(
        "first => JSON.stringify(document.querySelector("
        "\"figure[data-widget='composition']\").model.get('second'))"
        " === JSON.stringify(first)",
        arg=first,
    )
    assert state(figure, "first") == second
    python = Composition(first=second, second=first).readout()
    numbers = javascript(
        "composition.math.js", f"m.readout({json.dumps(second)}, {json.dumps(first)})"
    )
    assert numbers["BA"] == python["BA"]
    assert numbers["gap"] == pytest.approx(python["gap"], abs=1e-9)


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

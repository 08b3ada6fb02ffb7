"""The valley's figure moves by mouse, touch and keys, and says what Python says."""

import pytest
from playwright.sync_api import expect

from mathdl.widgets import Descent

PAGE = "chapters/optimization/gradient-descent.html"
FIGURE = 'figure.explorable[data-widget="descent"]'
NAMES = ("kappa", "tilt", "start", "eta", "beta")


@pytest.fixture(params=["served", "file"])
def figure(request, open_page, served, html):
    base = served if request.param == "served" else html.as_uri()
    page = open_page(
        f"{base}/{PAGE}", has_touch=True, viewport={"width": 1100, "height": 900}
    )
    found = page.locator(FIGURE)
    found.scroll_into_view_if_needed()
    page.wait_for_selector(f"{FIGURE}[data-live]")
    found.scroll_into_view_if_needed()  # what stands above has its true height now
    yield found
    assert page.complaints == []


def state(figure):
    return {
        name: figure.evaluate("(figure, name) => figure.model.get(name)", name)
        for name in NAMES
    }


def wait_for(figure, trait, test):
    """Wait until a trait fulfils a test, which is written in JavaScript."""
    figure.page.wait_for_function(
        f"() => (({test}))(document.querySelector('{FIGURE}').model.get('{trait}'))"
    )


def handle(figure, name):
    return figure.get_by_role("slider", name=name)


def centre(knob):
    box = knob.locator(".mdl-knob").bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def readout(figure, name):
    row = figure.locator(".mdl-readouts > div").filter(
        has=figure.page.get_by_text(name, exact=True)
    )
    return row.locator("dd")


def assert_agrees_with_python(figure):
    widget = Descent(**state(figure))
    said = widget.readout()
    expect(readout(figure, "rate, steep")).to_have_text(f"{said['rates']['steep']:.4f}")
    expect(readout(figure, "rate, flat")).to_have_text(f"{said['rates']['flat']:.4f}")
    conclusion = figure.locator(".mdl-conclusion")
    expect(conclusion).to_have_text(widget.alt().partition("the errors. ")[2])


def test_it_begins_with_what_is_stored(figure):
    now = state(figure)
    assert now["kappa"] == 10
    assert now["beta"] == 0
    assert_agrees_with_python(figure)


def test_the_mouse_moves_the_point_of_the_phase_diagram(figure):
    x, y = centre(handle(figure, "Step size and momentum"))
    before = state(figure)
    mouse = figure.page.mouse
    mouse.move(x, y)
    mouse.down()
    mouse.move(x + 60, y - 80, steps=4)
    mouse.up()
    wait_for(figure, "beta", "beta => beta > 0.2")
    after = state(figure)
    assert after["eta"] > before["eta"]
    assert after["start"] == before["start"]
    assert_agrees_with_python(figure)


def test_touch_moves_the_start(figure):
    x, y = centre(handle(figure, "Start of the run"))
    before = state(figure)["start"]
    touch = figure.page.context.new_cdp_session(figure.page)
    for kind, at in [
        ("touchStart", (x, y)),
        ("touchMove", (x + 20, y - 20)),
        ("touchMove", (x + 50, y - 40)),
        ("touchEnd", None),
    ]:
        points = [{"x": at[0], "y": at[1]}] if at else []
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    wait_for(figure, "start", f"start => start[0] > {before[0]} + 0.1")
    assert state(figure)["start"][1] > before[1]
    assert_agrees_with_python(figure)


def test_keys_reach_divergence_and_it_is_said(figure):
    point = handle(figure, "Step size and momentum")
    point.focus()
    figure.page.keyboard.press("Shift+ArrowRight")
    wait_for(figure, "eta", "eta => Math.abs(eta - 2) < 1e-9")
    conclusion = figure.locator(".mdl-conclusion")
    expect(conclusion).to_contain_text("does not converge")
    expect(figure.locator("[aria-live]")).to_contain_text("does not converge")
    expect(point).to_have_attribute("aria-valuetext", "step size 2.00, momentum 0.00")
    figure.page.keyboard.press("ArrowUp")
    wait_for(figure, "beta", "beta => Math.abs(beta - 0.05) < 1e-9")
    expect(conclusion).to_contain_text("shrinks to")
    assert_agrees_with_python(figure)


def test_sliders_stretch_and_tilt_the_valley(figure):
    stretch = figure.get_by_label("stretch κ")
    stretch.focus()
    figure.page.keyboard.press("End")
    wait_for(figure, "kappa", "kappa => kappa === 100")
    figure.get_by_label("tilt", exact=False).last.focus()
    figure.page.keyboard.press("Home")
    wait_for(figure, "tilt", "tilt => tilt === -90")
    expect(figure.locator(".mdl-slide output")).to_have_text(["100", "−90°"])
    expect(readout(figure, "condition κ")).to_have_text("100")
    assert_agrees_with_python(figure)


def test_the_best_pair_of_kappa_100_has_the_rate_of_the_book(figure):
    figure.get_by_label("stretch κ").focus()
    figure.page.keyboard.press("End")
    figure.get_by_role("button", name="Best step").click()
    expect(readout(figure, "rate, flat")).to_have_text("0.9802")
    figure.get_by_role("button", name="Best momentum").click()
    expect(readout(figure, "rate, steep")).to_have_text("0.8182")
    expect(readout(figure, "rate, flat")).to_have_text("0.8182")
    figure.get_by_role("button", name="Reset").click()
    expect(readout(figure, "condition κ")).to_have_text("10")
    assert_agrees_with_python(figure)


@pytest.mark.parametrize("width", [360, 1280])
def test_its_place_is_kept_free(open_page, served, width):
    """The page does not move when the figure comes alive."""
    page = open_page(
        f"{served}/{PAGE}",
        viewport={"width": width, "height": 900},
    )
    figure = page.locator(FIGURE)
    before = figure.bounding_box()["height"]
    figure.scroll_into_view_if_needed()
    page.wait_for_selector(f"{FIGURE}[data-live]")
    assert figure.bounding_box()["height"] == pytest.approx(before, abs=1)

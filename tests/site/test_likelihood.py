"""The likelihood in the page: dragged, stepped by keys, changed by menu and button."""

import pytest
from playwright.sync_api import expect

from mathdl.widgets import Likelihood

CHAPTER = "chapters/probability/maximum-likelihood.html"


@pytest.fixture(params=["served", "file"])
def figure(request, open_page, served, html):
    base = served if request.param == "served" else html.as_uri()
    page = open_page(
        f"{base}/{CHAPTER}", has_touch=True, viewport={"width": 1100, "height": 1000}
    )
    figure = page.locator('figure.explorable[data-widget="likelihood"]')
    figure.scroll_into_view_if_needed()
    expect(figure.locator(".mdl-likely")).to_be_visible()
    expect(shown(figure, "mean")).to_have_text("0.91")
    yield figure
    assert page.complaints == []


def state(figure, trait):
    return figure.evaluate("(figure, trait) => figure.model.get(trait)", trait)


def shown(figure, name):
    rows = figure.locator(".mdl-readouts > div")
    return rows.filter(has=figure.page.get_by_text(name, exact=True)).locator("dd")


def assert_agrees_with_python(figure):
    traits = ("data", "location", "scale", "family")
    numbers = Likelihood(**{name: state(figure, name) for name in traits}).readout()
    names = {"peak": "peak", "error": "standard error", "here": "log L here"}
    for key, name in names.items():
        text = f"{numbers[key]:.2f}".replace("-", "−")
        expect(shown(figure, name)).to_have_text(text)


def centre(handle):
    box = handle.locator(".mdl-knob").bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_the_mouse_moves_a_point_along_the_line(figure):
    before = state(figure, "data")
    x, y = centre(figure.get_by_role("slider", name="data point 5"))
    mouse = figure.page.mouse
    mouse.move(x, y)
    mouse.down()
    mouse.move(x + 60, y - 50, steps=4)
    mouse.up()
    expect(shown(figure, "mean")).not_to_have_text("0.91")
    after = state(figure, "data")
    assert after[4] > before[4] + 0.5
    assert after[:4] + after[5:] == before[:4] + before[5:]
    assert_agrees_with_python(figure)


def test_touch_moves_the_location(figure):
    before = shown(figure, "log L here").inner_text()
    x, y = centre(figure.get_by_role("slider", name="location"))
    touch = figure.page.context.new_cdp_session(figure.page)
    for kind, at in [
        ("touchStart", (x, y)),
        ("touchMove", (x + 20, y)),
        ("touchMove", (x + 40, y)),
        ("touchEnd", None),
    ]:
        points = [{"x": at[0], "y": at[1]}] if at else []
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    expect(shown(figure, "log L here")).not_to_have_text(before)
    assert state(figure, "location") > -0.6
    assert_agrees_with_python(figure)


def test_keys_and_buttons_reach_what_the_mouse_reaches(figure):
    point = figure.get_by_role("slider", name="data point 1")
    point.press("ArrowRight")
    assert state(figure, "data")[0] == pytest.approx(-0.8)
    figure.get_by_role("button", name="Go to the peak").click()
    assert state(figure, "location") == pytest.approx(6.5 / 7)
    figure.get_by_role("button", name="Throw in an outlier").press("Enter")
    expect(figure.get_by_role("slider", name="data point 8")).to_be_visible()
    assert_agrees_with_python(figure)
    figure.get_by_role("button", name="Take the farthest away").click()
    expect(figure.get_by_role("slider", name="data point 8")).to_be_hidden()


def test_another_noise_has_another_peak(figure):
    figure.get_by_role("button", name="Throw in an outlier").click()
    figure.get_by_role("combobox").select_option(label="Laplace")
    expect(figure.locator(".mdl-conclusion")).to_contain_text("is a median")
    figure.get_by_role("combobox").select_option(label="Cauchy")
    expect(figure.locator(".mdl-conclusion")).to_contain_text("the only peak")
    assert_agrees_with_python(figure)
    figure.get_by_role("button", name="Throw in an outlier").click()
    figure.get_by_role("slider", name="scale").press("Home")
    expect(figure.locator(".mdl-conclusion")).to_contain_text("the highest of")
    assert_agrees_with_python(figure)


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_moves_when_the_figure_comes_alive(open_page, served, width):
    page = open_page(f"{served}/{CHAPTER}", viewport={"width": width, "height": 900})
    figure = page.locator('figure.explorable[data-widget="likelihood"]')
    before = figure.bounding_box()["height"]
    figure.scroll_into_view_if_needed()
    expect(figure.locator(".mdl-likely")).to_be_visible()
    assert figure.bounding_box()["height"] == pytest.approx(before, abs=1)

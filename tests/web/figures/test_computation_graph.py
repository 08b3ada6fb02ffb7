"""The computation graph in the page: stepped through, changed, and compared."""

import pytest
from playwright.sync_api import expect

from mathdl.widgets import ComputationGraph
from mathdl.widgets._graph import show

CHAPTER = "chapters/calculus/backpropagation.html"


@pytest.fixture(params=["served", "file"])
def graph(request, open_page, served, html):
    base = served if request.param == "served" else html.as_uri()
    page = open_page(f"{base}/{CHAPTER}", viewport={"width": 1100, "height": 900})
    figure = page.locator('figure.explorable[data-widget="computation_graph"]')
    figure.scroll_into_view_if_needed()
    expect(figure.locator(".mdl-graph")).to_be_visible()
    yield figure
    assert page.complaints == []


def state(figure, trait):
    return figure.evaluate("(figure, trait) => figure.model.get(trait)", trait)


def derivatives(figure):
    cells = figure.locator(".mdl-results tbody tr td:nth-child(2)")
    return [text.strip() for text in cells.all_inner_texts()]


def test_buttons_step_forward_and_back(graph):
    words = graph.locator(".mdl-sentence")
    graph.get_by_role("button", name="Start over").click()
    expect(words).to_contain_text("Step forward")
    assert graph.locator(".mdl-value").all_text_contents()[4:] == [""] * 5
    graph.get_by_role("button", name="Step", exact=True).click()
    expect(words).to_have_text("v₅ = w × x = 2.00 × 0.50 = 1.00.")
    for _ in range(5):
        graph.get_by_role("button", name="Step", exact=True).press("Enter")
    expect(words).to_contain_text("adjoint 1")
    graph.get_by_role("button", name="Back").press("Space")
    expect(words).to_contain_text("v₉ =")
    assert state(graph, "at") == 5
    graph.get_by_role("button", name="To the end").click()
    expect(words).to_contain_text("Back from v₅")
    assert state(graph, "at") == 11


def test_a_changed_input_changes_every_derivative(graph):
    graph.get_by_label("input b").fill("0.25")
    python = ComputationGraph(inputs=[2.0, 0.5, 0.25, 1.0]).readout()
    expected = [show(g) for g in python["adjoints"][:4]]
    row = graph.locator(".mdl-results tbody tr").nth(2).locator("td").nth(1)
    expect(row).to_have_text(expected[2])
    assert derivatives(graph) == expected


def test_expressions_and_modes_are_chosen_from_menus(graph):
    expressions, modes = (graph.get_by_role("combobox").nth(k) for k in (0, 1))
    expressions.select_option(label="three sigmoids with one weight, σ(w σ(w σ(w x)))")
    expect(graph.get_by_label("input w")).to_have_value("2")
    assert len(derivatives(graph)) == 4
    modes.select_option(label="forward: by x")
    expect(graph.locator(".mdl-note").last).to_contain_text("all 2 take 2 runs")
    expect(graph.locator(".mdl-results tbody tr").nth(1)).to_contain_text("0.014")
    assert (state(graph, "mode"), state(graph, "seed"), state(graph, "at")) == (
        "forward", 1, 6,
    )  # fmt: skip


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_moves_when_the_figure_comes_alive(open_page, served, width):
    page = open_page(f"{served}/{CHAPTER}", viewport={"width": width, "height": 900})
    figure = page.locator('figure.explorable[data-widget="computation_graph"]')
    before = figure.bounding_box()["height"]
    figure.scroll_into_view_if_needed()
    expect(figure.locator(".mdl-graph")).to_be_visible()
    assert figure.bounding_box()["height"] == pytest.approx(before, abs=1)

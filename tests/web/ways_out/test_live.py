"""Live code: cells of the page changed and run on a real Jupyter server."""

import json
import re
import time

import pytest
from playwright.sync_api import expect

from benchmarks.host import serving
from tests.jupyter import running
from tests.web.page.test_pages import AXE, PAGES, wander

MINUTE = 60_000
CHAPTERS = [page for page in PAGES if page.startswith("chapters/")]
MAPS = "chapters/linear-algebra/linear-maps.html"
TOKEN = "a-token"
HUB = "https://mybinder.org"
BINDER = {
    "binderUrl": HUB,
    "repoProvider": "github",
    "repo": "someone/book",
    "ref": "main",
}


@pytest.fixture(scope="module")
def jupyter(tmp_path_factory, site):
    """The address of a Jupyter server that lets the book's pages in."""
    home = tmp_path_factory.mktemp("jupyter")
    allowed = [f"--ServerApp.allow_origin={site}", f"--ServerApp.root_dir={home}"]
    with running("jupyter_server", *allowed, home=home, token=TOKEN) as address:
        yield address


@pytest.fixture(scope="module")
def site(html):
    """The address of the book on a server that sets no policy."""
    with serving(html) as host:
        yield host.address


@pytest.fixture
def live(open_page, site, jupyter):
    """Open a chapter, and connect it to the Jupyter server."""

    def begin(page):
        opened = open_page(f"{site}/{page}", viewport={"width": 1300, "height": 1000})
        opened.get_by_role("button", name="Live code").click()
        panel = opened.get_by_role("region", name="Live code")
        panel.get_by_label("Jupyter server").fill(f"{jupyter}?token={TOKEN}")
        panel.get_by_role("button", name="Start").click()
        expect(panel.get_by_role("status")).to_contain_text("Live", timeout=MINUTE)
        return opened

    return begin


def unfolded(page, number):
    """Return a cell, counted from 1, with its code in sight."""
    cell = page.locator("div.cell").nth(number - 1)
    cell.evaluate("e => e.querySelector('details')?.setAttribute('open', '')")
    return cell


def run(page, number):
    """Run a cell (and what it needs), and return it when it is done."""
    cell = unfolded(page, number)
    cell.get_by_role("button", name=f"Run cell {number}").click()
    status = cell.get_by_role("status")
    expect(status).to_have_text(re.compile("^(done|failed)"), timeout=2 * MINUTE)
    assert status.text_content() == "done", cell.inner_text()
    return cell


def write(page, number, source):
    unfolded(page, number).get_by_role("textbox").click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text(source)


def cells(page, pattern):
    """Return the numbers of the cells whose code holds something, counted from 1."""
    codes = page.locator("div.cell .cell_input").all_text_contents()
    return [k for k, source in enumerate(codes, 1) if re.search(pattern, source)]


def test_a_cell_gives_what_it_gave_and_then_something_else(live):
    opened = live(MAPS)
    shows = opened.locator("div.cell").evaluate_all(
        "all => all.map((cell) => Boolean(cell.querySelector('.cell_output pre')))"
    )
    number = shows.index(True) + 1
    stored = unfolded(opened, number).locator(".cell_output pre").first.text_content()
    shown = run(opened, number).locator(".live-output pre")
    assert shown.first.text_content().split() == stored.split()
    write(opened, number, "print(6 * 7)")
    expect(run(opened, number).locator(".live-output pre")).to_have_text("42\n")


# By chapter: code of a cell, a number in it, another number, what then comes out.
CHANGES = {
    "linear-maps": ("running_sum(np.array", "3, 1, 2", "3, 1, 4", "[3, 4, 8]"),
    "backpropagation": ("neuron = [", "-0.5, 1.0]", "-0.5, 3.0]", "6.441]"),
    "maximum-likelihood": ("models = [", "(1.0, 4.0)", "(1.0, 2.0)", "1.59, 1.79]"),
    "gradient-descent": ("for _ in range(3)", "range(3)", "range(4)", "5.2488"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_number_is_changed_and_the_output_changes(live, name):
    found, old, new, comes = CHANGES[name]
    (page,) = (page for page in CHAPTERS if page.endswith(f"/{name}.html"))
    opened = live(page)
    number = cells(opened, re.escape(found))[0]
    cell = unfolded(opened, number)
    stored = cell.locator(".cell_output pre").text_content()
    run(opened, number)
    shown = cell.locator(".live-output pre")
    assert shown.text_content().split() == stored.split()
    source = cell.locator(".cm-line").all_text_contents()
    write(opened, number, "\n".join(source).replace(old, new))
    run(opened, number)
    expect(shown).to_contain_text(comes)


ARROW = """\
from mathdl.scenes import Arrow, Plane, Point, Scene
v = Point("v", (1, 0.5))
w = Scene(Plane([Arrow(v)]), about="One arrow.", readout={"length": v.norm()})
w"""


def test_figures_live_and_python_sees_what_the_reader_does(live, jupyter):
    opened = live(MAPS)
    number = cells(opened, r"^\s*Scene\(")[0]
    write(opened, number, ARROW)
    figure = run(opened, number).locator(".live-output .mdl-scene")
    expect(figure).to_be_visible()
    handle = figure.get_by_role("slider", name="v")
    handle.press("ArrowUp")
    write(opened, number + 1, "print(w.values, w.at())")
    printed = run(opened, number + 1).locator(".live-output pre")
    expect(printed).to_contain_text("{'v': [1.0, 0.6]}")
    write(opened, number + 1, "w.set(v=(0, 2))")
    run(opened, number + 1)
    expect(handle).to_have_attribute("aria-valuetext", "x 0.00, y 2.00")
    expect(figure.locator("dd")).to_have_text("2.00")
    slider = "import ipywidgets\nipywidgets.IntSlider(value=3, description='steps')"
    write(opened, number + 1, slider)
    shown = run(opened, number + 1).locator(".live-output")
    expect(shown.get_by_role("slider")).to_be_visible()
    assert elsewhere(opened, jupyter) == []


def test_a_figure_has_the_colour_of_the_text(live):
    opened = live(MAPS)
    number = cells(opened, r"fig, ax|figure\(")[-1]
    svg = run(opened, number).locator(".live-output svg").first
    expect(svg).to_be_visible()
    assert "currentColor" in svg.inner_html()
    assert "#797979" not in svg.inner_html()


def test_a_mistake_stops_what_comes_after(live):
    opened = live(MAPS)
    write(opened, 2, "1 / 0")
    unfolded(opened, 3).get_by_role("button", name="Run cell 3").click()
    expect(unfolded(opened, 2)).to_contain_text("ZeroDivisionError", timeout=MINUTE)
    status = unfolded(opened, 3).get_by_role("status")
    expect(status).to_have_text("not run: cell 2 failed")
    unfolded(opened, 2).get_by_role("button", name="Restore cell 2").click()
    run(opened, 3)


def test_what_a_reader_wrote_is_there_again(live):
    opened = live(MAPS)
    write(opened, 6, "my own work = 1")
    opened.reload()
    opened.get_by_role("button", name="Live code").click()
    panel = opened.get_by_role("region", name="Live code")
    panel.get_by_role("button", name="Start").click()
    expect(panel.get_by_role("status")).to_contain_text("Live", timeout=MINUTE)
    expect(unfolded(opened, 6)).to_contain_text("my own work = 1")
    unfolded(opened, 6).get_by_role("button", name="Restore cell 6").click()
    expect(unfolded(opened, 6)).to_contain_text("running_sum")


def elsewhere(page, jupyter):
    """Return what went wrong, requests to other hosts than the server's included."""
    own = jupyter.split("//")[1]
    return [complaint for complaint in page.complaints if own not in complaint]


def test_only_the_named_server_is_contacted(live, jupyter):
    opened = live(MAPS)
    run(opened, 6)
    assert elsewhere(opened, jupyter) == []


@pytest.fixture
def sessions(chromium, jupyter):
    """Tell the names of the sessions of the server."""
    context = chromium.new_context()

    def ask():
        answer = context.request.get(f"{jupyter}api/sessions?token={TOKEN}")
        return {session["name"] for session in answer.json()}

    yield ask
    context.close()


def test_a_kernel_ends_with_its_page(live, sessions):
    before = sessions()
    opened = live(MAPS)
    (own,) = sessions() - before
    opened.goto("about:blank")
    deadline = time.monotonic() + 30
    while own in sessions() and time.monotonic() < deadline:
        time.sleep(0.2)
    assert own not in sessions()


def test_nothing_is_contacted_before_start(open_page, site):
    opened = open_page(f"{site}/{MAPS}")
    asked = []
    opened.on("request", lambda request: asked.append(request.url))
    opened.get_by_role("button", name="Live code").click()
    panel = opened.get_by_role("region", name="Live code")
    expect(panel).to_contain_text("contacts nothing until you name")
    panel.get_by_label("Jupyter server").fill("hub.school.edu/user/ada?token=x")
    expect(panel).to_contain_text("this page contacts hub.school.edu and nothing else")
    asked = [url for url in asked if "favicon" not in url and "_figures" not in url]
    assert set(asked) == {f"{site}/_static/live.js"}


def test_an_address_where_nobody_answers(open_page, site):
    opened = open_page(f"{site}/{MAPS}")
    opened.get_by_role("button", name="Live code").click()
    panel = opened.get_by_role("region", name="Live code")
    panel.get_by_label("Jupyter server").fill("http://127.0.0.1:9/")
    panel.get_by_role("button", name="Start").click()
    status = panel.get_by_role("status")
    expect(status).to_contain_text("No Python from 127.0.0.1:9", timeout=MINUTE)
    expect(panel.get_by_role("button", name="Start")).to_be_enabled()
    panel.get_by_label("Jupyter server").fill("http://[")
    panel.get_by_role("button", name="Start").click()
    expect(status).to_have_text("“http://[” is not the address of a server.")


def binder(page, *events):
    """Let the page believe that it is published, and Binder say these things."""
    page.locator("#live-code").evaluate(
        "(e, binder) => { e.dataset.live = JSON.stringify({ binder }) }", BINDER
    )
    stream = "".join(f"data: {json.dumps(event)}\n\n" for event in events)
    page.context.route(
        f"{HUB}/**",
        lambda route: route.fulfill(
            body=stream,
            content_type="text/event-stream",
            headers={"Access-Control-Allow-Origin": "*"},
        ),
    )
    page.get_by_role("button", name="Live code").click()
    panel = page.get_by_role("region", name="Live code")
    expect(panel).to_contain_text("this page contacts mybinder.org: Binder, a free")
    panel.get_by_role("button", name="Start").click()
    return panel


def test_binder_starts_the_kernel(open_page, site, jupyter):
    opened = open_page(f"{site}/{MAPS}")
    panel = binder(
        opened,
        {"phase": "building", "message": "Step 1 of 9"},
        {"phase": "ready", "message": "go", "url": jupyter, "token": TOKEN},
    )
    expect(panel.get_by_role("status")).to_contain_text("Live", timeout=MINUTE)
    run(opened, 6)


def test_binder_fails(open_page, site):
    opened = open_page(f"{site}/{MAPS}")
    panel = binder(opened, {"phase": "failed", "message": "No room left"})
    status = panel.get_by_role("status")
    expect(status).to_contain_text("No Python from mybinder.org")
    expect(status).to_contain_text("No room left")
    expect(panel.get_by_role("button", name="Start")).to_be_enabled()


def test_binder_tells_how_far_it_is(open_page, site):
    opened = open_page(f"{site}/{MAPS}")
    opened.add_init_script(
        "window.EventSource = class { constructor() { window.binder = this; }"
        " close() {} }"
    )
    opened.reload()
    panel = binder(opened)
    opened.wait_for_function("() => Boolean(window.binder?.onmessage)")
    for phase, said in [("waiting", "waits for its turn"), ("building", "minutes")]:
        event = json.dumps({"phase": phase, "message": f"it is {phase}"})
        opened.evaluate("data => window.binder.onmessage({ data })", event)
        expect(panel.get_by_role("status")).to_contain_text(said)
    panel.get_by_text("What the server said").click()
    expect(panel).to_contain_text("it is building")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation(live, scheme):
    opened = live(MAPS)
    opened.evaluate("t => { document.documentElement.dataset.theme = t }", scheme)
    run(opened, 6)
    wander(opened)
    opened.evaluate(AXE.read_text("utf-8"))
    found = opened.evaluate("axe.run().then((result) => result.violations)")
    assert [(v["id"], [n["html"][:120] for n in v["nodes"]]) for v in found] == []

"""The chapter in a real JupyterLab: a still picture first, then alive, both ways."""

import ast
import json
import os
import re
import shutil

import pytest
from jupyter_client import BlockingKernelClient
from playwright.sync_api import expect

from tests.jupyter import running
from tools import browser, notebooks

CHAPTER = notebooks.ROOT / "chapters/linear-algebra/linear-maps.ipynb"
# Every cell is in the page, seen or not, so that a test finds it.
WHOLE = "@jupyterlab/notebook-extension/tracker.jupyterlab-settings"
MINUTE = 60_000

FIND = """
from ipywidgets.widgets.widget import _instances
scenes = [w for w in _instances.values() if type(w).__name__ == "Scene"]
figure = next(w for w in scenes if "eigen" in w.values)
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder of a reader, who has copied the chapter and trusts nothing yet."""
    home = tmp_path_factory.mktemp("lab")
    (home / "work").mkdir()
    shutil.copy(CHAPTER, home / "work")
    settings = home / "settings" / WHOLE
    settings.parent.mkdir(parents=True)
    settings.write_text(json.dumps({"windowingMode": "none"}))
    return home


@pytest.fixture(scope="module")
def lab(folder):
    """The address of a JupyterLab that runs in the reader's folder."""
    settings = {"JUPYTERLAB_SETTINGS_DIR": str(folder / "settings")}
    work = str(folder / "work")
    with running("jupyterlab", work, home=folder, **settings) as address:
        yield address.rstrip("/")


@pytest.fixture(scope="module")
def page(lab, chromium):
    """The chapter, opened."""
    context = chromium.new_context(viewport={"width": 1300, "height": 1000})
    page = context.new_page()
    page.set_default_timeout(2 * MINUTE)
    page.goto(f"{lab}/lab/tree/{CHAPTER.name}")
    page.locator(".jp-NotebookPanel .jp-Cell").first.wait_for()
    # What is asked of a notebook before its kernel is there may be lost.
    page.get_by_role("button", name="Python 3 (ipykernel) | Idle").wait_for()
    yield page
    context.close()


@pytest.fixture
def ask(folder):
    """Run code in the chapter's kernel, beside the page, and return what it prints."""
    connection = max((folder / "runtime").glob("kernel-*.json"), key=os.path.getmtime)
    client = BlockingKernelClient(connection_file=str(connection))
    client.load_connection_file()
    client.start_channels()
    client.wait_for_ready(timeout=60)

    def run(code):
        printed = []

        def hear(message):
            if message["msg_type"] == "stream":
                printed.append(message["content"]["text"])

        reply = client.execute_interactive(code, output_hook=hear, timeout=120)
        assert reply["content"]["status"] == "ok", reply["content"]
        return "".join(printed)

    yield run
    client.stop_channels()


def test_before_a_run_there_is_a_still_picture(page):
    still = page.locator('.jp-OutputArea img[alt*="linear map"]').first
    still.scroll_into_view_if_needed()
    expect(still).to_be_visible()
    assert still.bounding_box()["height"] > 100
    assert page.locator(".mdl").count() == 0


def test_after_a_run_the_figures_live(page):
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_text("Run All Cells", exact=True).click()
    for name in ("scene", "explore"):
        expect(page.locator(f".mdl-{name}").first).to_be_attached(timeout=2 * MINUTE)
    last = page.locator(".jp-CodeCell .jp-InputArea-prompt").last
    expect(last).to_have_text(re.compile(r"\[\d+\]:"), timeout=2 * MINUTE)
    complaints = page.locator(".jp-OutputArea-output[data-mime-type*=stderr]")
    assert complaints.all_inner_texts() == []


# Before any drag: what the page still has to say would undo what Python sets.
def test_the_reader_sees_what_python_sets(page, ask):
    ask(FIND + "figure.set(A1=(1, 2), A2=(2, 4))")
    figure = page.locator(".mdl-scene").first
    rank = figure.locator(".mdl-readouts > div", has_text="rank").locator("dd")
    # What a kernel sends on a busy machine takes its time.
    expect(rank).to_have_text("1", timeout=30_000)
    expect(figure.get_by_label("row 2, column 2")).to_have_value("4")


def test_python_sees_what_the_reader_drags(page, ask):
    figure = page.locator(".mdl-scene").first
    figure.scroll_into_view_if_needed()
    before = ast.literal_eval(ask(FIND + "print(figure.values['A1'])"))
    box = figure.locator(".mdl-knob").first.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 20, y - 35, steps=4)
    page.mouse.up()
    field = figure.get_by_label("row 2, column 1")
    expect(field).not_to_have_value(f"{before[1]:g}")
    figure.evaluate(browser.PAINTED)
    shown = pytest.approx(float(field.input_value()), abs=1e-3)
    # What the page sends and what we ask travel on two connections.
    for _ in range(20):
        after = ast.literal_eval(ask(FIND + "print(figure.values['A1'])"))
        if after[1] == shown:
            break
    assert after[1] == shown
    assert after[0] > before[0]


def test_keys_in_a_figure_are_no_commands_of_jupyterlab(page):
    slider = page.locator(".mdl-explore input[type=range]")
    cells = page.locator(".jp-NotebookPanel .jp-Cell")
    count, place = cells.count(), float(slider.input_value())
    slider.focus()
    # To a heading, delete a cell, add one, select the next.
    for key in ("ArrowRight", "d", "d", "a", "Shift+j"):
        page.keyboard.press(key)
    expect(slider).to_be_focused()
    assert float(slider.input_value()) == place + 1
    assert cells.count() == count


def test_a_slider_draws_in_between_with_a_kernel(page, ask):
    code = "import matplotlib.pyplot as plt\nfrom mathdl.widgets import explore\n"
    code += "w = explore(lambda a: plt.plot([0, a]), a=[0.0, 1.0])\nw.at = [0.5]\n"
    code += "print(w.arguments(), w.between[:4])"
    assert ask(code).strip() == "{'a': 0.5} <svg"


def test_the_file_is_as_the_reader_left_it(page, folder):
    assert (folder / "work" / CHAPTER.name).read_bytes() == CHAPTER.read_bytes()

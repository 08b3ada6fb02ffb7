"""Every scene of the book, and a gallery of all there is, moved in a browser.

Each input is moved by mouse, touch and keyboard, each button is pressed; what the
figure says then is what Python says of the same state. A page is visited once.
"""

import json

import pytest

from mathdl.scenes.resolve import resolve
from mathdl_book.figures import explorables
from mathdl_book.figures.explorables import WIDGETS
from mathdl_book.ground import node
from tests.figures import stored
from tests.figures.states import states
from tests.web.conftest import HTML
from tools import browser

FIGURE = "figure.explorable[data-widget='scene']"
PAGES = sorted(
    path.relative_to(HTML).as_posix()
    for path in HTML.rglob("*.html")
    if 'data-widget="scene"' in path.read_text("utf-8")
)
GALLERY = "gallery"
LONG = 150  # pixels that a finger goes
MOVES = 20
SIZE = {"width": 1100, "height": 1000}

NAMES = """figure => [...figure.querySelectorAll("input, select, button, [tabindex]")]
  .filter((part) => part.checkVisibility())
  .map((part) => (part.getAttribute("aria-label")
    ?? (part.labels?.[0] ?? part).textContent).trim())"""
WORDS = """(figure) => [
  [...figure.querySelectorAll(".mdl-readouts dd")].map((one) => one.textContent),
  figure.querySelector(".mdl-conclusion")?.textContent ?? "",
]"""
SAYS = f"""([figure, words]) =>
  JSON.stringify(({WORDS})(figure)) === JSON.stringify(words)
"""
LISTEN = """figure => {
  figure.cancelled = 0;
  figure.addEventListener("pointercancel", () => (figure.cancelled += 1));
}"""
ON_ONE_LINE = """output => {
  const text = document.createRange();
  text.selectNodeContents(output);
  const line = parseFloat(getComputedStyle(output).fontSize);
  return text.getBoundingClientRect().height < 2 * line;
}"""
# By a script, as a reader's menu has no such entry.
CHOOSE_YOUR_OWN = """menu => {
  menu.value = "";
  menu.dispatchEvent(new Event("change"));
}"""
# What a figure shows in one state after another: all is asked at once, since a question
# takes longer to come to the browser than to be answered there.
IN_EACH = f"""async (figure, tried) => {{
  const painted = {browser.PAINTED};
  const wrong = /NaN|Infinity|undefined|\\bnull\\b/;
  const found = [];
  for (const values of tried) {{
    figure.model.set("values", values);
    await painted();
    const drawn = [...figure.querySelectorAll("svg.mdl-stage")];
    found.push({{
      values: figure.model.get("values"),
      words: ({WORDS})(figure),
      wrong: drawn.map((svg) => svg.outerHTML.match(wrong)?.[0]).filter(Boolean),
      height: figure.getBoundingClientRect().height,
    }});
  }}
  return found;
}}"""


@pytest.fixture(scope="session")
def gallery(tmp_path_factory):
    """A page with the scenes of the gallery and nothing else, opened from a folder."""
    folder = tmp_path_factory.mktemp("gallery")
    node.bundle(explorables.script(["scene"]), folder / "scene.js")
    style = (WIDGETS / "explorable.css").read_text("utf-8")
    figures = "".join(str(one.figure) for one in stored.of_gallery())
    page = folder / "gallery.html"
    page.write_text(
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Scenes</title>'
        f'<style>{style}</style><script defer src="scene.js"></script>{figures}',
        "utf-8",
    )
    return page.as_uri()


@pytest.fixture
def opened(request, open_page, served, gallery):
    """A page with all its scenes, alive."""
    address = gallery if request.param == GALLERY else f"{served}/{request.param}"
    page = open_page(address, has_touch=True, viewport=SIZE, reduced_motion="reduce")
    found = [Figure(figure) for figure in page.locator(FIGURE).all()]
    yield found
    assert page.complaints == []


class Figure:
    """A scene of a page, and what a reader can do with it."""

    def __init__(self, locator) -> None:
        self.root, self.page = locator, locator.page
        while not locator.locator(".mdl-scene").count():
            locator.evaluate("figure => figure.scrollIntoView({ block: 'center' })")
            self.page.wait_for_timeout(50)
        self.spec = locator.evaluate("figure => figure.model.get('spec')")
        self.start = self.values()
        locator.evaluate(LISTEN)
        self.painted()

    def values(self) -> dict:
        return self.root.evaluate("figure => figure.model.get('values')")

    def put(self, values: dict) -> None:
        put = "(figure, values) => figure.model.set('values', values)"
        self.root.evaluate(put, values)
        self.painted()

    def painted(self) -> None:
        self.root.evaluate(browser.PAINTED)

    def inputs(self, *kinds: str) -> list[dict]:
        return [told for told in self.spec["inputs"] if told["kind"] in kinds]

    def height(self) -> float:
        return self.root.bounding_box()["height"]

    def says_what_python_says(self) -> None:
        told = [self.root.element_handle(), self.words(self.values())]
        self.page.wait_for_function(SAYS, arg=told)

    def words(self, values: dict) -> list:
        """Return what the figure reads and says in a state, as Python has it."""
        found = resolve(self.spec, values)
        units = [told.get("unit", "") for told in self.spec["readout"]]
        read = [
            f"{text}{'' if unit[0] in '°%' else ' '}{unit}"
            if unit and text != "–"
            else text
            for text, unit in zip(found["read"], units, strict=True)
        ]
        return [read, found["said"]]

    def handles(self):
        """Yield the name of an input, and one of its points."""
        for told in self.inputs("point", "points"):
            names = [told["label"]]
            if told["kind"] == "points":
                names = [f"{told['label']} {k + 1}" for k in range(len(told["at"]))]
            for name in names:
                yield (
                    told["name"],
                    self.root.get_by_role("slider", name=name, exact=True).and_(
                        self.root.locator(".mdl-handle")
                    ),
                )

    def moved(self, name: str) -> bool:
        return self.values()[name] != self.start[name]

    def control(self, told: dict, role: str):
        return self.root.get_by_role(role, name=told["label"], exact=True)


def centre(box: dict) -> tuple[float, float]:
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def grip(figure: Figure, handle) -> tuple[float, float]:
    """Return where a handle is, in the middle of the window."""
    handle.evaluate("handle => handle.scrollIntoView({ block: 'center' })")
    figure.painted()
    return centre(handle.locator(".mdl-knob").bounding_box())


def ways(figure: Figure, handle, at: tuple[float, float]) -> list[tuple[float, float]]:
    """Return directions, first those that lead into the picture."""
    x, y = centre(handle.evaluate_handle("h => h.ownerSVGElement").bounding_box())
    right, down = (1 if x >= at[0] else -1), (1 if y >= at[1] else -1)
    return [(right, 0.6 * down), (0.6 * right, -down), (-right, 0.6 * down)]


def the_mouse_moves_every_point(figure: Figure) -> None:
    for name, handle in figure.handles():
        for u, v in ways(figure, handle, grip(figure, handle)):
            x, y = grip(figure, handle)
            mouse = figure.page.mouse
            mouse.move(x, y)
            mouse.down()
            mouse.move(x + 60 * u, y + 60 * v, steps=4)
            mouse.up()
            if figure.moved(name):
                break
        assert figure.moved(name), f"{name} stays where it is"
        figure.says_what_python_says()
        figure.put(figure.start)


def a_finger_moves_every_point_to_the_end(figure: Figure) -> None:
    """A browser that takes a finger for scrolling says so after some pixels."""
    touch = figure.page.context.new_cdp_session(figure.page)
    for name, handle in figure.handles():
        for u, v in ways(figure, handle, grip(figure, handle)):
            x, y = grip(figure, handle)
            scrolled = figure.page.evaluate("scrollY")
            for k in range(MOVES + 1):
                at = {"x": x + LONG * u * k / MOVES, "y": y + LONG * v * k / MOVES}
                kind = "touchMove" if k else "touchStart"
                event = {"type": kind, "touchPoints": [at]}
                touch.send("Input.dispatchTouchEvent", event)
            touch.send(
                "Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []}
            )
            assert figure.root.evaluate("figure => figure.cancelled") == 0
            assert figure.page.evaluate("scrollY") == scrolled
            if figure.moved(name):
                break
        assert figure.moved(name), f"{name} stays where it is"
        figure.put(figure.start)


def keys_move_every_point(figure: Figure) -> None:
    for name, handle in figure.handles():
        for key in ("ArrowRight", "ArrowUp", "Shift+ArrowLeft"):
            handle.press(key)
            if figure.moved(name):
                break
        assert figure.moved(name), f"no key moves {name}"
        assert handle.get_attribute("aria-valuetext")
        figure.says_what_python_says()
        figure.put(figure.start)


def every_control_answers(figure: Figure) -> None:
    tall = figure.height()
    for told in figure.inputs("slider"):
        try_slider(figure, told, figure.control(told, "slider"))
    for told in figure.inputs("menu"):
        menu = figure.control(told, "combobox")
        for label, value in told["options"]:
            menu.select_option(label=label)
            assert figure.values()[told["name"]] == value
            figure.says_what_python_says()
    for told in figure.inputs("tick"):
        box = figure.control(told, "checkbox")
        before = figure.values()[told["name"]]
        box.press(" ")
        assert figure.values()[told["name"]] == 1 - before
        figure.says_what_python_says()
    for told in figure.spec["fields"]:
        for j, name in enumerate(told["columns"]):
            label = f"Matrix {told['name']}, row 2, column {j + 1}"
            figure.root.get_by_label(label).fill("0.7")
            assert figure.values()[name][1] == 0.7
    assert figure.height() == tall
    figure.put(figure.start)


def try_slider(figure: Figure, told: dict, slider) -> None:
    """Move a slider by a key, by mouse and by a finger, and let it play."""
    for key in ("ArrowRight", "ArrowLeft"):
        slider.press(key)
        if figure.moved(told["name"]):
            break
    assert figure.moved(told["name"])
    box = slider.bounding_box()
    value = slider.locator("xpath=ancestor::label//output")
    # From the far end, since where a slider stands already a touch moves nothing.
    ways = figure.page.mouse.click, figure.page.touchscreen.tap
    for point, part, end in zip(ways, (0.2, 0.7), ("high", "low"), strict=True):
        figure.put({**figure.start, told["name"]: told[end]})
        assert value.evaluate(ON_ONE_LINE)
        point(box["x"] + part * box["width"], box["y"] + box["height"] / 2)
        assert figure.values()[told["name"]] != told[end]
        figure.says_what_python_says()
    if not told["play"]:
        return
    figure.put({**figure.start, told["name"]: told["low"]})
    button = figure.root.get_by_role("button", name=f"Play {told['label']}")
    button.click()
    figure.page.wait_for_timeout(700)
    figure.root.get_by_role("button", name=f"Pause {told['label']}").click()
    assert figure.values()[told["name"]] > told["low"]


def buttons_do_what_they_say(figure: Figure) -> None:
    for k, preset in enumerate(figure.spec["presets"]):
        menu = figure.root.get_by_role("combobox", name="Preset", exact=True)
        menu.select_option(label=preset["name"])
        figure.says_what_python_says()
        assert menu.input_value() == str(k), f"{preset['name']} shows as another"
        before = figure.values()
        menu.evaluate(CHOOSE_YOUR_OWN)
        assert figure.values() == before
    for told in figure.spec["buttons"]:
        before = figure.values()
        button = figure.root.get_by_role("button", name=told["name"], exact=True)
        disabled = button.get_attribute("aria-disabled")
        button.click()
        figure.says_what_python_says()
        assert (figure.values() == before) == bool(disabled) or "set" in told
    figure.root.get_by_role("button", name="Reset", exact=True).click()
    assert figure.values() == figure.start
    figure.says_what_python_says()


def everything_has_a_name_and_its_turn(figure: Figure) -> None:
    names = figure.root.evaluate(NAMES)
    assert all(names)
    assert len(set(names)) == len(names)
    assert figure.root.locator("[tabindex]:not([tabindex='0'])").count() == 0
    label = figure.root.locator(".mdl-scene").get_attribute("aria-label")
    assert figure.spec["about"] in label
    assert resolve(figure.spec, figure.start)["said"] in label


def nothing_wrong_is_drawn_and_the_height_stays(figure: Figure) -> None:
    tall = figure.height()
    tried = states(figure.spec, figure.start, seed=3)[::2]
    for shown in figure.root.evaluate(IN_EACH, tried):
        assert shown["wrong"] == [], json.dumps(shown["values"])
        assert shown["words"] == figure.words(shown["values"])
        assert shown["height"] == tall


CHECKS = [
    everything_has_a_name_and_its_turn,
    the_mouse_moves_every_point,
    a_finger_moves_every_point_to_the_end,
    keys_move_every_point,
    every_control_answers,
    buttons_do_what_they_say,
    nothing_wrong_is_drawn_and_the_height_stays,
]


@pytest.mark.parametrize(
    "opened",
    [GALLERY, *PAGES],
    indirect=True,
    ids=lambda page: page.removesuffix(".html").split("/")[-1],
)
def test_a_reader_moves_every_scene(opened):
    for figure in opened:
        for check in CHECKS:
            check(figure)
            figure.put(figure.start)

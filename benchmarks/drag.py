"""How long an interactive figure takes from a move of the pointer to the painted frame.

    .venv/bin/python -m benchmarks.drag    # every interactive figure of _build/html

Each figure is brought into view and its first point (or else its first slider, or else
its middle) is dragged by 60 moves of the mouse, one after the other, each sent at a
random moment of a frame after the last one was painted. They go through Chromium's own
handling of input (`Input.dispatchMouseEvent`).

page
    From the event, when the page hears of it, to the end of the frame that painted it.
    The listener asks for an animation frame; in its callback a message is posted to a
    `MessageChannel`, and this arrives when scripts, style, layout and paint of that
    frame are done; a busy browser can begin the next frame before it delivers the
    message, and then the first was over when that begins. The compositor and the
    display are not in it, nor does the benchmark run anything else in these frames.
whole
    The same from the `timeStamp` of the `pointermove` event, which is when the browser
    got it. Chromium hands moves over once a frame, each 16.7 ms: this waiting is in it.

Printed are median and 95th percentile in ms, at full speed and with Chromium slowed by
four (`Emulation.setCPUThrottlingRate`); in the first line those of a page that holds
nothing and does nothing.
"""

import random
import time
from math import cos, pi, sin

import numpy as np
from playwright.sync_api import Browser, Locator, Page, sync_playwright

from benchmarks.host import Host, serving
from benchmarks.page import HTML, pages
from tools import browser

MOVES = 60
FRAME = 1 / 60

WATCH = """() => {
  const moves = (window.moves = []);
  const { port1, port2 } = new MessageChannel();
  let move;
  let look = () => {};
  window.reached = (count) => new Promise((done, fail) => {
    look = () => moves.length >= count && done();
    look();
    setTimeout(() => fail(new Error("no frame has come for half a minute")), 30_000);
  });
  const end = () => {
    if (!move) return;
    const now = performance.now();
    moves.push([now - move.heard, now - move.sent]);
    move = undefined;
    look();
  };
  port1.onmessage = end;
  addEventListener("pointermove", ({ timeStamp: sent }) => {
    const heard = performance.now();
    requestAnimationFrame(() => {
      move = { heard, sent };
      port2.postMessage(null);
      requestAnimationFrame(end);
    });
  }, true);
}"""


def grip(figure: Locator) -> Locator:
    """Return what of a figure is dragged; or it all, where nothing is."""
    found = (figure.locator(one) for one in (".mdl-knob", "input[type=range]"))
    return next(
        (one for one in found if one.count()), figure.locator(".mdl-stage")
    ).first


def way(box: dict[str, float]) -> list[tuple[float, float]]:
    """Return the places of the pointer: round about a point, or along a slider."""
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    turns = [2 * pi * k / MOVES for k in range(MOVES + 1)]
    if box["width"] < 60:
        return [(x + 40 * sin(t), y + 40 * (cos(t) - 1)) for t in turns]
    return [(x + 0.4 * box["width"] * sin(t), y) for t in turns]


def drag(page: Page, figure: Locator, rng: random.Random) -> np.ndarray:
    """Return page and whole of each move of a figure, (60, 2), in ms."""
    # What stands above it may take its true height only now, and move it.
    while not figure.locator(".mdl").count():
        figure.evaluate("figure => figure.scrollIntoView({ block: 'center' })")
        page.wait_for_timeout(100)
    figure.evaluate("figure => figure.scrollIntoView({ block: 'center' })")
    page.wait_for_timeout(500)
    return moved(page, way(grip(figure).bounding_box()), rng)


def moved(
    page: Page, places: list[tuple[float, float]], rng: random.Random
) -> np.ndarray:
    """Return page and whole of each move from place to place, (60, 2), in ms."""
    begin, *places = places
    page.mouse.move(*begin)
    page.mouse.down()
    page.evaluate("() => reached(1)")
    page.evaluate("() => void moves.splice(0)")
    for k, place in enumerate(places):
        time.sleep(rng.uniform(0, FRAME))
        page.mouse.move(*place)
        page.evaluate("count => reached(count)", k + 1)
    page.mouse.up()
    return np.array(page.evaluate("() => moves"))[:MOVES]


def opened(chromium: Browser, address: str, slow: int) -> Page:
    """Open a page that watches moves, in a browser slowed so many times."""
    tab = chromium.new_page(viewport={"width": 1280, "height": 900})
    tab.add_init_script(f"({WATCH})()")
    tools = tab.context.new_cdp_session(tab)
    tools.send("Emulation.setCPUThrottlingRate", {"rate": slow})
    # A slowed page can be idle on the network before all of it is read.
    tab.goto(address, wait_until="load")
    tab.wait_for_load_state("networkidle")
    return tab


def nothing(chromium: Browser, slow: int) -> np.ndarray:
    """Return the moves of a page that does nothing."""
    tab = opened(chromium, "data:text/html,<!doctype html><title>Empty</title>", slow)
    found = moved(
        tab, way({"x": 600, "y": 400, "width": 20, "height": 20}), random.Random(0)
    )
    tab.close()
    return found


def measure(chromium: Browser, host: Host, address: str, slow: int) -> dict:
    """Return the moves of each figure of a page, by its number and its kind."""
    tab = opened(chromium, f"{host.address}/{address}", slow)
    figures = tab.locator("figure.explorable").all()
    found = {}
    for k, figure in enumerate(figures, 1):
        name = f"{k} {figure.get_attribute('data-widget')}"
        found[name] = drag(tab, figure, random.Random(0))
    tab.close()
    return found


MEASURES = ["page", "95 %", "whole", "95 %"]
HEADS = ["where", "figure", *MEASURES, *(f"{name}, CPU/4" for name in MEASURES)]


def row(page: str, figure: str, *speeds: np.ndarray) -> list[str]:
    """Return one line of the table."""
    numbers = [
        f"{np.percentile(moves[:, part], percent):.1f}"
        for moves in speeds
        for part in (0, 1)
        for percent in (50, 95)
    ]
    return [page, figure, *numbers]


def main() -> None:
    """Print the table."""
    rows = [HEADS, ["---", "---"] + ["--:"] * 8]
    with sync_playwright() as playwright, serving(HTML) as host:
        chromium = playwright.chromium.launch(
            executable_path=browser.executable(), args=browser.arguments()
        )
        rows.append(row("", "nothing", nothing(chromium, 1), nothing(chromium, 4)))
        for page in ["intro.html", *pages(HTML)]:
            fast, slow = (measure(chromium, host, page, speed) for speed in (1, 4))
            rows += [row(page, name, fast[name], slow[name]) for name in fast]
        chromium.close()
    print("\n".join(f"| {' | '.join(cells)} |" for cells in rows))


if __name__ == "__main__":
    main()

"""How long an interactive figure takes from a move of the pointer to the painted frame.

    .venv/bin/python -m benchmarks.drag    # every interactive figure of _build/html

Each figure is brought into view and its first point (or else its first slider, or else
its middle) is dragged by 60 moves of the mouse, one after the other, each sent at a
random moment of a frame after the last one was painted. They go through Chromium's own
handling of input (`Input.dispatchMouseEvent`).

whole
    From the `timeStamp` of the `pointermove` event, which is when the browser got it,
    to the end of the frame that painted it: the event's listener asks for an animation
    frame; in its callback a message is posted to a `MessageChannel`, and this arrives
    when scripts, style, layout and paint of that frame are done. The compositor and the
    display are not in it.
work
    The part of it that the page answers for: from the begin of the callbacks of that
    frame (the time that `requestAnimationFrame` passes) to the same message. The rest
    is waiting: Chromium hands moves over once a frame, each 16.7 ms, so a figure that
    took no time at all would have a median of about 8 ms and a 95th percentile of 16.

Printed are median and 95th percentile in ms, at full speed and with Chromium slowed by
four (`Emulation.setCPUThrottlingRate`).
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
  let sent, began;
  port1.onmessage = () => {
    const now = performance.now();
    moves.push([now - sent, now - began]);
  };
  addEventListener("pointermove", ({ timeStamp }) => {
    requestAnimationFrame((start) => {
      [sent, began] = [timeStamp, start];
      port2.postMessage(null);
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
    """Return whole and work of each move, (60, 2), in ms."""
    # What stands above it may take its true height only now, and move it.
    while not figure.locator(".mdl").count():
        figure.evaluate("figure => figure.scrollIntoView({ block: 'center' })")
        page.wait_for_timeout(100)
    figure.evaluate("figure => figure.scrollIntoView({ block: 'center' })")
    page.wait_for_timeout(500)
    begin, *places = way(grip(figure).bounding_box())
    page.mouse.move(*begin)
    page.mouse.down()
    page.wait_for_function("() => moves.length")
    page.evaluate("() => void moves.splice(0)")
    for k, place in enumerate(places):
        time.sleep(rng.uniform(0, FRAME))
        page.mouse.move(*place)
        page.wait_for_function("count => moves.length >= count", arg=k + 1)
    page.mouse.up()
    return np.array(page.evaluate("() => moves"))[:MOVES]


def measure(chromium: Browser, host: Host, address: str, slow: int) -> dict:
    """Return the moves of each figure of a page, by the figure's name."""
    tab = chromium.new_page(viewport={"width": 1280, "height": 900})
    tab.add_init_script(f"({WATCH})()")
    tools = tab.context.new_cdp_session(tab)
    tools.send("Emulation.setCPUThrottlingRate", {"rate": slow})
    tab.goto(f"{host.address}/{address}", wait_until="networkidle")
    figures = tab.locator("figure.explorable").all()
    found = {
        figure.get_attribute("data-widget"): drag(tab, figure, random.Random(0))
        for figure in figures
    }
    tab.close()
    return found


HEADS = ["page", "figure", "whole", "95 %", "work", "95 %"] + [
    f"{name}, CPU/4" for name in ("whole", "95 %", "work", "95 %")
]


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
        for page in ["intro.html", *pages(HTML)]:
            fast, slow = (measure(chromium, host, page, speed) for speed in (1, 4))
            rows += [row(page, name, fast[name], slow[name]) for name in fast]
        chromium.close()
    print("\n".join(f"| {' | '.join(cells)} |" for cells in rows))


if __name__ == "__main__":
    main()

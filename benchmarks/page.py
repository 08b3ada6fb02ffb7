"""What a page costs its reader: bytes, requests, and time to a page that stands still.

    .venv/bin/python -m benchmarks.page                # every chapter of _build/html
    .venv/bin/python -m benchmarks.page --peer FOLDER  # and another built book, such as
    .venv/bin/python -m benchmarks.build --peer FOLDER # a page by the defaults
    .venv/bin/python -m benchmarks.page --width 360    # in a phone's window

Each page is opened in a browser with an empty cache, from a server on this machine that
gzips as a host does; the median of five runs is printed. Nothing is scrolled until all
is counted.

gzip KB
    The bodies of all responses, gzipped where they are text (1 KB = 1,000 bytes);
    fonts that stand in a style sheet count as CSS.
requests
    How many, and how many of these go to another host. What comes from elsewhere is
    not in the bytes.
first paint
    First contentful paint, from the start of the navigation.
math set
    The first frame from which on the first formula has its final place and size, and
    not before the first paint.
blocking
    The sum of what each task of the main thread lasts beyond 50 ms, from navigation
    until the network has been idle for half a second; "CPU/4" is Chromium's own
    slowing (`Emulation.setCPUThrottlingRate`), by four. It is measured in visits of its
    own, which ask for no formula's place: to answer, a browser lays out at once what
    the page has put off until it is near.
shift
    Chromium's layout shifts, added up, while the page loads and while it is then
    scrolled to its end, so that figures that load late are counted too.
second page
    What the page sends to a reader who has just read another chapter: it is opened
    once more under another address, with the cache that the first visit left.
"""

import argparse
import statistics
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.host import Host, kind, serving
from tools import browser, notebooks

HTML = notebooks.ROOT / "_build" / "html"
RUNS = 5
SLOW = 4

# Runs before the page's own scripts; the page's policy does not bind it.
WATCH = """() => {
  const seen = (window.seen = { blocking: 0, shift: 0 });
  const watch = (type, act) => new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) act(entry);
  }).observe({ type, buffered: true });
  watch("longtask", ({ duration }) => (seen.blocking += Math.max(0, duration - 50)));
  watch("layout-shift", ({ value }) => (seen.shift += value));
}"""
WATCH_FORMULA = """() => {
  seen.boxes = [];
  const frame = (now) => {
    const formula = document.querySelector(".katex, mjx-container");
    // Where it stands before it is shown, no reader knows.
    const isShown = formula?.checkVisibility({ visibilityProperty: true });
    const box = isShown && formula.getBoundingClientRect();
    const place = box && [box.x, box.y, box.width, box.height].join(" ");
    if (place !== seen.boxes.at(-1)?.place) seen.boxes.push({ now, place });
    if (scrollY === 0) requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}"""
FIRST_PAINTED = "performance.getEntriesByName('first-contentful-paint').length > 0"
TIMES = """() => {
  const [paint] = performance.getEntriesByName("first-contentful-paint");
  const last = seen.boxes.at(-1);
  return {
    first_paint: paint.startTime,
    math_set: last?.place ? Math.max(last.now, paint.startTime) : null,
    formula_sizes: seen.boxes.filter((box) => box.place).length,
  };
}"""
SCROLL = f"""async () => {{
  const painted = {browser.PAINTED};
  for (let y = 0; y < document.documentElement.scrollHeight; y += 400) {{
    scrollTo({{ top: y, behavior: "instant" }});
    await painted();
  }}
  return seen.shift;
}}"""


@dataclass
class Visit:
    """What one visit of a page has cost."""

    sent: Counter  # bytes by kind
    requests: int
    foreign: int
    first_paint: float
    math_set: float | None
    formula_sizes: int  # how many places and sizes the first formula had
    shift: float
    second: int


@contextmanager
def _tab(chromium: Browser, slow: int, width: int, *watches: str) -> Iterator[Page]:
    """Give a page with an empty cache, in a browser slowed so many times."""
    context = chromium.new_context(
        viewport={"width": width, "height": 800},
        service_workers="block",  # They come seconds after what is measured.
    )
    context.add_init_script(";".join(f"({watch})()" for watch in watches))
    tab = context.new_page()
    tools = context.new_cdp_session(tab)
    tools.send("Emulation.setCPUThrottlingRate", {"rate": slow})
    try:
        yield tab
    finally:
        context.close()


def blocking(chromium: Browser, host: Host, page: str, slow: int, width: int) -> float:
    """Return for how long a page that opens keeps its reader waiting, in ms."""
    with _tab(chromium, slow, width, WATCH) as tab:
        _open(tab, f"{host.address}/{page}")
        return tab.evaluate("seen.blocking")


def visit(chromium: Browser, host: Host, page: str, slow: int, width: int) -> Visit:
    """Open a page with an empty cache, and again with what that left."""
    with _tab(chromium, slow, width, WATCH, WATCH_FORMULA) as tab:
        return _visited(tab, host, page)


def _visited(tab: Page, host: Host, page: str) -> Visit:
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    host.sent.clear()
    _open(tab, f"{host.address}/{page}")
    times = tab.evaluate(TIMES)
    sent = Counter()
    for path, size in host.sent:
        sent[kind(path) if "." in path else "HTML"] += size
    web = [url for url in asked if url.startswith("http")]
    foreign = [url for url in web if not url.startswith(host.address)]
    shift = tab.evaluate(SCROLL)
    host.sent.clear()
    _open(tab, f"{host.address}/{page}?second")
    return Visit(
        sent, len(web), len(foreign), **times, shift=shift, second=host.total()
    )


def _open(tab: Page, address: str) -> None:
    """Open a page and wait until all is loaded and painted."""
    tab.goto(address, wait_until="networkidle")
    tab.wait_for_function(FIRST_PAINTED)
    tab.wait_for_function(browser.FONTS_LOADED)
    tab.evaluate(browser.PAINTED)


def measure(chromium: Browser, host: Host, page: str, width: int) -> list[list]:
    """Return visits of a page, at full speed and slowed by four, and its blocking."""
    fast, slow = (
        [visit(chromium, host, page, rate, width) for _ in range(RUNS)]
        for rate in (1, SLOW)
    )
    return [
        fast,
        slow,
        [blocking(chromium, host, page, SLOW, width) for _ in range(RUNS)],
    ]


def _median(values: list[float | None]) -> str:
    if None in values:
        return "never"
    return f"{statistics.median(values):.0f}"


def row(name: str, fast: list[Visit], slow: list[Visit], waits: list[float]) -> list:
    """Return one line of the table."""
    one = fast[0]
    kb = {k: f"{v / 1000:.0f}" for k, v in one.sent.items()}
    return [
        name,
        f"{one.sent.total() / 1000:.0f}",
        *(kb.get(k, "0") for k in ("HTML", "CSS", "JS", "fonts", "images")),
        f"{one.requests} ({one.foreign})",
        _median([v.first_paint for v in fast]),
        _median([v.math_set for v in fast]),
        _median([v.first_paint for v in slow]),
        _median([v.math_set for v in slow]),
        _median(waits),
        f"{max(v.shift for v in fast + slow):.3f}",
        f"{one.second / 1000:.0f}",
    ]


HEADS = [
    "page", "gzip KB", "HTML", "CSS", "JS", "fonts", "images", "requests (foreign)",
    "first paint ms", "math set ms", "first paint, CPU/4", "math set, CPU/4",
    "blocking, CPU/4", "shift", "second page KB",
]  # fmt: skip


def table(rows: list[list[str]]) -> str:
    """Return rows as a table in Markdown."""
    lines = [HEADS, ["---"] + ["--:"] * (len(HEADS) - 1), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def pages(folder: Path) -> list[str]:
    """Return the pages to measure: the chapters, or all pages where there are none."""
    found = sorted(folder.glob("chapters/**/*.html")) or sorted(folder.glob("*.html"))
    unwanted = {"index.html", "search.html", "genindex.html"}
    return [p.relative_to(folder).as_posix() for p in found if p.name not in unwanted]


def book(chromium: Browser, folder: Path, width: int) -> list[list[str]]:
    """Return a line of the table for each page of a built book."""
    found = pages(folder)
    if not found:
        raise SystemExit(f"{folder} holds no pages: run `make book`")
    rows = []
    with serving(folder) as host:
        for page in found:
            rows.append(row(page, *measure(chromium, host, page, width)))
    return rows


def main() -> None:
    """Print the table."""
    about = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    about.add_argument("--peer", type=Path, action="append", default=[])
    about.add_argument("--width", type=int, default=1280)
    given = about.parse_args()
    rows = []
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=browser.executable(), args=browser.arguments()
        )
        for folder in [HTML, *given.peer]:
            rows += book(chromium, folder, given.width)
        chromium.close()
    print(table(rows))


if __name__ == "__main__":
    main()

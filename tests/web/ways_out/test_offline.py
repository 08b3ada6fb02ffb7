"""The book without a network: kept by a service worker, installed, or in a zip."""

import functools
import json
import os
import shutil
import threading
import zipfile

import pytest
from playwright.sync_api import expect

from tests.web.conftest import Handler, Server, listen
from tests.web.page.test_pages import PAGES, wander
from tools import pack

MAPS = "chapters/linear-algebra/linear-maps.html"
GRADIENTS = "chapters/optimization/gradient-descent.html"
MINUTE = 60_000
SHOWN = (".html", ".css", ".js", ".svg", ".png")
# Live code needs a network.
APART = {"service-worker.js", "_static/live.js"}
# What is in the caches, by its way from the root of the site.
KEPT = """async () => {
  const found = [];
  for (const name of await caches.keys())
    for (const { url } of await (await caches.open(name)).keys())
      found.push(decodeURIComponent(new URL(url).pathname.slice(1)));
  return JSON.stringify(found);
}"""


@pytest.fixture
def site(tmp_path, html):
    """A copy of the book, which may change."""
    return shutil.copytree(html, tmp_path / "site", ignore=_apart)


def _apart(folder, names):
    return [name for name in names if name in ("_sources", "thebe")]


@pytest.fixture
def address(site):
    with Server(("127.0.0.1", 0), functools.partial(Handler, directory=site)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def reader(chromium, address):
    """A page whose service worker is at work."""
    context = chromium.new_context()
    page = context.new_page()
    page.goto(f"{address}/{MAPS}")
    page.wait_for_function("() => navigator.serviceWorker.controller", timeout=MINUTE)
    yield page
    context.close()


def keep_all(page):
    said = page.evaluate(
        """() => new Promise((done) => {
            navigator.serviceWorker.addEventListener("message", (e) => done(e.data));
            navigator.serviceWorker.controller.postMessage("keep all");
        })"""
    )
    assert said == "kept"


def test_a_page_that_was_read_can_be_read_offline(reader, address):
    reader.reload()
    reader.context.set_offline(True)
    reader.reload()
    expect(reader.get_by_role("heading", level=1)).to_contain_text("Linear maps")
    assert reader.evaluate("document.fonts.size") > 0
    assert reader.evaluate("document.styleSheets.length") >= 2
    reader.goto(f"{address}/{GRADIENTS}")
    expect(reader.locator("body")).to_contain_text("has not been kept")


def test_the_whole_book_is_kept_when_it_is_installed(reader, address, site):
    keep_all(reader)
    reader.context.set_offline(True)
    complaints = listen(reader)
    for page in (MAPS, GRADIENTS, "intro.html", "backmatter/checked.html"):
        reader.goto(f"{address}/{page}")
        wander(reader)
    reader.goto(f"{address}/search.html?q=kappa")
    expect(reader.locator(".found li").first).to_be_visible()
    assert complaints == []
    # Nor was another page left out, or what one asks for.
    kept = set(json.loads(reader.evaluate(KEPT)))
    files = {path.relative_to(site).as_posix() for path in site.rglob("*.*")}
    assert {name for name in files - kept if name.endswith(SHOWN)} == APART
    assert set(PAGES) <= kept


def change(file, text):
    """Write a file as a later edition does: a server tells by the time."""
    file.write_text(text, "utf-8")
    later = file.stat().st_mtime + 10
    os.utime(file, (later, later))


def test_after_an_update_no_page_is_stale(reader, address, site):
    keep_all(reader)
    for name in (MAPS, GRADIENTS):
        page = (site / name).read_text("utf-8")
        change(site / name, page.replace("<h1>", "<h1>Second edition: "))
    reader.goto(f"{address}/{GRADIENTS}")
    expect(reader.get_by_role("heading", level=1)).to_contain_text("Second edition")
    # The new edition's worker takes over, and keeps the new edition whole.
    old = reader.evaluate("caches.keys()")
    worker = (site / "service-worker.js").read_text("utf-8")
    first, _, rest = worker.partition("\n")
    book = json.loads(first.removeprefix("const BOOK = ").removesuffix(";"))
    book["version"] = "second"
    book["files"] |= {MAPS: "changed", GRADIENTS: "changed"}
    change(site / "service-worker.js", f"const BOOK = {json.dumps(book)};\n{rest}")
    reader.evaluate("navigator.serviceWorker.getRegistration().then((r) => r.update())")
    reader.evaluate(
        """async (old) => {
            const left = async () => (await caches.keys()).some((n) => old.includes(n));
            while (await left()) await new Promise((done) => setTimeout(done, 100));
        }""",
        old,
    )
    reader.context.set_offline(True)
    reader.goto(f"{address}/{MAPS}")
    expect(reader.get_by_role("heading", level=1)).to_contain_text("Second edition")


def test_a_browser_would_install_it(reader):
    reader.wait_for_function("() => document.querySelector('link[rel=manifest]')")
    client = reader.context.new_cdp_session(reader)
    found = client.send("Page.getAppManifest")
    assert found["errors"] == []
    manifest = json.loads(found["data"])
    assert manifest["display"] == "standalone"
    for icon in manifest["icons"]:
        size = int(icon["sizes"].split("x")[0])
        shown = reader.evaluate(
            """async (src) => {
                const image = new Image();
                const manifest = document.querySelector("link[rel=manifest]");
                image.src = new URL(src, manifest.href);
                await image.decode();
                return [image.naturalWidth, image.naturalHeight];
            }""",
            icon["src"],
        )
        assert shown == [size, size]
    said = client.send("Page.getInstallabilityErrors")["installabilityErrors"]
    # A test's browser keeps nothing.
    assert {error["errorId"] for error in said} <= {"in-incognito"}


def test_the_zip_holds_the_book_and_opens_from_the_file_system(
    html, tmp_path, open_page
):
    file = pack.pack(html, tmp_path / "book.zip")
    with zipfile.ZipFile(file) as packed:
        packed.extractall(tmp_path)
    (folder,) = (path for path in tmp_path.iterdir() if path.is_dir())
    assert (folder / "index.html").read_bytes() == (html / "index.html").read_bytes()
    for name in ("index.html", MAPS, "search.html"):
        opened = open_page((folder / name).as_uri())
        wander(opened)
        assert opened.complaints == []


def test_the_zip_is_the_same_each_time(html, tmp_path):
    first, second = (
        pack.pack(html, tmp_path / f"{name}.zip") for name in ("first", "second")
    )
    assert first.read_bytes() == second.read_bytes()

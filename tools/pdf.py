"""Print the built book as one PDF.

``python -m tools.pdf`` writes it into ``_build``. The browser prints twice: what the
first print tells is on which page each place stands, and the second print says so.
"""

import io
import sys
from pathlib import Path

import yaml
from playwright.sync_api import Browser, Page, sync_playwright
from pypdf import PdfReader

from mathdl_book.paper import document
from tools import browser
from tools.notebooks import ROOT

SITE = ROOT / "_build" / "html"
TARGET = ROOT / "_build" / "mathematical-foundations-of-deep-learning.pdf"

# Milliseconds: a book is a long page.
LOADING = 120_000
# Page numbers may make a line longer, which may move what follows.
PRINTS = 4
NUMBER = """(pages) => {
    for (const number of document.querySelectorAll("[data-of]"))
        number.textContent = pages[number.dataset.of];
}"""


class Unsettled(Exception):
    """The page numbers move whenever they are printed."""


def about(root: Path = ROOT) -> document.About:
    """Return what the title page says, from the book's own records."""
    cited = yaml.safe_load((root / "CITATION.cff").read_text("utf-8"))
    config = yaml.safe_load((root / "_config.yml").read_text("utf-8"))
    year, _, licences = config["copyright"].partition(", ")
    return document.About(
        title=cited["title"],
        authors=", ".join(author["name"] for author in cited["authors"]),
        version=f"Version {cited['version']}, {year}",
        licences=licences,
    )


def print_book(chromium: Browser, site: Path = SITE) -> bytes:
    """Return the PDF of a built book."""
    page = chromium.new_page()
    try:
        page.set_content(document.compose(site, about()), timeout=LOADING)
        page.wait_for_function(browser.FONTS_LOADED)
        return _settled(page)
    finally:
        page.close()


def _settled(page: Page) -> bytes:
    """Print until every page number is that of the print it stands in."""
    numbers: dict[str, int] = {}
    for _ in range(PRINTS):
        pdf = page.pdf(prefer_css_page_size=True, outline=True, tagged=True)
        found = page_numbers(pdf)
        if found == numbers:
            return pdf
        page.evaluate(NUMBER, numbers := found)
    raise Unsettled("the page numbers of the book do not come to rest")


def page_numbers(pdf: bytes) -> dict[str, int]:
    """Return on which page, from 1, each place that is linked to stands."""
    reader = PdfReader(io.BytesIO(pdf))
    return {
        name.removeprefix("/"): reader.get_destination_page_number(there) + 1
        for name, there in reader.named_destinations.items()
    }


def main() -> None:
    """Write the PDF, and say where it is."""
    if not (SITE / "index.html").is_file():
        sys.exit("pdf: there is no built book: run `make book`")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=browser.install(), args=browser.arguments()
        )
        TARGET.write_bytes(print_book(chromium))
        chromium.close()
    print(f"The book is in {TARGET}")


if __name__ == "__main__":
    try:
        main()
    except (browser.NoBrowser, Unsettled) as error:
        sys.exit(f"pdf: {error}")

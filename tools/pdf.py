"""Print the built book, a PDF for each part and one for what belongs to none.

``python -m tools.pdf`` writes all volumes into ``_build``, ``python -m tools.pdf
calculus`` one. The browser prints twice: what the first print tells is on which page
each place stands, and the second print says so.
"""

import argparse
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
NAME = "mathematical-foundations-of-deep-learning"

# Milliseconds: a volume is a long page.
LOADING = 120_000
# Page numbers may make a line longer, which may move what follows.
PRINTS = 4
NUMBER = """(pages) => {
    for (const number of document.querySelectorAll("[data-of]"))
        number.textContent = pages[number.dataset.of];
}"""


class Unsettled(Exception):
    """The page numbers move whenever they are printed."""


class NoVolume(Exception):
    """No part of the book is called like this."""


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


def chosen(names: list[str], site: Path = SITE) -> list[document.Volume]:
    """Return the volumes with these names; all of them without names."""
    volumes = {volume.name: volume for volume in document.volumes(site)}
    for name in names:
        if name not in volumes:
            raise NoVolume(f"no volume is called {name!r}: {', '.join(volumes)} are")
    return [volumes[name] for name in names or volumes]


def print_volume(
    chromium: Browser, volume: document.Volume, site: Path = SITE
) -> bytes:
    """Return the PDF of a volume of a built book."""
    page = chromium.new_page()
    try:
        written = document.compose(site, volume, about())
        page.set_content(written, timeout=LOADING)
        page.wait_for_function(browser.FONTS_LOADED)
        return _settled(page)
    finally:
        page.close()


def _settled(page: Page) -> bytes:
    """Print until every page number is that of the print it stands in."""
    # Of a draft only the numbers are read.
    numbers = page_numbers(page.pdf(prefer_css_page_size=True, tagged=False))
    for _ in range(PRINTS):
        page.evaluate(NUMBER, numbers)
        pdf = page.pdf(prefer_css_page_size=True, outline=True, tagged=True)
        found = page_numbers(pdf)
        if found == numbers:
            return pdf
        numbers = found
    raise Unsettled("the page numbers of the book do not come to rest")


def page_numbers(pdf: bytes) -> dict[str, int]:
    """Return on which page, from 1, each place that is linked to stands."""
    reader = PdfReader(io.BytesIO(pdf))
    return {
        name.removeprefix("/"): reader.get_destination_page_number(there) + 1
        for name, there in reader.named_destinations.items()
    }


def main(arguments: list[str] | None = None) -> None:
    """Write the volumes, and say where they are."""
    parser = argparse.ArgumentParser("tools.pdf", description=__doc__)
    parser.add_argument("part", nargs="*", help="such as calculus; all without one")
    given = parser.parse_args(arguments)
    if not (SITE / "index.html").is_file():
        sys.exit("pdf: there is no built book: run `make book`")
    path = browser.install()
    with sync_playwright() as playwright:
        for volume in chosen(given.part):
            # One browser for each gives back what it took for the last one.
            chromium = playwright.chromium.launch(
                executable_path=path, args=browser.arguments()
            )
            target = ROOT / "_build" / f"{NAME}-{volume.name}.pdf"
            target.write_bytes(print_volume(chromium, volume))
            chromium.close()
            print(f"{volume.called.capitalize()}, {volume.title}, is in {target}")


if __name__ == "__main__":
    try:
        main()
    except (browser.NoBrowser, NoVolume, Unsettled) as error:
        sys.exit(f"pdf: {error}")

"""Internal links and their anchors lead somewhere; nothing is loaded from elsewhere."""

from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from bs4 import BeautifulSoup

from mathdl_book.page.clean import PAUSE
from tests.web.page.test_pages import PAGES


@cache
def read(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_text("utf-8"), "html.parser")


@cache
def anchors(path: Path) -> set[str]:
    return {tag["id"] for tag in read(path).find_all(id=True)}


@pytest.mark.parametrize("page", PAGES)
def test_links_resolve(html, page):
    here = (html / page).resolve()
    lost = []
    for link in read(here).find_all("a", href=True):
        target = urlsplit(link["href"])
        if target.scheme or target.netloc:
            continue
        there = (here.parent / unquote(target.path)).resolve() if target.path else here
        if not there.is_file():
            lost.append(link["href"])
        elif target.fragment and there.suffix == ".html":
            if unquote(target.fragment) not in anchors(there):
                lost.append(link["href"])
    assert lost == []


@pytest.mark.parametrize("page", PAGES)
def test_ids_are_unique(html, page):
    ids = [tag["id"] for tag in read(html / page).find_all(id=True)]
    assert sorted({i for i in ids if ids.count(i) > 1}) == []


@pytest.mark.parametrize("page", PAGES)
def test_nothing_comes_from_elsewhere(html, page):
    loaded = [
        tag.get(name)
        for name, kinds in [
            ("src", ["script", "img", "iframe", "source"]),
            ("href", ["link"]),
        ]
        for tag in read(html / page).find_all(kinds)
        if tag.get(name) and "canonical" not in tag.get("rel", [])
    ]
    assert [u for u in loaded if urlsplit(u).netloc] == []


@pytest.mark.parametrize("page", PAGES)
def test_no_script_stands_in_the_page(html, page):
    inline = [
        tag
        for tag in read(html / page).find_all("script")
        if not tag.get("src") and str(tag) != PAUSE
    ]
    assert inline == []

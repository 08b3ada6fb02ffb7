"""Every volume, before it is printed: whose results, exercises and links it has."""

import functools
from collections import Counter

import pytest
from bs4 import BeautifulSoup

from mathdl_book.paper import document, leaves
from tests.web.conftest import HTML
from tools import pdf

NAMES = [volume.name for volume in document.volumes(HTML)]
RESULTS = "div:is(.theorem, .lemma, .proposition, .corollary) > .admonition-title"
each_volume = pytest.mark.parametrize("name", NAMES)


@functools.cache
def volume(name: str) -> document.Volume:
    return pdf.chosen([name], HTML)[0]


@functools.cache
def composed(name: str) -> BeautifulSoup:
    return leaves.soup(document.compose(HTML, volume(name), pdf.about()))


@functools.cache
def article(page: str) -> BeautifulSoup:
    """Return an article as the site has it."""
    return leaves.soup((HTML / f"{page}.html").read_text("utf-8")).find("article")


def titles(tag, selector: str) -> Counter:
    """Count what is so called; formulas stand otherwise on paper."""
    named = [leaves.words(one).partition(" (")[0] for one in tag.select(selector)]
    return Counter(named)


def test_every_page_stands_in_one_volume():
    pages = Counter(page for name in NAMES for page in volume(name).pages)
    assert pages == Counter(leaf.name for leaf in leaves.order(HTML))


@each_volume
def test_a_volume_has_the_results_of_its_pages_once(name):
    there = sum((titles(article(p), RESULTS) for p in volume(name).pages), Counter())
    assert titles(composed(name), RESULTS) == there
    assert set(there.values()) <= {1}


@each_volume
def test_every_link_of_a_volume_has_its_place(name):
    book = composed(name)
    ids = Counter(tag["id"] for tag in book.select("[id]"))
    assert [one for one, count in ids.items() if count > 1] == []
    links = {link["href"] for link in book.select("a[href]")}
    inside = {link[1:] for link in links if link.startswith("#")}
    assert inside | {tag["data-of"] for tag in book.select("[data-of]")} <= ids.keys()
    beyond = {link for link in links if not link.startswith("#")}
    assert [one for one in beyond if not one.startswith(("http", "mailto"))] == []


@each_volume
def test_the_contents_of_a_volume_name_its_pages(name):
    lines = {a["href"] for a in composed(name).select(".contents a.chapter")}
    assert {f"#{leaves.place(page)}" for page in volume(name).pages} <= lines


@each_volume
def test_exercises_and_solutions_of_a_volume_lead_to_each_other(name):
    places = {tag["id"]: tag for tag in composed(name).select("[id]")}
    pairs = [
        (leaves.place(p, fold.find_previous(class_="exercise")["id"]), fold["id"], p)
        for p in volume(name).pages
        for fold in article(p).select("details.solution")
    ]
    for exercise, anchor, page in pairs:
        solution = leaves.place(page, anchor)
        assert f"#{solution}" in led_to(places[exercise])
        assert f"#{exercise}" in led_to(places[solution])
        assert places[solution].find_parent(id="solutions")


def led_to(tag) -> set[str]:
    return {link["href"] for link in tag.select("a[href]")}

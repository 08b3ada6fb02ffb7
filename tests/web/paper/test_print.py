"""The PDF of a volume: contents, links, figures, fonts, results, solutions."""

import io

import pytest
from bs4 import BeautifulSoup
from pypdf import PdfReader

from mathdl_book.formulas import later
from mathdl_book.paper import leaves
from tools import pdf

PART = "linear-algebra"
RESULTS = "div:is(.theorem, .lemma, .proposition, .corollary) > .admonition-title"
# What stands on a page of the site, but not on paper.
UNPRINTED = "details.hide, a.headerlink"


@pytest.fixture(scope="module")
def volume(html):
    (found,) = pdf.chosen([PART], html)
    return found


@pytest.fixture(scope="module")
def printed(chromium, html, volume):
    return pdf.print_volume(chromium, volume, html)


@pytest.fixture(scope="module")
def book(printed):
    return PdfReader(io.BytesIO(printed))


@pytest.fixture(scope="module")
def numbers(printed):
    """On which page each place stands."""
    return pdf.page_numbers(printed)


@pytest.fixture(scope="module")
def texts(book, numbers):
    """What stands on each page from the first to the last chapter's, by number."""
    last = numbers["solutions"]
    return {n: book.pages[n - 1].extract_text() for n in range(1, last)}


@pytest.fixture(scope="module")
def articles(html, volume):
    """The articles of the volume as the site has them, by the names of their pages."""
    found = {}
    for name in volume.pages:
        page = later.read(html / f"{name}.html", html)
        article = BeautifulSoup(page, "html.parser").find("article")
        for tag in article.select(UNPRINTED):
            tag.decompose()
        found[name] = article
    return found


def words(text):
    return " ".join(text.split())


def squeezed(text):
    """Return a text as it comes out of a PDF, which has no spaces but places.

    The font draws the apostrophe of "Newton's" and a letter of that form alike.
    """
    return "".join(text.replace("\N{MODIFIER LETTER APOSTROPHE}", "’").split())


def annotations(book, number):
    found = book.pages[number - 1].get("/Annots", [])
    return [one.get_object() for one in found]


def targets(book, number):
    """Return the names of the places that a page's links lead to."""
    links = annotations(book, number)
    return {str(one["/Dest"]).removeprefix("/") for one in links if "/Dest" in one}


def every_page(book):
    return range(1, len(book.pages) + 1)


def test_contents_name_the_page_of_each_chapter(texts, numbers, articles, volume):
    first = numbers[leaves.place(volume.pages[0])]
    contents = words(" ".join(texts[n] for n in range(2, first)))
    for name, article in articles.items():
        page = numbers[leaves.place(name)]
        assert f"{words(article.h1.get_text())} {page}" in contents
    assert f"Solutions {numbers['solutions']}" in contents


def test_chapters_begin_where_the_contents_say(texts, numbers, articles):
    for name, article in articles.items():
        page = texts[numbers[leaves.place(name)]]
        title = words(article.h1.get_text())
        # Once at the foot, once as the heading.
        assert words(page).count(title) >= 2, name


def test_pages_are_numbered(texts):
    for number, text in list(texts.items())[1:]:
        assert str(number) in text.split("\n")[0]


def test_every_internal_link_leads_somewhere(book, numbers):
    linked = set().union(*(targets(book, n) for n in every_page(book)))
    assert len(linked) > 150
    assert linked <= set(numbers)


def test_no_link_leads_to_a_file(book):
    links = [one for n in every_page(book) for one in annotations(book, n)]
    addresses = {one["/A"]["/URI"] for one in links if "/A" in one}
    assert [a for a in addresses if not a.startswith(("http", "mailto"))] == []


def test_external_links_are_live(book, html, articles):
    links = [one for n in every_page(book) for one in annotations(book, n)]
    live = {one["/A"]["/URI"].rstrip("/") for one in links if "/A" in one}
    cited = [
        link["href"].partition("#")[2]
        for article in articles.values()
        for link in article.select('a[href*="bibliography.html#"]')
    ]
    page = (html / "backmatter/bibliography.html").read_text("utf-8")
    sources = BeautifulSoup(page, "html.parser")
    asked = {
        link["href"].rstrip("/")
        for name in cited
        for link in sources.find(id=name).select('a[href^="http"]')
    }
    assert len(asked) > 10
    assert asked <= live


def test_figures_and_formulas_are_no_pixels(book, articles):
    pixels = sum(len(a.select("img, image")) for a in articles.values())
    found = {
        drawn.idnum
        for page in book.pages
        for drawn in page["/Resources"].get("/XObject", {}).values()
        if drawn.get_object()["/Subtype"] == "/Image"
    }
    assert len(found) <= pixels


def test_fonts_are_in_the_file(book):
    fonts = {
        font.idnum: font.get_object()
        for page in book.pages
        for font in page["/Resources"].get("/Font", {}).values()
    }
    names = " ".join(font.get("/BaseFont", "") for font in fonts.values())
    for family in ("SourceSerif4", "SourceSans3", "SourceCodePro", "Book_Main"):
        assert family in names
    for font in fonts.values():
        for inner in font.get("/DescendantFonts", [font]):
            described = inner.get_object()["/FontDescriptor"]
            assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(described)


def test_every_result_is_printed_once(texts, numbers, articles):
    printed = squeezed(" ".join(texts.values()))
    titles = [title for a in articles.values() for title in a.select(RESULTS)]
    assert len(titles) > 25
    for title in titles:
        assert printed.count(squeezed(title.get_text())) == 1, title


def test_exercises_and_solutions_lead_to_each_other(book, numbers, articles):
    pairs = 0
    for name, article in articles.items():
        for fold in article.select("details.solution"):
            exercise = leaves.place(name, fold.find_previous(class_="exercise")["id"])
            solution = leaves.place(name, fold["id"])
            assert solution in targets(book, numbers[exercise])
            assert exercise in targets(book, numbers[solution])
            assert numbers[solution] >= numbers["solutions"]
            pairs += 1
    assert pairs > 20
    last = max(numbers[leaves.place(name)] for name in articles)
    assert numbers["solutions"] > last


def test_the_outline_names_chapters_and_their_sections(book, articles):
    outline = [one for one in book.outline if not isinstance(one, list)]
    titles = [words(one.title) for one in outline]
    chapters = [words(a.h1.get_text()) for a in articles.values()]
    assert [title for title in titles if title in chapters] == chapters
    assert sum(isinstance(one, list) for one in book.outline) >= 3


def test_the_file_is_small(printed, articles):
    assert len(printed) < 2e6 * len(articles)


def test_an_unknown_part_is_told_from_those_there_are(html):
    with pytest.raises(pdf.NoVolume, match="'algebra': linear-algebra, "):
        pdf.chosen(["algebra"], html)

"""The page for teachers: its table is that of the notebooks, its form makes links."""

from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import expect

from tests import book
from tests.exercises import reading
from tools import notebooks

PAGE = "backmatter/teaching.html"


@pytest.fixture(scope="module")
def rows(html):
    """What the table of exercises says: the link's anchor, and the verdict."""
    page = BeautifulSoup((html / PAGE).read_text("utf-8"), "html.parser")
    table = page.find("section", id="which-exercises-check-themselves").find("table")
    cells = [row.find_all("td") for row in table.find_all("tr")[1:]]
    return {c[1].a["href"].partition("#")[2]: c[2].get_text() for c in cells}


@pytest.mark.parametrize("page", book.chapters(), ids=repr)
def test_the_table_names_every_exercise_and_whether_it_is_checked(rows, page):
    checked = {one.label for one in reading.coded(page)}
    said = {label: rows[label] == "yes" for label in reading.labels(page)}
    assert said == {label: label in checked for label in reading.labels(page)}


def test_the_table_names_nothing_else(rows):
    labels = [label for page in book.chapters() for label in reading.labels(page)]
    assert sorted(rows) == sorted(labels)


@pytest.fixture
def form(open_page, served):
    return Form(
        open_page(f"{served}/{PAGE}", permissions=["clipboard-read", "clipboard-write"])
    )


class Form:
    """The form, and what a teacher does with it."""

    def __init__(self, page):
        self.page = page
        self.said = page.locator(".hub-link").get_by_role("status")
        self.link = page.get_by_label("Link for your students")

    def fill(self, hub, repository, branch="main"):
        self.page.get_by_label("Address of the hub").fill(hub)
        self.page.get_by_label("Address of the repository").fill(repository)
        self.page.get_by_label("Branch").fill(branch)
        self.page.get_by_label("Branch").blur()

    def parts(self):
        """The link's own parts: where it leads, and what it asks for there."""
        link = urlsplit(self.link.input_value())
        asked = {k: v for k, [v] in parse_qs(link.query, strict_parsing=True).items()}
        return f"{link.scheme}://{link.netloc}{link.path}", asked


REPOSITORY = "https://example.org/someone/book"


def test_the_link_holds_what_was_typed(form):
    form.fill("https://hub.example.org", REPOSITORY, "spring&summer")
    form.page.get_by_label("Chapter").select_option(label="Backpropagation")
    where, asked = form.parts()
    assert where == "https://hub.example.org/hub/user-redirect/git-pull"
    assert asked == {
        "repo": REPOSITORY,
        "branch": "spring&summer",
        "urlpath": "lab/tree/book/chapters/calculus/backpropagation.ipynb",
    }
    assert form.page.complaints == []


def test_every_notebook_can_be_chosen(form):
    options = form.page.get_by_label("Chapter").locator("option").all()
    chosen = {option.get_attribute("value") for option in options}
    paths = (path.relative_to(notebooks.ROOT) for path in notebooks.paths())
    assert chosen == {path.as_posix() for path in paths}


@pytest.mark.parametrize(
    ("typed", "hub"),
    [
        ("https://hub.example.org/", "https://hub.example.org"),
        (" http://127.0.0.1:8000/hub/home ", "http://127.0.0.1:8000"),
        ("https://example.org/jupyter/", "https://example.org/jupyter"),
        ("https://example.org/jupyter/hub", "https://example.org/jupyter"),
        ("https://example.org/user/me/lab/tree/x", "https://example.org"),
    ],
)
def test_any_address_inside_a_hub_will_do(form, typed, hub):
    form.fill(typed, REPOSITORY)
    assert form.parts()[0] == f"{hub}/hub/user-redirect/git-pull"


@pytest.mark.parametrize(
    ("typed", "repo", "folder"),
    [
        (f"{REPOSITORY}/", REPOSITORY, "book"),
        (f"{REPOSITORY}.git", f"{REPOSITORY}.git", "book.git"),
        (f"{REPOSITORY}/tree/main/chapters", REPOSITORY, "book"),
        (f"{REPOSITORY}/-/blob/main/a.ipynb?plain=1#L2", REPOSITORY, "book"),
    ],
)
def test_any_address_of_a_repository_will_do(form, typed, repo, folder):
    form.fill("https://hub.example.org", typed)
    _, asked = form.parts()
    assert asked["repo"] == repo
    assert asked["urlpath"].startswith(f"lab/tree/{folder}/")


@pytest.mark.parametrize(
    ("hub", "repository", "branch", "said"),
    [
        ("hub.example.org", REPOSITORY, "main", "of the hub is no web address"),
        ("localhost:8000", REPOSITORY, "main", "of the hub is no web address"),
        ("https://h.org", "git@h.org:a/b.git", "main", "of the repository is no web"),
        ("https://h.org", "https://h.org/", "main", "before the repository’s name"),
        ("https://h.org", "https://me:key@h.org/a/b", "main", "a name or a password"),
        ("https://h.org", REPOSITORY, "a branch", "no spaces"),
    ],
)
def test_what_is_wrong_is_said_in_words(form, hub, repository, branch, said):
    form.fill(hub, repository, branch)
    expect(form.said).to_contain_text(said)
    assert form.link.input_value() == ""
    form.fill("https://h.org", REPOSITORY)
    expect(form.said).to_be_empty()
    assert form.link.input_value()


def test_the_link_is_copied(form):
    form.fill("https://hub.example.org", REPOSITORY)
    form.page.locator(".hub-link").get_by_role("button", name="Copy").click()
    expect(form.said).to_have_text("Copied.")
    copied = form.page.evaluate("navigator.clipboard.readText()")
    assert copied == form.link.input_value()


def test_without_a_script_the_page_says_how_to_write_the_link(open_page, served):
    page = open_page(f"{served}/{PAGE}", java_script_enabled=False)
    expect(page.locator(".hub-link")).to_be_hidden()
    expect(page.get_by_text("/hub/user-redirect/git-pull?repo=")).to_be_visible()


def test_the_script_is_loaded_where_the_form_is(html):
    using = [
        path.relative_to(html).as_posix()
        for path in html.rglob("*.html")
        if "hub.js" in path.read_text("utf-8")
    ]
    assert using == [PAGE]

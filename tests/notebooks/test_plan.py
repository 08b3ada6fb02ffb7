"""What builds on what: chapters list whose results they use, and the plan agrees."""

import copy
import json
from collections.abc import Iterator

import pytest
import yaml
from nbformat.v4 import new_markdown_cell, new_notebook

from mathdl_book.content import plan as plans
from tests import book
from tools import chapter, contents, notebooks

# Where a result is used, not pointed to: all of a statement and of its proof.
BUILDING = (*book.RESULTS, "prf:proof", "prf:definition", "prf:algorithm", "solution")


@pytest.fixture(scope="module")
def plan():
    return plans.read(notebooks.ROOT)


def homes(pages) -> dict[str, str]:
    """Return the page on which each label is defined."""
    return {label: page.name for page in pages for _, label in page.prose.labels}


def others(page, prose, homes) -> Iterator[tuple[str, str]]:
    """Yield each chapter that a text refers to, with what it refers to there."""
    for label in prose.references():
        if homes.get(label, page.name) != page.name:
            yield homes[label], label
    yield from ((name, name) for name in prose.linked() if name in homes.values())


def unlisted(pages, plan, places) -> list[str]:
    """Say which references lead to a chapter that the metadata does not list."""
    mentions = {chapter.name: chapter.mentions for chapter in plan.chapters}
    return [
        f"{page} refers to {what} of {name}: list it in mathdl.needs or .mentions"
        for page in pages
        for name, what in others(page, page.prose, places)
        if name not in plan.behind(page.name) | set(mentions[page.name])
    ]


def unneeded(pages, plan, places) -> list[str]:
    """Say which statements and proofs build on a chapter that is not needed."""
    return [
        f"{page} builds on {what} of {name}, in {directive.name}: "
        "list it in mathdl.needs"
        for page in pages
        for directive in page.named(*BUILDING)
        for name, what in others(page, book.Prose().read(directive.body), places)
        if name not in plan.behind(page.name)
    ]


def unmade(pages, plan, places) -> list[str]:
    """Say which mentions a chapter lists and does not make."""
    mentions = {chapter.name: chapter.mentions for chapter in plan.chapters}
    made = {p.name: {name for name, _ in others(p, p.prose, places)} for p in pages}
    return [
        f"{page} lists a mention of {name}, and does not mention it"
        for page in pages
        for name in mentions[page.name]
        if name not in made[page.name]
    ]


def unneeded_links(page, plan) -> list[str]:
    """Say which chapters "You need" links though the metadata do not name them."""
    (needs,) = (chapter.needs for chapter in plan.chapters if chapter.name == page.name)
    return [
        f'{page} links {name} under "You need": list it in mathdl.needs'
        for name in sorted(told_needs(page) - set(needs))
    ]


def unlinked(needed, pages, plan) -> list[str]:
    """Say which chapters need one that is written, and do not link it."""
    needing = {c.name for c in plan.chapters if needed.name in c.needs}
    return [
        f'{page} needs {needed.name}, which is written: link it there under "You need"'
        for page in pages
        if page.name in needing and needed.name not in told_needs(page)
    ]


def told_needs(page) -> set[str]:
    """Return the chapters that the paragraph "You need …" links."""
    cells = [c.source for c in page.notebook.cells if c.cell_type == "markdown"]
    paragraphs = [text for cell in cells for text in cell.split("\n\n")]
    needs = [p for p in paragraphs if p.replace("*", "").startswith("You need")]
    names = {name for text in needs for name in book.Prose().read(text).linked()}
    return names - {"notation"}


# The book


each = pytest.mark.parametrize("page", book.chapters(), ids=str)


@pytest.fixture(scope="module")
def places():
    return homes(book.chapters())


@each
def test_every_reference_leads_to_a_chapter_that_is_listed(plan, places, page):
    assert unlisted([page], plan, places) == []


@each
def test_statements_and_proofs_build_on_needed_chapters_alone(plan, places, page):
    assert unneeded([page], plan, places) == []


@each
def test_no_mention_is_listed_that_is_not_made(plan, places, page):
    assert unmade([page], plan, places) == []


@each
def test_you_need_links_needed_chapters_alone(plan, page):
    assert unneeded_links(page, plan) == []


@each
def test_a_chapter_is_linked_by_those_that_need_it(plan, page):
    assert unlinked(page, book.chapters(), plan) == []


def test_every_notebook_has_its_place_in_the_plan(plan):
    assert sorted(plans.notebooks(notebooks.ROOT, plan)) == notebooks.paths()


def test_the_table_of_contents_is_the_plans():
    found = (notebooks.ROOT / contents.FILE).read_text("utf-8")
    assert found == contents.text(), (
        f"{contents.FILE} is not what {plans.FILE} asks for: run "
        "`.venv/bin/python -m tools.contents`"
    )


def test_the_plan_says_nothing_of_the_layout(plan):
    unasked = [c.name for c in plan.chapters if c.question == chapter.QUESTION]
    assert not unasked, f"write the questions of {unasked} into {plans.FILE}"
    unsaid = [part.name for part in plan.parts if part.about == chapter.ABOUT]
    assert not unsaid, f"say in {plans.FILE} what {unsaid} are about"


# The tests above, on books that are wrong

PLAN = {
    "opening": {"name": "start", "question": "Where?"},
    "parts": [
        {
            "name": "part",
            "title": "A part",
            "about": "What it is about.",
            "chapters": [
                {"name": "one", "question": "First?"},
                {"name": "two", "question": "Second?"},
                {"name": "three", "title": "T", "question": "Third?", "needs": ["two"]},
            ],
        }
    ],
}
ONE = "# One\n\n```{prf:lemma} A\n:label: lem-one-a\nB\n```"


def write(root, given=PLAN, *, two="# Two", needs=(), mentions=()):
    """Lay out a small book and return its pages."""
    about = {"needs": list(needs), "mentions": list(mentions)}
    texts = {
        "start": ("# Start", {"needs": []}),
        "chapters/part/one": (ONE, {"needs": []}),
        "chapters/part/two": (two, about),
    }
    pages = []
    for name, (text, metadata) in texts.items():
        notebook = new_notebook(cells=[new_markdown_cell(text, id="a")])
        notebook.metadata["mathdl"] = metadata
        path = root / f"{name}.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(notebook), "utf-8")
        pages.append(book.page(path, notebook))
    (root / plans.FILE).write_text(yaml.safe_dump(given), "utf-8")
    return pages


REFERENCES = [
    "{prf:ref}`lem-one-a`",
    "{prf:ref}`the lemma <lem-one-a>`",
    "[there](one.ipynb#lem-one-a)",
    "{doc}`one`",
    "[one](../part/one.ipynb)",
]


@pytest.mark.parametrize("reference", REFERENCES)
def test_a_reference_to_a_chapter_that_is_not_listed_is_seen(tmp_path, reference):
    pages = write(tmp_path, two=f"# Two\n\nSee {reference}.")
    (said, *_) = unlisted(pages, plans.read(tmp_path), homes(pages))
    assert said.startswith("two.ipynb refers to ")
    for listed in ({"needs": ["one"]}, {"mentions": ["one"]}):
        pages = write(tmp_path, two=f"# Two\n\nSee {reference}.", **listed)
        assert unlisted(pages, plans.read(tmp_path), homes(pages)) == []


@pytest.mark.parametrize("where", ["prf:proof", "prf:theorem", "solution"])
def test_a_result_that_is_used_must_be_needed_not_mentioned(tmp_path, where):
    two = f"# Two\n\n```{{{where}}}\n:label: x\nBy {{prf:ref}}`lem-one-a`.\n```"
    pages = write(tmp_path, two=two, mentions=["one"])
    assert unneeded(pages, plans.read(tmp_path), homes(pages)) == [
        f"two.ipynb builds on lem-one-a of one, in {where}: list it in mathdl.needs"
    ]
    pages = write(tmp_path, two=two, needs=["one"])
    assert unneeded(pages, plans.read(tmp_path), homes(pages)) == []


def test_a_need_of_a_need_is_needed(tmp_path):
    write(tmp_path, needs=["one"])
    assert plans.read(tmp_path).behind("three") == {"one", "two"}


def test_a_mention_that_is_not_made_is_seen(tmp_path):
    pages = write(tmp_path, mentions=["one"])
    assert len(unmade(pages, plans.read(tmp_path), homes(pages))) == 1


@pytest.mark.parametrize("text", ["You need", "**You need**"])
def test_words_and_metadata_that_differ_are_seen(tmp_path, text):
    two = f"# Two\n\n{text} {{doc}}`one <one>`, and [signs](../../notation.ipynb)."
    pages = write(tmp_path, two=two)
    assert len(unneeded_links(pages[2], plans.read(tmp_path))) == 1
    pages = write(tmp_path, two=two, needs=["one"])
    assert unneeded_links(pages[2], plans.read(tmp_path)) == []
    assert unlinked(pages[1], pages, plans.read(tmp_path)) == []
    pages = write(tmp_path, needs=["one"])
    (said,) = unlinked(pages[1], pages, plans.read(tmp_path))
    assert said.startswith("two.ipynb needs one, which is written: link it there")


def changed(number, **about):
    given = copy.deepcopy(PLAN)
    given["parts"][0]["chapters"][number].update(about)
    return given


WRONG = [
    (changed(2, needs=["four"]), "three names 'four', which is no chapter"),
    (changed(2, needs=["three"]), "three needs three, which does not come before"),
    (changed(2, needs=["one", "one"]), "three names one twice"),
    (changed(2, name="one", needs=[]), "two chapters 'one'|one is written"),
    (changed(1, needs=["one"]), "two is written: only its notebook says its needs"),
    (changed(1, title="Two"), "its notebook says its title"),
    (changed(2, needs=None), "plan.yml: TypeError"),
]


@pytest.mark.parametrize(("given", "said"), WRONG)
def test_a_wrong_plan_is_refused(tmp_path, given, said):
    write(tmp_path, given)
    with pytest.raises(plans.PlanError, match=said):
        plans.read(tmp_path)


def test_a_circle_is_refused(tmp_path):
    """One of a circle's chapters always needs what comes after it."""
    write(tmp_path, needs=["three"])
    with pytest.raises(plans.PlanError, match="two needs three, which does not come"):
        plans.read(tmp_path)


def test_a_notebook_that_does_not_say_what_it_needs_is_refused(tmp_path):
    write(tmp_path)
    path = tmp_path / "chapters/part/one.ipynb"
    path.write_text(path.read_text("utf-8").replace('"needs"', '"wants"'), "utf-8")
    with pytest.raises(plans.PlanError, match="one.ipynb has no mathdl.needs"):
        plans.read(tmp_path)

"""A form that makes the link with which a hub hands a chapter out to students."""

import shutil
from html import escape
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective

from mathdl_book.content import tables
from mathdl_book.figures import inline
from mathdl_book.ways_out.links import Repository

SCRIPT = Path(__file__).with_name("hub.js")

# hub.js finds its fields by these names.
FORM = """\
<form class="hub-link" novalidate>
<div><label for="hub-address">Address of the hub</label>
<input id="hub-address" name="hub" type="url" autocomplete="off" spellcheck="false"
 placeholder="https://hub.example.org" aria-describedby="hub-said"></div>
<div><label for="hub-repository">Address of the repository</label>
<input id="hub-repository" name="repository" type="url" autocomplete="off"
 spellcheck="false" value="{address}" placeholder="https://example.org/someone/book"
 aria-describedby="hub-said"></div>
<div><label for="hub-branch">Branch</label>
<input id="hub-branch" name="branch" type="text" autocomplete="off"
 spellcheck="false" value="{branch}" aria-describedby="hub-said"></div>
<div><label for="hub-chapter">Chapter</label>
<select id="hub-chapter" name="chapter">{chapters}</select></div>
<div><label for="hub-made">Link for your students</label>
<span><input id="hub-made" name="link" type="text" readonly>
<button type="submit">Copy</button></span></div>
<p id="hub-said" role="status"></p>
</form>"""


class hub_link(nodes.General, nodes.Element):
    """The place of the form, which is made when all pages have been read."""


class HubLinkDirective(SphinxDirective):
    """The form: hub, repository, branch and chapter in, a link out."""

    def run(self) -> list[nodes.Node]:
        """Leave a place for the form."""
        tables.tell_of_all(self.env)
        self.env.metadata[self.env.docname]["mathdl_hub"] = True
        return [hub_link()]


def _resolve(app: Sphinx, document: nodes.document, page: str) -> None:
    for place in list(document.findall(hub_link)):
        place.replace_self(inline.raw(_form(app)))


def _form(app: Sphinx) -> str:
    found = app.config.mathdl_repository
    repository = Repository(*found) if found else None
    return FORM.format(
        address=escape(repository.address if repository else ""),
        branch=escape(repository.branch if repository else "main"),
        chapters="".join(
            f'<option value="{escape(path)}">{escape(title)}</option>'
            for path, title in _notebooks(app).items()
        ),
    )


def _notebooks(app: Sphinx) -> dict[str, str]:
    """Return the notebooks of the book, by path, and their titles."""
    env = app.env
    found = {}
    for page in tables.reading_order(env, app.config.root_doc):
        path = Path(env.doc2path(page, base=False))
        if path.suffix == ".ipynb":
            found[path.as_posix()] = env.titles[page].astext()
    return found


def _pages(env: BuildEnvironment) -> list[str]:
    """Return the pages with a form."""
    return [page for page, said in env.metadata.items() if "mathdl_hub" in said]


def _provide(app: Sphinx, exception: Exception | None) -> None:
    """Lay the script beside the others, in a book that has a form."""
    static = Path(app.outdir) / "_static"
    if exception is None and static.is_dir() and _pages(app.env):
        shutil.copy(SCRIPT, static)


def setup(app: Sphinx) -> None:
    """Add the directive."""
    app.add_node(hub_link)
    app.add_directive("hub-link", HubLinkDirective)
    app.connect("doctree-resolved", _resolve)
    app.connect("build-finished", _provide)  # before assets.py takes stock

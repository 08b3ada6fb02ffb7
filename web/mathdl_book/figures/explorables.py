"""Interactive figures in the page: a script for the kinds on it, and a directive."""

import json
import re
from collections.abc import Iterable, Iterator
from itertools import combinations
from pathlib import Path

import yaml
from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from traitlets import TraitError

import mathdl.widgets
from mathdl_book.content import plan
from mathdl_book.figures import inline
from mathdl_book.ground import node

WIDGETS = Path(mathdl.widgets.__file__).parent
HOST = Path(__file__).with_name("host.js")
VIEW = re.compile(r"^export default\b", re.MULTILINE)


def kinds() -> list[str]:
    """Return the kinds of figures: the scripts that are the view of one."""
    scripts = sorted((WIDGETS / "js").glob("*.js"))
    return [path.stem for path in scripts if VIEW.search(path.read_text("utf-8"))]


def script(kinds: Iterable[str]) -> str:
    """Return the program that brings figures of these kinds to life, not bundled."""
    views = [WIDGETS / "js" / f"{kind}.js" for kind in kinds]
    return "\n".join(
        [
            f'import {{ mount }} from "{HOST.as_posix()}";',
            *(f'import * as {v.stem} from "{v.as_posix()}";' for v in views),
            f"mount({{ {', '.join(v.stem for v in views)} }});",
        ]
    )


def together(kinds: list[str]) -> Iterator[tuple[str, ...]]:
    """Yield the kinds that can stand on one page: a page asks for one script."""
    for count in range(1, len(kinds) + 1):
        yield from combinations(kinds, count)


class ExplorableDirective(SphinxDirective):
    """An interactive figure in a text page.

    It is told by its class, with arguments as YAML, or by the notebook that stores it,
    and its name there: ``linear-maps#fig-linear-maps-map``.
    """

    required_arguments = 1
    has_content = True
    option_spec = {"name": directives.unchanged, "caption": directives.unchanged}

    def run(self) -> list[nodes.Node]:
        """Return the figure, in a numbered one if it has a caption."""
        markup = self._markup()
        prefix = f"e{self.env.new_serialno('explorable')}-"
        picture = inline.raw(inline.explorable(markup, prefix))
        if "caption" not in self.options:
            return [picture]
        figure = nodes.figure("", picture)
        text, messages = self.parse_inline(self.options["caption"])
        figure += nodes.caption(self.options["caption"], "", *text)
        self.set_source_info(figure)
        self.add_name(figure)
        return [figure, *messages]

    def _markup(self) -> str:
        name = self.arguments[0]
        if "#" in name:
            return self._stored(*name.split("#", 1))
        known = {n: getattr(mathdl.widgets, n) for n in mathdl.widgets.__all__}
        known = {n: made for n, made in known.items() if isinstance(made, type)}
        if name not in known:
            raise self.error(
                f"mathdl.widgets has no {name!r}; it has: {', '.join(known)}"
            )
        try:
            given = yaml.safe_load("\n".join(self.content)) or {}
            widget = known[name](**given)
        except (yaml.YAMLError, TraitError, TypeError, ValueError) as error:
            raise self.error(f"{name} can't be made: {error}") from error
        return widget._repr_mimebundle_()[0]["text/html"]

    def _stored(self, notebook: str, label: str) -> str:
        """Return a figure as a notebook stores it."""
        root = Path(self.env.srcdir)
        try:
            paths = {path.stem: path for path in plan.notebooks(root, plan.read(root))}
        except plan.PlanError as error:
            raise self.error(str(error)) from error
        if notebook not in paths:
            raise self.error(f"no chapter is called {notebook!r}")
        self.env.note_dependency(str(paths[notebook]))
        for cell in json.loads(paths[notebook].read_text("utf-8"))["cells"]:
            about = cell["metadata"].get("mystnb", {}).get("figure", {})
            if about.get("name") != label:
                continue
            for output in cell["outputs"]:
                markup = "".join(output.get("data", {}).get("text/html", ""))
                if inline.EXPLORABLE.search(markup):
                    return markup
        raise self.error(f"{notebook} stores no interactive figure {label!r}")


def setup(app: Sphinx) -> None:
    """Add the directive, and bundle the scripts."""
    app.add_directive("explorable", ExplorableDirective)
    app.connect("builder-inited", _bundle)


def _bundle(app: Sphinx) -> None:
    for some in together(kinds()):
        target = Path(app.doctreedir) / "static" / f"explorable-{'-'.join(some)}.js"
        node.bundle(script(some), target)

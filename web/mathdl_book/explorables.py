"""Interactive figures in the page: one script for all of them, and a directive."""

from pathlib import Path

import yaml
from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

import mathdl.widgets
from mathdl.widgets._base import Explorable
from mathdl_book import figures, node
from mathdl_book.assets import WEB, WIDGETS


def script() -> str:
    """Return the program that brings a page's figures to life, before bundling."""
    stems = sorted(cls.stem for cls in _figures(Explorable))
    lines = [f"import {{ mount }} from {_address(WEB / 'scripts' / 'host.js')};"]
    lines += [
        f"import * as {stem} from {_address(WIDGETS / 'js' / f'{stem}.js')};"
        for stem in stems
    ]
    return "\n".join([*lines, f"mount({{ {', '.join(stems)} }});"])


def _figures(cls: type) -> list[type]:
    below = [found for child in cls.__subclasses__() for found in _figures(child)]
    return [cls, *below] if getattr(cls, "stem", "") else below


def _address(path: Path) -> str:
    return f'"{path.as_posix()}"'


class ExplorableDirective(SphinxDirective):
    """An interactive figure in a text page: its class, and arguments as YAML."""

    required_arguments = 1
    has_content = True
    option_spec = {"name": directives.unchanged, "caption": directives.unchanged}

    def run(self) -> list[nodes.Node]:
        """Return the figure, in a numbered one if it has a caption."""
        markup = self._markup()
        prefix = f"e{self.env.new_serialno('explorable')}-"
        picture = figures.raw(figures.explorable(markup, prefix))
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
        known = {n: getattr(mathdl.widgets, n) for n in mathdl.widgets.__all__}
        known = {n: made for n, made in known.items() if isinstance(made, type)}
        if name not in known:
            raise self.error(
                f"mathdl.widgets has no {name!r}; it has: {', '.join(known)}"
            )
        try:
            given = yaml.safe_load("\n".join(self.content)) or {}
            widget = known[name](**given)
        except (yaml.YAMLError, TypeError, ValueError) as error:
            raise self.error(f"{name} can't be made: {error}") from error
        return widget._repr_mimebundle_()[0]["text/html"]


def setup(app: Sphinx) -> None:
    """Add the directive, and bundle the script."""
    app.add_directive("explorable", ExplorableDirective)
    app.connect("builder-inited", _bundle)


def _bundle(app: Sphinx) -> None:
    target = Path(app.doctreedir) / "static" / "explorables.js"
    node.bundle(script(), target)

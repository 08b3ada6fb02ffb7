"""What every interactive figure of the book has in common.

A figure is a set of traits (its state), one JavaScript module that draws them, and a
still picture for where no JavaScript runs. In JupyterLab the module talks to Python; in
the book's page it stands alone, on the state that the notebook stored.
"""

import html
import io
import json
import re
import urllib.parse
from pathlib import Path

import anywidget
from IPython import get_ipython

HERE = Path(__file__).parent
CSS = (HERE / "explorable.css").read_text("utf-8")
IMPORT = re.compile(r'from "\./([\w.-]+\.js)"')
DATED = ("Date", "Creator", "Format", "Type")
VIEW = "application/vnd.jupyter.widget-view+json"


LOADER = """\
const texts = %(texts)s;
const at = {};
for (const [name, text] of Object.entries(texts)) {
  const code = text.replace(
    /from "\\.\\/([\\w.-]+)"/g, (_, other) => `from "${at[other]}"`,
  );
  at[name] = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
}
export default {
  async render(view) {
    const { default: figure } = await import(at[%(main)s]);
    return figure.render(view);
  },
};
"""


def bundle(path: Path) -> str:
    """Return a JavaScript module with all that it imports, each file once.

    A front end loads a widget's module from memory, where ``./stage.js`` means nothing;
    so each file gets an address of its own before the files that import it. They are
    imported when the figure is shown: anywidget (0.11) gives a module two seconds to
    load, and a figure that takes longer on a busy machine never hears of Python again.
    """
    texts = _modules(path, {})
    return LOADER % {
        "texts": json.dumps(texts, ensure_ascii=False),
        "main": json.dumps(path.name),
    }


def _modules(path: Path, found: dict[str, str]) -> dict[str, str]:
    """Add the texts of a module and of those that it needs, which come before it."""
    text = path.read_text("utf-8")
    for name in IMPORT.findall(text):
        if name not in found:
            _modules(path.parent / name, found)
    found[path.name] = text
    return found


def svg(figure) -> str:
    """Return a matplotlib figure as SVG, the same in every run, and close it."""
    import matplotlib.pyplot as plt

    out = io.StringIO()
    style = {"svg.fonttype": "none", "svg.hashsalt": "mathdl"}
    with plt.rc_context(style):
        figure.savefig(
            out, format="svg", transparent=True, metadata=dict.fromkeys(DATED)
        )
    plt.close(figure)
    text = out.getvalue()
    text = re.sub(r"<metadata>.*?</metadata>\s*", "", text, flags=re.S)
    return text[text.index("<svg") :]


def _size(picture: str) -> tuple[int, int]:
    """Return width and height of an SVG in pixels of the screen."""
    points = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', picture)
    return tuple(round(float(size) * 4 / 3) for size in points.groups())


class Explorable(anywidget.AnyWidget):
    """An interactive figure whose state is its synchronised traits.

    A subclass names its JavaScript module (``class Explore(Explorable,
    stem="explore")``) and says what its still picture and its alternative text are.
    """

    _css = CSS
    stem = ""

    def __init_subclass__(cls, stem: str = "", **kwargs) -> None:
        """Fill the JavaScript of the figure from ``js/<stem>.js``, or inherit it."""
        if stem:
            cls.stem = stem
            cls._esm = bundle(HERE / "js" / f"{stem}.js")
        super().__init_subclass__(**kwargs)

    def state(self) -> dict:
        """Return what the figure shows, as JSON holds it."""
        return {
            name: getattr(self, name)
            for name, trait in sorted(self.traits(sync=True).items())
            if issubclass(trait.this_class, Explorable) and not name.startswith("_")
        }

    def still(self) -> str:
        """Return a picture of the present state, an SVG as text."""
        raise NotImplementedError

    def alt(self) -> str:
        """Return what is to be seen, for those who do not see it."""
        raise NotImplementedError

    def __repr__(self) -> str:
        shown = ", ".join(f"{name}={value}" for name, value in self.state().items())
        return f"{type(self).__name__}({shown})"

    def _repr_mimebundle_(self, **kwargs) -> tuple[dict, dict]:
        bundle, about = super()._repr_mimebundle_(**kwargs)
        shell = get_ipython()
        if shell is None or not hasattr(shell, "kernel"):
            del bundle[VIEW]
        return {**bundle, "text/html": self._html(), "text/plain": repr(self)}, about

    def _html(self) -> str:
        """Return the figure as it is stored: its state, and the still picture."""
        picture = self.still()
        width, height = _size(picture)
        address = "data:image/svg+xml," + urllib.parse.quote(picture, safe=" =:/,;()'")
        state = json.dumps(self.state(), ensure_ascii=False, allow_nan=False)
        return (
            f'<figure class="explorable" data-widget="{self.stem}"'
            f' data-state="{html.escape(state)}">'
            f'<img alt="{html.escape(self.alt())}" src="{html.escape(address)}"'
            f' width="{width}" height="{height}"></figure>'
        )

"""Solutions, and admonitions of class ``dropdown``, fold without a script.

The browser's own ``<details>`` opens by keyboard, and when a link leads into it; and
nothing jumps while the page loads.
"""

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.writers.html5 import HTML5Translator


class fold(nodes.General, nodes.Element):
    """A part of a page that the reader unfolds."""


class fold_title(nodes.General, nodes.TextElement):
    """The line of it that always shows."""


class Fold(SphinxPostTransform):
    """Turn every admonition of class ``dropdown`` into a fold."""

    default_priority = 30  # after sphinx-exercise has settled its titles (5 to 22)
    formats = ("html",)

    def run(self, **kwargs: object) -> None:
        """Replace the admonitions of one page."""
        for box in list(self.document.findall(nodes.Admonition)):
            if "dropdown" in box["classes"] and isinstance(box[0], nodes.title):
                title = fold_title("", "", *box[0].children)
                folded = fold("", title, *box.children[1:], ids=box["ids"])
                folded["classes"] = ["admonition", *box["classes"]]
                box.replace_self(folded)


def _visit_fold(self: HTML5Translator, node: fold) -> None:
    self.body.append(self.starttag(node, "details"))


def _depart_fold(self: HTML5Translator, node: fold) -> None:
    self.body.append("</details>\n")


def _visit_title(self: HTML5Translator, node: fold_title) -> None:
    self.body.append(self.starttag(node, "summary", "", CLASS="admonition-title"))


def _depart_title(self: HTML5Translator, node: fold_title) -> None:
    self.body.append("</summary>\n")


def setup(app: Sphinx) -> None:
    """Fold in HTML pages."""
    app.add_node(fold, html=(_visit_fold, _depart_fold))
    app.add_node(fold_title, html=(_visit_title, _depart_title))
    app.add_post_transform(Fold)

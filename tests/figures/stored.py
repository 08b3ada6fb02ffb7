"""The scenes that notebooks store, and those of the gallery, stored the same way."""

import functools
import json
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag

from tests import book
from tests.figures.gallery import SCENES


@dataclass(repr=False)
class Stored:
    """One scene: where it stands, how it is stored, and its state."""

    name: str
    figure: Tag
    spec: dict
    values: dict

    def __repr__(self) -> str:
        return self.name


def scenes() -> list[Stored]:
    """Return all scenes of the book, then those of the gallery."""
    return [*of_book(), *of_gallery()]


@functools.cache
def of_book() -> list[Stored]:
    """Return the scenes that stand in the chapters' stored outputs."""
    return [
        _stored(f"{page.name}-{cell.metadata.mystnb.figure.name}", html)
        for page in book.chapters()
        for cell in page.code
        for output in cell.outputs
        if 'data-widget="scene"'
        in (html := output.get("data", {}).get("text/html", ""))
    ]


@functools.cache
def of_gallery() -> list[Stored]:
    """Return scenes that use all there is."""
    return [
        _stored(f"gallery-{name}", make()._repr_mimebundle_()[0]["text/html"])
        for name, make in SCENES.items()
    ]


def _stored(name: str, html: str) -> Stored:
    figure = BeautifulSoup(html, "html.parser").figure
    state = json.loads(figure["data-state"])
    return Stored(name, figure, state["spec"], state["values"])

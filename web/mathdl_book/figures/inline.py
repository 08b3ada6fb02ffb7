"""Figures stand in the page itself, so that they take the colour of its text.

Stored figures draw all ink in one grey that reads on both grounds. In the page that
grey becomes ``currentColor``: dark on white, light on black, without a second picture.
When the page is written, those further down are put in files (``pictures``).
"""

import html
import json
import re
from collections import defaultdict
from collections.abc import Iterable
from urllib.parse import unquote

from docutils import nodes
from myst_nb.core.render import MimeData, NbElementRenderer

from mathdl.scenes.layout import room
from mathdl_book.figures import drawings, panels

INK = re.compile(r"#797979\b", re.IGNORECASE)
PROLOGUE = re.compile(r"^.*?(?=<svg\b)", re.DOTALL)
METADATA = re.compile(r"<metadata>.*?</metadata>\s*", re.DOTALL)
ROOT_TAG = re.compile(r"<svg\b[^>]*>")
LENGTH = re.compile(r'\swidth="([\d.]+)(pt|px|in)?"')
SIZE = re.compile(r'\s(?:width|height)="[^"]*"')
STYLE = re.compile(r'\sstyle="([^"]*)"')
# What begins with a sign is found fast; what is in front of it is looked at then.
ID = re.compile(r'"(?<=\bid=")([^"]+)"')
REFERENCE = re.compile(r'#(?:(?<=url\(#)|(?<=\bhref="#))([^")]+)')
STILL = re.compile(r'<img\b[^>]*?src="data:image/svg\+xml[^,"]*,([^"]*)"[^>]*>')
ALT = re.compile(r'\salt="([^"]*)"')
STATE = re.compile(r'\bdata-state="([^"]*)"')
EXPLORABLE = re.compile(r'<figure\b[^>]*\bclass="explorable\b')

# The same thing once more, for readers (GitHub, a live notebook) that we are not.
BETTER = defaultdict(
    list,
    {
        "image/png": ["image/svg+xml"],
        "application/vnd.jupyter.widget-view+json": ["text/html"],
    },
)

# What another drawing tells.
UNNAMED = 'aria-hidden="true" data-panel=""'
PIXELS = {"pt": 96 / 72, "in": 96, "px": 1, None: 1}
# On a phone a figure shrinks to its screen, no further: then it scrolls. A panel of
# several shrinks less: then it stands below the one before it.
SMALLEST = 0.5
SMALLEST_PANEL = 0.84


class Figures:
    """Put figures and interactive figures into the page (a plugin of MyST-NB)."""

    mime_priority_overrides = [
        ("html", "text/html", 0),
        ("html", "image/svg+xml", 5),
    ]

    @staticmethod
    def handle_mime(
        renderer: NbElementRenderer, data: MimeData, inline: bool
    ) -> list[nodes.Node] | None:
        """Return the nodes of one output, or None to leave it to MyST-NB."""
        if inline:
            return None
        mimes = _mimes(renderer, data)
        if any(better in mimes for better in BETTER[data.mime_type]):
            return []
        if data.mime_type.startswith("image/"):
            _demand(renderer, data, "image", "alt", "alternative text")
            _demand(renderer, data, "figure", "caption", "caption")
        prefix = f"o{data.cell_index}-{data.output_index}-"
        if data.mime_type == "image/svg+xml":
            alt = _described(data, "image", "alt")
            return [raw(framed(data.string, alt, prefix))]
        if data.mime_type == "text/html" and EXPLORABLE.search(data.string):
            return [raw(explorable(data.string, prefix))]
        return None


def _described(data: MimeData, part: str, key: str) -> str:
    about = data.cell_metadata.get("mystnb", {}).get(part, {})
    return " ".join(str(about.get(key, "")).split())


def _demand(
    renderer: NbElementRenderer, data: MimeData, part: str, key: str, name: str
) -> None:
    if not _described(data, part, key):
        renderer.logger.warning(
            f"the figure of cell {data.cell_index + 1} has no {name}: say "
            f"`mystnb: {{{part}: {{{key}: …}}}}` in the cell's metadata",
            subtype="figure",
            line=data.line,
        )


def _mimes(renderer: NbElementRenderer, data: MimeData) -> Iterable[str]:
    _, outputs = renderer.renderer.nb_client.code_cell_outputs(data.cell_index)
    return outputs[data.output_index]["data"].keys()


def raw(text: str) -> nodes.raw:
    """Return a node that is written to the page as it is."""
    return nodes.raw(text=text, format="html")


def scrolling(figure: str) -> str:
    """Return a figure in a frame that scrolls where the screen is too narrow."""
    return f'<div class="figure-frame">{figure}</div>'


def framed(svg: str, alt: str, prefix: str) -> str:
    """Return an SVG file in its frame, panels apart; the first one tells of all."""
    first, *others = panels.apart(svg)
    if not others:
        return scrolling(inlined(svg, alt, prefix))
    parts = [inlined(first, alt, f"{prefix}0-", "panel")]
    parts += [
        inlined(one, "", f"{prefix}{number}-", "panel")
        for number, one in enumerate(others, 1)
    ]
    return f'<div class="figure-frame panels">{"".join(parts)}</div>'


def inlined(svg: str, alt: str, prefix: str, role: str = "figure") -> str:
    """Return an SVG file as part of a page.

    Parameters
    ----------
    svg : str
        The file: its ink becomes the page's, and its prologue goes.
    alt : str
        The alternative text, not yet escaped; none if another drawing has it.
    prefix : str
        Put before each id, so that no other figure of the page has the same.
    role : {"figure", "panel", "still"}
        Whether it stands in a frame that scrolls on a narrow screen, beside others that
        come below it there, or keeps its size, which style sheets may change.
    """
    svg = METADATA.sub("", PROLOGUE.sub("", svg, count=1))
    svg = drawings.lightened(svg)
    svg = INK.sub("currentColor", svg)
    svg = ID.sub(rf'"{prefix}\1"', svg)
    svg = REFERENCE.sub(rf"#{prefix}\1", svg)
    name = f'role="img" aria-label="{html.escape(alt)}"'
    name = name if alt or role != "panel" else UNNAMED

    def root(tag: re.Match) -> str:
        sized = tag[0] if role == "still" else _limited(tag[0], role)
        return sized.replace("<svg", f"<svg {name}", 1)

    return ROOT_TAG.sub(root, svg, count=1).strip()


def _limited(tag: str, role: str) -> str:
    """Give the width as a style that lets the figure shrink, but not to nothing."""
    width = LENGTH.search(tag)
    if not width:
        return tag
    pixels = float(width[1]) * PIXELS[width[2]]
    own = STYLE.search(tag)
    if role == "panel":
        style = f"flex: {pixels:.0f} 1 {pixels * SMALLEST_PANEL:.0f}px; "
        style += f"max-width: {pixels:.0f}px; width: {pixels:.0f}px"
    else:
        style = f"width: {pixels:.0f}px; min-width: {pixels * SMALLEST:.0f}px"
    style += f";{own[1]}" if own else ""
    tag = STYLE.sub("", SIZE.sub("", tag))
    return tag.replace("<svg", f'<svg style="{style}"', 1)


def explorable(markup: str, prefix: str) -> str:
    """Return an interactive figure with its still picture inlined."""

    def still(image: re.Match) -> str:
        alt = ALT.search(image[0])
        described = html.unescape(alt[1]) if alt else ""
        picture = unquote(html.unescape(image[1]))
        return inlined(picture, described, prefix, "still")

    return STATE.sub(_state, STILL.sub(still, markup))


def _state(attribute: re.Match) -> str:
    """Return the state of a figure in fewer letters: its drawings, and its quotes."""

    def lighter(value: object) -> object:
        if isinstance(value, dict):
            return {key: lighter(one) for key, one in value.items()}
        if isinstance(value, list):
            return [lighter(one) for one in value]
        is_drawing = isinstance(value, str) and value.startswith("<svg")
        return drawings.lightened(value, alone=True) if is_drawing else value

    state = lighter(json.loads(html.unescape(attribute[1])))
    text = html.escape(
        json.dumps(state, ensure_ascii=False, separators=(",", ":")), quote=False
    )
    return f"data-state='{text.replace(chr(39), '&#39;')}'{_place(state)}"


def _place(state: dict) -> str:
    """Return the style that keeps the height of a figure until it is alive, if any.

    Of a scene it is told here, by its specification; a still picture is followed by
    sliders, for which explorable.css keeps room.
    """
    if "spec" in state:
        return f' style="{room(state["spec"])}"'
    if "frames" not in state:
        return ""
    words = [any(isinstance(one, str) for one in values) for values in state["values"]]
    return f' style="--mdl-sliders: {len(words)}; --mdl-worded: {sum(words)}"'

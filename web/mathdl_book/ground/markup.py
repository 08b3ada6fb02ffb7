"""Find things in a page that is written, without building a tree of all of it."""

import html
import re
from collections.abc import Callable, Iterable

TAG = re.compile(r"<[^>]*>")
SPACE = re.compile(r"\s+")
# What a screen reader is given in place of a formula: the formula once more.
MATHML = re.compile(r'<span class="katex-mathml">.*?</math></span>', re.DOTALL)
HEADER_LINK = re.compile(r'<a class="headerlink".*?</a>', re.DOTALL)


def element(page: str, start: int) -> str:
    """Return the element whose tag begins at a place of a page."""
    name = re.match(r"<([\w-]+)", page[start : start + 40])[1]
    depth = 0
    for tag in re.compile(rf"<(/?){name}\b[^>]*>").finditer(page, start):
        depth += -1 if tag[1] else 1
        if depth == 0:
            return page[start : tag.end()]
    raise ValueError(f"<{name}> at {start} does not end")


def replaced(
    page: str,
    places: Iterable[re.Match],
    change: Callable[[int, re.Match], tuple[str, str]],
) -> str:
    """Return a page with what begins at some places changed: from what, to what."""
    parts, end = [], 0
    for number, found in enumerate(places, 1):
        old, new = change(number, found)
        parts += [page[end : found.start()], new]
        end = found.start() + len(old)
    return "".join([*parts, page[end:]])


def plain(markup: str) -> str:
    """Return what is read of a part of a page, in one line."""
    for unread in (MATHML, HEADER_LINK, TAG):
        markup = unread.sub("", markup)
    return SPACE.sub(" ", html.unescape(markup)).strip()

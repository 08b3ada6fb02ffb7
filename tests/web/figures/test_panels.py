"""Panels in a row become drawings of their own, which a phone shows one by one."""

import io
import re
from itertools import pairwise

import matplotlib.pyplot as plt
import pytest

from mathdl.plot import figure
from mathdl_book.figures import inline, panels, pictures
from tests.web.conftest import HTML

VIEW = re.compile(r'viewBox="(\S+) \S+ (\S+) (\S+)"')


def drawn(fig) -> str:
    made = io.StringIO()
    fig.savefig(made, format="svg", metadata={"Date": None})
    plt.close(fig)
    return made.getvalue()


def row(columns=2, **options):
    fig, axes = figure(panels=columns, **options)
    for number, ax in enumerate(axes.flat):
        ax.plot([0, 1], [0, number], "o-", label=f"line {number}")
        ax.set_ylabel(f"height {number}")
        ax.annotate("$x^2$", (0.5, 0))
    return fig, axes


def views(parts):
    return [tuple(map(float, VIEW.search(part).groups())) for part in parts]


@pytest.mark.parametrize("columns", [2, 3, 4])
def test_a_row_falls_apart_between_its_panels(columns):
    whole = drawn(row(columns)[0])
    parts = panels.apart(whole)
    assert len(parts) == columns
    for number, part in enumerate(parts):
        assert re.findall(r">height (\d)<", part) == [str(number)]
        named = set(re.findall(r' id="([^"]+)"', part))
        asked = re.findall(r'(?:url\(#|href="#)([^")]+)', part)
        assert asked and set(asked) <= named
    found, (_, width, height) = views(parts), views([whole])[0]
    for (left, wide, _), (begin, *_) in pairwise(found):
        assert left + wide == pytest.approx(begin, abs=2e-3)
    assert sum(wide for _, wide, _ in found) == pytest.approx(width, abs=2e-3)
    assert [high for *_, high in found] == pytest.approx([height] * columns, abs=2e-3)


def test_a_legend_beside_its_panel_stands_alone():
    fig, ax = figure()
    ax.plot([0, 1], label="a line")
    ax.legend(loc="upper left", bbox_to_anchor=(1.02, 1))
    parts = panels.apart(drawn(fig))
    assert ["a line" in part for part in parts] == [False, True]
    (_, _, tall), (_, _, low) = views(parts)
    assert low < tall / 3


def test_a_bar_of_colours_stays_with_its_panel():
    fig, axes = row(2)
    shown = axes[1].imshow([[0, 1]])
    fig.colorbar(shown, ax=axes[1])
    assert len(panels.apart(drawn(fig))) == 2


def two_rows():
    return row((2, 2))[0]


def titled():
    fig, _ = row(2)
    fig.suptitle("Both")
    return fig


def narrow():
    return row(2, width="half")[0]


@pytest.mark.parametrize("make", [two_rows, titled, narrow])
def test_what_is_no_row_or_has_room_stays_whole(make):
    whole = drawn(make())
    assert panels.apart(whole) == [whole]


def test_panels_tell_once_what_they_show_and_go_into_files_together(tmp_path):
    whole = drawn(row(2)[0])
    page = "".join(inline.framed(whole, "Two lines.", f"p{k}-") for k in (0, 1))
    assert page.count('aria-label="Two lines."') == page.count("aria-hidden") == 2
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    shelf = pictures.Shelf(tmp_path, "part/one", "../")
    first, second = pictures.apart(page, shelf).split(
        '<div class="figure-frame panels">'
    )[1:]
    assert first.count("<svg") == 2 and "<img" not in first
    assert re.findall(r'alt="([^"]*)"', second) == ["Two lines.", ""]
    assert second.count("flex:") == 2
    assert all("max-width" not in f.read_text() for f in tmp_path.rglob("*.svg"))


@pytest.mark.parametrize("width", [390, 1280])
def test_panels_stand_below_one_another_where_there_is_no_room(
    open_page, served, width
):
    pages = sorted(HTML.glob("chapters/**/*.html"))
    page = next(p for p in pages if "figure-frame panels" in p.read_text("utf-8"))
    opened = open_page(
        f"{served}/{page.relative_to(HTML).as_posix()}",
        viewport={"width": width, "height": 800},
    )
    frame = opened.locator(".figure-frame.panels").first
    frame.scroll_into_view_if_needed()
    boxes = [part.bounding_box() for part in frame.locator(":scope > *").all()]
    for one, other in pairwise(boxes):
        below = other["y"] >= one["y"] + one["height"] - 1
        beside = other["x"] == pytest.approx(one["x"] + one["width"], abs=1)
        assert beside if width == 1280 else below != beside
    assert min(box["width"] for box in boxes) > 100

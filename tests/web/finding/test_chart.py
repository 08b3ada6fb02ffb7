"""The map of the chapters: no two boxes overlap, and every line leads on."""

import itertools
import re

import pytest

from mathdl_book.content.plan import Chapter, Part, Plan, read
from mathdl_book.finding import chart
from tools import notebooks

BOOK = read(notebooks.ROOT)


def planned(name, *needs, page=None):
    return Chapter(name, name.title(), "Why?", page, needs, ())


def small(*columns):
    parts = [
        Part(f"p{k}", f"Part {k}", "About.", tuple(chapters))
        for k, chapters in enumerate(columns)
    ]
    return Plan(planned("start", page="start"), tuple(parts))


# One line of each kind: to the next row, further down, to the next part, further on.
SMALL = small(
    [planned("a", page="a"), planned("b", "a"), planned("c", "a", "b")],
    [planned("d", "a"), planned("e", "c")],
    [planned("f", "d"), planned("g", "a", "e"), planned("h", "b")],
)
PLANS = {"book": BOOK, "small": SMALL}


@pytest.fixture(params=PLANS)
def plan(request):
    return PLANS[request.param]


def points(way):
    """The points at which a way's pieces begin and end, and those that bend them."""
    found = []
    for command, numbers in re.findall(r"([MCHV])([^MCHV]*)", way):
        values = [float(number) for number in numbers.split()]
        if command == "H":
            values = [values[0], found[-1][1]]
        if command == "V":
            values = [found[-1][0], values[0]]
        found += zip(values[::2], values[1::2], strict=True)
    return found


def test_no_two_boxes_overlap(plan):
    places = chart.boxes(plan).values()
    assert len(places) == len(plan.chapters)
    for one, other in itertools.combinations(places, 2):
        apart = (
            one.right < other.x
            or other.right < one.x
            or one.y + one.height < other.y
            or other.y + other.height < one.y
        )
        assert apart, (one, other)


def test_every_line_leads_on(plan):
    drawn = list(chart.lines(plan))
    assert drawn
    for line in drawn:
        begin, end = line.start, line.end
        assert (begin.column, begin.row) < (end.column, end.row)
        assert end.chapter.needs.count(begin.chapter.name) == 1


def test_lines_begin_and_end_at_their_chapters(plan):
    for line in chart.lines(plan):
        way = points(line.way)
        for (x, y), box in ((way[0], line.start), (way[-1], line.end)):
            assert box.x <= x <= box.right
            assert box.y <= y <= box.y + box.height


def test_no_line_runs_over_a_box_or_out_of_the_picture(plan):
    places = chart.boxes(plan).values()
    for line in chart.lines(plan):
        for x, y in points(line.way)[1:-1]:
            inside = [b for b in places if b.x < x < b.right]
            assert not [b for b in inside if b.y <= y <= b.y + b.height], line
            assert 0 <= x and 0 <= y


def test_every_need_is_seen_on_some_way(plan):
    """What no line of its own shows is reached by going on along others."""
    below = {}
    for line in chart.lines(plan):
        below.setdefault(line.end.chapter.name, set()).add(line.start.chapter.name)

    def reached(name):
        return {a for b in below.get(name, ()) for a in (b, *reached(b))}

    for chapter in plan.chapters:
        assert reached(chapter.name) == plan.behind(chapter.name)


def test_a_line_that_others_imply_is_left_out():
    drawn = {(n.start.chapter.name, n.end.chapter.name) for n in chart.lines(SMALL)}
    assert ("b", "c") in drawn and ("a", "c") not in drawn


def test_only_what_is_written_can_be_opened():
    picture = chart.svg(SMALL, {"start": "start.html", "a": "a.html"})
    links = re.findall(r'<a class="(\w+)" (\S+).*?data-name="(\w+)"', picture)
    opened = {name: where for kind, where, name in links if kind == "written"}
    assert opened == {"start": 'href="start.html"', "a": 'href="a.html"'}
    assert {where for kind, where, _ in links if kind == "planned"} == {'role="link"'}
    assert 'aria-label="B, to come"' in picture


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("Short", ["Short"]),
        ("Implicit functions and flows", ["Implicit", "functions and", "flows"]),
        ("Incomprehensibilities", ["Incomprehensibilities"]),
    ],
)
def test_titles_break_between_words(text, rows):
    assert chart.wrapped(text, 104) == rows

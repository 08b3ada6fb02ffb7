"""A path is told in fewer letters, at the same places."""

import re

import pytest

from mathdl_book.figures import strokes


def test_a_path_is_told_step_by_step_and_errors_do_not_add_up():
    path = "M 0 0 " + "".join(f"L {k / 3:.6f} {k / 7:.6f} " for k in range(1, 300))
    short = strokes.shortened(path)
    steps = re.findall(r"-?\d*\.?\d+", short)
    x, y = sum(map(float, steps[::2])), sum(map(float, steps[1::2]))
    assert (x, y) == pytest.approx((299 / 3, 299 / 7), abs=0.0051)
    assert len(short) < len(path) / 2


@pytest.mark.parametrize(
    "path", ["", "M 1 2 A 1 1 0 0 0 3 4", "m 1 2 l 3 4", "M 1e-5 2", "L 1 2"]
)
def test_a_path_of_another_kind_stays(path):
    assert strokes.shortened(path) == path


@pytest.mark.parametrize(
    ("path", "short"),
    [
        ("M 1 1 L 2 1 L 2 2 z M 5 5 L 6 7 z", "M1 1h1v1zM5 5l1 2z"),
        ("M 0 0 Q 1 1 2 0 C 3 -1 4 -1 5 0.5", "M0 0q1 1 2 0c1-1 2-1 3 .5"),
        ("M 0 0 L 1 2 L 3 3 L 3 3", "M0 0l1 2 2 1h0"),
    ],
)
def test_commands_are_kept(path, short):
    assert strokes.shortened(path) == short

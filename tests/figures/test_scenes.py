"""Every scene that the notebooks store, and a gallery that uses all there is.

What a chapter's scene shows needs no test of its own: both languages are asked for all
of its numbers, in random and extreme states.
"""

import html
import json
import re

import pytest

from mathdl.scenes import numbers
from mathdl.scenes.resolve import MARKS, resolve
from tests.figures import stored
from tests.figures.states import states
from tests.javascript import javascript

NEAR = 1e-9
SCENES = stored.scenes()
NUMBER = re.compile(r"−?\d+(?:\.\d+)?(?:e\+\d+)?")
all_scenes = pytest.mark.parametrize("scene", SCENES, ids=repr)


def in_the_page(spec: dict, tried: list[dict]) -> list[dict]:
    """Return what the page makes of a scene in these states."""
    return javascript("scene.math.js", "resolve", [[spec, values] for values in tried])


def differences(here: object, there: object, where: str = "") -> list[str]:
    """Return where two structures differ, numbers by more than their size allows."""
    if isinstance(here, dict) and isinstance(there, dict):
        if here.keys() != there.keys():
            return [f"{where}: {sorted(here)} and {sorted(there)}"]
        pairs = [(f"{where}.{key}", here[key], there[key]) for key in here]
    elif isinstance(here, list) and isinstance(there, list):
        if len(here) != len(there):
            return [f"{where}: {len(here)} and {len(there)} entries"]
        pairs = [(f"{where}[{k}]", *pair) for k, pair in enumerate(zip(here, there))]  # noqa: B905
    else:
        return [] if _same(here, there) else [f"{where}: {here!r} and {there!r}"]
    return [found for key, a, b in pairs for found in differences(a, b, key)]


def _same(here: object, there: object) -> bool:
    if isinstance(here, str) and isinstance(there, str):
        return here == there or _same_words(here, there)
    if here is None or there is None:
        return here is there
    return abs(here - there) <= NEAR * max(1, abs(here), abs(there))


def _same_words(here: str, there: str) -> bool:
    """Tell whether texts differ in last digits alone: numbers at an edge of rounding.

    How near the numbers themselves are is compared beside.
    """
    ours, theirs = NUMBER.findall(here), NUMBER.findall(there)
    if NUMBER.sub("#", here) != NUMBER.sub("#", there):
        return False
    return all(_last_digit(a, b) for a, b in zip(ours, theirs, strict=True))


def _last_digit(a: str, b: str) -> bool:
    steps = [round(float(x.replace("−", "-")) * 10 ** _places(x)) for x in (a, b)]
    return _places(a) == _places(b) and abs(steps[0] - steps[1]) <= 1


def _places(number: str) -> int:
    return len(number.partition("e")[0].partition(".")[2])


@all_scenes
def test_python_and_the_page_show_the_same_numbers(scene):
    tried = states(scene.spec, scene.values)
    assert len(tried) > 20
    pages = in_the_page(scene.spec, tried)
    for values, page in zip(tried, pages, strict=True):
        assert not differences(resolve(scene.spec, values), page), values


@all_scenes
def test_what_is_stored_is_a_still_picture_with_its_words(scene):
    image = scene.figure.img
    assert scene.spec["about"] in html.unescape(image["alt"])
    assert "\n" not in image["alt"]
    assert image["src"].startswith("data:image/svg+xml,")
    assert int(image["width"]) > 100
    assert int(image["height"]) > 100
    found = resolve(scene.spec, scene.values)
    for text in (found["said"], *found["read"]):
        assert text in image["alt"]


@all_scenes
def test_something_is_seen_at_the_beginning_and_nothing_reads_undefined(scene):
    found = resolve(scene.spec, scene.values)
    for panel in found["panels"]:
        assert None not in panel["x"] + panel["y"]
        assert any(mark is not None for mark in panel["marks"])
    if not scene.name.startswith("gallery"):
        assert all("–" not in text for text in found["read"])


@all_scenes
def test_every_input_moves_something(scene):
    """An input on which nothing depends is a mistake."""
    used = {
        name
        for panel in scene.spec["panels"]
        for mark in panel["marks"]
        for name in mark["needs"]
    }
    used |= {name for part in scene.spec["program"] for name in part["needs"]}
    parts = json.dumps([scene.spec["readout"], scene.spec["say"], scene.spec["panels"]])
    for told in scene.spec["inputs"]:
        name = told["name"]
        assert name in used or f'"{name}"' in parts or f'"{name}.0"' in parts, name


@all_scenes
def test_inputs_have_names_that_a_reader_hears(scene):
    told = [source["label"] for source in scene.spec["inputs"]]
    assert all(told)
    assert len(set(told)) == len(told)


@all_scenes
def test_a_state_that_is_undefined_hides_and_reads_as_such(scene):
    """No number that is shown is infinite or NaN, whatever is done."""
    for values in states(scene.spec, scene.values, seed=1):
        json.dumps(resolve(scene.spec, values), allow_nan=False)


def operations(tree: object) -> set[str]:
    """Return what stands at the head of any list in a tree, op or not."""
    if isinstance(tree, dict):
        return operations(list(tree.values()))
    if not isinstance(tree, list):
        return set()
    head = {tree[0]} if tree and isinstance(tree[0], str) else set()
    return head.union(*map(operations, tree))


def test_the_gallery_uses_all_there_is():
    found = [one.spec for one in stored.of_gallery()]
    marks = {m["kind"] for spec in found for p in spec["panels"] for m in p["marks"]}
    inputs = {told["kind"] for spec in found for told in spec["inputs"]}
    rails = {(told.get("on") or {}).get("kind") for s in found for told in s["inputs"]}
    known = {*numbers.FUNCTIONS, *numbers.REPEATED, *numbers.FORMS}
    assert marks == set(MARKS)
    assert inputs == {"point", "points", "slider", "menu", "tick"}
    assert rails == {None, "segment", "line", "circle", "curve", "lattice"}
    assert known - operations(found) == set()


def test_the_comparison_would_find_a_wrong_number():
    scene = next(one for one in SCENES if one.name == "gallery-shadow")
    found = resolve(scene.spec, scene.values)
    other = json.loads(json.dumps(found))
    other["panels"][0]["marks"][0]["to"][0] += 1e-6
    assert differences(found, other) == [".panels[0].marks[0].to[0]: 2.0 and 2.000001"]
    assert differences("area 1.20", "area 1.31")
    assert not differences("area 1.20", "area 1.21")
    assert differences({"at": None}, {"at": 1.0})

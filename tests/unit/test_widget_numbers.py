"""The page's arithmetic and Python's give the same numbers, on random states."""

import json
import subprocess

import numpy as np
import pytest

from mathdl.widgets import Composition, LinearMap
from mathdl_book import node
from tools import notebooks

JS = notebooks.ROOT / "mathdl/widgets/js"


def matrices() -> list:
    """Random maps, and the ones where something happens."""
    rng = np.random.default_rng(4)
    special = [
        [[0, 0], [0, 0]],
        [[1, 0], [0, 1]],
        [[0, -1], [1, 0]],
        [[1, 1], [0, 1]],
        [[1, 2], [2, 4]],
        [[0, 1], [0, 0]],
        [[0, 0], [3, 0]],
        [[2, 0], [0, -2]],
        [[-1, 0], [0, -1]],
        [[1e-4, 0], [0, 1e4]],
    ]
    rank_one = [np.outer(*rng.normal(size=(2, 2))).tolist() for _ in range(40)]
    return (
        special
        + rank_one
        + rng.integers(-3, 4, size=(60, 2, 2)).tolist()
        + rng.normal(size=(200, 2, 2)).tolist()
    )


def javascript(module: str, function: str, cases: list) -> list:
    code = (
        f"import {{ readFileSync }} from 'node:fs';"
        f"import {{ {function} }} from {json.dumps((JS / module).as_uri())};"
        "const cases = JSON.parse(readFileSync(0));"
        f"console.log(JSON.stringify(cases.map((c) => {function}(...c))));"
    )
    done = subprocess.run(
        [node.executable(), "--input-type=module", "-e", code],
        input=json.dumps(cases),
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def test_the_readout_of_a_map():
    cases = matrices()
    pages = javascript("linear_map.math.js", "readout", [[A] for A in cases])
    for A, page in zip(cases, pages, strict=True):
        python = LinearMap(matrix=A).readout()
        values = [[z.real, z.imag] for z in map(complex, python["eigenvalues"])]
        assert page["det"] == pytest.approx(python["det"], abs=1e-9), A
        assert page["rank"] == python["rank"], A
        assert np.allclose(page["eigenvalues"], values, rtol=1e-9, atol=1e-9), A
        for name in ("kernel", "image", "eigenvectors"):
            assert np.shape(page[name]) == np.shape(python[name]), (name, A)
            assert np.allclose(page[name], python[name], atol=1e-9), (name, A)


def test_the_readout_of_two_maps():
    cases = matrices()
    pairs = list(zip(cases, cases[::-1], strict=True))
    pages = javascript("composition.math.js", "readout", [list(p) for p in pairs])
    for (first, second), page in zip(pairs, pages, strict=True):
        python = Composition(first=first, second=second).readout()
        assert page["commute"] == python["commute"]
        for name in ("BA", "AB", "gap"):
            assert np.allclose(page[name], python[name], rtol=1e-9, atol=1e-9)


def test_numpy_agrees():
    for A in matrices():
        said = LinearMap(matrix=A).readout()
        assert said["rank"] == np.linalg.matrix_rank(A), A
        for v in said["kernel"]:
            assert np.allclose(np.array(A) @ v, 0, atol=1e-9)

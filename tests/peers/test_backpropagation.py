"""The engine that a chapter builds, against PyTorch on the network that it trains."""

import json

import numpy as np
import pytest
import torch
from torch.nn import functional

from mathdl import autodiff
from mathdl.data import load_digits
from mathdl.nn import initial_layers
from tools import notebooks

CHAPTER = notebooks.ROOT / "chapters/calculus/backpropagation.ipynb"


KINKS = {
    "relu(x)": torch.relu,
    r"\|x\|": torch.abs,
    "max(x, 0)": lambda x: torch.maximum(x, torch.tensor(0.0)),
    "clip(x, 0, 1)": lambda x: torch.clamp(x, 0.0, 1.0),
    "relu(x) − relu(−x)": lambda x: torch.relu(x) - torch.relu(-x),
}


def sources(kind: str) -> list[str]:
    """Return the cells of the chapter that are of a kind, as text."""
    cells = json.loads(CHAPTER.read_text("utf-8"))["cells"]
    return ["".join(c["source"]) for c in cells if c["cell_type"] == kind]


def prose() -> str:
    """Return the text of the chapter."""
    return "\n\n".join(sources("markdown"))


def kinked() -> dict:
    """Return the functions of the chapter that have a kink at 0."""
    (text,) = (text for text in sources("code") if "AT_A_KINK =" in text)
    names = {"np": np, "autodiff": autodiff, "grad": autodiff.grad}
    exec(text, names)
    return names["AT_A_KINK"]


def engine_up_to(last: str) -> list[str]:
    """Return the cells from the first of the engine to the one with some text."""
    texts = sources("code")
    begin = next(k for k, text in enumerate(texts) if text.startswith("class Node"))
    end = next(k for k, text in enumerate(texts) if last in text)
    return texts[begin : end + 1]


def engine() -> dict:
    """Run the cells of the chapter that build the engine."""
    names = {"np": np}
    for text in engine_up_to("def gradient("):
        exec(text, names)
    return names


def test_the_sixty_lines_give_pytorchs_gradient():
    X, y, *_ = load_digits()
    layers = initial_layers([64, 32, 32, 10], rng=np.random.default_rng(0))
    loss, slopes = engine()["gradient"](layers, X, y)
    tensors = [[torch.tensor(a, requires_grad=True) for a in layer] for layer in layers]
    H = torch.tensor(X)
    for W, b in tensors[:-1]:
        H = torch.relu(functional.linear(H, W, b))
    theirs = functional.cross_entropy(
        functional.linear(H, *tensors[-1]), torch.tensor(y)
    )
    theirs.backward()
    assert abs(loss - theirs.item()) < 1e-10
    for ours, peers in zip(slopes, tensors, strict=True):
        for g, peer in zip(ours, peers, strict=True):
            np.testing.assert_allclose(g, peer.grad.numpy(), atol=1e-10)


def test_the_engine_has_sixty_lines():
    texts = engine_up_to("def backward(")
    lines = [line for text in texts for line in text.splitlines() if line]
    assert len(lines) <= 60


def test_the_engine_goes_through_a_graph_of_any_depth():
    names = engine()
    x = names["Node"](2.0)
    y = x
    for _ in range(5000):
        y = y + x
    names["backward"](y)
    assert y.value == 10_002 and x.adjoint == 5001


def test_the_engine_lists_a_node_after_all_of_its_parents():
    names = engine()
    a, b = names["Node"](1.0), names["Node"](2.0)
    c = a + b
    d = c + a  # a is a parent twice, at different depths
    e = d + c
    listed = names["in_order"](e)
    place = {id(node): k for k, node in enumerate(listed)}
    assert len(listed) == 5
    for node in listed:
        assert all(place[id(p)] < place[id(node)] for p, _ in node.parents)
    names["backward"](e)
    assert (a.adjoint, b.adjoint) == (3, 2)


@pytest.mark.parametrize("name", KINKS)
def test_the_table_of_kinks_tells_what_both_return(name):
    row = next(line for line in prose().splitlines() if line.startswith(f"| {name} |"))
    told = [float(cell.replace("−", "-")) for cell in row.split(" | ")[1:3]]
    ours, theirs = (float(cell) for cell in row.strip("| ").split(" | ")[-2:])
    ours_is = kinked()[name.replace("\\", "").replace("−", "-")]
    for slope, step in zip(told, (-0.25, 0.25), strict=True):
        assert float(ours_is(step)) / step == slope
    assert float(autodiff.grad(ours_is)(0.0)) == ours
    x = torch.tensor(0.0, requires_grad=True)
    KINKS[name](x).backward()
    assert x.grad.item() == theirs


def test_pytorch_does_what_its_lines_say():
    block = next(
        b for b in prose().split("```") if b.startswith("python\nimport torch")
    )
    names, said = {}, 0
    for line in block.splitlines()[1:]:
        exec(line, names)
        if "# w.grad: " in line:
            assert names["w"].grad.tolist() == json.loads(line.split("# w.grad: ")[1])
            said += 1
    assert said == 4

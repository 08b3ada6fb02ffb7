"""Every function that has a derivative rule, on shapes that have their corners.

Each is written once for NumPy's name space `m` (ours, and HIPS autograd's) and once for
PyTorch's `t`. A case without a form for a peer has no counterpart there, or one that
fails on these shapes (HIPS autograd's where and broadcast_to).
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from mathdl import autodiff
from mathdl.autodiff import relu

ALONE = [[()], [(3,)], [(2, 3)], [(1, 3, 1)], [(0,)], [(2, 0)]]
PAIRS = [
    [(3,), (3,)], [(2, 1), (3,)], [(), (2, 3)], [(2, 3), ()], [(2, 1, 3), (4, 1)],
    [(0, 3), (3,)], [(1,), (0,)], [(2, 0), (1, 1)],
]  # fmt: skip
SHEETS = [[(3,)], [(2, 3)], [(4, 2, 3)], [(1, 1)]]
PRODUCTS = [
    [(3,), (3,)], [(2, 3), (3,)], [(3,), (3, 2)], [(2, 3), (3, 4)],
    [(5, 2, 3), (3, 4)], [(5, 2, 3), (5, 3, 4)], [(2, 3), (5, 3, 4)], [(5, 2, 3), (3,)],
    [(3,), (5, 3, 4)], [(4, 1, 2, 3), (5, 3, 2)], [(0, 3), (3, 2)], [(2, 0), (0, 3)],
    [(0, 2, 3), (3, 4)],
]  # fmt: skip


@dataclass(frozen=True)
class Case:
    name: str
    numpy: Callable
    torch: Callable | None
    shapes: list
    draw: Callable = lambda rng, shape: rng.normal(size=shape)
    analytic: bool = False
    hips: bool = True

    def arrays(self, shapes, seed=0):
        rng = np.random.default_rng(seed)
        return [np.asarray(self.draw(rng, shape)) for shape in shapes]


def positive(rng, shape):
    return rng.uniform(0.3, 3, size=shape)


def inside(rng, shape):
    return rng.uniform(-0.8, 0.8, size=shape)


def apart(rng, shape):
    """Draw numbers that keep away from zero and from one another: no kink is near."""
    n = int(np.prod(shape))
    return (rng.permutation(n) - n / 2 + 0.3).reshape(shape)


def unary(name, draw=None, analytic=True, torch=None, hips=True):
    other = torch or name
    return Case(
        name,
        lambda m, x: getattr(m, name)(x),
        lambda t, x: getattr(t, other)(x),
        ALONE,
        draw or Case.draw,
        analytic,
        hips,
    )


def binary(name, draw=None, torch=None, analytic=False, hips=True):
    other = torch or name
    return Case(
        name,
        lambda m, a, b: getattr(m, name)(a, b),
        lambda t, a, b: getattr(t, other)(a, b),
        PAIRS,
        draw or Case.draw,
        analytic,
        hips,
    )


def einsum(subscripts, *shapes, hips=True):
    return Case(
        f"einsum {subscripts}",
        lambda m, *xs: m.einsum(subscripts, *xs),
        lambda t, *xs: t.einsum(subscripts, *xs),
        [list(shapes)],
        analytic=True,
        hips=hips,
    )


def on_sheets(name, numpy, torch, shapes=None, **more):
    return Case(name, numpy, torch, shapes or SHEETS, **more)


ENTRY_BY_ENTRY = [
    unary("negative"), unary("exp"), unary("expm1"), unary("exp2"), unary("sin"),
    unary("cos"), unary("tan", inside), unary("sinh"), unary("cosh"), unary("tanh"),
    unary("log", positive), unary("log1p", positive), unary("log2", positive),
    unary("log10", positive), unary("sqrt", positive), unary("square"),
    unary("reciprocal", positive), unary("arcsin", inside), unary("arccos", inside),
    unary("arctan"), unary("arcsinh"), unary("arctanh", inside),
    unary("absolute", apart, analytic=False),
    unary("positive", hips=False),
    binary("add", analytic=True), binary("subtract", analytic=True),
    binary("multiply", analytic=True), binary("divide", positive, analytic=True),
    binary("power", positive, torch="pow"),
    binary("logaddexp"), binary("arctan2", positive),
    # Drawn twice at distances that no kink divides.
    Case("maximum", lambda m, a, b: m.maximum(a, b + 0.2),
         lambda t, a, b: t.maximum(a, b + 0.2), PAIRS, apart),
    Case("minimum", lambda m, a, b: m.minimum(a, b + 0.2),
         lambda t, a, b: t.minimum(a, b + 0.2), PAIRS, apart),
    Case("where", lambda m, a, b: m.where(np.arange(3) > 1, a, b),
         None, [p for p in PAIRS if p[0] != (1,)][:4], hips=False),
    Case("power of a number", lambda m, x: x**3 + 2.0**x,
         lambda t, x: x**3 + 2.0**x, ALONE),
    Case("clip", lambda m, x: m.clip(x, -1.1, 1.1),
         lambda t, x: t.clip(x, -1.1, 1.1), ALONE, apart),
]  # fmt: skip

WHOLE = [
    Case("matmul", lambda m, a, b: m.matmul(a, b),
         lambda t, a, b: t.matmul(a, b), PRODUCTS, analytic=True),
    Case("dot", lambda m, a, b: m.dot(a, b), None, PRODUCTS[:4], analytic=True),
    Case("outer", lambda m, a, b: m.outer(a, b), lambda t, a, b: t.outer(a, b),
         [[(3,), (2,)], [(0,), (2,)]], analytic=True),
    Case("trace", lambda m, a: m.trace(a), lambda t, a: t.trace(a), [[(3, 3)]],
         analytic=True),
    einsum("ij,jk->ik", (2, 3), (3, 4)), einsum("ij,kj", (2, 3), (4, 3)),
    einsum("bij,bj->bi", (5, 2, 3), (5, 3)), einsum("ij->j", (2, 3)),
    einsum("ij->", (2, 3)), einsum("i,j,k->kji", (2,), (3,), (4,)),
    einsum("...ij,jk->...ik", (5, 2, 3), (3, 4), hips=False),
    einsum("...i,...i->...", (5, 2, 3), (2, 3), hips=False),
    einsum("ii->i", (3, 3), hips=False), einsum("ii->", (3, 3), hips=False),
    einsum("ii,ij->j", (3, 3), (3, 2), hips=False),
    einsum("ij,jk->ik", (0, 3), (3, 4)), einsum("ij,jk->ik", (2, 0), (0, 4)),
    on_sheets("sum", lambda m, x: m.sum(x), lambda t, x: x.sum(), ALONE, analytic=True),
    on_sheets("sum along", lambda m, x: m.sum(x, axis=-1), lambda t, x: x.sum(-1)),
    on_sheets("sum kept", lambda m, x: m.sum(x, axis=0, keepdims=True),
              lambda t, x: x.sum(0, keepdim=True), SHEETS + [[(2, 0)], [(0, 2)]]),
    on_sheets("sum along two", lambda m, x: m.sum(x, axis=(0, 2)),
              lambda t, x: x.sum((0, 2)), [[(4, 2, 3)]]),
    on_sheets("mean", lambda m, x: m.mean(x), lambda t, x: x.mean()),
    on_sheets("mean along", lambda m, x: m.mean(x, axis=0), lambda t, x: x.mean(0)),
    on_sheets("mean along two", lambda m, x: m.mean(x, axis=(0, 1)),
              lambda t, x: x.mean((0, 1)), [[(4, 2, 3)]]),
    on_sheets("var", lambda m, x: m.var(x, axis=-1),
              lambda t, x: x.var(-1, correction=0)),
    on_sheets("var, unbiased", lambda m, x: m.var(x, axis=-1, ddof=1),
              lambda t, x: x.var(-1), SHEETS[:3]),
    on_sheets("std", lambda m, x: m.std(x, axis=-1),
              lambda t, x: x.std(-1, correction=0), SHEETS[:3]),
    on_sheets("norm", lambda m, x: m.linalg.norm(x, axis=-1),
              lambda t, x: t.linalg.norm(x, dim=-1)),
    on_sheets("max", lambda m, x: m.max(x), lambda t, x: t.amax(x), draw=apart),
    on_sheets("max along", lambda m, x: m.max(x, axis=-1), lambda t, x: t.amax(x, -1),
              draw=apart),
    on_sheets("min kept", lambda m, x: m.min(x, axis=0, keepdims=True),
              lambda t, x: t.amin(x, 0, keepdim=True), draw=apart),
    on_sheets("max of ties", lambda m, x: m.max(m.floor(x) * 0 + x * 0, axis=-1),
              lambda t, x: t.amax(t.floor(x) * 0 + x * 0, -1), hips=False),
    on_sheets("cumsum", lambda m, x: m.cumsum(x, axis=-1),
              lambda t, x: t.cumsum(x, -1), analytic=True),
    on_sheets("cumsum of all", lambda m, x: m.cumsum(x),
              lambda t, x: t.cumsum(x.ravel(), 0), analytic=True),
]  # fmt: skip

MOVES = [
    on_sheets("one entry", lambda m, x: x[0], lambda t, x: x[0]),
    on_sheets("a slice", lambda m, x: x[..., ::2], lambda t, x: x[..., ::2]),
    on_sheets("entries twice", lambda m, x: x[..., np.array([0, 0, -1])],
              lambda t, x: x[..., [0, 0, -1]]),
    on_sheets("pairs of entries",
              lambda m, x: x[np.array([0, 1, 1]), np.array([2, 0, 0])],
              lambda t, x: x[[0, 1, 1], [2, 0, 0]], [[(2, 3)]]),
    on_sheets("a mask", lambda m, x: x[np.arange(6).reshape(2, 3) % 2 == 0],
              lambda t, x: x[t.arange(6).reshape(2, 3) % 2 == 0], [[(2, 3)]]),
    on_sheets("a new axis", lambda m, x: x[:, None], lambda t, x: x[:, None]),
    on_sheets("reshape", lambda m, x: m.reshape(x, (3, -1)),
              lambda t, x: x.reshape(3, -1), SHEETS[:3]),
    on_sheets("ravel", lambda m, x: m.ravel(x), lambda t, x: x.ravel()),
    on_sheets("transpose", lambda m, x: m.transpose(x),
              lambda t, x: x.permute(*range(x.ndim)[::-1]), SHEETS[1:]),
    on_sheets("transpose by axes", lambda m, x: m.transpose(x, (2, 0, 1)),
              lambda t, x: x.permute(2, 0, 1), [[(4, 2, 3)]]),
    on_sheets("swapaxes", lambda m, x: m.swapaxes(x, 0, -1),
              lambda t, x: x.swapaxes(0, -1)),
    on_sheets("flip", lambda m, x: m.flip(x, 0), lambda t, x: t.flip(x, (0,)),
              hips=False),
    on_sheets("squeeze", lambda m, x: m.squeeze(x), lambda t, x: t.squeeze(x),
              [[(1, 3, 1)], [(2, 3)]]),
    on_sheets("expand_dims", lambda m, x: m.expand_dims(x, 1),
              lambda t, x: x.unsqueeze(1)),
    on_sheets("broadcast_to", lambda m, x: m.broadcast_to(x, (4, 2, 3)),
              lambda t, x: x.broadcast_to((4, 2, 3)), [[(3,)], [(2, 1)], [(4, 2, 3)]],
              hips=False),
    Case("concatenate", lambda m, a, b: m.concatenate([a, b, a], axis=-1),
         lambda t, a, b: t.concatenate([a, b, a], -1),
         [[(3,), (2,)], [(2, 3), (2, 1)], [(2, 3), (2, 0)]]),
    Case("concatenate all", lambda m, a, b: m.concatenate((a, b), axis=0),
         lambda t, a, b: t.concatenate((a, b)), [[(2, 3), (1, 3)]]),
    Case("stack", lambda m, a, b: m.stack([a, b, a], axis=1),
         lambda t, a, b: t.stack([a, b, a], 1), [[(3,), (3,)], [(2, 3), (2, 3)]]),
]  # fmt: skip


@dataclass(frozen=True)
class Kink:
    """A row of the table in mathdl.autodiff's docstring: slopes where there is none."""

    name: str
    at: float | tuple
    numpy: Callable
    torch: Callable


KINKS = [
    Kink("``abs(x)`` at 0", 0.0, np.abs, lambda t, x: t.abs(x)),
    Kink("``sign(x)`` at 0", 0.0, np.sign, lambda t, x: t.sign(x)),
    Kink("``relu(x)`` at 0", 0.0, relu, lambda t, x: t.relu(x)),
    Kink("``maximum(x, 0)`` at 0", 0.0, lambda x: np.maximum(x, 0),
         lambda t, x: t.maximum(x, t.zeros(()))),
    Kink("``minimum(x, 0)`` at 0", 0.0, lambda x: np.minimum(x, 0),
         lambda t, x: t.minimum(x, t.zeros(()))),
    Kink("``max(x)`` at (1, 1)", (1.0, 1.0), np.max, lambda t, x: t.amax(x)),
    Kink("``min(x)`` at (1, 1)", (1.0, 1.0), np.min, lambda t, x: t.amin(x)),
    Kink("``clip(x, 0, 1)`` at 0", 0.0, lambda x: np.clip(x, 0, 1),
         lambda t, x: t.clip(x, 0, 1)),
    Kink("``clip(x, 0, 1)`` at 1", 1.0, lambda x: np.clip(x, 0, 1),
         lambda t, x: t.clip(x, 0, 1)),
    Kink("``sqrt(x)`` at 0", 0.0, np.sqrt, lambda t, x: t.sqrt(x)),
    Kink("``norm(x)`` at (0, 0)", (0.0, 0.0), np.linalg.norm,
         lambda t, x: t.linalg.norm(x)),
    Kink("``std(x)`` at (1, 1)", (1.0, 1.0), np.std,
         lambda t, x: t.std(x, correction=0)),
    Kink("``where(x > 0, x, 0)`` at 0", 0.0, lambda x: np.where(x > 0, x, 0),
         lambda t, x: t.where(x > 0, x, 0 * x)),
    Kink("``where(x > 0, sqrt(x), 0)``", 0.0,
         lambda x: np.where(x > 0, np.sqrt(x), 0),
         lambda t, x: t.where(x > 0, t.sqrt(x), 0 * x)),
]  # fmt: skip


def written(name: str) -> list[float]:
    """Return the slopes that the docstring's row tells: ours, PyTorch's, JAX's."""
    (row,) = [line for line in autodiff.__doc__.splitlines() if line.startswith(name)]
    return [float(Fraction(s)) if "/" in s else float(s) for s in row.split()[-3:]]


CASES = ENTRY_BY_ENTRY + WHOLE + MOVES
EACH = [(case, shapes) for case in CASES for shapes in case.shapes]


def name(value) -> str:
    return value.name if isinstance(value, Case) else str(value).replace(" ", "")

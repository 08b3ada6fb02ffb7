"""The derivatives of NumPy's functions, one line each.

A rule takes the adjoint g of the value y, y itself, the arguments and the options, and
gives the adjoint of one argument: the product of g with a Jacobian, never the Jacobian.
Rules are written with the same functions, so that they can be differentiated in turn.

Where a function has a kink we take one of its subgradients: the table of them is in
`mathdl.autodiff`.
"""

import numpy as np

from mathdl.autodiff._trace import RULES, apply, entry, pair


def fit(g, x):
    """Sum g over the axes along which x was broadcast to the shape of g."""
    shape = getattr(x, "shape", ())
    if g.shape == shape:
        return g
    lead = g.ndim - len(shape)
    if lead > 0:
        g = g.sum(axis=0 if lead == 1 else tuple(range(lead)))
    stretched = tuple(k for k, n in enumerate(shape) if n == 1 and g.shape[k] != 1)
    return g.sum(axis=stretched, keepdims=True) if stretched else g


# Entry by entry.


def _along_tanh(g, y):
    """Return g times the slope 1 - y² of tanh, of which y is the value."""
    slope = 1 - y * y
    slope *= g
    return slope


def _along_square(g, x):
    """Return g times the slope 2x of the square."""
    return (2 * x) * g


def _ahead(a, b):
    """Return 1 where a > b, 0 where a < b, and 1/2 at a tie."""
    return np.add(a > b, a >= b, dtype=float) / 2


def _share(a, b):
    """Return exp(a) / (exp(a) + exp(b)), of infinite numbers too."""
    with np.errstate(invalid="ignore"):
        ahead = np.where(a == b, 0.0, np.subtract(a, b))
    small = np.exp(-np.abs(ahead))
    return np.where(ahead >= 0, 1, small) / (1 + small)


def upright(y):
    """Return 1/y, and 0 for 0: so a norm has slope 0 at its tip."""
    tip = y == 0
    return np.where(tip, 0.0, 1 / np.where(tip, 1.0, y))


along_tanh, along_square, share = map(pair, (_along_tanh, _along_square, _share))

RULES.update({
    np.negative: (lambda g, y, x: -g,),
    np.positive: (lambda g, y, x: g,),
    np.exp: (lambda g, y, x: g * y,),
    np.expm1: (lambda g, y, x: g * (y + 1),),
    np.exp2: (lambda g, y, x: g * y * np.log(2),),
    np.log: (lambda g, y, x: g / x,),
    np.log1p: (lambda g, y, x: g / (1 + x),),
    np.log2: (lambda g, y, x: g / (x * np.log(2)),),
    np.log10: (lambda g, y, x: g / (x * np.log(10)),),
    np.sqrt: (lambda g, y, x: g / (2 * y),),
    np.square: (lambda g, y, x: along_square(g, x),),
    np.reciprocal: (lambda g, y, x: -g * y * y,),
    np.sin: (lambda g, y, x: g * np.cos(x),),
    np.cos: (lambda g, y, x: -g * np.sin(x),),
    np.tan: (lambda g, y, x: g * (1 + y * y),),
    np.arcsin: (lambda g, y, x: g / np.sqrt(1 - x * x),),
    np.arccos: (lambda g, y, x: -g / np.sqrt(1 - x * x),),
    np.arctan: (lambda g, y, x: g / (1 + x * x),),
    np.sinh: (lambda g, y, x: g * np.cosh(x),),
    np.cosh: (lambda g, y, x: g * np.sinh(x),),
    np.tanh: (lambda g, y, x: along_tanh(g, y),),
    np.arcsinh: (lambda g, y, x: g / np.sqrt(x * x + 1),),
    np.arctanh: (lambda g, y, x: g / (1 - x * x),),
    np.absolute: (lambda g, y, x: g * np.sign(x),),
    np.add: (
        lambda g, y, a, b: fit(g, a),
        lambda g, y, a, b: fit(g, b),
    ),
    np.subtract: (
        lambda g, y, a, b: fit(g, a),
        lambda g, y, a, b: fit(-g, b),
    ),
    np.multiply: (
        lambda g, y, a, b: fit(g * b, a),
        lambda g, y, a, b: fit(g * a, b),
    ),
    np.divide: (
        lambda g, y, a, b: fit(g / b, a),
        lambda g, y, a, b: fit(-g * y / b, b),
    ),
    np.power: (
        # 0 ** 0 is 1 and does not change with its base: no 0 * inf.
        lambda g, y, a, b: fit(g * b * a ** np.where(b == 0, 1, b - 1), a),
        lambda g, y, a, b: fit(g * y * np.log(np.where(a == 0, 1, a)), b),
    ),
    np.maximum: (
        lambda g, y, a, b: fit(g * _ahead(a, b), a),
        lambda g, y, a, b: fit(g * _ahead(b, a), b),
    ),
    np.minimum: (
        lambda g, y, a, b: fit(g * _ahead(b, a), a),
        lambda g, y, a, b: fit(g * _ahead(a, b), b),
    ),
    np.logaddexp: (
        lambda g, y, a, b: fit(g * share(a, b), a),
        lambda g, y, a, b: fit(g * share(b, a), b),
    ),
    _share: (
        lambda g, y, a, b: fit(g * y * share(b, a), a),
        lambda g, y, a, b: fit(-g * y * share(b, a), b),
    ),
    _along_tanh: (
        lambda u, s, g, y: along_tanh(u, y),
        lambda u, s, g, y: -2 * (u * g * y),
    ),
    _along_square: (
        lambda u, s, g, x: along_square(u, x),
        lambda u, s, g, x: along_square(u, g),
    ),
    np.arctan2: (
        lambda g, y, a, b: fit(g * b / (a * a + b * b), a),
        lambda g, y, a, b: fit(-g * a / (a * a + b * b), b),
    ),
    np.where: (
        None,
        lambda g, y, c, a, b: fit(np.where(c, g, 0), a),
        lambda g, y, c, a, b: fit(np.where(c, 0, g), b),
    ),
})  # fmt: skip


# Products of matrices. One of the arguments may be a vector, as in NumPy.


def _matmul_left(g, y, a, b):
    if b.ndim == 1:
        return g * b if a.ndim == 1 else fit(g[..., None] * b, a)
    if a.ndim == 1:
        return fit(np.matmul(b, g[..., None])[..., 0], a)
    return fit(np.matmul(g, np.swapaxes(b, -1, -2)), a)


def _matmul_right(g, y, a, b):
    if a.ndim == 1:
        return g * a if b.ndim == 1 else fit(a[:, None] * g[..., None, :], b)
    if b.ndim == 1:
        return fit(np.matmul(np.swapaxes(a, -1, -2), g[..., None])[..., 0], b)
    return fit(np.matmul(np.swapaxes(a, -1, -2), g), b)


RULES[np.matmul] = (_matmul_left, _matmul_right)

LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


def einsum(*operands, subscripts):
    """Return the sum that the subscripts write out in full."""
    return np.einsum(subscripts, *operands, optimize=len(operands) > 2)


def _einsum_rule(k):
    """Return the adjoint of operand k: the same sum, with g in the operand's place."""

    def rule(g, y, *operands, subscripts):
        letters, out = subscripts.split("->")
        letters = letters.split(",")
        x, own = operands[k], letters[k]
        terms = [(out, g)]
        terms += [(letters[i], o) for i, o in enumerate(operands) if i != k]
        known = set("".join(letter for letter, _ in terms))
        target = ""
        for letter, n in zip(own, x.shape, strict=True):
            if letter in target:  # a diagonal was read: put it on a diagonal
                twin = next(c for c in LETTERS if c not in subscripts + target)
                terms.append((letter + twin, np.eye(n)))
                letter = twin
            elif letter not in known:  # summed out: the adjoint repeats along it
                terms.append((letter, np.ones(n)))
            target += letter
        names = ",".join(letter for letter, _ in terms)
        return fit(np.einsum(f"{names}->{target}", *[o for _, o in terms]), x)

    return rule


# Reductions and their adjoints.


def repeat(g, *, shape):
    """Fill an array of a shape with g, broadcast."""
    x = np.empty(shape, dtype=g.dtype)
    x[...] = g
    return x


def _spread(g, x, axis, keepdims):
    """Repeat g along the axes that a reduction of x took away."""
    if not keepdims and axis is not None:
        g = np.expand_dims(g, axis)
    return apply(repeat, (g,), {"shape": x.shape})


def average(x, axis, keepdims):
    """Return the mean: NumPy's own does more than a sum and a division."""
    total = x.sum(axis=axis, keepdims=keepdims)
    return total / (x.size / max(total.size, 1))


def _spread_evenly(g, y, x, axis, keepdims):
    return _spread(g / (x.size / max(g.size, 1)), x, axis, keepdims)


def _extreme(g, y, x, axis, keepdims):
    """Share g evenly among the entries that attain a maximum or minimum."""
    if not keepdims and axis is not None:
        y = np.expand_dims(y, axis)
    hit = x == y
    return np.where(hit, _spread(g, x, axis, keepdims), 0) / np.sum(
        hit, axis=axis, keepdims=True
    )


def _flip_cumsum(g, y, x, axis):
    return np.flip(np.cumsum(np.flip(g, axis), axis=axis), axis)


RULES.update({
    np.sum: (lambda g, y, x, axis, keepdims: _spread(g, x, axis, keepdims),),
    average: (_spread_evenly,),
    repeat: (lambda g, y, x, shape: fit(g, x),),
    np.max: (_extreme,),
    np.min: (_extreme,),
    np.cumsum: (_flip_cumsum,),
})  # fmt: skip


def _euclidean(x, axis, keepdims):
    return np.sqrt(np.sum(np.square(x), axis=axis, keepdims=keepdims))


def _along_euclidean(g, y, x, axis, keepdims):
    slope = g * upright(y)
    if not keepdims and axis is not None:
        slope = np.expand_dims(slope, axis)
    return x * slope


def length(x, axis, keepdims):
    """Return the root of the sum of squares, whose slope at 0 is 0."""
    return apply(_euclidean, (x,), {"axis": axis, "keepdims": keepdims})


RULES[_euclidean] = (_along_euclidean,)


# Shapes. Each of these moves entries, and its adjoint moves them back.


def scatter(g, index, shape):
    """Add g into zeros of a shape at an index: the adjoint of reading x[index]."""
    x = np.zeros(shape, dtype=g.dtype)
    parts = index if isinstance(index, tuple) else (index,)
    if all(isinstance(p, (int, slice, type(None), type(...))) for p in parts):
        x[index] = g
    else:
        np.add.at(x, index, g)  # an entry read twice gets both
    return x


def _scatter(g, index, shape):
    return apply(scatter, (g,), {"index": index, "shape": shape})


def concatenate(*arrays, axis):
    """Return the arrays one behind the other; NumPy takes them as one list."""
    return np.concatenate(arrays, axis=axis)


def _concatenate_rule(k):
    def rule(g, y, *arrays, axis):
        start = sum(a.shape[axis] for a in arrays[:k])
        cut = slice(start, start + arrays[k].shape[axis])
        return g[(slice(None),) * (axis % g.ndim) + (cut,)]

    return rule


class _EveryArgument:
    """One rule for each of any number of arguments."""

    def __init__(self, make):
        self.make = make

    def __iter__(self):
        k = 0
        while True:
            yield self.make(k)
            k += 1


RULES[concatenate] = _EveryArgument(_concatenate_rule)
RULES[einsum] = _EveryArgument(_einsum_rule)
RULES.update({
    entry: (lambda g, y, x, index: _scatter(g, index, x.shape),),
    scatter: (lambda g, y, x, index, shape: g[index],),
    np.reshape: (lambda g, y, x, shape: np.reshape(g, x.shape),),
    np.transpose: (lambda g, y, x, axes: np.transpose(g, np.argsort(axes)),),
    np.flip: (lambda g, y, x, axis: np.flip(g, axis),),
    np.broadcast_to: (lambda g, y, x, shape: fit(g, x),),
    np.expand_dims: (lambda g, y, x, axis: np.reshape(g, x.shape),),
})  # fmt: skip

"""Checks of the coded exercises of the chapter on linear maps."""

import numpy as np

from mathdl.exercises._judge import Exercise, Mistake
from mathdl.linalg import null_space


def _rng() -> np.random.Generator:
    return np.random.default_rng(20)


def _affine_map(M, b):
    """Return the map with a matrix and a bias, as a function of one vector."""
    outputs, inputs = M.shape

    def f(x):
        if np.shape(x) != (inputs,):
            raise ValueError(f"f takes one vector with {inputs} entries")
        return M @ np.asarray(x, float) + b

    f.__doc__ = f"an affine map from {inputs} to {outputs} dimensions"
    return f


def _layer_of(f, n):
    b = f(np.zeros(n))
    return np.column_stack([*(f(e) - b for e in np.eye(n)), b])


def _columns_with_bias(f, n):
    return np.column_stack([f(e) for e in [*np.eye(n), np.zeros(n)]])


def _rotation(theta):
    c, s = np.cos(theta), np.sin(theta)
    return np.array([[c, -s], [s, c]])


def _undo(Y, W, b):
    return np.linalg.solve(W, (Y - b).T).T


def _collapse(layers):
    W, b = layers[0]
    for V, c in layers[1:]:
        W, b = V @ W, V @ b + c
    return np.column_stack([W, b])


def _with_input(layers):
    """Return the layers whose matrices add the input too."""
    return [(np.eye(len(b)) + W, b) for W, b in layers]


def _residual(layers):
    return _collapse(_with_input(layers))


def _residual_backwards(layers):
    return _residual(layers[::-1])


def _residual_once(layers):
    W = _collapse(layers)
    return W + np.eye(*W.shape)


def _residual_adding_biases(layers):
    W = _residual(layers)[:, :-1]
    return np.column_stack([W, sum(b for _, b in layers)])


def _places(w, b):
    return np.sort(-b[w != 0] / w[w != 0])


def _pieces(w, b):
    places = _places(w, b)
    apart = np.diff(places) > 1e-9 * (1 + np.abs(places[1:]))
    return int(np.sum(apart)) + (2 if places.size else 1)


def _pieces_one_per_unit(w, b):
    return len(w) + 1


def _pieces_without_repeats(w, b):
    return int(np.sum(w != 0)) + 1


def _pieces_to_the_last_digit(w, b):
    return len(np.unique(_places(w, b))) + 1


def _kinks(w, b):
    return _pieces(w, b) - 1


def _seen(_expected, given, W):
    """Return how far a vector is from length 1, and its image from zero."""
    length = np.linalg.norm(given)
    return abs(length - 1), np.max(np.abs(W @ given)) / (np.abs(W).max() or 1)


def _kernel_vector(W):
    return np.linalg.svd(W)[2][-1]


def _dependent(rng, n):
    """Draw a square matrix whose last row is the sum of the others."""
    rows = rng.normal(size=(n - 1, n))
    return np.vstack([rows, rows.sum(axis=0)])


def _black_boxes():
    rng = _rng()
    for m, n in [(1, 1), (2, 1), (1, 2), (2, 2), (2, 2), (3, 2), (2, 3), (5, 5)]:
        yield _affine_map(rng.normal(size=(m, n)), rng.normal(size=m)), n


def _stack(rng, n, layers):
    return [(rng.normal(size=(n, n)), rng.normal(size=n)) for _ in range(layers)]


def _stacks():
    rng = _rng()
    for n, layers in [(1, 1), (2, 1), (1, 3), (2, 2), (2, 2), (3, 3), (4, 2), (2, 6)]:
        yield (_stack(rng, n, layers),)
    yield ([(_dependent(rng, 3), rng.normal(size=3)), *_stack(rng, 3, 1)],)


def _batches():
    rng = _rng()
    for samples, n in [(1, 1), (2, 1), (1, 2), (2, 2), (2, 2), (5, 3), (3, 3), (4, 4)]:
        W = rng.normal(size=(n, n))
        yield rng.normal(size=(samples, n)), W, rng.normal(size=n)
    yield _dependent(rng, 3), rng.normal(size=(3, 3)), rng.normal(size=3)


def _wide_matrices():
    rng = _rng()
    for rows in (
        [[1, 1]],
        [[0, 0]],
        [[0, 0, 1]],
        [[0.5, 0, 0], [0, 0, 2]],  # only (0, 1, 0) is lost
        [[0, 1, 0], [0, 0, 1]],
        [[1, 2, 0], [2, 4, 0]],
        [[1, 2, 3], [1.5, 3, 4.5]],
        [[1, 0.5, 2, 1], [2, 1, 4, 2], [0, 0, 0, 0]],
    ):
        yield (np.array(rows, float),)
    for m in (1, 1, 2, 3, 4, 5):
        yield (rng.normal(size=(m, m + rng.integers(1, 4))),)


def _units():
    for w, b in (
        ([1], [0]),
        ([0], [1]),
        ([-0.5], [2]),
        ([0, 0], [0, 3]),
        ([1, -1], [0, 0]),
        ([1, -1], [1, -1]),
        ([1, -1], [0.25, 0.25]),
        ([2, 0.5], [1, 0.25]),
        ([0.1, 0.3], [0.3, 0.9]),  # equal on paper, and not in the last digit
        ([0.3, 0.5], [0.4, 0.6]),
        ([0, 0.7, -2.1], [1.2, 0.1, -0.3]),
        ([0.4, 1, -0.2, 3], [0.44, -0.3, 0.5, 3.3]),
        ([-1, -1, -1, -1, -1], [0.25, 0.5, 0.75, 0.5, 10.25]),
        ([1, 0, -2, 0.5, 3, 0, 0.2, 4], [1.5, 2, -3, 0.75, 1, 0, 0.3, 6.4]),
    ):
        yield np.array(w, float), np.array(b, float)


EXERCISES = [
    Exercise(
        label="ex-linear-maps-columns",
        answer=_layer_of,
        names=("f", "n"),
        cases=_black_boxes,
        tried="layers from 1 to 5 dimensions",
        invariant={"n zero": "there is a dimension"},
        mistakes=(
            Mistake(
                lambda f, n: _layer_of(f, n).T,
                "the images of the basis vectors give the columns of the matrix; "
                "yours stand in its rows.",
            ),
            Mistake(
                lambda f, n: f(np.eye(n)),
                "f takes one vector; call it once for each basis vector.",
            ),
            Mistake(
                _columns_with_bias,
                "f(e_j) is column j and the bias on top of it: subtract f(0).",
            ),
            Mistake(
                lambda f, n: _layer_of(f, n)[:, :-1],
                "the bias is missing: append b as one more column.",
            ),
        ),
    ),
    Exercise(
        label="ex-linear-maps-rotation",
        answer=_rotation,
        names=("theta",),
        cases=lambda: [(t,) for t in (0.0, np.pi / 2, -np.pi / 3, 2.5, 7.0, -40.0)],
        tried="angles",
        mistakes=(
            Mistake(
                lambda theta: _rotation(-theta),
                "this turns clockwise; the image of e_2 is a quarter turn "
                "ahead of that of e_1.",
                changes=("theta negated",),
            ),
            Mistake(
                lambda theta: _rotation(np.deg2rad(theta)),
                "the angle is in radians already.",
            ),
            Mistake(
                lambda theta: np.array(
                    [
                        [np.cos(theta), np.sin(theta)],
                        [np.sin(theta), np.cos(theta)],
                    ]
                ),
                "check the signs: e_2 goes to (-sin, cos).",
            ),
            Mistake(
                lambda theta: np.array(
                    [
                        [np.cos(theta), np.sin(theta)],
                        [np.sin(theta), -np.cos(theta)],
                    ]
                ),
                "this is a reflection: its determinant is -1, and that of a turn is 1.",
            ),
        ),
    ),
    Exercise(
        label="ex-linear-maps-batch",
        answer=_undo,
        names=("Y", "W", "b"),
        cases=_batches,
        tried="batches of 1 to 5 samples with 1 to 4 features",
        invariant={"W dependent": "a W that can be undone has full rank"},
        mistakes=(
            Mistake(
                lambda Y, W, b: np.linalg.solve(W.T, (Y - b).T).T,
                "W maps a column, and the samples are rows: here W is transposed "
                "once too often.",
            ),
            Mistake(
                lambda Y, W, b: np.linalg.solve(W, Y.T).T,
                "the bias is still in it; subtract b from each row first.",
            ),
            Mistake(
                lambda Y, W, b: np.linalg.solve(W, Y.T).T - b,
                "the bias came last, so it goes first: subtract b before undoing W.",
            ),
            Mistake(
                lambda Y, W, b: np.linalg.solve(W, (Y - b).T),
                "the samples are the rows of X; yours are the columns.",
            ),
        ),
    ),
    Exercise(
        label="ex-linear-maps-collapse",
        answer=_residual,
        names=("layers",),
        cases=_stacks,
        tried="stacks of one to six layers",
        mistakes=(
            Mistake(
                _residual_backwards,
                "the first layer acts first, so its matrix stands on the right.",
                changes=("layers permuted",),
            ),
            Mistake(_collapse, "each layer adds its input: its matrix is I + W."),
            Mistake(
                _residual_once,
                "every layer adds its own input, not the last one that of the first.",
            ),
            Mistake(
                _residual_adding_biases,
                "each bias passes through the layers after it; it is not just added.",
            ),
            Mistake(
                lambda layers: _residual(layers)[:, :-1],
                "the bias is missing: append b as one more column.",
            ),
        ),
    ),
    Exercise(
        label="ex-linear-maps-invisible",
        answer=_kernel_vector,
        names=("W",),
        cases=_wide_matrices,
        error=_seen,
        invariant={
            "W negated": "the kernel is the same",
            "W permuted": "the order of the rows does not change the kernel",
            "W with one column": "there are more columns than rows",
            "W square": "there are more columns than rows",
        },
        tried="matrices with 1 to 5 rows, also dependent ones",
        mistakes=(
            Mistake(
                lambda W: np.zeros(W.shape[1]),
                "the zero vector changes nothing at all; the length has to be 1.",
            ),
            Mistake(
                lambda W: np.linalg.svd(W)[0][:, -1],
                "what you return fits an output; it has to fit an input.",
            ),
            Mistake(
                lambda W: null_space(W)[:, 0],
                "it changes nothing, but its length is not 1 yet.",
            ),
        ),
    ),
    Exercise(
        label="ex-linear-maps-kinks",
        answer=_pieces,
        names=("w", "b"),
        cases=_units,
        tried="layers of 1 to 8 units",
        invariant={
            "w negated": "the places are mirrored, and as many",
            "b negated": "the places are mirrored, and as many",
            "answer absolute": "a number of pieces is positive",
            "answer clipped": "a number of pieces is positive",
        },
        mistakes=(
            Mistake(
                _pieces_one_per_unit,
                "units with weight 0 never switch, and some switch at the same place.",
            ),
            Mistake(
                _pieces_without_repeats,
                "two units that switch at the same place make one cut, not two.",
            ),
            Mistake(
                _pieces_to_the_last_digit,
                "quotients that are equal on paper may differ in the last digit; "
                "compare them to nine digits.",
            ),
            Mistake(_kinks, "k cuts make k + 1 intervals."),
        ),
    ),
]

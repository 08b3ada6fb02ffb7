"""Checks of the coded exercises of the chapter on linear maps."""

import numpy as np

from mathdl.exercises._judge import Exercise, Mistake
from mathdl.linalg import null_space


def _rng() -> np.random.Generator:
    return np.random.default_rng(20)


def _linear_map(M):
    """Return the map with a matrix, as a function that takes one vector."""
    outputs, inputs = M.shape

    def f(x):
        if np.shape(x) != (inputs,):
            raise ValueError(f"f takes one vector with {inputs} entries")
        return M @ np.asarray(x, float)

    f.__doc__ = f"a linear map from {inputs} to {outputs} dimensions"
    return f


def _matrix_of(f, n):
    return np.column_stack([f(e) for e in np.eye(n)])


def _rotation(theta):
    c, s = np.cos(theta), np.sin(theta)
    return np.array([[c, -s], [s, c]])


def _layer(X, W, b):
    return X @ W.T + b


def _collapse(layers):
    W, b = layers[0]
    for V, c in layers[1:]:
        W, b = V @ W, V @ b + c
    return np.column_stack([W, b])


def _collapse_backwards(layers):
    return _collapse(layers[::-1])


def _collapse_adding_biases(layers):
    W = _collapse(layers)[:, :-1]
    return np.column_stack([W, sum(b for _, b in layers)])


def _collapse_last_bias(layers):
    return np.column_stack([_collapse(layers)[:, :-1], layers[-1][1]])


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
        yield _linear_map(rng.normal(size=(m, n))), n


def _stack(rng, *sizes):
    shapes = zip(sizes[1:], sizes[:-1], strict=True)
    return [(rng.normal(size=s), rng.normal(size=s[0])) for s in shapes]


def _stacks():
    rng = _rng()
    for sizes in [(1, 1), (3, 2), (1, 2, 3), (3, 1, 2), (4, 2, 3, 2), (2, 4, 1, 3, 3)]:
        yield (_stack(rng, *sizes),)
    # Squares: a wrong order is no wrong shape here.
    for sizes in [(2, 2, 2), (2, 2, 2), (3, 3, 3, 3), (2, 2, 2, 2, 2, 2, 2)]:
        yield (_stack(rng, *sizes),)
    yield ([(_dependent(rng, 3), rng.normal(size=3)), *_stack(rng, 3, 3)],)


def _batches():
    rng = _rng()
    sizes = [
        (1, 1, 1), (1, 2, 2), (2, 2, 2), (2, 2, 2), (2, 3, 4), (3, 1, 2), (5, 3, 1),
        (3, 2, 3), (4, 4, 4),
    ]  # fmt: skip
    for samples, n, m in sizes:
        yield rng.normal(size=(samples, n)), rng.normal(size=(m, n)), rng.normal(size=m)
    yield _dependent(rng, 3), _dependent(rng, 3), rng.normal(size=3)


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
        answer=_matrix_of,
        names=("f", "n"),
        cases=_black_boxes,
        tried="linear maps from 1 to 5 dimensions",
        invariant={"n zero": "there is a dimension"},
        mistakes=(
            Mistake(
                lambda f, n: _matrix_of(f, n).T,
                "the images of the basis vectors are the columns of the matrix; "
                "yours stand in its rows.",
            ),
            Mistake(
                lambda f, n: f(np.eye(n)),
                "f takes one vector; call it once for each basis vector.",
            ),
            Mistake(
                lambda f, n: f(np.ones(n)),
                "one call of f gives one column; n calls are needed.",
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
        answer=_layer,
        names=("X", "W", "b"),
        cases=_batches,
        tried="batches of 1 to 5 samples with 1 to 4 features",
        mistakes=(
            Mistake(
                lambda X, W, b: X @ W + b,
                "W maps a column, and the samples are rows: transpose W.",
            ),
            Mistake(
                lambda X, W, b: (W @ X.T).T, "the bias is missing; add b to each row."
            ),
            Mistake(
                lambda X, W, b: W @ X.T + b[:, None],
                "the outputs are the rows, one for each sample; yours are the columns.",
            ),
        ),
    ),
    Exercise(
        label="ex-linear-maps-collapse",
        answer=_collapse,
        names=("layers",),
        cases=_stacks,
        tried="stacks of one to six layers",
        mistakes=(
            Mistake(
                _collapse_backwards,
                "the first layer acts first, so its matrix stands on the right.",
                changes=("layers permuted",),
            ),
            Mistake(
                _collapse_adding_biases,
                "each bias passes through the layers after it; it is not just added.",
            ),
            Mistake(
                _collapse_last_bias,
                "the biases of the earlier layers are lost; carry W and b along.",
            ),
            Mistake(
                lambda layers: _collapse(layers)[:, :-1],
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

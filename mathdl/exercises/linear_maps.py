"""Checks of the coded exercises of the chapter on linear maps."""

import numpy as np

from mathdl.exercises._judge import Exercise, Mistake
from mathdl.linalg import null_space


def _rng() -> np.random.Generator:
    return np.random.default_rng(20)


def running_sum(x):
    """Return the sums of all entries up to each."""
    return np.cumsum(x)


def append_sum(x):
    """Return x with the sum of its entries behind it."""
    return np.append(x, x.sum())


def differences(x):
    """Return each entry minus twice the next."""
    return x[:-1] - 2 * x[1:]


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


def _pieces(w, b):
    switches = w != 0
    return len(np.unique(-b[switches] / w[switches])) + 1


def _pieces_one_per_unit(w, b):
    return len(w) + 1


def _pieces_without_repeats(w, b):
    return int(np.sum(w != 0)) + 1


def _kinks(w, b):
    return _pieces(w, b) - 1


def _seen(_expected, given, W):
    """Return how far a vector is from length 1, and its image from zero."""
    length = np.linalg.norm(given)
    return abs(length - 1), np.max(np.abs(W @ given)) / np.abs(W).max()


def _kernel_vector(W):
    return np.linalg.svd(W)[2][-1]


def _layers_of_square_shape(rng):
    """Two layers of square matrices, so that a wrong order is not a wrong shape."""
    return [(rng.integers(-2, 3, (2, 2)) * 1.0, rng.integers(1, 4, 2) * 1.0)] + [
        (np.array([[1.0, 2.0], [0.0, 1.0]]), np.array([1.0, -1.0]))
    ]


def _stacks():
    rng = _rng()
    for depth in (1, 2, 3, 4):
        sizes = rng.integers(1, 5, size=depth + 1)
        shapes = zip(sizes[1:], sizes[:-1], strict=True)
        yield ([(rng.normal(size=s), rng.normal(size=s[0])) for s in shapes],)
    for _ in range(8):
        yield (_layers_of_square_shape(rng),)


def _batches():
    rng = _rng()
    for samples, n, m in [(1, 2, 2), (2, 2, 2), (3, 2, 4), (5, 3, 1), (4, 4, 4)]:
        yield rng.normal(size=(samples, n)), rng.normal(size=(m, n)), rng.normal(size=m)


def _wide_matrices():
    rng = _rng()
    yield (np.array([[1.0, 1.0]]),)
    yield (np.array([[1.0, 2.0, 0.0], [2.0, 4.0, 0.0]]),)
    for m in (1, 2, 3, 4, 5):
        yield (rng.normal(size=(m, m + rng.integers(1, 4))),)


def _units():
    rng = _rng()
    yield np.array([1.0]), np.array([0.0])
    yield np.array([0.0]), np.array([1.0])
    yield np.array([1.0, 2.0]), np.array([1.0, 2.0])
    yield np.array([1.0, -1.0]), np.array([1.0, -1.0])
    for h in (2, 3, 5, 8):
        yield rng.integers(-2, 3, h) * 1.0, rng.integers(-3, 4, h) * 1.0


EXERCISES = [
    Exercise(
        label="ex-linear-maps-columns",
        answer=_matrix_of,
        names=("f", "n"),
        cases=lambda: [
            (f, n) for n in (2, 3, 5) for f in (running_sum, append_sum, differences)
        ],
        tried="linear maps on vectors of length 2, 3 and 5",
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
        cases=lambda: [(t,) for t in (0.0, np.pi / 2, -np.pi / 3, 2.5, 7.0)],
        tried="angles",
        mistakes=(
            Mistake(
                lambda theta: _rotation(-theta),
                "this turns clockwise; the image of e_2 is a quarter turn "
                "ahead of that of e_1.",
            ),
            Mistake(
                lambda theta: _rotation(np.deg2rad(theta)),
                "the angle is in radians already.",
            ),
            Mistake(
                lambda theta: np.abs(_rotation(theta)) * np.sign(np.cos(theta)),
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
        tried="batches of 1 to 5 samples and five shapes of W",
        mistakes=(
            Mistake(
                lambda X, W, b: X @ W + b,
                "W maps a column, and the samples are rows: transpose W.",
            ),
            Mistake(
                lambda X, W, b: (W @ X.T).T, "the bias is missing; add b to each row."
            ),
            Mistake(
                lambda X, W, b: (X @ W.T + b).T,
                "the outputs are the rows, one for each sample; yours are the columns.",
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
        tried="stacks of one to four layers",
        mistakes=(
            Mistake(
                _collapse_backwards,
                "the first layer acts first, so its matrix stands on the right.",
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
        tried="matrices with 1 to 5 rows",
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
        mistakes=(
            Mistake(
                _pieces_one_per_unit,
                "units with weight 0 never switch, and some switch at the same place.",
            ),
            Mistake(
                _pieces_without_repeats,
                "two units that switch at the same place make one cut, not two.",
            ),
            Mistake(_kinks, "k cuts make k + 1 intervals."),
        ),
    ),
]

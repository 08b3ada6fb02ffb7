"""Checks of the coded exercises of the chapter on matrix calculus."""

from collections.abc import Iterator

import numpy as np

from mathdl.exercises._judge import Exercise, Mistake


def _rng() -> np.random.Generator:
    return np.random.default_rng(1786)


def _log_volume_gradient(X):
    return np.linalg.pinv(X).T


def _inverse_of_gram_first(X):
    return np.linalg.inv(X.T @ X) @ X.T


def _twice_the_gradient(X):
    return 2 * np.linalg.pinv(X).T


def _times_the_products(X):
    return X @ (X.T @ X)


def _tall() -> Iterator[tuple]:
    """Yield tall and square matrices of full column rank."""
    rng = _rng()
    yield (np.array([[2.5]]),)
    yield (np.array([[3.0, 1.5], [-0.5, 2.0]]),)
    yield (np.array([[0.5], [-1.5], [2.0]]),)
    for m, n in [(2, 1), (3, 2), (4, 3), (4, 4), (6, 2), (7, 5)]:
        yield (rng.normal(size=(m, n)),)
    yield (rng.normal(size=(3, 2)),)
    yield (300 * rng.normal(size=(160, 140)),)


def _solve_backward(A, b, g):
    x, y = np.linalg.solve(A, b), np.linalg.solve(A.T, g)
    return np.column_stack([-np.outer(y, x), y])


def _without_transpose(A, b, g):
    x, y = np.linalg.solve(A, b), np.linalg.solve(A, g)
    return np.column_stack([-np.outer(y, x), y])


def _turned_about(A, b, g):
    x, y = np.linalg.solve(A, b), np.linalg.solve(A.T, g)
    return np.column_stack([-np.outer(x, y), y])


def _sign_lost(A, b, g):
    x, y = np.linalg.solve(A, b), np.linalg.solve(A.T, g)
    return np.column_stack([np.outer(y, x), y])


def _by_b_first(A, b, g):
    full = _solve_backward(A, b, g)
    return np.column_stack([full[:, -1], full[:, :-1]])


def _with_b_for_x(A, b, g):
    y = np.linalg.solve(A.T, g)
    return np.column_stack([-np.outer(y, b), y])


def _systems() -> Iterator[tuple]:
    """Yield systems that are not symmetric, of 1 to 6 equations."""
    rng = _rng()
    yield np.array([[2.0]]), np.array([1.5]), np.array([-0.5])
    yield (
        np.array([[2.0, 1.0], [0.5, 3.0]]),
        np.array([1.5, 4.5]),
        np.array([-0.5, 2.5]),
    )
    for n in (2, 3, 4, 6):
        yield rng.normal(size=(n, n)), rng.normal(size=n), rng.normal(size=n)
    far = np.array([1.0, -2.0, 40.5])
    yield rng.normal(size=(3, 3)), far, np.array([0.5, -3.0, 25.0])


def _parts(Q, K, V, G, tau):
    products = Q @ K.T
    A = np.exp(tau * products - np.max(tau * products, axis=1, keepdims=True))
    A = A / A.sum(axis=1, keepdims=True)
    return products, A, G @ V.T


def _sharpness_slope(Q, K, V, G, tau):
    products, A, A_bar = _parts(Q, K, V, G, tau)
    c = np.sum(A * A_bar, axis=1, keepdims=True)
    return np.sum(A * (A_bar - c) * products)


def _no_correction(Q, K, V, G, tau):
    products, A, A_bar = _parts(Q, K, V, G, tau)
    return np.sum(A * A_bar * products)


def _along_columns(Q, K, V, G, tau):
    products, A, A_bar = _parts(Q, K, V, G, tau)
    c = np.sum(A * A_bar, axis=0, keepdims=True)
    return np.sum(A * (A_bar - c) * products)


def _times_tau(Q, K, V, G, tau):
    return tau * _sharpness_slope(Q, K, V, G, tau)


def _divided_by_root(Q, K, V, G, tau):
    return _sharpness_slope(Q, K, V, G, tau / np.sqrt(Q.shape[1]))


def _heads() -> Iterator[tuple]:
    """Yield heads of all small shapes, and one whose scores are far apart."""
    rng = _rng()
    yield (
        np.array([[1.0]]),
        np.array([[0.5], [-1.5]]),
        np.array([[3.0], [0.5]]),
        np.array([[1.5]]),
        0.75,
    )
    for m, n, d, p in [(2, 2, 2, 2), (3, 3, 2, 2), (1, 4, 2, 3), (4, 1, 2, 3)]:
        sizes = [(m, d), (n, d), (n, p), (m, p)]
        yield (*(rng.normal(size=s) for s in sizes), rng.uniform(-0.5, 1.5))
    for m, n, d, p in [(3, 5, 1, 2), (5, 3, 4, 1), (4, 6, 3, 2)]:
        sizes = [(m, d), (n, d), (n, p), (m, p)]
        yield (*(rng.normal(size=s) for s in sizes), rng.uniform(0.2, 2))
    low = [np.outer(rng.normal(size=4), rng.normal(size=3)) for _ in range(4)]
    yield low[0], low[1], low[2], low[3], 0.6
    Q, K, V, G = (3 * rng.normal(size=(3, 2)) for _ in range(4))
    yield Q, K, V, G, 0.4


def _gradient_lengths(D, X):
    return np.linalg.norm(np.swapaxes(D, 1, 2) @ X, axis=(1, 2))


def _length_of_the_sum(D, X):
    whole = np.einsum("ntm,ntk->mk", D, X)
    return np.full(len(D), np.linalg.norm(whole))


def _product_of_lengths(D, X):
    return np.linalg.norm(D, axis=(1, 2)) * np.linalg.norm(X, axis=(1, 2))


def _tokens_apart(D, X):
    squares = np.sum(D**2, axis=2) * np.sum(X**2, axis=2)
    return np.sqrt(squares.sum(axis=1))


def _lengths_added(D, X):
    lengths = np.linalg.norm(D, axis=2) * np.linalg.norm(X, axis=2)
    return lengths.sum(axis=1)


def _squared(D, X):
    return _gradient_lengths(D, X) ** 2


def _batches() -> Iterator[tuple]:
    """Yield batches of one and more samples, tokens, inputs and outputs."""
    rng = _rng()
    yield np.array([[[1.5, -0.5]]]), np.array([[[2.0]]])
    yield rng.normal(size=(2, 2, 2)), rng.normal(size=(2, 2, 2))
    for N, t, m, n in [(1, 3, 2, 4), (4, 1, 3, 2), (3, 4, 1, 2), (5, 6, 3, 4)]:
        yield rng.normal(size=(N, t, m)), rng.normal(size=(N, t, n))
    yield rng.normal(size=(2, 2, 2)), rng.normal(size=(2, 2, 2))
    yield rng.normal(size=(4, 1, 3)), rng.normal(size=(4, 1, 2))
    D = rng.normal(size=(3, 2, 3))
    yield D, np.stack([np.outer([1.0, -2.5], rng.normal(size=2)) for _ in D])


def _from_triangle(T):
    return (T + T.T) / 2


def _mirrored(T):
    return T + T.T - np.diag(np.diag(T))


def _sum_of_both(T):
    return T + T.T


def _diagonal_halved(T):
    return _mirrored(T) - np.diag(np.diag(T)) / 2


def _doubled_off(T):
    return 2 * _mirrored(T) - np.diag(np.diag(T))


def _triangles() -> Iterator[tuple]:
    """Yield upper triangles of 1 to 6 rows."""
    rng = _rng()
    yield (np.array([[2.5]]),)
    yield (np.array([[1.0, -2.5], [0.0, 3.5]]),)
    yield (np.array([[1.0, 2.5], [0.0, 0.0]]),)
    for n in (3, 4, 6):
        yield (np.triu(rng.normal(size=(n, n))),)


def _condition(X):
    U, s, Vt = np.linalg.svd(X)
    first, last = np.outer(U[:, 0], Vt[0]), np.outer(U[:, -1], Vt[-1])
    return U, s, Vt, first, last


def _condition_gradient(X):
    _, s, _, first, last = _condition(X)
    return first / s[-1] - s[0] / s[-1] ** 2 * last


def _not_transposed(X):
    return _condition_gradient(X).T


def _quotient_of_gradients(X):
    _, s, _, first, last = _condition(X)
    return first / s[-1] - last


def _plus_for_minus(X):
    _, s, _, first, last = _condition(X)
    return first / s[-1] + s[0] / s[-1] ** 2 * last


def _columns_of_vt(X):
    U, s, Vt, *_ = _condition(X)
    first, last = np.outer(U[:, 0], Vt[:, 0]), np.outer(U[:, -1], Vt[:, -1])
    return first / s[-1] - s[0] / s[-1] ** 2 * last


def _invertible() -> Iterator[tuple]:
    """Yield invertible matrices of 2 to 6 rows, well and badly conditioned."""
    rng = _rng()
    yield (np.array([[2.0, 1.5], [-0.5, 3.0]]),)
    yield (np.array([[4.0, 0.0], [0.0, -0.5]]),)
    for n in (2, 3, 4, 6):
        yield (rng.normal(size=(n, n)),)
    U, V = np.linalg.qr(rng.normal(size=(2, 3, 3)))[0]
    yield (U * [0.02, 1.5, 40.0] @ V,)


EXERCISES = [
    Exercise(
        label="ex-matrix-calculus-volume",
        answer=_log_volume_gradient,
        names=("X",),
        cases=_tall,
        tried="tall and square matrices of 1 to 160 rows",
        mistakes=(
            Mistake(
                _inverse_of_gram_first,
                "this is the transpose: the gradient has the shape of X.",
            ),
            Mistake(
                _twice_the_gradient,
                "the half in front takes away the two that XᵀX brings.",
            ),
            Mistake(
                _times_the_products,
                "this multiplies by XᵀX; a log-determinant brings its inverse.",
            ),
        ),
        invariant={
            "X dependent": "the columns are linearly independent",
        },
    ),
    Exercise(
        label="ex-matrix-calculus-solve",
        answer=_solve_backward,
        names=("A", "b", "g"),
        cases=_systems,
        tried="systems of 1 to 6 equations, not symmetric",
        mistakes=(
            Mistake(
                _without_transpose,
                "the second system has the transpose of A.",
            ),
            Mistake(
                _turned_about,
                "the block for A is transposed: rows belong to the rows of A.",
            ),
            Mistake(
                _sign_lost,
                "the differential of an inverse has a minus sign.",
                changes=("b negated",),
            ),
            Mistake(
                _by_b_first,
                "the column for b comes last.",
            ),
            Mistake(
                _with_b_for_x,
                "the second factor is the solution x, not b.",
            ),
        ),
        invariant={"A dependent": "an invertible matrix is asked for"},
    ),
    Exercise(
        label="ex-matrix-calculus-sharpness",
        answer=_sharpness_slope,
        names=("Q", "K", "V", "G", "tau"),
        cases=_heads,
        tried="heads of 1 to 6 tokens, with scores near each other and far apart",
        mistakes=(
            Mistake(
                _no_correction,
                "the softmax takes from the other keys what one gains: subtract c.",
            ),
            Mistake(
                _along_columns,
                "the softmax runs along rows, and so does the sum c.",
            ),
            Mistake(
                _times_tau,
                "the scores are τ times the products: their slope has no τ.",
            ),
            Mistake(
                _divided_by_root,
                "τ stands in place of the root of d; there is no root here.",
            ),
        ),
    ),
    Exercise(
        label="ex-matrix-calculus-lengths",
        answer=_gradient_lengths,
        names=("D", "X"),
        cases=_batches,
        tried="batches of 1 to 5 samples with 1 to 6 tokens",
        mistakes=(
            Mistake(
                _length_of_the_sum,
                "this is one gradient, of the whole batch; one for each is asked for.",
            ),
            Mistake(
                _product_of_lengths,
                "a product of lengths is right for one token alone.",
            ),
            Mistake(
                _tokens_apart,
                "the tokens of a sample add up before the length is taken.",
            ),
            Mistake(
                _lengths_added,
                "lengths do not add up; the gradients of the tokens do.",
            ),
            Mistake(_squared, "these are squares of lengths: take the root."),
        ),
        invariant={
            "D negated": "a length is asked for",
            "X negated": "a length is asked for",
            "answer absolute": "a length is not negative",
            "answer clipped": "a length is not negative",
        },
    ),
    Exercise(
        label="ex-matrix-calculus-triangle",
        answer=_from_triangle,
        names=("T",),
        cases=_triangles,
        tried="triangles of 1 to 6 rows",
        mistakes=(
            Mistake(
                _mirrored,
                "a slope by a free entry counts two places: each gets half of it.",
            ),
            Mistake(
                _sum_of_both,
                "this is twice the gradient: take the mean, not the sum.",
            ),
            Mistake(
                _diagonal_halved,
                "the diagonal keeps its slopes; what lies off it is halved.",
            ),
            Mistake(
                _doubled_off,
                "off the diagonal, halve the slopes; do not double them.",
            ),
        ),
    ),
    Exercise(
        label="ex-matrix-calculus-condition",
        answer=_condition_gradient,
        names=("X",),
        cases=_invertible,
        tried="invertible matrices of 2 to 6 rows, some badly conditioned",
        mistakes=(
            Mistake(
                _not_transposed,
                "the gradient is transposed: columns of U come first.",
            ),
            Mistake(
                _quotient_of_gradients,
                "the quotient rule: σ₁ over σₙ squared stands before the second term.",
            ),
            Mistake(
                _plus_for_minus,
                "a larger σₙ makes the quotient smaller: minus.",
            ),
            Mistake(
                _columns_of_vt,
                "np.linalg.svd returns V transposed: its rows are the vectors.",
            ),
        ),
        invariant={
            "X with one row": "n is at least 2",
            "X with one column": "n is at least 2",
            "X dependent": "an invertible matrix is asked for",
        },
    ),
]

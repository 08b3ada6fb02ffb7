"""Checks of the coded exercises of the chapter on linear systems."""

import numpy as np

from mathdl.exercises._judge import Exercise, Mistake


def _rng() -> np.random.Generator:
    return np.random.default_rng(31)


# Use the triangles


def _lu_solve(L, U, p, b):
    return np.linalg.solve(U, np.linalg.solve(L, b[np.asarray(p)]))


def _order_undone(L, U, p, b):
    return _lu_solve(L, U, np.argsort(p), b)


def _order_kept(L, U, p, b):
    return _lu_solve(L, U, np.arange(len(b)), b)


def _solution_in_order(L, U, p, b):
    return _lu_solve(L, U, np.arange(len(b)), b)[np.asarray(p)]


def _triangles_exchanged(L, U, p, b):
    return np.linalg.solve(L, np.linalg.solve(U, b[np.asarray(p)]))


def _first_triangle_alone(L, U, p, b):
    return np.linalg.solve(L, b[np.asarray(p)])


def _from_above(L, U, p, b):
    """Solve U x = y as if U were lower triangular: its upper part is ignored."""
    return np.linalg.solve(L, b[np.asarray(p)]) / np.diag(U)


def _factored():
    rng = _rng()
    for n in (1, 2, 3, 3, 4, 5):
        L = np.tril(rng.uniform(-1, 1, size=(n, n)), -1) + np.eye(n)
        signs = rng.choice([-1.0, 1.0], size=n)
        U = np.triu(rng.normal(size=(n, n)), 1) + np.diag(
            signs * rng.uniform(1, 3, size=n)
        )
        b = 10 * rng.normal(size=n)
        yield L, U, list(np.roll(np.arange(n), 1)), b
        yield L, U, [int(i) for i in rng.permutation(n)], np.sort(b)


# Fine-tuning on a leash


def _near(A, b, x0, lam):
    S = A.T @ A + lam * np.eye(len(x0))
    return np.linalg.solve(S, A.T @ b + lam * x0)


def _near_zero(A, b, x0, lam):
    return _near(A, b, np.zeros(len(x0)), lam)


def _near_added(A, b, x0, lam):
    return x0 + _near_zero(A, b, x0, lam)


def _near_change_alone(A, b, x0, lam):
    return _near(A, b, x0, lam) - x0


def _near_per_sample(A, b, x0, lam):
    return _near(A, b, x0, len(b) * lam)


def _near_price_forgotten(A, b, x0, lam):
    S = A.T @ A + lam * np.eye(len(x0))
    return np.linalg.solve(S, A.T @ b + x0)


def _new_samples():
    rng = _rng()
    for m, n in [(1, 1), (1, 3), (4, 1), (3, 3), (6, 2), (6, 2), (3, 6)]:
        A, lam = 2 * rng.normal(size=(m, n)), float(rng.uniform(0.2, 5))
        yield A, 8 * rng.normal(size=m), 4 * rng.normal(size=n), lam
    twice = np.array([[1.0, 2.0], [2.0, 4.0], [-3.0, -6.0]])
    yield twice, np.array([1.5, 5.2, 12.1]), np.array([-1.3, 7.4]), 2.5
    yield 0 * twice, np.array([1.5, 5.2, 12.1]), np.array([-1.3, 7.4]), 0.7


# Back to raw inputs


def _raw(c, w, mu, s):
    return np.append(c - np.sum(w * mu / s), w / s)


def _layers():
    rng = _rng()
    for d in (1, 2, 3, 5):
        yield (
            float(rng.normal()),
            3 * rng.normal(size=d),
            10 * rng.normal(size=d),
            rng.uniform(0.2, 4, size=d),
        )
    yield (
        -2.4,
        np.array([0.5, -3.5, 7.3]),
        np.array([1.2, -4.5, 30.1]),
        np.array([0.3, 1.7, 2.6]),
    )


# What the data do not say


def _rows(X):
    return np.column_stack([np.ones(len(X)), X])


def _unseen(X, x):
    new = np.append(1.0, x)
    return new - np.linalg.pinv(_rows(X)) @ (_rows(X) @ new)


def _seen(X, x):
    return np.append(1.0, x) - _unseen(X, x)


def _unseen_without_ones(X, x):
    return np.append(0.0, x - np.linalg.pinv(X) @ (X @ x))


def _unseen_of_the_difference(X, x):
    d = x - X.mean(axis=0)
    Xc = X - X.mean(axis=0)
    return np.append(0.0, d - np.linalg.pinv(Xc) @ (Xc @ d))


def _unseen_by_given_rows(X, x):
    """Subtract the part along each row, as if the rows were orthonormal."""
    new = np.append(1.0, x)
    A = _rows(X)
    return new - A.T @ ((A @ new) / np.sum(A**2, axis=1))


def _samples():
    rng = _rng()
    yield np.zeros((1, 1)), np.array([2.6])
    yield np.zeros((2, 1)), np.array([-1.4])
    for N, d in [(1, 3), (2, 4), (2, 4), (3, 6)]:
        yield 2 * rng.normal(size=(N, d)), 5 * rng.normal(size=d)
    for N in (2, 3):  # square, with a blank feature
        yield rng.normal(size=(N, N)) * (np.arange(N) > 0), rng.normal(size=N)
    X = np.array([[0.5, 0.0, -1.2], [1.7, 0.0, 0.4], [0.5, 0.0, -1.2], [2.9, 0.0, 2.0]])
    yield X, np.array([1.1, 1.0, -2.3])
    yield X, np.array([-0.7, 0.4, 6.5])


# Leave several out


def _group(A, b, rows):
    kept = np.setdiff1d(np.arange(len(b)), rows)
    x = np.linalg.lstsq(A[kept], b[kept], rcond=None)[0]
    return (b - A @ x)[rows]


def _hat(A):
    Q = np.linalg.qr(A)[0]
    return Q @ Q.T


def _group_one_by_one(A, b, rows):
    H = _hat(A)
    return ((b - H @ b) / (1 - np.diag(H)))[rows]


def _group_residuals(A, b, rows):
    return (b - _hat(A) @ b)[rows]


def _group_predictions(A, b, rows):
    return b[rows] - _group(A, b, rows)


def _group_alone(A, b, rows):
    x = np.linalg.lstsq(A[rows], b[rows], rcond=None)[0]
    return b[rows] - A[rows] @ x


def _sorted(answer):
    """Return what an answer gives in the order of the samples, not of the group."""
    return lambda A, b, rows: answer(A, b, sorted(rows))


GROUP_HINTS = {
    _group_one_by_one: "this leaves out one row at a time; within a group the misses "
    "depend on one another.",
    _group_residuals: "these are residuals of the fit to all rows; the group has "
    "pulled it towards itself.",
    _group_predictions: "these are the predictions; the miss is the target minus it.",
    _group_alone: "you fitted the group alone; leave it out and fit the others.",
}


def _groups():
    rng = _rng()
    for m, n, k in [(4, 1, 1), (5, 2, 2), (6, 2, 3), (8, 3, 2), (9, 3, 4), (7, 2, 1)]:
        A = rng.normal(size=(m, n)) + 0.5
        rows = [int(i) for i in rng.permutation(m)[:k]]
        yield A, 4 * rng.normal(size=m), rows
        yield A, np.sort(4 * rng.normal(size=m)), rows[::-1]
    yield rng.normal(size=(6, 2)), 4 * rng.normal(size=6), [0, 5]


EXERCISES = [
    Exercise(
        label="ex-linear-systems-substitute",
        answer=_lu_solve,
        names=("L", "U", "p", "b"),
        cases=_factored,
        tried="systems of 1 to 5 equations in different orders",
        mistakes=(
            Mistake(
                _order_undone,
                "row i of PA is row p[i] of A, so entry i of Pb is b[p[i]]; "
                "you used the inverse order.",
            ),
            Mistake(
                _order_kept,
                "the equations were put in another order, so b has to follow: use p.",
            ),
            Mistake(
                _solution_in_order,
                "P changes the order of the equations, not of the unknowns: "
                "reorder b before, not x after.",
            ),
            Mistake(
                _triangles_exchanged,
                "A x = b means L (U x) = P b: solve with L first, then with U.",
            ),
            Mistake(
                _first_triangle_alone,
                "this is U x; one more substitution gives x.",
            ),
            Mistake(
                _from_above,
                "U x = y is solved from the last unknown upwards; "
                "take away what the later unknowns contribute.",
            ),
        ),
        invariant={
            "L dependent": "ones on its diagonal make it invertible",
            "U dependent": "an invertible matrix has no zero on its diagonal",
        },
    ),
    Exercise(
        label="ex-linear-systems-near",
        answer=_near,
        names=("A", "b", "x0", "lam"),
        cases=_new_samples,
        tried="1 to 6 new samples for 1 to 6 weights",
        mistakes=(
            Mistake(
                _near_zero,
                "this is pulled towards 0, not towards x0.",
            ),
            Mistake(
                _near_added,
                "the change has to mend what x0 misses: its targets are b - A x0.",
            ),
            Mistake(_near_change_alone, "this is the change; add it to x0."),
            Mistake(
                _near_per_sample,
                "the price is lam, not lam times the number of samples: the "
                "errors are summed.",
            ),
            Mistake(
                _near_price_forgotten,
                "the normal equations have lam x0 on the right, not x0.",
            ),
        ),
        invariant={"lam absolute": "the price is positive"},
    ),
    Exercise(
        label="ex-linear-systems-raw",
        answer=_raw,
        names=("c", "w", "mu", "s"),
        cases=_layers,
        tried="layers with 1 to 5 inputs",
        mistakes=(
            Mistake(
                lambda c, w, mu, s: np.append(c, w / s),
                "the means move the intercept too: what does the layer say at x = mu?",
            ),
            Mistake(
                lambda c, w, mu, s: np.append(c - np.sum(w * mu), w / s),
                "the intercept moves by w mu / s: the standardised mean, not the raw.",
            ),
            Mistake(
                lambda c, w, mu, s: np.append(c - np.sum(w * mu * s), w * s),
                "a feature divided by s needs its weight divided by s, "
                "to be used on raw inputs.",
            ),
        ),
        invariant={"s absolute": "a standard deviation is positive"},
    ),
    Exercise(
        label="ex-linear-systems-unseen",
        answer=_unseen,
        names=("X", "x"),
        cases=_samples,
        tried="1 to 4 samples with 1 to 6 features, some of them blank",
        mistakes=(
            Mistake(
                _seen, "this is the part that the samples do see; return the rest."
            ),
            Mistake(
                _unseen_without_ones,
                "the intercept is a weight as well: the rows are (1, x).",
            ),
            Mistake(
                _unseen_of_the_difference,
                "this splits x minus the mean; split (1, x) itself.",
            ),
            Mistake(
                _unseen_by_given_rows,
                "the rows are not orthogonal, so their parts can't be taken away "
                "one by one.",
            ),
        ),
        invariant={
            "X permuted": "what rows span has no order",
            "X moved": "the kernel jumps where rows depend on one another",
        },
    ),
    Exercise(
        label="ex-linear-systems-group",
        answer=_group,
        names=("A", "b", "rows"),
        cases=_groups,
        tried="groups of 1 to 4 among 4 to 9 samples",
        mistakes=(
            *(Mistake(answer, hint) for answer, hint in GROUP_HINTS.items()),
            *(Mistake(_sorted(answer), hint) for answer, hint in GROUP_HINTS.items()),
            Mistake(
                _sorted(_group),
                "these are the misses in the order of the samples; give them in the "
                "order of rows.",
            ),
        ),
        invariant={
            "A negated": "weights turn with it, and predictions stay",
            "A with one row": "something has to be left",
            "A dependent": "then the fit is not unique",
            "A square": "then no row can be left out",
            "b of length 1": "something has to be left",
        },
    ),
]

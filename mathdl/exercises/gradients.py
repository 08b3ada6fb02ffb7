"""Checks of the coded exercises of the chapter on gradients."""

import numpy as np

from mathdl.exercises._judge import Exercise, Mistake


def _rng() -> np.random.Generator:
    return np.random.default_rng(1210)


def _few(g, k):
    v = np.zeros(len(g))
    chosen = np.argsort(-np.abs(g))[: int(k)]
    v[chosen] = g[chosen]
    return v / np.linalg.norm(v)


def _few_largest(g, k):
    v = np.zeros(len(g))
    chosen = np.argsort(-g)[: int(k)]
    v[chosen] = g[chosen]
    return v / np.linalg.norm(v)


def _few_signs(g, k):
    return np.sign(_few(g, k)) / np.sqrt(k)


def _few_unscaled(g, k):
    chosen = np.abs(g) >= np.sort(np.abs(g))[-int(k)]
    return g * chosen


def _few_by_whole_length(g, k):
    return _few_unscaled(g, k) / np.linalg.norm(g)


def _few_downhill(g, k):
    return -_few(g, k)


def _budgets():
    """Yield gradients of 1 to 9 entries with every kind of budget."""
    rng = _rng()
    yield np.array([-0.7]), 1
    yield np.array([1.2, -3.4]), 1
    yield np.array([1.2, -3.4, 0.5]), 2
    for n, k in [(3, 3), (4, 2), (5, 3), (6, 1), (7, 5), (9, 4)]:
        yield rng.normal(size=n), k
    yield np.array([0.3, -1.6, 7.5]), 2


def _from_polar(F_r, F_phi, r, phi):
    out = np.array([np.cos(phi), np.sin(phi)])
    around = np.array([-np.sin(phi), np.cos(phi)])
    return F_r * out + F_phi / r * around


def _as_they_are(F_r, F_phi, r, phi):
    return np.array([F_r, F_phi])


def _only_turned(F_r, F_phi, r, phi):
    return _from_polar(F_r, F_phi * r, r, phi)


def _times_r(F_r, F_phi, r, phi):
    return _from_polar(F_r, F_phi * r**2, r, phi)


def _other_side(F_r, F_phi, r, phi):
    return _from_polar(F_r, -F_phi, r, phi)


def _slopes_of_turns():
    """Yield slopes and points all around the origin, near it and far from it."""
    rng = _rng()
    yield 1.5, 0.5, 2.0, 0.0
    yield 0.25, -1.75, 0.5, np.pi / 2
    for r in (0.01, 0.3, 1.0, 2.5, 400.0):
        for _ in range(2):
            yield (*rng.normal(size=2), r, rng.uniform(-3, 6))


def _kind(H):
    values = np.linalg.eigvalsh(H)
    small = 1e-9 * np.abs(values).max()
    up, down = np.sum(values > small), np.sum(values < -small)
    if up and down:
        return 0
    if up == len(values):
        return 1
    return -1 if down == len(values) else 2


def _signs_first(zeros_decide):
    def judge(H):
        values = np.linalg.eigvalsh(H)
        small = 1e-9 * np.abs(values).max()
        if zeros_decide and np.any(np.abs(values) <= small):
            return 2
        if np.all(values >= -small):
            return 1
        return -1 if np.all(values <= small) else 0

    return judge


def _by_trace(H):
    return int(np.sign(np.trace(H)))


def _by_diagonal(H):
    d = np.diag(H)
    if np.all(d > 0):
        return 1
    if np.all(d < 0):
        return -1
    return 0 if np.any(d > 0) and np.any(d < 0) else 2


def _by_determinant(H):
    det = np.linalg.det(H)
    if abs(det) < 1e-9:
        return 2
    if det < 0:
        return 0
    return 1 if H[0, 0] > 0 else -1


def _hessians():
    """Yield Hessians of every kind; some have a diagonal that misleads."""
    rng = _rng()
    yield (np.array([[2.5]]),)
    yield (np.array([[-0.5]]),)
    yield (np.array([[0.0]]),)
    yield (np.array([[1.0, 2.5], [2.5, 3.0]]),)
    yield (np.array([[-1.0, 2.5], [2.5, -3.0]]),)
    yield (np.array([[2.0, -1.5], [-1.5, 3.0]]),)
    yield (np.array([[0.0, 0.0], [0.0, -1.5]]),)
    yield (np.zeros((3, 3)),)
    for signs in ("+++", "---", "++-", "+--", "+0-", "++0", "--0", "+00", "0000"):
        Q = np.linalg.qr(rng.normal(size=(len(signs), len(signs))))[0]
        sizes = np.array([{"+": 1, "-": -1, "0": 0}[s] for s in signs])
        H = Q @ np.diag(sizes * rng.uniform(0.5, 3, size=len(signs))) @ Q.T
        yield ((H + H.T) / 2,)
    for n in (2, 4, 5):
        B = rng.normal(size=(n, n))
        yield (B @ B.T,)
        yield (-B @ B.T,)
        yield (B + B.T,)


def _certified(V, W, z):
    y = int(np.argmax(z))
    others = np.delete(np.arange(len(z)), y)
    speeds = np.linalg.norm(W[y] - W[others], axis=1) * np.linalg.norm(V, 2)
    return np.min((z[y] - z[others]) / speeds)


def _printed(V, W, z):
    first, second = np.sort(z)[-2:][::-1]
    speed = np.linalg.norm(W, 2) * np.linalg.norm(V, 2)
    return (first - second) / (np.sqrt(2) * speed)


def _second_best_alone(V, W, z):
    k, y = np.argsort(z)[-2:]
    return (z[y] - z[k]) / (np.linalg.norm(W[y] - W[k]) * np.linalg.norm(V, 2))


def _by_entries(V, W, z):
    return _certified(np.linalg.norm(V) * np.ones((1, 1)), W, z)


def _one_matrix(V, W, z):
    y = int(np.argmax(z))
    others = np.delete(np.arange(len(z)), y)
    return np.min((z[y] - z[others]) / np.linalg.norm((W[y] - W[others]) @ V, axis=1))


def _root_too_many(V, W, z):
    return _certified(V, W, z) / np.sqrt(2)


def _nets():
    """Yield layers and scores; the class behind in score may be nearest."""
    rng = _rng()
    yield np.array([[1.5]]), np.array([[2.0], [-0.5]]), np.array([0.25, 1.0])
    yield (
        np.array([[1.0, 2.0], [0.5, 1.0]]),
        np.array([[1.0, -0.5], [2.0, -1.0]]),
        np.array([-0.75, 1.25]),
    )
    for h, n, K in [(1, 3, 2), (3, 1, 3), (4, 4, 4), (5, 6, 3), (6, 3, 5), (2, 2, 2)]:
        for _ in range(2):
            W = rng.normal(size=(K, h)) * rng.uniform(0.2, 3, size=(K, 1))
            yield rng.normal(size=(h, n)), W, 2 * rng.normal(size=K)
    W = rng.normal(size=(3, 4))
    yield rng.normal(size=(4, 2)), W, np.array([-3.0, 1.0, 12.5])
    yield rng.normal(size=(4, 2)), W, np.array([-2.0, -14.5, -0.5])
    W = np.outer(rng.normal(size=4), rng.normal(size=3))
    yield np.outer(rng.normal(size=3), rng.normal(size=5)), W, rng.normal(size=4)


def _best_fall(g, H, u, v):
    P = np.column_stack([u, v])
    slopes = P.T @ g
    return slopes @ np.linalg.solve(P.T @ H @ P, slopes) / 2


def _one_after_the_other(g, H, u, v):
    return sum((g @ d) ** 2 / (2 * d @ H @ d) for d in (u, v))


def _whole_space(g, H, u, v):
    return g @ np.linalg.solve(H, g) / 2


def _without_half(g, H, u, v):
    return 2 * _best_fall(g, H, u, v)


def _only_slopes(g, H, u, v):
    return _best_fall(g, np.eye(len(g)), u, v)


def _wrong_sign(g, H, u, v):
    return -_best_fall(g, H, u, v)


def _planes():
    """Yield positive definite models and planes, slanted and long ones among them."""
    rng = _rng()
    yield np.array([1.0, -2.5]), np.diag([2.0, 0.5]), np.eye(2)[0], np.eye(2)[1]
    yield (
        np.array([3.0, 0.5, 4.5]),
        np.array([[2.0, 0.5, 0.0], [0.5, 1.0, 0.25], [0.0, 0.25, 3.0]]),
        np.array([1.0, 0.0, 2.5]),
        np.array([0.5, -1.5, 2.0]),
    )
    for n in (2, 3, 4, 5, 7):
        B = rng.normal(size=(n, n))
        H = B @ B.T + 0.3 * np.eye(n)
        yield (rng.normal(size=n), H, *rng.normal(size=(2, n)))
    g, u, v = rng.normal(size=(3, 4))
    yield g, np.diag([0.5, 1.0, 2.0, 30.0]), 20 * u, 0.1 * v
    far = np.array([1.5, -2.0, 25.0])
    yield np.array([0.5, 1.0, -9.5]), np.diag([1.0, 2.0, 3.0]), far, v[:3]


EXERCISES = [
    Exercise(
        label="ex-gradients-few",
        answer=_few,
        names=("g", "k"),
        cases=_budgets,
        tried="gradients of 1 to 9 entries, with 1 to all of them moving",
        mistakes=(
            Mistake(
                _few_largest,
                "a large negative slope is as good as a positive one: choose by size.",
            ),
            Mistake(
                _few_signs,
                "signs are the steepest by the largest entry; the length is the ruler.",
            ),
            Mistake(
                _few_unscaled,
                "the right places, but the step's length is not 1.",
            ),
            Mistake(
                _few_by_whole_length,
                "divide by the length of what is kept, not of the whole gradient.",
            ),
            Mistake(
                _few_downhill,
                "this goes down; the ascent is asked for.",
                changes=("g negated",),
            ),
        ),
        invariant={"k zero": "at least one weight moves"},
    ),
    Exercise(
        label="ex-gradients-polar",
        answer=_from_polar,
        names=("F_r", "F_phi", "r", "phi"),
        cases=_slopes_of_turns,
        tried="points all around the origin, at distances from 0.01 to 400",
        invariant={"r absolute": "a distance is positive"},
        mistakes=(
            Mistake(
                _as_they_are,
                "these are slopes along the circle's directions; turn them to x and y.",
            ),
            Mistake(
                _only_turned,
                "when the angle grows, the point moves at speed r: divide by it.",
            ),
            Mistake(
                _times_r,
                "the speed r is in the slope already: divide by it once.",
            ),
            Mistake(
                _other_side,
                "a growing angle moves along (−sin φ, cos φ).",
                changes=("F_phi negated", "r negated"),
            ),
        ),
    ),
    Exercise(
        label="ex-gradients-kind",
        answer=_kind,
        names=("H",),
        cases=_hessians,
        tried="Hessians of every kind, of 1 to 5 variables",
        mistakes=(
            Mistake(
                _signs_first(zeros_decide=False),
                "an eigenvalue 0 and no two signs leaves the point open.",
            ),
            Mistake(
                _signs_first(zeros_decide=True),
                "two signs make a saddle, even if a third eigenvalue is 0.",
            ),
            Mistake(
                _by_trace,
                "the trace is the sum of the eigenvalues; their signs decide.",
            ),
            Mistake(
                _by_diagonal,
                "the diagonal sees the axes alone; the way down may lie between.",
            ),
            Mistake(
                _by_determinant,
                "the determinant decides for two variables alone, and not if it is 0.",
            ),
        ),
    ),
    Exercise(
        label="ex-gradients-certificate",
        answer=_certified,
        names=("V", "W", "z"),
        cases=_nets,
        tried="networks of 1 to 6 units and 2 to 5 classes",
        invariant={
            "V negated": "a norm is asked for",
            "W negated": "only lengths of differences count",
            "V permuted": "a norm does not mind the order of rows",
            "answer absolute": "a radius is positive",
            "answer clipped": "a radius is positive",
            "W with one row": "there are at least two classes",
            "z of length 1": "there are at least two classes",
        },
        mistakes=(
            Mistake(
                _printed,
                "this is the chapter's radius; use the difference of two rows.",
            ),
            Mistake(
                _second_best_alone,
                "the second-best class need not be the nearest: try all of them.",
            ),
            Mistake(
                _by_entries,
                "the operator norm of V is asked for, not the root of the sum of "
                "squares.",
            ),
            Mistake(
                _one_matrix,
                "the ReLU stands between: the product of the matrices certifies "
                "nothing.",
            ),
            Mistake(
                _root_too_many,
                "the root of 2 is in the length of the difference already.",
            ),
        ),
    ),
    Exercise(
        label="ex-gradients-plane",
        answer=_best_fall,
        names=("g", "H", "u", "v"),
        cases=_planes,
        tried="models of 2 to 7 weights, with slanted and long directions",
        invariant={
            "g negated": "the model falls as far on the other side",
            "g of length 1": "a plane needs two weights",
            "u of length 1": "a plane needs two weights",
            "v of length 1": "a plane needs two weights",
            "H with one row": "a plane needs two weights",
            "H with one column": "a plane needs two weights",
            "H dependent": "a positive definite matrix is invertible",
            "u negated": "the plane stays",
            "v negated": "the plane stays",
            "answer absolute": "a fall is not negative",
            "answer clipped": "a fall is not negative",
        },
        mistakes=(
            Mistake(
                _one_after_the_other,
                "adding two falls forgets that the two directions share curvature.",
            ),
            Mistake(
                _whole_space,
                "this is the lowest point of all, outside of the plane.",
            ),
            Mistake(
                _without_half,
                "half of what the slope gains is given back to the curvature.",
            ),
            Mistake(
                _only_slopes,
                "here every curvature is 1; use that of H in the plane.",
            ),
            Mistake(
                _wrong_sign,
                "how far it falls is asked for: a number that is not negative.",
                changes=("H negated",),
            ),
        ),
    ),
]

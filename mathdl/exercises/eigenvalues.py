"""Checks of the coded exercises of the chapter on eigenvalues."""

import numpy as np

from mathdl.exercises._judge import Exercise, Mistake

ENDLESS = 3000  # powers; no case needs more than a few hundred


def _rng() -> np.random.Generator:
    return np.random.default_rng(11)


def _norms(A, order=2):
    """Return the norms of A, A², … up to the first that is at most 1."""
    norms, power = [], A
    for _ in range(ENDLESS):
        norms.append(np.linalg.norm(power, order))
        if norms[-1] <= 1 or norms[-1] > 1e200:
            break
        power = power @ A
    return norms


def _peak(A):
    return max(1.0, *_norms(A), 0.0)


def _first_step(A):
    return max(1.0, np.linalg.norm(A, 2))


def _until_it_falls(A):
    norms = [1.0, *_norms(A)]
    for before, after in zip(norms, norms[1:], strict=False):
        if after < before:
            return before
    return norms[-1]


def _by_all_entries(A):
    return max(1.0, *_norms(A, "fro"), 0.0)


def _without_the_start(A):
    return max(_norms(A))


def _fates(n, rng):
    """Return a triangle with eigenvalues well inside the circle, turned."""
    T = np.triu(3 * rng.normal(size=(n, n)), 1)
    T = T + np.diag(rng.uniform(-0.8, 0.8, size=n))
    Q = np.linalg.qr(rng.normal(size=(n, n)))[0]
    return Q @ T @ Q.T


def _ways():
    """Yield matrices that climb at once, late, at every second step, or not at all."""
    rng = _rng()
    yield (np.array([[0.5]]),)
    yield (np.array([[-0.25]]),)
    yield (np.array([[0.3, 0.1], [0.1, -0.4]]),)
    yield (np.array([[0.0, 3.5], [0.0, 0.0]]),)
    for n in (2, 2, 3, 3, 4, 5):
        yield (_fates(n, rng),)
    yield (0.5 * np.eye(8) + np.eye(8, k=-1),)
    for c in (3.0, 2.5):  # a turn with a stretch: strong at every other step
        turn = np.diag([c, 1 / c]) @ np.array([[0.0, -0.97], [0.97, 0.0]])
        back = np.kron(np.eye(2), turn)
        back[0, 3] = 1.5
        yield (back,)


def _nearest(A, s, x, steps):
    for _ in range(int(steps)):
        x = np.linalg.solve(A - s * np.eye(len(A)), x)
        x = x / np.linalg.norm(x)
    return x @ A @ x / (x @ x)


def _largest(A, s, x, steps):
    for _ in range(steps):
        x = A @ x
        x = x / np.linalg.norm(x)
    return x @ A @ x / (x @ x)


def _of_the_inverse(A, s, x, steps):
    for _ in range(steps):
        x = np.linalg.solve(A - s * np.eye(len(A)), x)
        x = x / np.linalg.norm(x)
    return x @ np.linalg.solve(A - s * np.eye(len(A)), x) / (x @ x)


def _not_scaled(A, s, x, steps):
    with np.errstate(all="ignore"):
        for _ in range(steps):
            x = np.linalg.solve(A - s * np.eye(len(A)), x)
        return x @ A @ x / (x @ x)


def _farthest(A, s, x, steps):
    for _ in range(steps):
        x = A @ x - s * x
        x = x / np.linalg.norm(x)
    return x @ A @ x / (x @ x)


def _of_the_shifted(A, s, x, steps):
    return _nearest(A, s, x, steps) - s


def _shifts():
    """Yield symmetric matrices, shifts, starts, and numbers of steps."""
    rng = _rng()
    yield np.array([[2.5]]), 0.75, np.array([-0.5]), 3
    yield np.array([[2.0, 1.0], [1.0, 2.0]]), 0.25, np.array([1.0, 0.5]), 0
    yield np.array([[1.5, 1.5], [1.5, 1.5]]), 1.2, np.array([0.3, -1.7]), 2
    yield np.diag([1.0, -2.0, 4.0]), -0.7, np.array([1.0, 0.4, 30.0]), 2
    for n, s, steps in [(2, 0.6, 1), (3, -0.4, 2), (3, 1.3, 1), (5, 0.2, 3)]:
        A = rng.normal(size=(n, n))
        yield A + A.T, s, rng.normal(size=n), steps
    yield np.diag([3.0, 1.0, -1.0]), 0.999, np.array([0.2, 0.1, -0.5]), 900
    yield np.diag([500.0, 900.0]), 10.0, np.array([1.0, 1.0]), 900


def _safe_shift(A):
    r = np.abs(A).sum(axis=1) - np.abs(A.diagonal())
    return max(0.0, np.max(r - A.diagonal()))


def _by_sizes(A):
    r = np.abs(A).sum(axis=1) - np.abs(A.diagonal())
    return max(0.0, np.max(r - np.abs(A.diagonal())))


def _by_signed_sums(A):
    return max(0.0, np.max(A.sum(axis=1) - 2 * A.diagonal()))


def _with_the_diagonal(A):
    return max(0.0, np.max(np.abs(A).sum(axis=1) - A.diagonal()))


def _exactly(A):
    return max(0.0, -np.linalg.eigvalsh((A + A.T) / 2)[0])


def _of_one_row(A):
    r = np.abs(A).sum(axis=1) - np.abs(A.diagonal())
    return max(0.0, np.min(r - A.diagonal()))


def _unclipped(A):
    r = np.abs(A).sum(axis=1) - np.abs(A.diagonal())
    return np.max(r - A.diagonal())


def _unsafe():
    """Yield symmetric matrices: definite, indefinite, of rank 1, of one row."""
    rng = _rng()
    yield (np.array([[-1.5]]),)
    yield (np.array([[0.5]]),)
    yield (np.array([[1.0, 2.5], [2.5, 1.0]]),)
    yield (np.array([[4.0, -1.5], [-1.5, 3.0]]),)
    yield (np.outer([1.0, -2.5, 0.5], [1.0, -2.5, 0.5]),)
    yield (np.array([[1.0, -3.0, 0.2], [-3.0, -2.5, 1.1], [0.2, 1.1, -4.0]]),)
    for n in (2, 3, 4, 6):
        A = rng.normal(size=(n, n))
        yield (A + A.T,)
        yield (A @ A.T + 0.1 * np.eye(n),)


def _until(A, B):
    R = np.linalg.cholesky(A).T
    S = np.linalg.solve(R.T, np.linalg.solve(R.T, B).T)
    return -1 / np.linalg.eigvalsh((S + S.T) / 2)[0]


def _by_smallest(A, B):
    return -np.linalg.eigvalsh(A)[0] / np.linalg.eigvalsh(B)[0]


def _of_the_other_end(A, B):
    R = np.linalg.cholesky(A).T
    S = np.linalg.solve(R.T, np.linalg.solve(R.T, B).T)
    return -1 / np.linalg.eigvalsh((S + S.T) / 2)[-1]


def _eigenvalue_itself(A, B):
    return 1 / _until(A, B)


def _of_the_product_made_symmetric(A, B):
    S = np.linalg.solve(A, B)
    return -1 / np.linalg.eigvalsh((S + S.T) / 2)[0]


def _tipping():
    """Yield positive definite matrices, and directions that lead out."""
    rng = _rng()
    yield np.array([[2.0]]), np.array([[-0.75]])
    yield np.diag([1.0, 4.0]), np.array([[0.0, 1.5], [1.5, 0.0]])
    yield np.diag([0.25, 9.0]), np.diag([1.0, -2.0])
    for n in (2, 3, 4, 5):
        F, B, V = rng.normal(size=(3, n, n))
        A = F @ F.T + 0.5 * np.eye(n)
        yield A, B + B.T
        yield A, np.outer(V[0], V[0]) - np.outer(V[1], V[1])  # of rank 2
        yield 30 * A, B + B.T - 4 * np.eye(n)


def _stationary(P, alpha):
    n = len(P)
    return np.linalg.solve(np.eye(n) - alpha * P, np.full(n, (1 - alpha) / n))


def _shares(P):
    """Return columns divided by their sums; columns of zeros stay."""
    sums = P.sum(axis=0)
    return P / np.where(sums == 0, 1, sums)


def _pagerank(P, alpha):
    empty = P.sum(axis=0) == 0
    return _stationary(np.where(empty, 1 / len(P), _shares(P)), alpha)


def _dead_ends(P, alpha):
    return _stationary(_shares(P), alpha)


def _exchanged(P, alpha):
    return _pagerank(P, 1 - alpha)


def _by_rows(P, alpha):
    return _pagerank(P.T, alpha)


def _without_jumps(P, alpha):
    empty = P.sum(axis=0) == 0
    G = np.where(empty, 1 / len(P), _shares(P))
    return np.linalg.matrix_power(G, 500) @ np.full(len(P), 1 / len(P))


def _webs():
    """Yield weights of links: sparse, with pages without links, in groups."""
    rng = _rng()
    yield np.array([[1.5]]), 0.85
    yield np.array([[0.0, 0.4], [2.5, 0.0]]), 0.3
    yield np.array([[0.0, 1.0, 0.0], [1.3, 0.0, 0.0], [0.4, 2.0, 0.0]]), 0.85
    yield np.array([[0.0, 0.0], [0.7, 0.0]]), 0.6
    for n, alpha in [(3, 0.85), (4, 0.5), (6, 0.9), (8, 0.99), (5, 0.1)]:
        P = rng.uniform(0.2, 3, size=(n, n)) * (rng.random((n, n)) < 0.5)
        P[:, 0] = 0
        yield P, alpha
    yield np.kron(np.eye(2), [[0.0, 1.0], [1.0, 0.5]]), 0.7


EXERCISES = [
    Exercise(
        label="ex-eigenvalues-peak",
        answer=_peak,
        names=("A",),
        cases=_ways,
        tried="matrices of 1 to 8 rows that climb at once, late, twice, or never",
        invariant={
            "A negated": "the norms of the powers stay",
            "answer absolute": "norms are not negative",
            "answer clipped": "norms are not negative",
        },
        mistakes=(
            Mistake(_first_step, "later powers may be larger than the first."),
            Mistake(
                _until_it_falls,
                "the norms may fall and rise again: stop where nothing can follow.",
            ),
            Mistake(
                _by_all_entries,
                "this takes the Frobenius norm; the largest stretch is asked for.",
            ),
            Mistake(_without_the_start, "k = 0 belongs to it: the norm of I is 1."),
        ),
    ),
    Exercise(
        label="ex-eigenvalues-nearest",
        answer=_nearest,
        names=("A", "s", "x", "steps"),
        cases=_shifts,
        tried="symmetric matrices of 1 to 5 rows, up to 900 steps",
        invariant={"x negated": "the quotient stays"},
        mistakes=(
            Mistake(
                _largest,
                "this is power iteration with A; s plays no part in it.",
            ),
            Mistake(
                _of_the_inverse,
                "this is the quotient of the inverse; that of A is asked for.",
            ),
            Mistake(
                _not_scaled,
                "over many steps the vectors overflow or vanish: scale each to 1.",
            ),
            Mistake(
                _farthest,
                "A − sI makes the eigenvalue farthest from s the largest: solve.",
            ),
            Mistake(
                _of_the_shifted,
                "this is the quotient of A − sI: s has to be added again.",
            ),
        ),
    ),
    Exercise(
        label="ex-eigenvalues-shift",
        answer=_safe_shift,
        names=("A",),
        cases=_unsafe,
        tried="symmetric matrices of 1 to 6 rows, definite and not",
        invariant={
            "answer absolute": "the shift is not negative",
            "answer clipped": "the shift is not negative",
        },
        mistakes=(
            Mistake(
                _by_sizes,
                "the centre of a disc is the entry with its sign.",
                changes=("A absolute",),
            ),
            Mistake(_by_signed_sums, "a radius adds the sizes of the entries."),
            Mistake(
                _with_the_diagonal, "the diagonal is no part of a radius: leave it out."
            ),
            Mistake(
                _exactly,
                "this asks for the eigenvalues; the discs alone need more room.",
            ),
            Mistake(_of_one_row, "every disc has to be safe, not only one."),
            Mistake(_unclipped, "a matrix that is safe already needs no shift: 0."),
        ),
    ),
    Exercise(
        label="ex-eigenvalues-until",
        answer=_until,
        names=("A", "B"),
        cases=_tipping,
        tried="positive definite matrices of 1 to 5 rows",
        invariant={
            "A dependent": "A is positive definite, so its rows are independent",
            "answer absolute": "t is positive",
            "answer clipped": "t is positive",
        },
        mistakes=(
            Mistake(
                _by_smallest,
                "up to there it is safe for certain; but it may go on, as the two "
                "directions differ.",
            ),
            Mistake(
                _of_the_other_end,
                "this follows the largest eigenvalue; the smallest reaches 0 first.",
            ),
            Mistake(_eigenvalue_itself, "1 + tμ is to be 0: t is −1/μ, not −μ."),
            Mistake(
                _of_the_product_made_symmetric,
                "the inverse of A times B is not symmetric; divide by R on both sides.",
            ),
        ),
    ),
    Exercise(
        label="ex-eigenvalues-pagerank",
        answer=_pagerank,
        names=("P", "alpha"),
        cases=_webs,
        tried="webs of 1 to 8 pages, some without links",
        invariant={
            "P absolute": "weights are not negative",
            "P negated": "only the shares in a column count",
            "alpha absolute": "alpha is not negative",
            "answer absolute": "shares are not negative",
            "answer clipped": "shares are not negative",
        },
        mistakes=(
            Mistake(
                _dead_ends,
                "from a page without links a visitor goes everywhere; here he is lost.",
            ),
            Mistake(_exchanged, "alpha is the share that follows links, not jumps."),
            Mistake(_by_rows, "column j holds the links from page j: no transpose."),
            Mistake(_without_jumps, "nobody jumps here: where is alpha?"),
        ),
    ),
]

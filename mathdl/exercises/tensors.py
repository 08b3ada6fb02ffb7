"""Checks of the coded exercises of the chapter on tensors."""

import numpy as np

from mathdl.exercises._judge import Exercise, Mistake


def _rng() -> np.random.Generator:
    return np.random.default_rng(768)


def _least_room(sizes, join=max, whole=False):
    d, last = [int(size) for size in sizes], len(sizes) - 1
    r = {(i, i): 0 for i in range(1, last + 1)}
    for length in range(1, last):
        for i in range(1, last - length + 1):
            j = i + length
            inside = [join(r[i, k], r[k + 1, j]) for k in range(i, j)]
            own = d[i - 1] * d[j] if whole or length < last - 1 else 0
            r[i, j] = join(own, min(inside))
    return r[1, last]


def _with_the_result(sizes):
    return _least_room(sizes, whole=True)


def _room_in_all(sizes):
    return _least_room(sizes, join=lambda a, b: a + b)


def _from_the_left(sizes):
    d = [int(size) for size in sizes]
    return max((d[0] * d[j] for j in range(2, len(d) - 1)), default=0)


def _smallest_first(sizes):
    """Return the room if each step makes the smallest matrix that it can."""
    d, room = [int(size) for size in sizes], 0
    while len(d) > 3:
        k = min(range(1, len(d) - 1), key=lambda k: d[k - 1] * d[k + 1])
        room = max(room, d[k - 1] * d[k + 1])
        del d[k]
    return room


def _fewest_multiplications(sizes):
    """Return the room of the order with the fewest multiplications."""
    d, last = [int(size) for size in sizes], len(sizes) - 1
    best = {(i, i): (0, 0) for i in range(1, last + 1)}
    for length in range(1, last):
        for i in range(1, last - length + 1):
            j = i + length
            own = d[i - 1] * d[j] if length < last - 1 else 0
            best[i, j] = min(
                (
                    best[i, k][0] + best[k + 1, j][0] + d[i - 1] * d[k] * d[j],
                    max(own, best[i, k][1], best[k + 1, j][1]),
                )
                for k in range(i, j)
            )
    return best[1, last][1]


def _chains():
    """Yield chains of 1 to 8 matrices, thin ones among them."""
    rng = _rng()
    yield ([4, 7],)
    yield ([3, 5, 2],)
    yield from [([2, 1, 2, 3],), ([10, 1000, 10, 1000],), ([5, 4, 3, 2],)]
    yield ([2, 1, 2, 5, 3],)
    for length in (4, 5, 5, 6, 6, 7, 7, 8, 9):
        yield ([int(k) for k in rng.integers(1, 30, size=length)],)
    yield ([7, 3, 9, 2, 8, 40],)


def _regrouped(M, p, q):
    m, n = M.shape[0] // p, M.shape[1] // q
    return M.reshape(m, p, n, q).transpose(0, 2, 1, 3).reshape(m * n, p * q)


def _left_over(R, r):
    return np.sqrt(np.sum(np.linalg.svd(R, compute_uv=False)[r:] ** 2))


def _unexplained(M, p, q, r):
    return _left_over(_regrouped(M, p, q), r)


def _by_rank(M, p, q, r):
    return _left_over(M, r)


def _first_left_out(M, p, q, r):
    s = np.linalg.svd(_regrouped(M, p, q), compute_uv=False)
    return s[r] if r < len(s) else 0.0


def _squared(M, p, q, r):
    return _unexplained(M, p, q, r) ** 2


def _only_reshaped(M, p, q, r):
    return _left_over(M.reshape(-1, p * q), r)


def _explained(M, p, q, r):
    s = np.linalg.svd(_regrouped(M, p, q), compute_uv=False)
    return np.sqrt(np.sum(s[:r] ** 2))


def _blocks():
    """Yield matrices of blocks: some are sums of few products."""
    rng = _rng()
    yield np.array([[2.0, -1.5, 4.0]]), 1, 1, 0
    yield np.array([[1.5], [-2.0], [0.5], [3.0]]), 2, 1, 1
    yield np.array([[0.5, 1.0], [2.5, -1.0]]), 1, 1, 0
    for m, n, p, q, r in [(2, 3, 3, 2, 1), (3, 2, 2, 2, 2), (2, 2, 4, 3, 0)]:
        yield rng.normal(size=(m * p, n * q)), p, q, r
        M = np.kron(rng.normal(size=(m, n)), rng.normal(size=(p, q)))
        yield M + 0.1 * rng.normal(size=M.shape), p, q, r
    u, v = rng.normal(size=6), rng.normal(size=4)
    yield np.outer(u, v), 3, 2, 1
    A, B = rng.normal(size=(2, 2, 3)), rng.normal(size=(2, 2, 2))
    M = sum(np.kron(a, b) for a, b in zip(A, B, strict=True))
    yield M + 0.01 * rng.normal(size=M.shape), 2, 2, 2
    yield rng.normal(size=(4, 6)), 2, 3, 3
    yield 30 * rng.normal(size=(6, 6)), 2, 3, 1
    yield 30 * rng.normal(size=(6, 6)), 3, 2, 2


def _stamp(G, w, t):
    r, k = len(G), len(w)
    X = np.zeros((t * (r - 1) + k, t * (r - 1) + k))
    for i in range(r):
        for j in range(r):
            X[t * i : t * i + k, t * j : t * j + k] += G[i, j] * w
    return X


def _stamp_turned(G, w, t):
    return _stamp(G, w[::-1, ::-1], t)


def _stamp_crosswise(G, w, t):
    return _stamp(G, w.T, t)


def _last_stamp_wins(G, w, t):
    r, k = len(G), len(w)
    X = np.zeros((t * (r - 1) + k, t * (r - 1) + k))
    for i in range(r):
        for j in range(r):
            X[t * i : t * i + k, t * j : t * j + k] = G[i, j] * w
    return X


def _one_step_at_a_time(G, w, t):
    r, k = len(G), len(w)
    X = np.zeros((t * (r - 1) + k, t * (r - 1) + k))
    X[: r + k - 1, : r + k - 1] += _stamp(G, w, 1)[: len(X), : len(X)]
    return X


def _stamps():
    """Yield small pictures and kernels: steps shorter and longer than the kernel."""
    rng = _rng()
    yield np.array([[1.5]]), np.array([[2.0, -1.0], [0.5, 4.0]]), 1
    yield np.array([[1.0, 2.5], [3.0, -4.0]]), np.array([[0.5]]), 2
    for r, k, t in [(2, 2, 1), (3, 3, 1), (3, 3, 2), (2, 4, 3), (4, 2, 3), (3, 2, 2)]:
        yield rng.normal(size=(r, r)), rng.normal(size=(k, k)), t
    u, v = rng.normal(size=(2, 3))
    yield np.outer(u, v), np.outer(v, u), 2


def _forgetting(Q, K, V, gamma):
    S = np.zeros((K.shape[1], V.shape[1]))
    Y = np.zeros((len(Q), V.shape[1]))
    for t in range(len(Q)):
        S = gamma * S + np.outer(K[t], V[t])
        Y[t] = S.T @ Q[t]
    return Y


def _faded(Q, K, V, power):
    """Weigh the scores by a matrix that depends on query and key."""
    n = len(Q)
    return (Q @ K.T * power(np.arange(n)[:, None], np.arange(n))) @ V


def _remembers_all(Q, K, V, gamma):
    return _faded(Q, K, V, lambda t, s: 1.0 * (s <= t))


def _sees_the_future(Q, K, V, gamma):
    return _faded(Q, K, V, lambda t, s: gamma ** abs(t - s))


def _without_itself(Q, K, V, gamma):
    return _faded(Q, K, V, lambda t, s: (s < t) * gamma ** abs(t - s))


def _fades_itself(Q, K, V, gamma):
    return gamma * _forgetting(Q, K, V, gamma)


def _keys_for_queries(Q, K, V, gamma):
    return _forgetting(K, Q, V, gamma)


def _texts():
    """Yield queries, keys, values of 1 to 7 tokens, with factors of both signs."""
    rng = _rng()
    yield np.array([[2.0]]), np.array([[-1.5]]), np.array([[0.5]]), 0.75
    for n, d, e, gamma in [
        (1, 3, 2, 0.5),
        (2, 2, 2, 0.9),
        (2, 2, 2, 0.7),
        (3, 1, 3, -0.4),
        (3, 3, 1, 1.0),
        (4, 2, 3, 0.0),
        (5, 4, 2, 0.8),
        (7, 3, 3, 1.3),
    ]:
        yield *rng.normal(size=(2, n, d)), rng.normal(size=(n, e)), gamma
    u, v = rng.normal(size=(2, 4))
    yield np.outer(u, v), np.outer(v, u), np.outer(u, u), 0.6


def _parameters(d, layers, vocabulary, context):
    return layers * (12 * d**2 + 13 * d) + (vocabulary + context) * d + 2 * d


def _no_biases(d, layers, vocabulary, context):
    return _parameters(d, layers, vocabulary, context) - 9 * d * layers


def _no_last_normalisation(d, layers, vocabulary, context):
    return _parameters(d, layers, vocabulary, context) - 2 * d


def _table_twice(d, layers, vocabulary, context):
    return _parameters(d, layers, vocabulary, context) + vocabulary * d


def _no_places(d, layers, vocabulary, context):
    return _parameters(d, layers, vocabulary, context) - context * d


def _six_biases(d, layers, vocabulary, context):
    return _parameters(d, layers, vocabulary, context) - 3 * d * layers


def _models():
    """Yield sizes of models: those of GPT-2, small ones, and none."""
    yield from [(768, 12, 50257, 1024), (1024, 24, 50257, 1024)]
    yield from [(1600, 48, 50257, 1024), (1, 1, 2, 3), (2, 0, 5, 7), (3, 4, 0, 2)]
    yield from [(64, 2, 100, 0), (0, 3, 10, 10), (128, 6, 7, 300)]


EXERCISES = [
    Exercise(
        label="ex-tensors-room",
        answer=_least_room,
        names=("sizes",),
        cases=_chains,
        tried="chains of 1 to 8 matrices",
        invariant={
            "sizes permuted": "the transposed chain needs as much room",
            "sizes of length 1": "a matrix has two sizes",
            "answer absolute": "a number of entries is never negative",
            "answer clipped": "a number of entries is never negative",
        },
        mistakes=(
            Mistake(_with_the_result, "the result of the whole chain is not counted."),
            Mistake(
                _room_in_all,
                "this adds the intermediate matrices up; the largest one is asked for.",
            ),
            Mistake(_from_the_left, "this goes from left to right only."),
            Mistake(
                _smallest_first,
                "to make the smallest matrix next can force a large one later.",
            ),
            Mistake(
                _fewest_multiplications,
                "the order with the fewest multiplications may need more room.",
            ),
        ),
    ),
    Exercise(
        label="ex-tensors-terms",
        answer=_unexplained,
        names=("M", "p", "q", "r"),
        cases=_blocks,
        tried="matrices of 1 to 9 blocks, some near a sum of few products",
        invariant={
            "M negated": "a distance is asked for",
            "M permuted": "blocks and their rows are reversed, and the distance stays",
            "p zero": "a block has a row",
            "q zero": "a block has a column",
            "answer absolute": "a distance is never negative",
            "answer clipped": "a distance is never negative",
        },
        mistakes=(
            Mistake(
                _by_rank, "this is the distance from rank r: lay blocks into rows."
            ),
            Mistake(
                _first_left_out, "all squares that are left count, not the first alone."
            ),
            Mistake(_squared, "this is the square of the distance."),
            Mistake(
                _only_reshaped, "reshape alone mixes blocks: M has rows of blocks."
            ),
            Mistake(_explained, "this is the size of the sum; what is left is asked."),
        ),
    ),
    Exercise(
        label="ex-tensors-stamp",
        answer=_stamp,
        names=("G", "w", "t"),
        cases=_stamps,
        tried="pictures of side 1 to 4, steps shorter and longer than the kernel",
        invariant={
            "t zero": "a step is at least 1",
        },
        mistakes=(
            Mistake(
                _stamp_turned, "the kernel is turned by half a turn; stamp it as it is."
            ),
            Mistake(_stamp_crosswise, "rows and columns of the kernel are exchanged."),
            Mistake(_last_stamp_wins, "where stamps overlap they add up."),
            Mistake(_one_step_at_a_time, "the stamps lie t apart, not 1."),
        ),
    ),
    Exercise(
        label="ex-tensors-forget",
        answer=_forgetting,
        names=("Q", "K", "V", "gamma"),
        cases=_texts,
        tried="texts of 1 to 7 tokens, factors of both signs, 0 and 1",
        mistakes=(
            Mistake(_remembers_all, "nothing fades here: gamma is not used."),
            Mistake(_sees_the_future, "token t may not see the tokens after it."),
            Mistake(_without_itself, "token t sees itself too: s = t belongs to it."),
            Mistake(_fades_itself, "the token itself has the power 0 of gamma."),
            Mistake(_keys_for_queries, "queries and keys are exchanged."),
        ),
    ),
    Exercise(
        label="ex-tensors-parameters",
        answer=_parameters,
        names=("d", "layers", "vocabulary", "context"),
        cases=_models,
        tried="three sizes of GPT-2, and small models",
        invariant={
            "answer absolute": "a count is never negative",
            "answer clipped": "a count is never negative",
        },
        mistakes=(
            Mistake(_no_biases, "each block has biases, 9d of them."),
            Mistake(
                _no_last_normalisation,
                "after the blocks stands one more normalisation.",
            ),
            Mistake(_table_twice, "the scores use the table of tokens once more."),
            Mistake(_no_places, "the places have a table of their own."),
            Mistake(
                _six_biases, "the first layer of the MLP has 4d outputs, so 4d biases."
            ),
        ),
    ),
]

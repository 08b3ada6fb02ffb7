"""Checks of the coded exercises of the chapter on implicit functions and flows."""

import numpy as np

from mathdl.exercises._judge import Exercise, Mistake


def _rng() -> np.random.Generator:
    return np.random.default_rng(3434)


def _rounds(q, first, tolerance):
    k, bound = 0, first / (1 - q)
    while bound > tolerance:
        k, bound = k + 1, q * bound
    return k


def _until_steps_are_small(q, first, tolerance):
    return _rounds(q, first * (1 - q), tolerance)


def _rounded_down(q, first, tolerance):
    return max(_rounds(q, first, tolerance) - 1, 0)


def _from_one(q, first, tolerance):
    return max(_rounds(q, first, tolerance), 1)


def _below_zero(q, first, tolerance):
    return int(np.ceil(np.log(first / ((1 - q) * tolerance)) / np.log(1 / q)))


def _promises():
    """Yield rates, first steps and tolerances; some are met before the first step."""
    yield 0.5, 1.0, 0.3
    yield 0.9, 2.0, 1e-6
    yield 0.25, 0.7, 0.8
    yield 0.3, 0.01, 0.5
    yield 0.999, 3.0, 1e-4
    yield 0.05, 40.0, 1e-9
    yield 0.62, 1e-3, 7e-3
    yield 0.75, 5.0, 1e-2
    yield 0.99, 2.6, 1e-3


def _by_input(W, U, z, v):
    d = 1 - z**2
    u = np.linalg.solve(np.eye(len(z)) - (d[:, None] * W).T, v)
    return U.T @ (d * u)


def _not_transposed(W, U, z, v):
    d = 1 - z**2
    u = np.linalg.solve(np.eye(len(z)) - d[:, None] * W, v)
    return U.T @ (d * u)


def _sum_for_difference(W, U, z, v):
    d = 1 - z**2
    u = np.linalg.solve(np.eye(len(z)) + (d[:, None] * W).T, v)
    return U.T @ (d * u)


def _last_round_alone(W, U, z, v):
    return U.T @ ((1 - z**2) * v)


def _slopes_on_the_wrong_side(W, U, z, v):
    d = 1 - z**2
    return U.T @ (d * np.linalg.solve(np.eye(len(z)) - d[:, None] * W.T, v))


def _without_last_slopes(W, U, z, v):
    d = 1 - z**2
    return U.T @ np.linalg.solve(np.eye(len(z)) - (d[:, None] * W).T, v)


def _layers_at_rest():
    """Yield layers of 1 to 6 units that rest, with any number of inputs."""
    rng = _rng()
    for h, n, norm in [(1, 1, 0.6), (2, 2, 0.9), (3, 1, 0.7), (1, 3, 0.5)] + [
        (4, 4, 0.95),
        (5, 8, 0.8),
        (6, 4, 0.9),
        (3, 3, 0.9),
        (4, 4, 0.8),
    ]:
        W, U = rng.normal(size=(h, h)), rng.normal(size=(h, n))
        if (h, n) == (3, 3):
            W, U = np.outer(W[0], W[1]), np.outer(U[0], U[1])
        W *= norm / np.linalg.norm(W, 2)
        x, b, z = 0.3 * rng.normal(size=n), rng.normal(size=h) / 2, np.zeros(h)
        for _ in range(800):
            z = np.tanh(W @ z + U @ x + b)
        yield W, U, z, rng.normal(size=h)
    W, z = 0.4 * np.array([[1.0, -0.5], [0.5, 1.0]]), np.array([-0.3, 0.6])
    yield W, np.array([[2.0, 1.0, -1.0], [0.5, 1.5, 3.0]]), z, np.array([1.0, 4.0])


def _by_prices(A, b, B, c, lam):
    H = A.T @ A + np.diag(lam)
    w = np.linalg.solve(H, A.T @ b)
    return -np.linalg.solve(H, 2 * B.T @ (B @ w - c)) * w


def _other_sign(A, b, B, c, lam):
    return -_by_prices(A, b, B, c, lam)


def _half(A, b, B, c, lam):
    return _by_prices(A, b, B, c, lam) / 2


def _envelope(A, b, B, c, lam):
    return np.linalg.solve(A.T @ A + np.diag(lam), A.T @ b) ** 2


def _one_price(A, b, B, c, lam):
    return np.full(len(lam), _by_prices(A, b, B, c, lam).sum())


def _own_data(A, b, B, c, lam):
    return _by_prices(A, b, A, b, lam)


def _two_data_sets():
    """Yield two data sets with a price for each weight; few samples, or many."""
    rng = _rng()
    for m, k, n in [(1, 1, 1), (3, 2, 2), (2, 4, 3), (6, 5, 4), (4, 4, 4), (4, 4, 4)]:
        A, B = rng.normal(size=(m, n)), rng.normal(size=(k, n))
        lam = np.exp(rng.normal(size=n))
        yield A, rng.normal(size=m), B, rng.normal(size=k), lam
    A, B = rng.normal(size=(5, 3)), rng.normal(size=(4, 3))
    A[:, 2], B[:, 1] = A[:, 0], -2 * B[:, 0]
    yield A, 9 * np.arange(5.0), B, np.arange(4.0) * 9, np.array([0.1, 1.5, 30.0])
    A, B = rng.normal(size=(1, 3)), rng.normal(size=(1, 3))
    yield A, np.array([2.5]), B, np.array([-1.5]), np.array([0.5, 2.5, 1.5])
    A, B = rng.normal(size=(3, 1)), rng.normal(size=(2, 1))
    yield A, np.array([1.0, -2.0, 3.0]), B, np.array([0.5, -1.0]), np.array([0.7])


def _states(W, x, h, N):
    states = [x]
    for _ in range(int(N)):
        states.append(states[-1] + h * np.tanh(W @ states[-1]))
    return states


def _sweep(W, states, h, v, turned=np.transpose):
    a = v
    for z in states:
        a = a + h * turned((1 - np.tanh(W @ z)[:, None] ** 2) * W) @ a
    return a


def _by_start(W, x, h, N, v):
    return _sweep(W, _states(W, x, h, N)[-2::-1], h, v)


def _slopes_at_the_next(W, x, h, N, v):
    return _sweep(W, _states(W, x, h, N)[:0:-1], h, v)


def _jacobians_forward(W, x, h, N, v):
    return _sweep(W, _states(W, x, h, N)[-2::-1], h, v, turned=np.asarray)


def _in_forward_order(W, x, h, N, v):
    return _sweep(W, _states(W, x, h, N)[:-1], h, v)


def _slopes_at_the_start(W, x, h, N, v):
    return _sweep(W, [x] * int(N), h, v)


def _states_run_back(W, x, h, N, v):
    end = _states(W, x, h, N)[-1]
    return _sweep(W, _states(W, end, -h, N)[:-1], h, v)


def _states_run_back_first(W, x, h, N, v):
    end = _states(W, x, h, N)[-1]
    return _sweep(W, _states(W, end, -h, N)[1:], h, v)


def _runs():
    """Yield runs of 0 to 300 steps in 1 to 5 dimensions."""
    rng = _rng()
    for n, h, N in [(2, 0.3, 5), (1, 0.5, 1), (1, 0.1, 7), (3, 0.25, 0), (3, 0.7, 3)]:
        yield rng.normal(size=(n, n)), rng.normal(size=n), h, N, rng.normal(size=n)
    for n, h, N in [(5, 0.2, 12), (4, -0.2, 6), (3, 0.01, 300)]:
        yield rng.normal(size=(n, n)), rng.normal(size=n), h, N, rng.normal(size=n)
    W = np.outer([1.0, -0.5, 0.3], [0.4, 0.8, 1.2])
    yield W, np.array([0.5, -1.0, 4.0]), 0.3, 4, np.array([-1.0, 2.0, 5.0])


def _velocity(z, t, mu, sigma):
    return mu + (sigma - 1) * (z - t * mu) / (1 - t + t * sigma)


def _as_if_z_were_the_start(z, t, mu, sigma):
    return mu + (sigma - 1) * z


def _to_the_end(z, t, mu, sigma):
    x = (z - t * mu) / (1 - t + t * sigma)
    return mu + sigma * x


def _not_shifted_back(z, t, mu, sigma):
    return mu + (sigma - 1) * z / (1 - t + t * sigma)


def _variances(z, t, mu, sigma):
    return mu + (sigma - 1) * (z - t * mu) / np.sqrt((1 - t) ** 2 + (t * sigma) ** 2)


def _places():
    """Yield places, times and ends; the first and the last moment are among them."""
    rng = _rng()
    yield -1.5, 1.0, 2.0, 0.5
    yield 0.5, 0.0, 2.0, 0.5
    yield 1.25, 0.5, -1.5, 3.5
    for _ in range(6):
        z, mu = 3 * rng.normal(size=2)
        yield z, rng.uniform(), mu, np.exp(rng.normal())


EXERCISES = [
    Exercise(
        label="ex-implicit-and-flows-rounds",
        answer=_rounds,
        names=("q", "first", "tolerance"),
        cases=_promises,
        tried="rates from 0.05 to 0.999, loose and tight tolerances",
        mistakes=(
            Mistake(
                _until_steps_are_small,
                "this waits for a small step; what is still to go is up to "
                "1/(1 − q) times that.",
            ),
            Mistake(
                _rounded_down,
                "one round too few: the promise has to hold at k itself.",
            ),
            Mistake(
                _from_one,
                "the start may be near enough already: then k is 0.",
            ),
            Mistake(_below_zero, "a number of rounds is not negative."),
        ),
        invariant={
            "q absolute": "a contraction factor is positive here",
            "first absolute": "a length is not negative",
            "tolerance absolute": "a tolerance is positive",
            "answer absolute": "a number of rounds is not negative",
            "answer clipped": "a number of rounds is not negative",
        },
    ),
    Exercise(
        label="ex-implicit-and-flows-pixels",
        answer=_by_input,
        names=("W", "U", "z", "v"),
        cases=_layers_at_rest,
        tried="layers at rest with 1 to 6 units and 1 to 8 inputs",
        mistakes=(
            Mistake(
                _not_transposed,
                "the way back needs the transposed Jacobian in its equation.",
            ),
            Mistake(
                _sum_for_difference,
                "u = v + Jᵀu makes (I − Jᵀ)u = v, with a minus.",
                changes=("W negated",),
            ),
            Mistake(
                _last_round_alone,
                "this goes back through one round; x enters in all of them.",
            ),
            Mistake(
                _slopes_on_the_wrong_side,
                "J is diag(d)W; transposed, the slopes come first: Wᵀdiag(d).",
            ),
            Mistake(
                _without_last_slopes,
                "the input passes through tanh too: its Jacobian is diag(d)U.",
            ),
        ),
        invariant={
            "z absolute": "tanh has equal slopes at z and −z",
            "z negated": "tanh has equal slopes at z and −z",
        },
    ),
    Exercise(
        label="ex-implicit-and-flows-prices",
        answer=_by_prices,
        names=("A", "b", "B", "c", "lam"),
        cases=_two_data_sets,
        tried="two data sets of 1 to 6 samples with 1 to 4 weights",
        mistakes=(
            Mistake(
                _other_sign,
                "the sign is turned round: a higher price makes its weight smaller.",
            ),
            Mistake(_half, "half of it: the error is a square without a half."),
            Mistake(
                _envelope,
                "this is how the least value itself moves; the other data's error "
                "does depend on w.",
            ),
            Mistake(
                _one_price,
                "this moves all prices together; each price has a slope of its own.",
            ),
            Mistake(
                _own_data,
                "this is the error on A and b; B and c are asked for.",
            ),
        ),
        invariant={
            "lam absolute": "prices are positive",
        },
    ),
    Exercise(
        label="ex-implicit-and-flows-sweep",
        answer=_by_start,
        names=("W", "x", "h", "N", "v"),
        cases=_runs,
        tried="runs of 0 to 300 steps in 1 to 5 dimensions",
        mistakes=(
            Mistake(
                _slopes_at_the_next,
                "the step from z_k bends at z_k; this takes the slopes at z_{k+1}.",
            ),
            Mistake(
                _jacobians_forward,
                "on the way back each step multiplies by its transposed Jacobian.",
            ),
            Mistake(
                _in_forward_order,
                "the last step is the first one to go back through.",
            ),
            Mistake(
                _slopes_at_the_start,
                "the slopes change on the way; keep all states.",
            ),
            *(
                Mistake(
                    run_back,
                    "steps run back miss the states of the steps forward: keep those.",
                )
                for run_back in (_states_run_back, _states_run_back_first)
            ),
        ),
        invariant={
            "x negated": "the field is odd, so its slopes are the same",
        },
    ),
    Exercise(
        label="ex-implicit-and-flows-straight",
        answer=_velocity,
        names=("z", "t", "mu", "sigma"),
        cases=_places,
        tried="places and times from 0 to 1, narrow ends and wide ones",
        mistakes=(
            Mistake(
                _as_if_z_were_the_start,
                "this takes z for the start; find the x that is at z at the time t.",
            ),
            Mistake(_to_the_end, "this is where the point ends, not how fast it goes."),
            Mistake(
                _not_shifted_back,
                "by the time t the points have moved by t mu as well.",
            ),
            Mistake(
                _variances,
                "one point goes straight: its factor is 1 − t + t sigma.",
            ),
        ),
        invariant={
            "t absolute": "times are from 0 to 1",
            "sigma absolute": "sigma is positive",
        },
    ),
]

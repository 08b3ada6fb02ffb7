"""Runs of first-order methods: their steps, their rates, and what they refuse."""

from itertools import islice, repeat

import numpy as np
import pytest

from mathdl.optim import (
    averaged,
    backtracking,
    best_momentum,
    best_step,
    gradient_descent,
    heavy_ball,
    nesterov,
    nesterov_momentum,
    sgd,
    svrg,
)
from mathdl.tree import leaves


def quadratic(rng, n=5):
    """A convex quadratic with its gradient and its curvatures."""
    Q = np.linalg.qr(rng.normal(size=(n, n)))[0]
    lam = rng.uniform(0.5, 4.0, size=n)
    A = Q * lam @ Q.T
    return (lambda x: 0.5 * x @ A @ x), (lambda x: A @ x), lam.min(), lam.max()


METHODS = {
    "gradient_descent": lambda g, x, **k: gradient_descent(g, x, eta=0.1, **k),
    "heavy_ball": lambda g, x, **k: heavy_ball(g, x, eta=0.1, beta=0.5, **k),
    "nesterov": lambda g, x, **k: nesterov(g, x, eta=0.1, **k),
    "nesterov_momentum": lambda g, x, **k: nesterov_momentum(
        g, x, eta=0.1, beta=0.5, **k
    ),
    "backtracking": lambda g, x, **k: backtracking(
        lambda x: sum(float(np.sum(part**2)) for part in leaves(x)) / 2,
        g,
        x,
        eta=0.1,
        **k,
    ),
    "sgd": lambda g, x, **k: sgd(
        lambda x, batch: g(x), x, repeat(None), eta=0.1, beta=0.5, **k
    ),
    "averaged": lambda g, x, **k: averaged(gradient_descent(g, x, eta=0.1, **k)),
    "svrg": lambda g, x, **k: svrg(
        lambda x, i: g(x), x, 3, eta=0.1, inner=4, rng=np.random.default_rng(0), **k
    ),
}
each_method = pytest.mark.parametrize("method", METHODS.values(), ids=METHODS.keys())


def shift(tree):
    """A gradient for trees: the gradient of half the sum of squares."""
    if isinstance(tree, dict):
        return {key: shift(branch) for key, branch in tree.items()}
    if isinstance(tree, list | tuple):
        return type(tree)(shift(branch) for branch in tree)
    return tree


@each_method
def test_a_run_counts_its_steps_from_the_start(method):
    run = list(method(lambda x: x, np.array([1.0, 2.0]), steps=4))
    assert [step.k for step in run] == [0, 1, 2, 3, 4]
    assert run[0].x.tolist() == [1.0, 2.0]
    assert run[0].eta is None
    assert run[1].eta is not None


@each_method
def test_a_run_without_a_number_of_steps_has_no_end(method):
    run = method(lambda x: x, np.array([1.0, 2.0]))
    assert [step.k for step in islice(run, 20)] == list(range(20))


@each_method
def test_what_the_caller_holds_is_never_changed(method):
    x = np.array([1.0, -2.0])
    layers = [(np.ones((2, 3)), np.zeros(2)), {"b": np.array([1.0])}]
    kept = [part.copy() for part in leaves(layers)]
    list(method(lambda x: x, x, steps=5))
    list(method(shift, layers, steps=5))
    assert x.tolist() == [1.0, -2.0]
    for part, before in zip(leaves(layers), kept, strict=True):
        assert np.array_equal(part, before)


@each_method
def test_steps_of_a_run_stay_as_they_were(method):
    run = list(method(lambda x: x, np.array([1.0, 2.0]), steps=3))
    again = list(method(lambda x: x, np.array([1.0, 2.0]), steps=3))
    for one, other in zip(run, again, strict=True):
        assert np.array_equal(one.x, other.x)
    assert len({id(step.x) for step in run}) == 4


@each_method
@pytest.mark.parametrize("tree", [False, True])
def test_a_run_keeps_its_own_point_and_its_history(method, tree):
    held, start = np.zeros(2), np.array([1.0, 2.0])

    def careless(x):
        (part,) = leaves(x)
        held[:] = 3 * part
        part[:] = np.nan
        return {"w": held} if tree else held

    def careful(x):
        return {"w": 3 * x["w"]} if tree else 3 * x

    x = {"w": start} if tree else start
    fresh = list(method(careful, x, steps=4))
    shown = []
    for step in method(careless, x, steps=4):
        shown.append([leaves(t)[0].copy() for t in (step.x, step.gradient, step.at)])
        for mine in (step.x, step.gradient, step.velocity):
            if mine is not None:
                leaves(mine)[0][:] = -7  # whoever loops over it may do so
    for seen, step in zip(shown, fresh, strict=True):
        expected = [leaves(t)[0] for t in (step.x, step.gradient, step.at)]
        np.testing.assert_array_equal(seen, expected)
    stored = list(method(careless, x, steps=4))
    for one, other in zip(stored, fresh, strict=True):
        np.testing.assert_array_equal(
            leaves(one.gradient)[0], leaves(other.gradient)[0]
        )
        np.testing.assert_array_equal(leaves(one.x)[0], leaves(other.x)[0])


def test_the_function_of_a_line_search_may_change_its_argument():
    def f(x):
        value = float(x @ x)
        x[:] = 100
        return value

    runs = [
        list(backtracking(g, lambda x: 2 * x, [1.0, 2.0], steps=3))
        for g in (f, lambda x: float(x @ x))
    ]
    assert [s.x.tolist() for s in runs[0]] == [s.x.tolist() for s in runs[1]]


@each_method
def test_the_parts_of_a_gradient_find_theirs_by_key(method):
    x = {"a": 1.0, "b": np.array([2.0, 3.0])}
    mixed = method(lambda x: {"b": 0 * x["b"], "a": x["a"]}, x, steps=3)
    *_, last = mixed
    assert last.x["b"].tolist() == [2, 3] and 0 < last.x["a"] < 1


@each_method
@pytest.mark.parametrize(
    ("gradient", "error", "said"),
    [
        (lambda x: {"a": 1.0}, ValueError, "keys"),
        (lambda x: {"a": 1.0, "c": 1.0}, ValueError, "'b'.*'c'"),
        (lambda x: [1.0, 1.0], ValueError, "dict"),
        (lambda x: {"a": 1.0, "b": 1j}, TypeError, "real numbers"),
    ],
)
def test_a_gradient_of_another_form_is_refused(method, gradient, error, said):
    with pytest.raises(error, match=said):
        list(method(gradient, {"a": 1.0, "b": 2.0}, steps=1))


@each_method
def test_a_gradient_may_use_one_array_again_and_again(method):
    held = np.zeros(2)

    def gradient(x):
        held[:] = 3 * x
        return held

    *_, reused = method(gradient, np.array([1.0, 2.0]), steps=6)
    *_, fresh = method(lambda x: 3 * x, np.array([1.0, 2.0]), steps=6)
    assert np.array_equal(reused.x, fresh.x)


@each_method
def test_a_tree_moves_as_one_long_vector_does(method):
    rng = np.random.default_rng(0)
    W, b = rng.normal(size=(3, 2)), rng.normal(size=3)
    tree = [(W, b), {"scale": np.array(2.0)}]
    flat = np.concatenate([W.ravel(), b, [2.0]])
    *_, last = method(shift, tree, steps=7)
    *_, same = method(lambda x: x, flat, steps=7)
    assert isinstance(last.x[0], tuple) and list(last.x[1]) == ["scale"]
    joined = np.concatenate([np.ravel(part) for part in leaves(last.x)])
    np.testing.assert_allclose(joined, same.x, rtol=1e-14)


@each_method
def test_numbers_and_lists_of_numbers_are_arrays(method):
    *_, listed = method(lambda x: [x[0], x[1]], [1, 2], steps=3)
    *_, array = method(lambda x: x, np.array([1.0, 2.0]), steps=3)
    assert np.array_equal(listed.x, array.x)
    *_, single = method(lambda x: x, 2.0, steps=3)
    assert float(single.x) == pytest.approx(float(array.x[1]), rel=1e-14)


@pytest.mark.parametrize("seed", range(10))
def test_gradient_descent_contracts_at_its_best_rate(seed):
    rng = np.random.default_rng(seed)
    _, gradient, mu, L = quadratic(rng)
    eta, rate = best_step(mu, L)
    sizes = [
        np.linalg.norm(step.x)
        for step in gradient_descent(gradient, rng.normal(size=5), eta=eta, steps=30)
    ]
    assert all(
        b <= rate * a * (1 + 1e-12) for a, b in zip(sizes, sizes[1:], strict=False)
    )


@pytest.mark.parametrize("seed", range(10))
def test_the_heavy_ball_keeps_its_exact_bound(seed):
    rng = np.random.default_rng(seed)
    _, gradient, mu, L = quadratic(rng)
    eta, beta, rate = best_momentum(mu, L)
    x = rng.normal(size=5)
    for step in heavy_ball(gradient, x, eta=eta, beta=beta, steps=60):
        bound = (1 + (1 + rate) * step.k) * rate**step.k
        assert np.linalg.norm(step.x) <= bound * np.linalg.norm(x) * (1 + 1e-9)


@pytest.mark.parametrize("seed", range(10))
def test_nesterov_keeps_its_bound(seed):
    rng = np.random.default_rng(seed)
    f, gradient, _, L = quadratic(rng)
    x = rng.normal(size=5)
    for step in islice(nesterov(gradient, x, eta=1 / L, steps=60), 1, None):
        assert f(step.x) <= 2 * L * (x @ x) / (step.k + 1) ** 2


def test_momentum_is_polyaks_two_term_rule():
    rng = np.random.default_rng(1)
    _, gradient, _, _ = quadratic(rng)
    run = [s.x for s in heavy_ball(gradient, np.ones(5), eta=0.2, beta=0.7, steps=20)]
    for before, x, after in zip(run, run[1:], run[2:], strict=False):
        polyak = x - 0.2 * gradient(x) + 0.7 * (x - before)
        np.testing.assert_allclose(after, polyak, atol=1e-14)


def test_nesterovs_two_forms_are_one_method():
    """PyTorch's parameters are the points that look ahead."""
    rng = np.random.default_rng(2)
    _, gradient, _, _ = quadratic(rng)
    x = y = np.ones(5)
    ours = nesterov_momentum(gradient, y, eta=0.2, beta=0.6, steps=20)
    for step in ours:
        np.testing.assert_allclose(step.x, y, atol=1e-14)
        before, x = x, y - 0.2 * gradient(y)
        y = x + 0.6 * (x - before)


@pytest.mark.parametrize("seed", range(10))
def test_backtracking_descends_by_its_share(seed):
    rng = np.random.default_rng(seed)
    f, gradient, _, L = quadratic(rng)
    run = list(backtracking(f, gradient, rng.normal(size=5), eta=8.0, steps=20))
    for before, after in zip(run, run[1:], strict=False):
        square = before.gradient @ before.gradient
        assert f(after.x) <= f(before.x) - 0.5 * after.eta * square + 1e-15
        assert after.eta >= 0.5 / L


def test_backtracking_ends_at_a_minimum():
    run = list(backtracking(lambda x: x @ x, lambda x: 2 * x, [1.0, -1.0]))
    assert run[-1].x.tolist() == [0.0, 0.0]
    assert len(run) == 2


def test_backtracking_shrinks_where_f_is_not_finite():
    def f(x):
        return -np.log(x[0]) + x[0] if x[0] > 0 else np.inf

    run = backtracking(f, lambda x: 1 - 1 / x, [10.0], eta=100.0, steps=80)
    *_, last = run
    assert last.x[0] == pytest.approx(1.0, abs=1e-6)


@pytest.mark.parametrize(
    ("arguments", "error", "said"),
    [
        ({"eta": 0.0}, ValueError, "eta is 0.0: expected a positive"),
        ({"eta": -1}, ValueError, "eta is -1"),
        ({"eta": np.nan}, ValueError, "positive finite number"),
        ({"eta": "0.1"}, TypeError, "expected a number"),
        ({"eta": lambda k: 0.1}, TypeError, "expected a number"),
        ({"beta": 1.0}, ValueError, "at least 0 and less than 1"),
        ({"beta": -0.1}, ValueError, "beta is -0.1"),
        ({"steps": -1}, ValueError, "steps is -1"),
        ({"steps": 2.5}, ValueError, "expected a whole number"),
        ({"x": [np.inf]}, ValueError, "the start x is not finite"),
        ({"x": "start"}, TypeError, "expected real numbers"),
        ({"x": [1j]}, TypeError, "expected real numbers"),
        ({"x": []}, ValueError, "holds no array"),
    ],
)
def test_what_can_not_be_run_is_refused_at_once(arguments, error, said):
    good = {"x": [1.0], "eta": 0.1, "beta": 0.5, "steps": 3} | arguments
    with pytest.raises(error, match=said):
        heavy_ball(lambda x: x, good.pop("x"), **good)


@each_method
def test_a_gradient_of_another_shape_is_refused(method):
    with pytest.raises(ValueError, match=r"shape \(3,\) and x has shape \(2,\)"):
        next(method(lambda x: np.ones(3), [1.0, 2.0]))
    with pytest.raises(ValueError, match="not alike: a list of 2 and one array"):
        next(method(lambda x: x[0], [np.ones(2), np.ones(3)]))


def test_a_run_that_diverges_says_so():
    run = gradient_descent(lambda x: x**3, [10.0], eta=1.0)
    with (
        np.errstate(over="ignore"),
        pytest.raises(FloatingPointError, match="diverged"),
    ):
        list(run)


@pytest.mark.parametrize(
    ("mu", "L", "said"),
    [(0, 1, "mu is 0"), (2, 1, "mu is at most L"), (1, np.inf, "L is inf")],
)
def test_curvatures_are_positive_and_in_order(mu, L, said):
    with pytest.raises(ValueError, match=said):
        best_step(mu, L)
    with pytest.raises(ValueError, match=said):
        best_momentum(mu, L)


@pytest.mark.parametrize("name", ["shrink", "share"])
def test_fractions_of_the_line_search_lie_between_0_and_1(name):
    with pytest.raises(ValueError, match=f"{name} is 1"):
        backtracking(lambda x: x @ x, lambda x: 2 * x, [1.0], **{name: 1})


def test_backtracking_needs_a_start_where_f_is_finite():
    run = backtracking(lambda x: np.inf, lambda x: x, [1.0])
    next(run)
    with pytest.raises(ValueError, match="f is inf at the start"):
        next(run)


def test_batches_come_in_order_and_end_the_run():
    seen = []

    def gradient(x, batch):
        seen.append(batch)
        return x

    run = list(sgd(gradient, [1.0], "abc", eta=0.5))
    assert seen == ["a", "b", "c"]
    assert [float(step.x[0]) for step in run] == [1.0, 0.5, 0.25]


def test_one_batch_again_and_again_is_the_heavy_ball():
    _, gradient, *_ = quadratic(np.random.default_rng(0))
    ball = heavy_ball(gradient, np.ones(5), eta=0.1, beta=0.8, steps=20)
    drawn = sgd(lambda x, _: gradient(x), np.ones(5), repeat(0), eta=0.1, beta=0.8)
    for one, other in zip(ball, drawn, strict=False):
        np.testing.assert_array_equal(one.x, other.x)
        np.testing.assert_array_equal(one.velocity, other.velocity)


def test_a_step_size_may_depend_on_the_step():
    run = sgd(lambda x, b: x, [1.0], repeat(0), eta=lambda k: 1 / (k + 2), steps=3)
    assert [step.eta for step in run] == [None, 1 / 2, 1 / 3, 1 / 4]


def test_no_step_size_is_asked_for_after_the_last_point():
    sizes = [0.5, 0.25]
    run = sgd(lambda x, b: x, [1.0], "abc", eta=sizes.__getitem__)
    assert [step.eta for step in run] == [None, 0.5, 0.25]


def test_a_step_size_that_is_no_step_is_named():
    run = sgd(lambda x, b: x, [1.0], repeat(0), eta=lambda k: 1.0 - k)
    with pytest.raises(ValueError, match=r"eta\(1\) is 0.0"):
        list(run)


def test_the_mean_of_the_points_is_the_mean():
    run = list(gradient_descent(lambda x: 2 * x, [1.0, -3.0], eta=0.2, steps=9))
    for k, step in enumerate(averaged(run)):
        mean = np.mean([before.x for before in run[: k + 1]], axis=0)
        np.testing.assert_allclose(step.x, mean, rtol=1e-14)
        np.testing.assert_array_equal(step.at, run[k].x)


def test_a_corrected_gradient_has_no_noise_where_samples_have_one_curvature():
    b = np.random.default_rng(0).normal(size=(7, 2))
    run = svrg(
        lambda x, i: x - b[i].mean(axis=0),
        np.zeros(2),
        7,
        eta=0.1,
        inner=30,
        rng=np.random.default_rng(1),
        steps=20,
    )
    lengths = np.random.default_rng(1)
    x = np.zeros(2)
    for step in run:
        np.testing.assert_allclose(step.x, x, atol=1e-14)
        for _ in range(lengths.integers(30)):
            lengths.integers(7, size=1)
            x = x - 0.1 * (x - b.mean(axis=0))


@pytest.mark.parametrize("samples, inner", [(0, 3), (3, 0), (2.5, 3)])
def test_numbers_of_samples_and_steps_are_positive(samples, inner):
    rng = np.random.default_rng(0)
    with pytest.raises(ValueError, match="expected a whole number, 1 or more"):
        svrg(lambda x, i: x, [1.0], samples, eta=0.1, inner=inner, rng=rng)

"""Derivatives: against differences and complex steps, transposes, mistakes, changes."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from mathdl import autodiff, tree
from mathdl.autodiff import _trace, check_grads, grad, hvp, jacobian, jvp, vjp
from tests import derivatives

FUNCTIONS = {
    "affine": (autodiff.affine, [(4, 3), (2, 3), (2,)]),
    "affine, one sample": (autodiff.affine, [(3,), (2, 3), (2,)]),
    "affine, no sample": (autodiff.affine, [(0, 3), (2, 3), (2,)]),
    "affine, sequences": (autodiff.affine, [(5, 4, 3), (2, 3), (2,)]),
    "two layers": (
        lambda x, W, V, b: autodiff.affine(np.tanh(autodiff.affine(x, W, b)), V, b),
        [(4, 3), (3, 3), (3, 3), (3,)],
    ),
    "relu": (autodiff.relu, [(4, 3)]),
    "logsumexp": (autodiff.logsumexp, [(4, 3)]),
    "logsumexp along": (lambda x: autodiff.logsumexp(x, axis=1), [(4, 3)]),
    "logsumexp kept": (lambda x: autodiff.logsumexp(x, 0, keepdims=True), [(4, 3)]),
    "log_softmax": (autodiff.log_softmax, [(4, 3)]),
    "softmax": (lambda x: autodiff.softmax(x, axis=0), [(4, 3)]),
    "cross-entropy": (
        lambda z: autodiff.softmax_cross_entropy(z, np.array([0, 2, 1, 1])), [(4, 3)],
    ),
    "squared error": (autodiff.mean_squared_error, [(4, 3), (4, 3)]),
    "layer norm": (autodiff.layer_norm, [(4, 3), (3,), (3,)]),
    "convolution": (autodiff.conv2d, [(2, 3, 5, 4), (2, 3, 3, 2)]),
    "convolution, strided": (
        lambda x, w: autodiff.conv2d(x, w, stride=2, padding=1),
        [(2, 1, 6, 5), (3, 1, 3, 3)],
    ),
    "convolution, no picture": (autodiff.conv2d, [(0, 3, 5, 4), (2, 3, 3, 2)]),
}  # fmt: skip


def on_list(function):
    return lambda xs: function(*xs)


@pytest.mark.parametrize(("case", "shapes"), derivatives.EACH, ids=derivatives.name)
def test_rules_agree_with_differences_to_second_order(case, shapes):
    check_grads(lambda xs: case.numpy(np, *xs), case.arrays(shapes))


@pytest.mark.parametrize("name", FUNCTIONS)
def test_functions_of_networks_agree_with_differences(name):
    function, shapes = FUNCTIONS[name]
    rng = np.random.default_rng(0)
    check_grads(on_list(function), [rng.normal(size=shape) for shape in shapes])


@pytest.mark.parametrize("name", ["cross-entropy", "squared error", "two layers"])
def test_losses_agree_with_differences_to_third_order(name):
    function, shapes = FUNCTIONS[name]
    rng = np.random.default_rng(1)
    xs = [rng.normal(size=shape) for shape in shapes]
    check_grads(on_list(function), xs, order=3)


@pytest.mark.parametrize(
    ("case", "shapes"),
    [(case, shapes) for case, shapes in derivatives.EACH if case.analytic],
    ids=derivatives.name,
)
def test_slopes_agree_with_a_complex_step(case, shapes):
    xs, vs = case.arrays(shapes), case.arrays(shapes, seed=1)
    h = 1e-30
    moved = case.numpy(np, *[x + 1j * h * v for x, v in zip(xs, vs, strict=True)])
    slope = jvp(lambda xs: case.numpy(np, *xs))(xs, vs)
    np.testing.assert_allclose(slope, moved.imag / h, rtol=1e-12, atol=1e-13)


def test_every_rule_is_tested(monkeypatch):
    met = set()
    true = _trace.apply

    def noting(function, arguments, options=_trace.NONE):
        met.add(function)
        return true(function, arguments, options)

    for module in ("_trace", "_rules", "_functions", "_layer", "_convolution"):
        monkeypatch.setattr(f"mathdl.autodiff.{module}.apply", noting)
    known = set(_trace.RULES)
    for case in derivatives.CASES:
        xs = case.arrays(case.shapes[1 % len(case.shapes)])
        check_grads(lambda xs, case=case: case.numpy(np, *xs), xs)
    rng = np.random.default_rng(0)
    for function, shapes in FUNCTIONS.values():
        xs = [rng.normal(size=shape) for shape in shapes]
        check_grads(on_list(function), xs, order=3)
    assert {f.__name__ for f in known - met} == set()


@given(
    shapes=hnp.mutually_broadcastable_shapes(num_shapes=2, max_dims=3, max_side=3),
    seed=st.integers(0, 10**6),
)
def test_products_with_the_jacobian_are_transposes(shapes, seed):
    rng = np.random.default_rng(seed)
    a, b = (rng.normal(size=shape) for shape in shapes.input_shapes)
    v = [rng.normal(size=a.shape), rng.normal(size=b.shape)]
    u = rng.normal(size=shapes.result_shape)

    def f(ab):
        return np.tanh(ab[0] * ab[1]) + ab[0]

    pulled = vjp(f)([a, b], u)
    pushed = jvp(f)([a, b], v)
    right = sum(np.sum(g * w) for g, w in zip(pulled, v, strict=True))
    assert np.sum(u * pushed) == pytest.approx(right, rel=1e-12, abs=1e-12)
    assert [np.shape(g) for g in pulled] == [a.shape, b.shape]


def test_a_hessian_is_symmetric_and_its_products_agree():
    def g(x):
        return np.sum(np.exp(x[0] * x) * np.tanh(x))

    x, v = np.array([0.3, -0.2, 0.9]), np.array([1.0, 2.0, -1.0])
    H = jacobian(grad(g))(x)
    np.testing.assert_allclose(H, H.T, atol=1e-14)
    np.testing.assert_allclose(hvp(g)(x, v), H @ v, atol=1e-14)


def test_derivatives_inside_derivatives_do_not_mix():
    # Siskind and Pearlmutter 2008: the inner derivative must not see the outer x.
    assert grad(lambda x: x * grad(lambda y: x + y)(1.0))(1.0) == 1.0
    assert grad(lambda x: grad(lambda y: x * y * y)(x))(3.0) == 12.0
    assert grad(lambda x: x * grad(lambda y: y * y)(2.0))(5.0) == 4.0
    assert grad(grad(grad(lambda x: x**4)))(2.0) == 48.0


def test_trees_and_numbers():
    f = lambda p, c: c * p["w"] * p["w"] + np.sum(p["b"][0])  # noqa: E731
    value, slope = autodiff.value_and_grad(f)({"w": 3, "b": (np.ones(2),)}, 2.0)
    assert value == 20.0 and isinstance(value, float)
    assert slope["w"] == 12.0 and isinstance(slope["w"], float)
    assert isinstance(slope["b"], tuple)
    np.testing.assert_array_equal(slope["b"][0], [1, 1])
    assert tree.leaves(slope) == [slope["w"], slope["b"][0]]


def test_what_does_not_depend_on_x_has_slope_zero():
    np.testing.assert_array_equal(grad(lambda x: 3.0)(np.ones(2)), [0, 0])
    assert grad(lambda ab: ab[0] ** 2)([3.0, np.ones(2)])[0] == 6
    np.testing.assert_array_equal(jacobian(lambda x: np.ones(2))(np.ones(3)), 0)
    assert jacobian(lambda x: x[:0])(np.ones(3)).shape == (0, 3)


def test_the_parts_of_a_gradient_are_the_readers_own():
    x = np.ones(3)
    a, b = grad(lambda ab: np.sum(ab[0] + ab[1]))([x, x])
    a *= 2
    np.testing.assert_array_equal(b, 1)
    u = np.ones(3)
    pulled = vjp(lambda x: x)(x, u)
    pulled += 1
    np.testing.assert_array_equal(u, 1)
    x += 1  # no lock stays behind


def test_locks_are_lifted_when_the_function_fails():
    x, c = np.ones(3), np.ones((2, 3))
    with pytest.raises(ZeroDivisionError):
        grad(lambda x: np.sum(c[0] * x) + 1 / 0)(x)
    x += 1
    c += 1


def change_the_point(x):
    y = x * POINT
    POINT[0] = 5
    return np.sum(y)


def change_the_constant(x):
    y = x * CONSTANT[:3]
    CONSTANT[1:] *= 2
    return np.sum(y)


def change_the_traced(x):
    x[0] = 1.0
    return np.sum(x)


def write_into_a_bare_array(x):
    total = np.zeros(3)
    total += x
    return np.sum(total)


POINT, CONSTANT = np.ones(3), np.ones(5)


@pytest.mark.parametrize(
    "function",
    [
        change_the_point,
        change_the_constant,
        change_the_traced,
        write_into_a_bare_array,
    ],
)
def test_a_change_in_place_is_named(function):
    with pytest.raises(autodiff.InPlaceError, match="new"):
        grad(function)(POINT)
    np.testing.assert_array_equal(POINT, 1)
    np.testing.assert_array_equal(CONSTANT, 1)
    POINT[0] = CONSTANT[0] = 1  # and both can be changed again


def test_what_a_function_sees_can_not_be_changed_through_its_value():
    def f(x):
        y = 2 * x
        y.value[0] = 7
        return np.sum(y)

    with pytest.raises(autodiff.InPlaceError):
        grad(f)(np.ones(2))


@pytest.mark.parametrize(
    ("mistake", "words"),
    [
        (lambda: grad(3.0), r"grad\(f\)\(x\), not grad\(f\(x\)\)"),
        (lambda: grad(lambda x: x)(np.ones(3)), "one number.*jacobian"),
        (lambda: grad(np.sum)("word"), "real numbers.*'word'"),
        (lambda: grad(np.sum)(np.array([1j])), "real numbers.*complex"),
        (lambda: grad(np.sum)([]), "no array"),
        (lambda: grad(lambda x: None)(1.0), "number or an array.*None"),
        (lambda: grad(lambda x: np.sort(x)[0])(np.ones(2)), "no derivative rule.*sort"),
        (lambda: grad(lambda x: np.cbrt(x))(1.0), "no derivative rule.*cbrt"),
        (lambda: grad(lambda x: np.add.reduce(x))(np.ones(2)), "add.reduce"),
        (lambda: grad(lambda x: np.sum(x, where=x > 0))(np.ones(2)), "sum with where"),
        (lambda: grad(lambda x: __import__("math").sin(x))(1.0), "np.sin, not math"),
        (lambda: grad(lambda x: np.sum(np.array([x, x])))(1.0), "np.stack"),
        (lambda: grad(lambda x: np.sum(np.asarray(x)))(np.ones(2)), "np.stack"),
        (lambda: jacobian(lambda x: x)([1.0]), "one array"),
        (lambda: vjp(lambda x: x)(np.ones(2), np.ones(3)), r"u has.*3.*2"),
        (lambda: jvp(lambda x: x)(np.ones(2), np.ones(3)), r"v has.*3.*x has.*2"),
        (lambda: hvp(np.sum)(np.ones(2), [np.ones(1)]), "v has.*1.*x has.*2"),
        (lambda: autodiff.primitive(np.sum), "a rule for each"),
        (lambda: autodiff.affine(np.ones((2, 3)), np.ones((4, 2)), np.ones(4)), "W"),
        (lambda: autodiff.conv2d(np.ones((1, 1, 2, 2)), np.ones((1, 1, 3, 3))), "fit"),
        (lambda: autodiff.conv2d(np.ones((2, 2)), np.ones((3, 3))), "channels"),
        (lambda: autodiff.softmax_cross_entropy(np.ones((2, 3)), [0, 3]), "0 … 2"),
        (lambda: autodiff.softmax_cross_entropy(np.ones((2, 3)), [0, -1]), "0 … 2"),
        (lambda: autodiff.softmax_cross_entropy(np.ones((2, 3)), [0.0, 1.0]), "whole"),
        (lambda: autodiff.softmax_cross_entropy(np.ones((2, 3)), [0]), "samples"),
        (lambda: autodiff.mean_squared_error(np.ones((2, 1)), np.ones(2)), "the same"),
        (lambda: tree.rebuild([1, 2], [1]), "too few"),
        (lambda: tree.rebuild([1, 2], [1, 2, 3]), "too many"),
        (lambda: tree.map_leaves(max, [1, 2], [1]), "1, 2 leaves"),
    ],
)  # fmt: skip
def test_mistakes_are_named(mistake, words):
    with pytest.raises((TypeError, ValueError), match=words):
        mistake()


def test_check_grads_finds_a_wrong_rule():
    wrong = autodiff.primitive(np.sinh, lambda g, y, x: g * np.cosh(x) * 1.0001)
    try:
        with pytest.raises(AssertionError):
            check_grads(wrong, np.array([0.3, 1.2]))
    finally:
        autodiff.primitive(np.sinh, lambda g, y, x: g * np.cosh(x))


def test_the_mean_over_nothing_is_nan_and_its_gradient_empty():
    cross_entropy = autodiff.value_and_grad(autodiff.softmax_cross_entropy)
    value, slope = cross_entropy(np.ones((0, 3)), np.zeros(0, dtype=int))
    assert np.isnan(value) and slope.shape == (0, 3)
    squared_error = autodiff.value_and_grad(autodiff.mean_squared_error)
    value, slope = squared_error(np.ones((0, 3)), np.ones((0, 3)))
    assert np.isnan(value) and slope.shape == (0, 3)


def test_a_product_of_kept_probabilities_is_differentiated_again():
    # The labels' probabilities are kept for the sweep: two sweeps must agree on them.
    rng = np.random.default_rng(2)
    Z, V, y = (
        rng.normal(size=(5, 3)),
        rng.normal(size=(5, 3)),
        np.array([0, 2, 1, 1, 0]),
    )
    P = autodiff.softmax(Z)
    expected = P * (V - (P * V).sum(axis=1, keepdims=True)) / 5
    ours = autodiff.hvp(autodiff.softmax_cross_entropy)(Z, V, y)
    np.testing.assert_allclose(ours, expected, rtol=1e-12, atol=1e-15)


def test_far_logits_stay_finite():
    z = np.array([[1e4, -1e4, 0.0]])
    value, slope = autodiff.value_and_grad(autodiff.softmax_cross_entropy)(z, [1])
    assert value == 2e4
    np.testing.assert_array_equal(slope, [[1, -1, 0]])
    assert autodiff.logsumexp(np.array([-np.inf, -np.inf])) == -np.inf
    assert autodiff.logsumexp(np.array([])) == -np.inf

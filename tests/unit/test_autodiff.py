"""Derivatives: against differences and complex steps, transposes, mistakes, changes."""

import copy
import inspect
import itertools
import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from mathdl import autodiff, tree
from mathdl.autodiff import _trace, check_grads, grad, hvp, jacobian, jvp, vjp
from tests import derivatives

KNOWN = set(_trace.RULES)
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

    for module in (
        "_trace",
        "_rules",
        "_forms",
        "_functions",
        "_layer",
        "_convolution",
    ):
        monkeypatch.setattr(f"mathdl.autodiff.{module}.apply", noting)
    for case in derivatives.CASES:
        xs = case.arrays(case.shapes[1 % len(case.shapes)])
        check_grads(lambda xs, case=case: case.numpy(np, *xs), xs)
    rng = np.random.default_rng(0)
    for function, shapes in FUNCTIONS.values():
        xs = [rng.normal(size=shape) for shape in shapes]
        check_grads(on_list(function), xs, order=3)
    assert {f.__name__ for f in KNOWN - met} == set()


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
        (lambda: hvp(np.sum)(np.ones(2), [np.ones(1)]), "v has not the form of x"),
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
        (lambda: tree.map_leaves(max, [1, 2], [1]), "list of 2 and a list of 1"),
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


@pytest.mark.filterwarnings("ignore:divide by zero:RuntimeWarning")
@pytest.mark.filterwarnings("ignore:invalid value:RuntimeWarning")
@pytest.mark.parametrize("kink", derivatives.KINKS, ids=lambda kink: kink.name)
def test_slopes_at_kinks_are_those_that_the_table_tells(kink):
    ours, _, _ = derivatives.written(kink.name)
    slope = grad(kink.numpy)(np.array(kink.at))
    np.testing.assert_array_equal(slope, np.full(np.shape(kink.at), ours))


def test_the_tables_way_round_the_branch_not_taken():
    slope = grad(lambda x: np.where(x > 0, np.sqrt(np.where(x > 0, x, 1)), 0))
    assert slope(0.0) == 0 and slope(4.0) == 0.25


def test_norms_and_deviations_have_flat_tips_in_every_form():
    zeros = np.zeros((2, 3))
    for ord in (None, 2, 1, 3, np.inf):
        slope = grad(lambda x, ord=ord: np.sum(np.linalg.norm(x, ord, axis=1)))
        np.testing.assert_array_equal(slope(zeros), 0)
    np.testing.assert_array_equal(grad(lambda x: np.sum(np.std(x, 1)))(zeros), 0)
    np.testing.assert_array_equal(hvp(np.linalg.norm)(zeros, np.ones((2, 3))), 0)
    # One row at its tip leaves the other's slope as it is.
    rows = np.array([[0.0, 0.0], [3.0, 4.0]])
    slope = grad(lambda x: np.sum(np.linalg.norm(x, axis=1)))(rows)
    np.testing.assert_allclose(slope, [[0, 0], [0.6, 0.8]])


@pytest.mark.parametrize(
    ("a", "b", "slopes"),
    [
        (-np.inf, 0.0, (0, 1)),
        (0.0, np.inf, (0, 1)),
        (np.inf, -np.inf, (1, 0)),
        (np.inf, np.inf, (0.5, 0.5)),
        (-np.inf, -np.inf, (0.5, 0.5)),
    ],
)
def test_sums_of_exponentials_have_slopes_at_infinity(a, b, slopes):
    two = grad(lambda ab: np.logaddexp(ab[0], ab[1]))([a, b])
    many = grad(autodiff.logsumexp)(np.array([a, b]))
    assert tuple(two) == tuple(many) == slopes
    bend = hvp(lambda ab: np.logaddexp(ab[0], ab[1]))([a, b], [1.0, 1.0])
    np.testing.assert_array_equal(bend, 0)
    bend = hvp(autodiff.logsumexp)(np.array([a, b]), np.ones(2))
    np.testing.assert_array_equal(bend, 0)


# What is kept of a run that is over.


def keeping(box):
    """Return a function that puts its argument, a middle and its value in a box."""

    def function(x):
        box["x"], box["y"] = x, x * x
        box["loss"] = np.sum(box["y"])
        box["after"] = box["loss"] / 2
        return box["loss"]

    return function


@pytest.mark.parametrize("take", [grad, jacobian, lambda f: lambda x: hvp(f)(x, x)])
def test_a_kept_value_is_a_constant_of_the_next_derivative(take):
    kept = {}
    take(keeping(kept))(np.array([1.0, 2.0]))
    z = np.array([5.0, 7.0])
    for first, second in ((kept["x"], kept["y"]), (kept["y"], kept["x"])):
        slope = grad(lambda z, a=first, b=second: np.sum(a * z) + b @ z)(z)
        np.testing.assert_array_equal(slope, [2, 6])
        slope = grad(lambda z, a=first, b=second: np.sum(z * a) + z @ b)(z)
        np.testing.assert_array_equal(slope, [2, 6])
    pulled = grad(lambda z: np.sum((z - kept["x"]) ** 2))(z)
    np.testing.assert_array_equal(pulled, [8, 10])
    np.testing.assert_array_equal(grad(lambda z: kept["loss"])(z), 0)
    assert grad(grad(lambda z: kept["loss"] * z * z))(3.0) == 10
    stacked = jacobian(lambda z: np.stack([kept["x"], z, kept["y"]])[:, 0])(z)
    np.testing.assert_array_equal(stacked, [[0, 0], [1, 0], [0, 0]])


def test_a_kept_value_is_locked_as_other_constants_are():
    kept, w = {}, np.array([1.0, 2.0])
    grad(keeping(kept))(w)

    def changes(z):
        value = np.sum(kept["x"] * z)
        w[0] = 9
        return value

    with pytest.raises(autodiff.InPlaceError):
        grad(changes)(np.ones(2))


def test_a_value_kept_inside_an_outer_derivative_goes_on_with_it():
    kept = {}

    def function(x):
        slope = grad(lambda y: kept.setdefault("xy", x * y) * y)(2.0)  # 2 x y = 4 x
        return slope * x + kept["xy"]  # 4 x² + 2 x

    assert grad(function)(3.0) == 26


def test_kept_losses_are_numbers():
    kept = {}
    grad(keeping(kept))(np.array([1.0, 2.0]))
    assert float(kept["loss"]) == 5 and f"{kept['after']:.2f}" == "2.50"
    assert kept["loss"].item() == 5 and repr(kept["loss"]) == repr(np.float64(5))
    np.testing.assert_array_equal(np.array([kept["loss"]] * 2), [5, 5])
    np.testing.assert_array_equal(np.sort(-kept["y"]), [-4, -1])
    assert np.cbrt(8 * kept["x"][0]) == 2 and type(kept["x"] + 1) is np.ndarray


def test_values_kept_of_a_run_that_failed_are_constants_too():
    kept = {}

    def fails(x):
        kept["x"] = 2 * x
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        grad(fails)(3.0)
    assert grad(lambda z: kept["x"] * z)(1.0) == 6


def test_a_traced_value_can_be_printed_and_not_cut_off():
    def prints(x):
        assert f"{x:.2f} {x * x:6.1f}" == "2.00    4.0"
        return x * x

    assert grad(prints)(2.0) == 4
    np.testing.assert_array_equal(
        grad(lambda x: np.sum(copy.deepcopy([x])[0] * copy.copy(x)))(np.ones(2)), 2
    )
    with pytest.raises(TypeError, match="cut the derivative off"):
        grad(lambda x: pickle.loads(pickle.dumps(x)) * x)(1.0)


# What is told beside the arrays.

TALL = np.arange(24.0).reshape(2, 3, 4)


@pytest.mark.parametrize(
    "axes",
    list(itertools.permutations(range(3))) + [(-1, 0, 1), (0, -1, -2), (-2, 2, 0)],
)
def test_transposes_are_undone_however_their_axes_are_named(axes):
    weights = np.random.default_rng(0).normal(size=np.transpose(TALL, axes).shape)
    slope = grad(lambda x: np.sum(np.transpose(x, axes) * weights))(TALL)
    inverse = np.argsort([axis % 3 for axis in axes])
    np.testing.assert_array_equal(slope, np.transpose(weights, inverse))


AXES = [None, 0, 1, -1, -3, (0, 2), (-1, 0), (2, -2), (0, 1, 2), ()]


@pytest.mark.parametrize("axis", AXES, ids=str)
@pytest.mark.parametrize("keepdims", [False, True])
@pytest.mark.parametrize(
    "function", [np.sum, np.mean, np.max, np.min, np.var, np.std, autodiff.logsumexp]
)
def test_reductions_along_any_axes(function, axis, keepdims):
    def reduced(x):
        return function(x, axis=axis, keepdims=keepdims)

    x = np.random.default_rng(0).normal(size=(2, 3, 4))
    value = value_of(reduced, x)
    np.testing.assert_allclose(value, reduced(x), rtol=1e-14, atol=1e-300)
    assert np.shape(value) == np.shape(reduced(x))
    if not (axis == () and function is np.std):  # of single numbers: at its tip
        check_grads(reduced, x)


MOVED = {
    "swapaxes": lambda x: np.swapaxes(x, -1, -3),
    "flip": lambda x: np.flip(x, (-1, 0)),
    "expand_dims": lambda x: np.expand_dims(x, (-1, 1)) * np.ones((2, 1, 3, 4, 2)),
    "squeeze": lambda x: np.squeeze(x[:, :1], -2) * np.arange(4.0),
    "cumsum": lambda x: np.cumsum(x, -2),
    "concatenate": lambda x: np.concatenate([x, x * x], -2),
    "concatenate all": lambda x: np.concatenate([x, x * x], None),
    "stack": lambda x: np.stack([x, x * x], -2),
    "softmax": lambda x: autodiff.softmax(x, axis=-2),
    "softmax of two": lambda x: autodiff.softmax(x, axis=(0, -1)),
    "trace": lambda x: np.trace(x, 1, -1, 0),
    "trace below": lambda x: np.trace(x, offset=-1, axis1=1, axis2=2),
}


@pytest.mark.parametrize("name", MOVED)
def test_axes_are_counted_from_the_end_as_in_numpy(name):
    x = np.random.default_rng(1).normal(size=(2, 3, 4))
    np.testing.assert_allclose(value_of(MOVED[name], x), MOVED[name](x), rtol=1e-14)
    check_grads(MOVED[name], x)


def value_of(function, x):
    """Return the value of a function as it is computed with a traced argument."""
    kept = {}
    vjp(lambda x: kept.setdefault("y", function(x)))(x, np.zeros(np.shape(function(x))))
    return np.asarray(kept["y"])


ORDERS = [None, 2, 1, 3, 0.5, -1, np.inf, -np.inf, 0, "fro"]


@pytest.mark.parametrize("ord", ORDERS, ids=str)
@pytest.mark.parametrize("axis", [None, 0, -1, (0, 1), (-1, 0)], ids=str)
@pytest.mark.parametrize("shape", [(3,), (2, 3), (2, 3, 4)], ids=str)
def test_norms_are_numpys_or_refused(ord, axis, shape):
    x = np.random.default_rng(2).normal(size=shape)
    try:
        expected = np.linalg.norm(x, ord, axis, True)
    except ValueError:
        expected = None
    matrix = len(shape) == 2 and axis is None or isinstance(axis, tuple)
    if expected is None or (matrix and ord == 2):  # singular values
        with pytest.raises((TypeError, ValueError)):
            value_of(lambda x: np.linalg.norm(x, ord, axis, True), x)
        return
    ours = value_of(lambda x: np.linalg.norm(x, ord, axis, True), x)
    np.testing.assert_allclose(ours, expected, rtol=1e-13)
    check_grads(lambda x: np.linalg.norm(x, ord, axis), x)


@pytest.mark.parametrize("function", _trace.FORMS, ids=lambda f: f.__name__)
def test_options_have_numpys_names(function):
    try:
        theirs = inspect.signature(function).parameters
    except ValueError:
        pytest.skip("this NumPy tells no signature")
    assert _trace.FORMS[function].names <= set(theirs)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda x: np.sum(x, 0, float), "sum with dtype"),
        (lambda x: np.var(x, 0, 1), "var with dtype"),
        (lambda x: np.max(x, 0, np.zeros(())), "max with out"),
        (lambda x: np.mean(x, where=x > 0), "mean with where"),
        (lambda x: np.std(x, correction=1), "std with correction"),
        (lambda x: np.max(x, initial=3.0), "max with initial"),
        (lambda x: np.reshape(x, (2, 1), "F"), "reshape with order"),
        (lambda x: np.ravel(x, "F"), "ravel with order"),
        (
            lambda x: np.concatenate([x, x], 0, None, dtype=int),
            "concatenate with dtype",
        ),
        (lambda x: np.clip(x, 0, 1, out=np.zeros(2)), "clip with out"),
        (lambda x: np.clip(x, 0, 1, casting="no"), "clip with casting"),
        (lambda x: np.full_like(x, x[0], int), "full_like with dtype"),
        (lambda x: np.linalg.norm(np.outer(x, x), "nuc"), "ord='nuc'"),
        (lambda x: np.einsum(x, [0]), "string of subscripts"),
        (lambda x: x.sum(0, True), "sum with dtype"),
        (lambda x: x.max(0, np.zeros(())), "max with out"),
        (lambda x: x.reshape(2, 1, order="F"), "reshape with order"),
        (lambda x: np.sum(x, foo=1), "foo"),
    ],
)
def test_options_without_a_rule_are_refused_by_name(call, words):
    with pytest.raises(TypeError, match=words):
        grad(lambda x: np.sum(call(x)))(np.ones(2))


def test_options_that_say_nothing_are_taken():
    x = np.array([1.0, 2.0])
    np.testing.assert_array_equal(grad(lambda x: np.max(x, 0, None))(x), [0, 1])
    np.testing.assert_array_equal(grad(lambda x: x.max(0, None))(x), [0, 1])
    np.testing.assert_array_equal(
        grad(lambda x: np.var(x, 0, None, None, 1))(x), [-1, 1]
    )
    np.testing.assert_array_equal(
        grad(lambda x: np.reshape(x, (2,), "C")[0])(x), [1, 0]
    )
    np.testing.assert_array_equal(
        grad(lambda x: np.einsum("i,i", x, x, optimize=True))(x), [2, 4]
    )


@pytest.mark.parametrize(
    "clipped",
    [
        lambda x: np.clip(x, 0, 1),
        lambda x: np.clip(x, a_min=0, a_max=1),
        lambda x: np.clip(a=x, a_max=1, a_min=0),
        lambda x: np.clip(np.clip(x, 0, None), None, 1),
        lambda x: np.clip(np.clip(x, a_min=0, a_max=None), a_min=None, a_max=1),
    ],
)
def test_bounds_of_clip_may_be_named(clipped):
    slope = grad(lambda x: np.sum(clipped(x)))(np.array([-1.0, 0.5, 2.0]))
    np.testing.assert_array_equal(slope, [0, 1, 0])


@pytest.mark.skipif(not hasattr(np, "unstack"), reason="NumPy 2.1 brought these names")
def test_bounds_of_clip_have_their_newer_names():
    slope = grad(lambda x: np.sum(np.clip(x, min=0) + np.clip(x, max=1)))
    np.testing.assert_array_equal(slope(np.array([-1.0, 0.5, 2.0])), [1, 2, 1])
    assert grad(lambda low: np.clip(-3.0, min=low, max=9))(1.0) == 1


def test_full_like_follows_what_it_is_filled_with():
    x = np.array([1.0, 2.0])
    np.testing.assert_array_equal(
        grad(lambda x: np.sum(np.full_like(x, x[0]) * x))(x), [4, 1]
    )
    filled = jacobian(lambda x: np.full_like(x, x, shape=(3, 2)))(x)
    np.testing.assert_array_equal(filled, np.broadcast_to(np.eye(2), (3, 2, 2)))
    np.testing.assert_array_equal(
        grad(lambda x: np.sum(np.full_like(x, 7.0, shape=(2, 2)) @ x))(x), [14, 14]
    )


ESCAPES = {
    "full": lambda x: np.full(2, x[0]),
    "full_like": lambda x: np.full_like(np.arange(2), x[0]),
    "arange": lambda x: np.arange(x[0]),
    "linspace": lambda x: np.linspace(0, x[0], 3),
    "fill": lambda x: np.zeros(2).fill(x[0]),
    "an entry": lambda x: np.zeros(2).__setitem__(0, x[0]),
    "copyto": lambda x: np.copyto(np.zeros(2), x),
    "put": lambda x: np.put(np.zeros(2), [0], x[:1]),
    "array": lambda x: np.array([x[0], 1.0]),
    "float": lambda x: np.float64(x[0]),
    "random": lambda x: np.random.default_rng(0).normal(x),
    "interp": lambda x: np.interp(x, [0, 1], [0, 1]),
    "round": lambda x: np.round(x),
    "nan_to_num": lambda x: np.nan_to_num(x),
    "heaviside": lambda x: np.heaviside(x, 0.5),
    "remainder": lambda x: np.mod(x, 2),
    "item": lambda x: x.item(),
}


@pytest.mark.parametrize("name", ESCAPES)
def test_a_traced_value_does_not_escape_its_derivative(name):
    with pytest.raises((TypeError, ValueError)):
        grad(lambda x: np.sum(ESCAPES[name](x) * x[0]))(np.ones(2))


# What its owner changes after use.


def changed_after(use, thing, new):
    def function(x):
        value = use(x, thing)
        thing[:] = new
        return value

    return grad(function)(np.array([1.0, 2.0]))


@pytest.mark.parametrize(
    ("use", "thing", "new", "right"),
    [
        (lambda x, i: np.sum(x[i]), np.array([0, 0]), 1, [2, 0]),
        (lambda x, i: np.sum(x[i]), [0, 0], [1, 1], [2, 0]),
        (lambda x, i: np.sum(x[..., i]), np.array([0, 0]), 1, [2, 0]),
        (lambda x, i: np.sum(x[None][[0, 0], i]), [0, 0], [1, 1], [2, 0]),
        (lambda x, m: np.sum(x[m]), np.array([True, False]), [False, True], [1, 0]),
        (lambda x, c: np.sum(x * c), [1.0, 2.0], [100.0, 0.0], [1, 2]),
        (lambda x, c: x @ c, [1.0, 2.0], [100.0, 0.0], [1, 2]),
        (lambda x, c: np.einsum("i,i", c, x), [1.0, 2.0], [9.0, 9.0], [1, 2]),
        (lambda x, m: np.sum(np.where(m, x, 0)), [True, False], [False] * 2, [1, 0]),
        (lambda x, p: np.sum(x**p), [1.0, 2.0], [0.0, 0.0], [1, 4]),
        (lambda x, s: np.sum(np.reshape(x, s)[:, 0]), [1, 2], [2, 1], [1, 0]),
        (lambda x, c: weighed(x, c=c), np.array([3.0, 4.0]), 0.0, [3, 4]),
        (lambda x, c: weighed(x, c=c), [3.0, 4.0], [0.0, 0.0], [3, 4]),
        (
            lambda x, y: autodiff.softmax_cross_entropy(np.stack([x, x]), y),
            np.array([0, 0]), 1, autodiff.softmax(np.array([1.0, 2.0])) - [1, 0],
        ),
    ],
)  # fmt: skip
def test_what_is_changed_after_its_use_was_copied(use, thing, new, right):
    np.testing.assert_allclose(changed_after(use, thing, new), right)


weighed = autodiff.primitive(
    lambda x, c: np.sum(x * np.asarray(c)), lambda g, y, x, c: g * np.asarray(c)
)


@pytest.mark.parametrize(
    "use", [lambda x, m: np.where(m, x, 0), lambda x, m: x * m, lambda x, m: m @ x * x]
)
def test_an_array_that_is_changed_after_its_use_is_named(use):
    with pytest.raises(autodiff.InPlaceError):
        changed_after(lambda x, m: np.sum(use(x, m)), np.array([1.0, 0.0]), 0.0)


# What is no array of real numbers.

IMAGINARY = {
    "a number": lambda x: np.abs(1 + 1j * x[0]),
    "an array": lambda x: np.sum(x * np.array([1j, 2])),
    "NumPy's number": lambda x: np.complex128(1j) * x[0],
    "a list": lambda x: x @ [1j, 2],
    "a branch": lambda x: np.where(True, x[0], 1j),
    "a part": lambda x: np.sum(np.concatenate([x, [1j]])),
    "a fill": lambda x: np.sum(np.full_like(x, 1j) * x),
    "a power": lambda x: np.sum(x**1j),
    "einsum": lambda x: np.einsum("i,i", x, np.array([1j, 2])),
    "a layer": lambda x: np.sum(autodiff.affine(x, np.full((1, 2), 1j), np.zeros(1))),
    "a value": lambda x: 1j,
    "a rule's value": lambda x: np.abs(rooted(x[0] - 2)),
    "complex": lambda x: abs(complex(x[0], 1)),
    "a type": lambda x: np.sum(x, dtype=complex),
}
rooted = autodiff.primitive(np.emath.sqrt, lambda g, y, x: g / (2 * y))


@pytest.mark.parametrize("name", IMAGINARY)
def test_complex_numbers_are_refused(name):
    words = "complex|real numbers|float|dtype"
    with pytest.raises(TypeError, match=words):
        grad(IMAGINARY[name])(np.ones(2))


@pytest.mark.parametrize(
    ("use", "words"),
    [
        (lambda x: x * np.ma.array([1.0, 2.0], mask=[0, 1]), "MaskedArray"),
        (lambda x: x * np.array(["a", "b"]), "real numbers"),
        (lambda x: np.maximum(x, None), "real numbers"),
    ],
)
def test_arrays_of_another_kind_are_refused(use, words):
    with pytest.raises(TypeError, match=words):
        grad(lambda x: np.sum(use(x)))(np.ones(2))


LISTS = {
    "@": (lambda x: x @ [3.0, 4.0], [3, 4]),
    "@ from the left": (lambda x: [3, 4] @ x, [3, 4]),
    "dot": (lambda x: np.dot([3, 4], x) + np.dot(x, [3, 4]), [6, 8]),
    "matmul": (lambda x: np.matmul([[3, 4]], x)[0], [3, 4]),
    "**": (lambda x: np.sum(x ** [3, 2]), [3, 4]),
    "arctan2": (lambda x: np.sum(np.arctan2(x, [1, 2])), [1 / 2, 1 / 4]),
    "concatenate": (lambda x: np.sum(np.concatenate([[1.0], x]) ** 2), [2, 4]),
    "stack": (lambda x: np.sum(np.stack([(1, 2), x]) ** 2), [2, 4]),
    "outer": (lambda x: np.sum(np.outer([1, 3], x)), [4, 4]),
    "einsum": (lambda x: np.einsum("i,i", [3, 4], x), [3, 4]),
    "maximum": (lambda x: np.sum(np.maximum([0, 9], x)), [1, 0]),
    "where": (lambda x: np.sum(np.where([True, False], x, [5, 6])), [1, 0]),
    "divide": (lambda x: np.sum([2, 4] / x), [-2, -1]),
    "logaddexp": (lambda x: np.sum(np.logaddexp([1, 2], x)), [0.5, 0.5]),
    "clip": (lambda x: np.sum(np.clip(x, [0, 3], [9, 9])), [1, 0]),
    "affine": (lambda x: np.sum(autodiff.affine(x, [[3, 4]], [1])), [3, 4]),
    "squared error": (lambda x: autodiff.mean_squared_error(x, [0, 0]), [1, 2]),
}


@pytest.mark.parametrize("name", LISTS)
def test_lists_stand_beside_traced_arrays(name):
    function, right = LISTS[name]
    np.testing.assert_allclose(grad(function)(np.array([1.0, 2.0])), right)


@pytest.mark.parametrize(
    ("function", "inputs"),
    [
        (autodiff.softmax, [[1000, 2000]]),
        (autodiff.log_softmax, [[[1, 2], [3, 4]]]),
        (autodiff.logsumexp, [[1, 2]]),
        (autodiff.relu, [[-1, 2]]),
        (autodiff.layer_norm, [[1, 3]]),
        (autodiff.affine, [[[1, 2]], [[3, 4]], [5]]),
        (autodiff.mean_squared_error, [[1, 2], [1, 4]]),
        (autodiff.softmax_cross_entropy, [[[1, 2]], [0]]),
        (autodiff.conv2d, [[[[[1, 2], [3, 4]]]], [[[[5]]]]]),
    ],
)
def test_whole_numbers_and_lists_are_read_as_floats(function, inputs):
    labels = function is autodiff.softmax_cross_entropy
    kinds = [float] + [int if labels else float] * (len(inputs) - 1)
    expected = function(*[np.array(x, dtype=k) for x, k in zip(inputs, kinds)])  # noqa: B905
    np.testing.assert_array_equal(function(*inputs), expected)
    np.testing.assert_array_equal(function(*map(np.array, inputs)), expected)


# Trees are matched by the key.


def test_trees_are_matched_by_key():
    p, v = {"a": 1.0, "b": np.ones(2)}, {"b": np.array([3.0, 4.0]), "a": 5.0}

    def f(p):
        return p["a"] ** 2 + p["a"] * np.sum(p["b"] ** 2)

    assert jvp(f)(p, v) == 5 * 4 + 2 * 3 + 2 * 4
    product = hvp(f)(p, v)
    assert product["a"] == 2 * 5 + 2 * 3 + 2 * 4
    np.testing.assert_array_equal(product["b"], [2 * 5 + 2 * 3, 2 * 5 + 2 * 4])
    both = vjp(lambda x: {"a": 2 * x, "b": 3 * x})
    assert both(1.0, {"b": 10.0, "a": 1.0}) == 32
    check_grads(f, p)


@pytest.mark.parametrize(
    ("one", "other", "words"),
    [
        ({"a": 1}, {"b": 1}, "'a'.*'b'"),
        ({"a": 1}, {"a": 1, "b": 2}, "keys"),
        ({"a": 1}, [1], "dict.*list"),
        ([1, 2], {0: 1, 1: 2}, "list.*dict"),
        ([1, (2, 3)], [1, 2, 3], "list of 2 and a list of 3"),
        ([1, (2, 3)], [(1, 2), 3], "tuple of 2 where one array"),
        ([(1, 2)], [1], "tuple of 2 and one array"),
        (1, [1], "list of 1 where one array"),
    ],
)
def test_trees_of_another_form_are_named(one, other, words):
    with pytest.raises(ValueError, match=words):
        tree.map_leaves(max, one, other)

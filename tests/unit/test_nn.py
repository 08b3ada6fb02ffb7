"""Networks as lists of layers: outputs, gradients against differences, training."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mathdl import nn
from mathdl.autodiff import check_grads, grad, softmax_cross_entropy


def cross_entropy(layers, X, y, activation):
    Z = nn.forward(layers, X, activation)
    Z = Z - Z.max(axis=1, keepdims=True)
    return np.mean(np.log(np.exp(Z).sum(axis=1)) - Z[np.arange(len(y)), y])


@given(
    sizes=st.lists(st.integers(1, 5), min_size=2, max_size=4),
    activation=st.sampled_from([nn.relu, nn.identity]),
    seed=st.integers(0, 10**6),
)
def test_the_gradient_is_that_of_central_differences(sizes, activation, seed):
    rng = np.random.default_rng(seed)
    layers = [
        (W, rng.normal(size=b.shape)) for W, b in nn.initial_layers(sizes, rng=rng)
    ]
    X, y = rng.normal(size=(6, sizes[0])), rng.integers(0, sizes[-1], size=6)
    gradient = grad(lambda p: softmax_cross_entropy(nn.forward(p, X, activation), y))(
        layers
    )
    for layer, slopes in zip(layers, gradient, strict=True):
        for parameter, slope in zip(layer, slopes, strict=True):
            step = rng.normal(size=parameter.shape)
            h, losses = 1e-6, []
            for sign in (1, -1):
                parameter += sign * h * step
                losses.append(cross_entropy(layers, X, y, activation))
                parameter -= sign * h * step
            measured = (losses[0] - losses[1]) / (2 * h)
            assert measured == pytest.approx(np.sum(slope * step), abs=1e-6)


def test_forward_is_layers_with_an_activation_between():
    layers = [
        (np.array([[1.0], [-1.0]]), np.array([0.0, 0.0])),
        (np.array([[1.0, 1.0]]), np.array([0.5])),
    ]
    X = np.array([[2.0], [-3.0]])
    np.testing.assert_array_equal(nn.forward(layers, X), [[2.5], [3.5]])
    np.testing.assert_array_equal(nn.forward(layers, X, nn.identity), [[0.5], [0.5]])


def test_fit_learns_what_a_line_can_separate():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(200, 2))
    y = (X[:, 0] > X[:, 1]).astype(int)
    layers = nn.fit([2, 2], X, y, rng=rng)
    assert nn.accuracy(layers, X, y) > 0.97


def test_the_same_generator_gives_the_same_network():
    X, y = np.eye(3), np.array([0, 1, 1])
    fits = [nn.fit([3, 4, 2], X, y, rng=np.random.default_rng(5)) for _ in range(2)]
    np.testing.assert_array_equal(fits[0][0][0], fits[1][0][0])


def test_initial_weights_have_variance_two_over_inputs():
    ((W, b),) = nn.initial_layers([400, 300], rng=np.random.default_rng(0))
    assert W.shape == (300, 400)
    assert W.var() == pytest.approx(2 / 400, rel=0.02)
    assert not b.any()


@pytest.mark.parametrize("sizes", [[3], [], [3, 0]])
def test_sizes_are_checked(sizes):
    with pytest.raises(ValueError, match="two or more positive widths"):
        nn.initial_layers(sizes, rng=np.random.default_rng(0))


def test_inputs_must_fit_the_first_layer():
    layers = nn.initial_layers([3, 2], rng=np.random.default_rng(0))
    with pytest.raises(
        ValueError, match=r"takes 3 inputs; the samples have shape \(5, 4\)"
    ):
        nn.forward(layers, np.ones((5, 4)))


def test_the_gradient_by_the_input_is_that_of_the_layers():
    layers = nn.initial_layers([3, 4, 2], rng=np.random.default_rng(0))
    X, y = np.random.default_rng(1).normal(size=(5, 3)), np.array([0, 1, 1, 0, 1])
    check_grads(lambda X: softmax_cross_entropy(nn.forward(layers, X, np.tanh), y), X)
    check_grads(lambda X: nn.forward(layers, X, np.tanh), X)


def test_accuracy_inside_a_loss_is_a_number_to_look_at():
    X, y, seen = np.eye(2), np.array([0, 1]), []

    def loss(layers):
        seen.append(nn.accuracy(layers, X, y))
        return softmax_cross_entropy(nn.forward(layers, X), y)

    grad(loss)([(np.eye(2), np.zeros(2))])
    assert seen == [1.0]


@pytest.mark.parametrize(
    "y", [[[0], [1], [1]], [[0, 1, 1]], [0, 1], [1], 1, np.eye(2)[[0, 1, 1]]]
)
def test_accuracy_wants_one_class_for_each_sample(y):
    layers, X = [(np.eye(2), np.zeros(2))], np.eye(2)[[0, 1, 1]]
    assert nn.accuracy(layers, X, [0, 1, 1]) == 1.0
    with pytest.raises(ValueError, match=r"3 samples: expected one"):
        nn.accuracy(layers, X, y)


def test_accuracy_wants_numbers():
    with pytest.raises(TypeError, match="expected classes"):
        nn.accuracy([(np.eye(2), np.zeros(2))], np.eye(2), ["0", "1"])


@pytest.mark.parametrize(
    ("eta", "activation"),
    [(1e3, nn.identity), (1e10, nn.identity), (1e200, nn.identity), (1e200, nn.relu)],
)
def test_a_fit_with_too_large_a_step_says_so(eta, activation):
    rng = np.random.default_rng(0)
    X, y = 1e3 * rng.normal(size=(20, 2)), rng.integers(0, 2, size=20)
    with pytest.raises(FloatingPointError, match="smaller eta"):
        nn.fit([2, 8, 8, 2], X, y, activation=activation, eta=eta, rng=rng)


@pytest.mark.parametrize("eta", [0.0, -1.0, np.inf, np.nan])
def test_a_fit_wants_a_positive_step(eta):
    with pytest.raises(ValueError, match="eta"):
        nn.fit([2, 2], np.eye(2), [0, 1], eta=eta, rng=np.random.default_rng(0))

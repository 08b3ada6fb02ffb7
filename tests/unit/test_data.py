"""Data come as documented, and the same each time."""

import numpy as np
import pytest
import sklearn.datasets

from mathdl import data


def test_digits_are_scikit_learns_split_by_row():
    digits = data.load_digits()
    X, y = sklearn.datasets.load_digits(return_X_y=True)
    assert np.array_equal(np.vstack([digits.X_train, digits.X_test]) * 16, X)
    assert np.array_equal(np.concatenate([digits.y_train, digits.y_test]), y)
    assert digits.X_train.shape == (1437, 64)
    assert digits.X_test.shape == (360, 64)


def test_digits_are_scaled_and_hold_every_class():
    digits = data.load_digits()
    assert digits.X_train.min() == 0
    assert digits.X_train.max() == 1
    assert set(digits.y_train) == set(digits.y_test) == set(range(10))


def test_interleaved_without_noise_lies_on_two_half_circles():
    X, y = data.interleaved(101, noise=0, rng=np.random.default_rng(0))
    assert np.bincount(y).tolist() == [50, 51]
    upper, lower = X[y == 0], X[y == 1] - [1, 0.5]
    assert np.allclose(np.linalg.norm(upper, axis=1), 1)
    assert np.allclose(np.linalg.norm(lower, axis=1), 1)
    assert (upper[:, 1] >= 0).all()
    assert (lower[:, 1] <= 0).all()


def test_interleaved_follows_its_generator():
    draws = [data.interleaved(20, rng=np.random.default_rng(s))[0] for s in (1, 1, 2)]
    assert np.array_equal(draws[0], draws[1])
    assert not np.array_equal(draws[0], draws[2])


@pytest.mark.parametrize("n", [1, 0, -3, 2.5, "ten"])
def test_the_number_of_points_is_checked(n):
    with pytest.raises(ValueError, match="whole number of at least 2"):
        data.interleaved(n, rng=np.random.default_rng(0))


@pytest.mark.parametrize("noise", [-0.1, np.nan, np.inf])
def test_the_noise_is_checked(noise):
    with pytest.raises(ValueError, match="0 or more"):
        data.interleaved(10, noise=noise, rng=np.random.default_rng(0))

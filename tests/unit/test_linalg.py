"""Linear algebra from definitions, against NumPy and SciPy."""

from fractions import Fraction

import numpy as np
import pytest
import scipy.linalg
from hypothesis import given
from hypothesis import strategies as st

from mathdl import linalg

seeds = st.integers(0, 10**6)
sizes = st.integers(1, 6)


def low_rank(seed, m, n, r):
    """A matrix of small whole numbers and of rank at most r."""
    rng = np.random.default_rng(seed)
    return rng.integers(-3, 4, (m, r)) @ rng.integers(-3, 4, (r, n))


@given(seed=seeds, m=sizes, n=sizes, r=sizes)
def test_rank_is_numpys(seed, m, n, r):
    A = low_rank(seed, m, n, r)
    assert linalg.rank(A) == np.linalg.matrix_rank(A)


@given(seed=seeds, m=sizes, n=sizes, r=sizes)
def test_null_space_spans_scipys(seed, m, n, r):
    A = low_rank(seed, m, n, r).astype(float)
    ours, theirs = linalg.null_space(A), scipy.linalg.null_space(A)
    assert ours.shape == theirs.shape
    assert np.allclose(A @ ours, 0, atol=1e-9 * (1 + np.abs(A).max()))
    if ours.size:
        Q = np.linalg.qr(ours)[0]
        assert np.allclose(Q @ Q.T, theirs @ theirs.T, atol=1e-8)


@given(seed=seeds, m=sizes, n=sizes, r=sizes)
def test_pivot_columns_span_the_image(seed, m, n, r):
    A = low_rank(seed, m, n, r)
    C = linalg.column_space(A)
    assert C.shape == (m, linalg.rank(A))
    assert np.linalg.matrix_rank(np.column_stack([A, C])) == linalg.rank(A)


@given(seed=seeds, m=sizes, n=sizes, r=sizes)
def test_elimination_is_reduced_and_keeps_the_rows_span(seed, m, n, r):
    A = low_rank(seed, m, n, r)
    R, pivots = linalg.eliminate(A).R, linalg.eliminate(A).pivots
    assert list(pivots) == sorted(set(pivots))
    assert np.array_equal(R[:, list(pivots)], np.eye(m)[:, : len(pivots)])
    assert not R[len(pivots) :].any()
    for row, pivot in enumerate(pivots):
        assert not R[row, :pivot].any()
    assert np.linalg.matrix_rank(np.vstack([A, R])) == len(pivots)


@given(seed=seeds, n=sizes)
def test_inverse_and_determinant_are_numpys(seed, n):
    A = np.random.default_rng(seed).normal(size=(n, n))
    assert linalg.determinant(A) == pytest.approx(np.linalg.det(A), rel=1e-9)
    size = np.linalg.cond(A)
    assert np.allclose(linalg.inverse(A) @ A, np.eye(n), atol=1e-12 * size)


@given(seed=seeds, n=sizes)
def test_determinants_multiply(seed, n):
    A, B = np.random.default_rng(seed).normal(size=(2, n, n))
    product = linalg.determinant(A) * linalg.determinant(B)
    assert linalg.determinant(A @ B) == pytest.approx(product, rel=1e-7)


@given(seed=seeds, m=sizes, n=sizes)
def test_apply_is_the_product(seed, m, n):
    rng = np.random.default_rng(seed)
    A, x = rng.normal(size=(m, n)), rng.normal(size=n)
    assert np.allclose(linalg.apply(A, x), A @ x)


@pytest.mark.parametrize("scale", [1e-150, 1.0, 1e150])
def test_rank_and_inverse_do_not_depend_on_the_unit(scale):
    A = scale * np.array([[1.0, 2.0], [3.0, 4.0]])
    assert linalg.rank(A) == 2
    assert linalg.rank(scale * np.array([[1.0, 2.0], [2.0, 4.0]])) == 1
    assert np.allclose(linalg.inverse(A) @ A, np.eye(2))


def test_the_smallest_and_the_emptiest():
    assert linalg.rank([[5]]) == 1
    assert linalg.null_space([[5]]).shape == (1, 0)
    assert linalg.rank(np.zeros((2, 3))) == 0
    assert np.array_equal(linalg.null_space(np.zeros((2, 3))), np.eye(3))
    assert linalg.column_space(np.zeros((2, 3))).shape == (2, 0)
    assert linalg.determinant([[0.0]]) == 0


def test_arguments_are_not_changed():
    A = np.array([[0.0, 2.0], [1.0, 3.0]])
    kept = A.copy()
    linalg.eliminate(A), linalg.determinant(A), linalg.inverse(A)
    assert np.array_equal(A, kept)


def test_the_repr_names_pivots_and_free_columns():
    text = repr(linalg.eliminate([[1, 2], [2, 4]]))
    assert text.endswith("rank 1: pivots in columns [0], free columns [1]")


@pytest.mark.parametrize(
    ("call", "error", "said"),
    [
        (lambda: linalg.rank([1, 2]), ValueError, r"matrix A has shape \(2,\)"),
        (lambda: linalg.rank(np.ones((2, 2, 2))), ValueError, "two dimensions"),
        (lambda: linalg.rank([[1, 2], [3]]), ValueError, "rows of different lengths"),
        (lambda: linalg.rank([["a", "b"]]), TypeError, "expected real numbers"),
        (lambda: linalg.rank("matrix"), TypeError, "expected real numbers"),
        (lambda: linalg.rank([[1j]]), TypeError, "complex128 entries"),
        (lambda: linalg.rank([[None]]), TypeError, "expected real numbers"),
        (lambda: linalg.rank([[np.nan]]), ValueError, "not finite"),
        (lambda: linalg.rank([[np.inf]]), ValueError, "not finite"),
        (lambda: linalg.rank(np.ones((0, 3))), ValueError, "it has no entries"),
        (lambda: linalg.rank([]), ValueError, r"shape \(0,\)"),
        (lambda: linalg.inverse(np.ones((2, 3))), ValueError, "a square matrix"),
        (lambda: linalg.determinant(np.ones((2, 3))), ValueError, "a square matrix"),
        (lambda: linalg.inverse([[1, 2], [2, 4]]), ValueError, "its rank is 1"),
        (lambda: linalg.apply(np.ones((3, 2)), [1, 2, 3]), ValueError, "length 2"),
        (lambda: linalg.apply([[1]], [[1]]), ValueError, "expected one dimension"),
    ],
)
def test_errors_say_what_was_expected_and_what_came(call, error, said):
    with pytest.raises(error, match=said):
        call()


# Rank by rounding: products of low rank, small pivots, rows in other units


def exact(A):
    """The rank and, if A is square, the determinant, by fractions."""
    rows, volume, rank = (
        [list(map(Fraction, row)) for row in A.tolist()],
        Fraction(1),
        0,
    )
    for j in range(A.shape[1]):
        best = next((i for i in range(rank, len(rows)) if rows[i][j]), None)
        if best is None:
            volume = Fraction(0)
            continue
        volume *= 1 if best == rank else -1
        rows[rank], rows[best] = rows[best], rows[rank]
        volume *= rows[rank][j]
        for i in range(rank + 1, len(rows)):
            factor = rows[i][j] / rows[rank][j]
            pairs = zip(rows[i], rows[rank], strict=True)
            rows[i] = [a - factor * b for a, b in pairs]
        rank += 1
        if rank == len(rows):
            break
    return rank, volume


def units(rng, n):
    """Draw factors for n rows and n columns, and their product."""
    rows, columns = rng.integers(-60, 61, (n, 1)), rng.integers(-60, 61, n)
    together = Fraction(2) ** int(rows.sum() + columns.sum())
    return 2.0**rows * 2.0**columns, together


@pytest.mark.parametrize("seed", range(300))
def test_products_of_low_rank_have_it(seed):
    rng = np.random.default_rng(seed)
    m, n, r = (int(k) for k in rng.integers(1, 8, size=3))
    B, C = rng.normal(size=(m, r)), rng.normal(size=(r, n))
    if seed % 2:
        B, C = np.round(3 * B, 1), np.round(3 * C, 1)
    A = B @ C
    assert linalg.rank(A) == np.linalg.matrix_rank(A)
    basis = linalg.null_space(A)
    assert basis.shape[1] == n - linalg.rank(A)
    assert np.all(abs(A @ basis) <= 1e-9 * abs(A).max() * abs(basis).max(initial=0))


@pytest.mark.parametrize("seed", range(300))
def test_products_of_three_have_the_rank_that_fractions_find(seed):
    rng = np.random.default_rng(seed)
    m, k, n = (int(size) for size in rng.integers(1, 8, size=3))
    A = low_rank(seed, m, k, rng.integers(1, 8)) @ rng.integers(-3, 4, (k, n))
    assert linalg.rank(A * (0.1 if seed % 3 == 0 else 1)) == exact(A)[0]


def test_what_cancels_on_the_way_is_rounding():
    A = [
        [19, 6, 9, 4, -10],
        [-78, -36, -54, 12, 24],
        [12, 0, 0, 12, -12],
        [4, 0, 0, 4, -4],
        [-23, -6, -9, -8, 14],
        [30, 12, 18, 0, -12],
    ]
    assert linalg.rank(A) == 2


@pytest.mark.parametrize("n", [30, 100])
def test_the_threshold_does_not_run_away_from_large_matrices(n):
    A = np.random.default_rng(n).normal(size=(n, n))
    assert linalg.rank(A) == n
    assert linalg.rank(A[:, : n // 2] @ A[: n // 2]) == n // 2


@pytest.mark.parametrize("seed", range(300))
def test_whole_numbers_in_any_units_are_as_by_fractions(seed):
    rng = np.random.default_rng(seed)
    n = int(rng.integers(1, 8))
    A = low_rank(seed, n, n, rng.integers(1, n + 1)) * 1.0
    if seed % 2:
        A = rng.integers(-3, 4, (n, n)) * 1.0
    rank, volume = exact(A)
    factors, together = units(rng, n)
    assert linalg.rank(A * factors) == rank
    found = linalg.determinant(A * factors)
    assert found == pytest.approx(float(volume * together), rel=1e-9)
    if rank < n:
        with pytest.raises(ValueError, match=f"its rank is {rank}"):
            linalg.inverse(A * factors)
    else:
        B = linalg.inverse(A * factors) * factors.T
        assert np.allclose(B @ A, np.eye(n), rtol=0, atol=1e-9)


def test_small_pivots_and_far_units():
    B, C = (
        [[1.6, -0.3], [1.6, -2.6], [-2.6, 1.8]],
        [[-0.1, -0.1, -2], [-2.3, -2.8, 0.3]],
    )
    assert linalg.rank(np.array(B) @ C) == 2
    assert np.array_equal(linalg.inverse([[1, 0], [0, 5e-15]]), np.diag([1, 2e14]))
    for order in ([1e-200, 1e-200, 1e200, 1e200], [1e200, 1e-200, 1e200, 1e-200]):
        assert linalg.determinant(np.diag(order)) == pytest.approx(1)
    assert linalg.determinant([[0.1, 0.2], [0.3, 0.6]]) == 0
    nearly = np.array([[1, 1], [1, 1 + 1e-13]])
    assert np.allclose(linalg.inverse(nearly) @ nearly, np.eye(2), atol=1e-2)

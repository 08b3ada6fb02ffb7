"""`verify` accepts what is true, rejects what is not, and proves that it has teeth."""

import numpy as np
import pytest

from mathdl.verify import Checked, VerificationError, parse, verify


def commutes(rng):
    a, b = rng.normal(size=(2, 3))
    return a * b, b * a


def cauchy_schwarz(rng):
    a, b = rng.normal(size=(2, 3))
    if rng.integers(0, 2):
        b = 2 * a
    return abs(a @ b), np.linalg.norm(a) * np.linalg.norm(b)


def test_a_true_equality_prints_one_line_that_reads_back(capsys):
    verify("thm-a-product", commutes, cases=50)
    printed = capsys.readouterr().out
    assert printed == (
        "thm-a-product: holds in 50 random cases, equal to 1e-10 of the data; "
        "a change of 1e-06 is rejected.\n"
    )
    assert parse(printed) == [
        Checked(
            "thm-a-product", 50, "==", "1e-10", None, "a change of 1e-06 is rejected"
        )
    ]


def test_a_true_inequality_counts_strict_cases(capsys):
    verify("thm-a-bound", cauchy_schwarz, relation="<=")
    (checked,) = parse(capsys.readouterr().out)
    assert checked.relation == "<="
    assert 60 < checked.strict < 140


def test_whole_numbers_are_compared_exactly(capsys):
    verify("lem-a-count", lambda rng: (2, 2))
    (checked,) = parse(capsys.readouterr().out)
    assert checked.tolerance == "exact"
    with pytest.raises(VerificationError, match="0 is allowed"):
        verify("lem-a-count", lambda rng: (10**15, 10**15 + 1))


def test_truth_values_are_compared(capsys):
    verify("cor-a-truth", lambda rng: (np.bool_(True), True))
    with pytest.raises(VerificationError):
        verify("cor-a-truth", lambda rng: (False, True))


def test_a_wrong_statement_fails_and_names_the_case():
    def wrong(rng):
        a = rng.normal()
        return a, a + (abs(a) > 1)

    with pytest.raises(VerificationError, match=r"thm-a-b fails in case \d+ of 200"):
        verify("thm-a-b", wrong)


@pytest.mark.parametrize("off", [1e-9, 1e-6, 1e-3])
def test_slightly_wrong_statements_fail(off):
    with pytest.raises(VerificationError):
        verify("thm-a-b", lambda rng: (x := rng.normal(size=3), x * (1 + off)))


def test_every_pair_that_is_yielded_is_checked():
    def second_is_wrong(rng):
        yield 1.0, 1.0
        yield 1.0, 1.1

    with pytest.raises(VerificationError, match="1.1"):
        verify("thm-a-b", second_is_wrong)


def test_nan_never_holds():
    with pytest.raises(VerificationError):
        verify("thm-a-b", lambda rng: (np.nan, np.nan))


def test_empty_arrays_check_nothing():
    with pytest.raises(VerificationError, match="nothing was checked"):
        verify("thm-a-b", lambda rng: (np.zeros((0, 2)), np.zeros((0, 2))))


def test_small_data_are_measured_by_their_own_size():
    with pytest.raises(VerificationError):
        verify("thm-a-b", lambda rng: (1e-12, 1.1e-12))


def test_a_residual_is_measured_by_the_scale_that_is_given(capsys):
    def residual(size):
        return lambda rng: (size * rng.normal(size=2), np.zeros(2), 1.0)

    verify("thm-a-b", residual(1e-12))
    assert parse(capsys.readouterr().out)
    with pytest.raises(VerificationError, match="1e-10 is allowed"):
        verify("thm-a-b", residual(1e-8))


def test_a_loose_bound_needs_a_wrong_variant(capsys):
    def loose(rng):
        a = rng.uniform(0, 1)
        return a, a + 1

    with pytest.raises(VerificationError, match="no case comes close to equality"):
        verify("thm-a-b", loose, relation="<=")
    verify(
        "thm-a-b",
        loose,
        relation="<=",
        wrong=lambda rng: (a := rng.uniform(0, 1), a - 1),
    )
    assert "a wrong variant is rejected" in capsys.readouterr().out


def test_a_wrong_variant_that_holds_is_reported():
    with pytest.raises(VerificationError, match="the wrong variant holds"):
        verify("thm-a-b", commutes, wrong=commutes)


def test_the_same_seed_draws_the_same_cases():
    drawn = []

    def record(rng):
        drawn.append(rng.normal())
        return 1, 1

    verify("thm-a-b", record, cases=3)
    verify("thm-a-b", record, cases=3)
    assert drawn[:3] == drawn[3:]
    assert len(set(drawn)) == 3


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("def-a-b", commutes), "names a numbered result"),
        (("theorem", commutes), "names a numbered result"),
        ((None, commutes), "names a numbered result"),
    ],
)
def test_labels_are_checked(arguments, message):
    with pytest.raises(ValueError, match=message):
        verify(*arguments)


@pytest.mark.parametrize(
    ("keywords", "message"),
    [
        ({"cases": 0}, "cases must be"),
        ({"cases": 1.5}, "cases must be"),
        ({"tolerance": 1e-3}, "tolerance must lie"),
        ({"tolerance": 0}, "tolerance must lie"),
        ({"relation": ">="}, "the relation is"),
    ],
)
def test_arguments_are_checked(keywords, message):
    with pytest.raises(ValueError, match=message):
        verify("thm-a-b", commutes, **keywords)


def test_statements_must_give_pairs_of_one_shape():
    with pytest.raises(VerificationError, match="pairs"):
        verify("thm-a-b", lambda rng: 3)
    with pytest.raises(VerificationError, match=r"shape \(2,\), the right side \(3,\)"):
        verify("thm-a-b", lambda rng: (np.ones(2), np.ones(3)))


def test_parse_skips_other_lines():
    assert parse("thm-a-b: is a theorem.\nsome text\n") == []

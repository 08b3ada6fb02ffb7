"""`verify` accepts what is true, rejects what is not, and proves that it has teeth."""

import numpy as np
import pytest

from mathdl.verify import Checked, VerificationError, parse, verify


def parallelogram(rng, twice=2.0):
    x, y = rng.normal(size=(2, 3))
    return np.sum((x + y) ** 2) + np.sum((x - y) ** 2), twice * (x @ x + y @ y)


def lengths(rng, share=1.0):
    x, y = rng.normal(size=(2, 3))
    if rng.random() < 0.5:
        y = rng.normal() * x
    return abs(x @ y), share * np.linalg.norm(x) * np.linalg.norm(y)


def counts(rng, extra=0):
    n = int(rng.integers(1, 9))
    return sum(range(n + 1)) + extra, n * (n + 1) // 2


BY_ONE_PERCENT = {"1% more": {"twice": 2.02}}
BY_ONE = {"one more": {"extra": 1}}


def refused(statement, message, **options):
    with pytest.raises(VerificationError, match=message):
        verify("thm-a-b", statement, **options)


def test_an_equality_prints_one_line_that_reads_back(capsys):
    verify("thm-a-b", parallelogram, wrong=BY_ONE_PERCENT)
    printed = capsys.readouterr().out
    assert printed == (
        "thm-a-b: holds in 200 random cases, equal to 1e-10 of the data; "
        "rejected: 1% more.\n"
    )
    assert parse(printed) == [
        Checked("thm-a-b", 200, "==", "1e-10", None, None, ("1% more",))
    ]


def test_a_bound_tells_how_often_it_is_nearly_attained(capsys):
    wrong = {"1% less": {"share": 0.99}, "half": {"share": 0.5}}
    verify("thm-a-b", lengths, relation="<=", wrong=wrong)
    (checked,) = parse(capsys.readouterr().out)
    assert (checked.relation, checked.close) == ("<=", "1e-06")
    assert 20 < checked.near < 130
    assert checked.rejected == ("1% less", "half")


def test_a_bound_on_whole_numbers_counts_equality(capsys):
    def at_most(rng, extra=0):
        a, b = rng.integers(0, 4, size=2)
        return max(a, b) + extra, a + b

    verify("thm-a-b", at_most, relation="<=", wrong=BY_ONE)
    (checked,) = parse(capsys.readouterr().out)
    assert (checked.tolerance, checked.close) == ("exact", None)
    assert 40 < checked.near < 140


def test_whole_numbers_are_compared_exactly(capsys):
    verify("lem-a-count", counts, wrong=BY_ONE)
    (checked,) = parse(capsys.readouterr().out)
    assert checked.tolerance == "exact"
    refused(
        lambda rng, extra=0: (10**15 + extra, 10**15 + 1),
        "0 is allowed",
        wrong=BY_ONE,
    )


def test_truth_values_are_compared():
    def is_even(rng, odd=False):
        n = int(rng.integers(0, 9))
        return (n % 2 == 1) == odd, (-1) ** n == 1

    verify("cor-a-truth", is_even, wrong={"odd for even": {"odd": True}})
    refused(lambda rng, odd=False: (odd, True), "fails", wrong={"odd": {"odd": True}})


def test_a_wrong_statement_fails_and_names_the_case():
    def wrong(rng, off=1):
        a = rng.normal()
        return a, a + off * (abs(a) > 1)

    refused(wrong, r"thm-a-b fails in case \d+ of 200", wrong={"two": {"off": 2}})


@pytest.mark.parametrize("off", [1e-9, 1e-6, 1e-3])
def test_slightly_wrong_statements_fail(off):
    def wrong(rng, factor=1 + off):
        x = rng.normal(size=3)
        return x, x * factor

    refused(wrong, "fails in case", wrong={"twice": {"factor": 2.0}})


def test_a_large_entry_hides_no_small_one():
    def wrong(rng, off=1.01):
        small = rng.normal() * 1e-2
        return np.array([1.0, small]), np.array([1.0, small * off])

    refused(wrong, "fails in case", wrong={"twice": {"off": 2.0}})


def test_every_pair_that_is_yielded_is_checked():
    def second_is_wrong(rng, off=0.1):
        x = rng.normal()
        yield 2 * x, x + x + off * 0
        yield x, x + off

    refused(second_is_wrong, "fails in case 1", wrong={"more": {"off": 1.0}})


# Checks that could not fail


def residual(size, claimed=1.0):
    def statement(rng, factor=1.0):
        return factor * size * rng.normal(size=2), np.zeros(2), claimed

    return statement


TENFOLD = {"ten times": {"factor": 10.0}}
HUGE = {"far off": {"factor": 1e13}}


def test_a_residual_is_measured_by_the_scale_that_is_given(capsys):
    verify("thm-a-b", residual(1e-13), wrong=HUGE)
    assert parse(capsys.readouterr().out)
    refused(residual(1e-8), "1e-10 is allowed", wrong=HUGE)


def test_a_residual_that_no_variant_makes_large_is_refused():
    def statement(rng, factor=1.0):
        return factor * 1e-8 * rng.normal(size=2), np.zeros(2), 1e6

    refused(statement, "give a smaller scale", wrong={"far off": {"factor": 1e5}})


def test_a_scale_far_above_the_sides_is_refused():
    def unrelated(rng, shift=0.0):
        return rng.normal() + shift, rng.normal(), 1e12

    refused(unrelated, "below what their errors", wrong={"far": {"shift": 1e13}})


def test_sides_far_below_the_scale_are_refused():
    def tiny(rng, factor=2e-9):
        return 1e-9 * rng.random(), factor, 1.0

    refused(
        tiny, "below what their errors", relation="<=", wrong={"less": {"factor": -1.0}}
    )


def test_a_large_entry_that_hides_others_by_its_scale_is_refused():
    def hidden(rng, factor=1.0):
        row = np.array([1e6, rng.normal() * 1e-5])
        return row, factor * row.copy(), 1e6

    refused(hidden, "with itself|below what", wrong={"twice": {"factor": 2.0}})


@pytest.mark.parametrize(
    "value", [np.inf, np.nan, -np.inf, np.array([1.0, np.nan]), "a", None]
)
def test_what_is_no_finite_number_never_holds(value):
    def bound(rng, share=1.0):
        return share * rng.normal(), value

    refused(bound, "not finite|entries", relation="<=", wrong={"two": {"share": 2.0}})


def test_a_thing_compared_with_itself_is_refused():
    def itself(rng, factor=1.0):
        x = rng.normal(size=3)
        return x, x if factor == 1 else factor * x

    def twin(rng, factor=1.0):
        x = rng.normal(size=3)
        return x, factor * x.copy()

    for statement in (itself, twin):
        refused(statement, "with itself", wrong={"twice": {"factor": 2.0}})


def test_what_is_the_same_in_all_cases_is_refused():
    def constant(rng, two=2.0):
        rng.normal()
        return np.sqrt(two) ** 2, 2.0

    refused(constant, "in all cases", wrong={"three": {"two": 3.0}})
    refused(lambda rng, extra=0: (1 + extra, 1), "in all cases", wrong=BY_ONE)


def test_a_pair_in_few_cases_is_refused():
    def seldom(rng, factor=1.0):
        x = rng.normal()
        yield 2 * x * factor, x + x / 3 + 2 * x / 3
        if rng.random() < 0.06:
            yield x * 3, x + x + factor * x

    refused(seldom, "in only", wrong={"twice": {"factor": 2.0}})


def test_a_line_that_never_runs_is_refused():
    def idle(rng, twice=2.0):
        x = rng.normal(size=3)
        if x.size > 3:
            x = 0 * x
        return twice * x, 3 * x - x

    refused(idle, "never runs", wrong=BY_ONE_PERCENT)


def test_empty_arrays_check_nothing():
    def empty(rng, twice=2.0):
        return np.zeros((0, 2)), twice * np.zeros((0, 2))

    refused(empty, "nothing is checked", wrong=BY_ONE_PERCENT)


def test_a_bound_that_no_case_comes_near_is_refused_or_says_so(capsys):
    def loose(rng, more=1.0):
        a = rng.uniform(0.5, 1)
        return a, a + more

    wrong = {"less": {"more": -0.01}}
    refused(loose, "within 1e-06 of equality", relation="<=", wrong=wrong)
    verify("thm-a-b", loose, relation="<=", close=0.7, wrong=wrong)
    assert "within 0.7 of equality" in capsys.readouterr().out


def test_nothing_against_nothing_is_no_closeness():
    def degenerate(rng, share=1.0):
        x = rng.normal(size=2) * (rng.random() < 0.5)
        return np.max(abs(x)), share * (np.sum(abs(x)) + 0.1 * np.any(x))

    wrong = {"a third": {"share": 1 / 3}}
    refused(degenerate, "don't count", relation="<=", wrong=wrong)


# Wrong variants


def test_a_wrong_variant_that_holds_is_reported():
    refused(
        lambda rng, unused=0: parallelogram(rng),
        'the wrong variant "unused" holds',
        wrong={"unused": {"unused": 1}},
    )


def test_each_pair_is_broken_by_a_variant():
    def two(rng, first=1.0):
        x, y = rng.normal(size=2)
        yield first * (x + y), y + x * (1 + 1e-15)
        yield (x + y) ** 2, x * x + 2 * x * y + y * y

    refused(two, "pair 2", wrong={"twice": {"first": 2.0}}, tolerance=1e-9)


def test_a_variant_that_gives_nan_is_no_rejection():
    def statement(rng, start=0.0):
        x = rng.random()
        return np.sqrt(x + start) ** 2, x

    with np.errstate(invalid="ignore"):
        refused(statement, "no rejection", wrong={"below": {"start": -9.0}})


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({}, "named variants"),
        ({"1% more": {}}, "named variants"),
        ({"1% more": 2.02}, "named variants"),
        ({"1% more": {"half": 2.02}}, "the statement has the keywords twice"),
        ({"the same": {"twice": 2.0}}, "leaves twice as it is"),
        ({"a; b": {"twice": 2.02}}, "without ;"),
        ({3: {"twice": 2.02}}, "named in words"),
        ({"x": {"twice": 2.02}}, "named in words"),
    ],
)
def test_variants_change_the_statements_own_keywords(wrong, message):
    with pytest.raises(ValueError, match=message):
        verify("thm-a-b", parallelogram, wrong=wrong)


# What is asked of a call


def test_the_same_seed_draws_the_same_cases():
    drawn = []

    def record(rng, twice=2.0):
        drawn.append(rng.normal())
        return twice * drawn[-1], 3 * drawn[-1] - drawn[-1]

    for _ in range(2):
        verify("thm-a-b", record, cases=20, wrong=BY_ONE_PERCENT)
    assert drawn[:20] == drawn[20:40] == drawn[40:60]  # the variant, too
    assert len(set(drawn)) == 20


@pytest.mark.parametrize("label", ["def-a-b", "theorem", None])
def test_labels_are_checked(label):
    with pytest.raises(ValueError, match="names a numbered result"):
        verify(label, parallelogram, wrong=BY_ONE_PERCENT)


@pytest.mark.parametrize(
    ("keywords", "message"),
    [
        ({"cases": 0}, "cases must be"),
        ({"cases": 19}, "cases must be"),
        ({"cases": 50.5}, "cases must be"),
        ({"tolerance": 1e-3}, "tolerance must lie"),
        ({"tolerance": 0}, "tolerance must lie"),
        ({"relation": ">="}, "the relation is"),
        ({"close": 2}, "close must lie"),
        ({"close": 1e-9}, "close must lie"),
    ],
)
def test_arguments_are_checked(keywords, message):
    with pytest.raises(ValueError, match=message):
        verify("thm-a-b", parallelogram, wrong=BY_ONE_PERCENT, **keywords)


def test_statements_must_give_pairs_of_one_shape():
    def unequal(rng, n=2):
        return np.ones(n), np.ones(3)

    refused(lambda rng, n=2: n, "pairs", wrong={"three": {"n": 3}})
    shapes = r"shape \(2,\), the right side \(3,\)"
    refused(unequal, shapes, wrong={"three": {"n": 3}})


def test_parse_skips_other_lines():
    assert parse("thm-a-b: is a theorem.\nsome text\n") == []

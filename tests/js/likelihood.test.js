// The likelihood of a location, without a page. Run by `node --test`.

import assert from "node:assert/strict";
import { test } from "node:test";

import {
  logLikelihood, median, medians, peaks, readout, verdict, withoutFarthest,
} from "../../mathdl/widgets/js/likelihood.math.js";

test("the mean, the median and the highest of several peaks", () => {
  assert.deepEqual(peaks("gaussian", [0, 1, 5], 1), [2]);
  assert.deepEqual(peaks("laplace", [0, 1, 5], 1), [1]);
  assert.deepEqual(medians([4, 1, 2, 3]), [2, 3]);
  assert.equal(median([4, 1, 2, 3]), 2.5);
  const { peak, peaks: count } = readout("cauchy", [-4, 3, 3.2, 3.4], 0, 0.5);
  assert.ok(peak > 2.9 && peak < 3.4);
  assert.equal(count, 2);
});

test("two equal peaks, a flat one, and an interval of medians are told", () => {
  assert.match(verdict("cauchy", [-3, 3], 1), /−2.83 and 2.83 are equally high/);
  assert.match(verdict("cauchy", [-1, 1], 1), /flat/);
  assert.equal(readout("cauchy", [-1, 1], 0, 1).error, null);
  assert.match(verdict("laplace", [0, 1, 2, 3], 1), /from 1.00 to 2.00/);
});

test("standard errors shrink with the square root of the number of points", () => {
  const error = (n) => readout("gaussian", Array(n).fill(0), 0, 2).error;
  assert.equal(error(4), 1);
  assert.ok(Math.abs(error(12) - 2 / Math.sqrt(12)) < 1e-12);
});

test("a likelihood adds up over the points", () => {
  const both = logLikelihood("laplace", [1, 2], 0, 1);
  assert.ok(Math.abs(both - (-3 - 2 * Math.log(2))) < 1e-12);
});

test("the farthest point is taken away", () => {
  assert.deepEqual(withoutFarthest([0, 5.5, 1, -1]), [0, 1, -1]);
});

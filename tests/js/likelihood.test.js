// The likelihood of a location, without a page. Run by `node --test`.

import assert from "node:assert/strict";
import { test } from "node:test";

import {
  logLikelihood, median, peak, readout, withoutFarthest,
} from "../../mathdl/widgets/js/likelihood.math.js";

test("the mean, the median and the highest of several peaks", () => {
  assert.equal(peak("gaussian", [0, 1, 5], 1), 2);
  assert.equal(peak("laplace", [0, 1, 5], 1), 1);
  assert.equal(median([4, 1, 2, 3]), 2.5);
  const at = peak("cauchy", [-4, 3, 3.2, 3.4], 0.5);
  assert.ok(at > 2.9 && at < 3.4);
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

// The arithmetic of the valley, without a page. Run by `node --test`.

import assert from "node:assert/strict";
import { test } from "node:test";

import {
  axes, best, curvatures, doubleRoots, errors, level, path, predicted, radius, readout,
  regime, STEPS, verdict,
} from "../../mathdl/widgets/js/descent.math.js";

const STATE = { kappa: 10, tilt: 25, start: [-2.4, 1.2], eta: 1.5, beta: 0 };
const near = (a, b, tolerance = 1e-12) => assert.ok(Math.abs(a - b) <= tolerance, `${a} is not ${b}`);

test("the two directions are orthonormal", () => {
  for (const tilt of [-90, -17, 0, 25, 90]) {
    const { steep: [a, b], flat: [c, d] } = axes(tilt);
    near(a * c + b * d, 0);
    near(a * a + b * b, 1);
    near(c * c + d * d, 1);
  }
});

test("without momentum each direction is multiplied by 1 − eta lambda", () => {
  const { predicted: told } = errors(STATE);
  const lambda = curvatures(STATE.kappa);
  for (const name of ["steep", "flat"]) {
    const factor = 1 - STATE.eta * lambda[name];
    told[name].forEach((error, k) => near(error, told[name][0] * factor ** k, 1e-12));
  }
});

test("a run starts at the start and has all steps", () => {
  const points = path(STATE);
  assert.deepEqual(points[0], STATE.start);
  assert.equal(points.length, STEPS + 1);
});

test("what is measured is what is predicted, at double roots too", () => {
  for (const kappa of [1.5, 4, 30, 100]) {
    const { eta, beta } = best(kappa).momentum;
    const { measured, predicted: told } = errors({ ...STATE, kappa, eta, beta });
    for (const name of ["steep", "flat"]) {
      measured[name].forEach((error, k) => near(error, told[name][k], 1e-9));
    }
  }
});

test("the best momentum has the rate (√κ − 1)/(√κ + 1) in both directions", () => {
  const { momentum } = best(100);
  near(momentum.rate, 9 / 11);
  const { rates } = readout({ kappa: 100, ...momentum });
  near(rates.steep, 9 / 11, 1e-7);
  near(rates.flat, 9 / 11, 1e-7);
});

test("regimes meet where the theorem says", () => {
  assert.equal(regime(0.99, 0), "creeps");
  assert.equal(regime(1.01, 0), "swings");
  assert.equal(regime(2, 0), "diverges");
  assert.equal(regime(2.99, 0.5), "swings");
  assert.equal(regime(3, 0.5), "diverges");
  near(radius(2, 0), 1);
});

test("a double error at z = 1 without momentum is gone after one step", () => {
  const [first, ...rest] = predicted(2, 1, 0);
  assert.equal(first, 2);
  assert.ok(rest.every((error) => error === 0));
});

test("the conclusion tells convergence from divergence", () => {
  assert.match(verdict(STATE), /shrinks to 0\.850/);
  assert.match(verdict({ ...STATE, eta: 2 }), /does not converge/);
});

test("curves of double roots cross at the best pair, and levels have their height", () => {
  const { eta, beta } = best(9).momentum;
  near((1 + Math.sqrt(beta)) ** 2, eta);
  near((1 - Math.sqrt(beta)) ** 2 * 9, eta, 1e-12);
  assert.deepEqual(doubleRoots(1, 1)[0], [1, 0]);
  const { steep, flat } = axes(25);
  for (const [x, y] of level(0.7, STATE)) {
    const [p, q] = [steep[0] * x + steep[1] * y, flat[0] * x + flat[1] * y];
    near((p * p + (q * q) / 10) / 2, 0.7);
  }
});

// The computation graph's sweeps, without a page. Run by `node --test`.

import assert from "node:assert/strict";
import { test } from "node:test";

import {
  EXPRESSIONS, nameOf, progress, readout, sentence, show, steps,
} from "../../mathdl/widgets/js/computation_graph.math.js";

test("the derivatives of a product leave one factor out", () => {
  const { adjoints, values } = readout("product", [2, 3, 4, 5]);
  assert.deepEqual(adjoints.slice(0, 4), [60, 40, 30, 24]);
  assert.equal(values.at(-1), 120);
});

test("cross-entropy's derivatives are probabilities, less one at the class", () => {
  const { adjoints } = readout("cross-entropy", [0, 0, 0]);
  adjoints.slice(0, 3).forEach((g, k) => assert.ok(Math.abs(g - (k ? 1 / 3 : -2 / 3)) < 1e-12));
});

test("at a tie, max follows its second argument", () => {
  assert.deepEqual(readout("shared", [1, 2, 2]).adjoints.slice(0, 3), [2, 2, 3]);
});

test("a reverse sweep has a step for each line, one for the output, one for each visit", () => {
  const { neuron } = EXPRESSIONS;
  assert.equal(steps(neuron, "reverse"), 11);
  assert.equal(steps(neuron, "forward"), 5);
  assert.deepEqual(progress(neuron, "reverse", 3), { known: 7, started: false, visits: 0 });
  assert.deepEqual(progress(neuron, "reverse", 8), { known: 9, started: true, visits: 2 });
});

test("each step is told", () => {
  const state = { expression: "product", inputs: [2, 3, -1, 4], mode: "reverse", seed: 0 };
  const told = (at, more) => sentence({ ...state, at, ...more });
  assert.match(told(0), /Step forward/);
  assert.equal(told(2), "v₆ = v₅ × x₃ = 6.00 × (−1.00) = −6.00.");
  assert.match(told(4), /v₇ has the adjoint 1/);
  assert.match(told(5), /^Back from v₇, whose adjoint is 1.00: v₆ gets 1.00 × 4.00 = 4.00, x₄ gets/);
  assert.match(told(1, { mode: "forward" }), /its tangent is 3.00 × 1.00 \+ 2.00 × 0.00 = 3.00/);
});

test("numbers and names are written for readers", () => {
  assert.deepEqual([0, -0.5, 0.0123, 1e6].map(show), ["0.00", "−0.50", "0.012", "1.0e+6"]);
  assert.equal(nameOf(EXPRESSIONS["cross-entropy"], 9), "v₁₀");
});

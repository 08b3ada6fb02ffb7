// The numbers beside an axis.
import assert from "node:assert/strict";
import { test } from "node:test";

import { short, ticks } from "../../mathdl/widgets/js/stage.math.js";

const numbers = (low, high, about) => ticks(low, high, about).map(short);

test("the numbers of an axis differ as its marks do, however small they are", () => {
  assert.deepEqual(numbers(0, 0.0064, 3), ["0", "0.005"]);
  assert.deepEqual(numbers(0, 0.006, 3), ["0", "0.002", "0.004", "0.006"]);
  assert.deepEqual(numbers(-1, 3, 4), ["−1", "0", "1", "2", "3"]);
});

test("a number has no digits of rounding, and no zeros at its end", () => {
  assert.equal(short(0.1 + 0.2), "0.3");
  assert.equal(short(-1.25), "−1.25");
  assert.equal(short(400), "400");
});

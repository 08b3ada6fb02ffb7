// The arithmetic of the figures, without a page. Run by `node --test`.

import assert from "node:assert/strict";
import { test } from "node:test";

import { product, readout as compose } from "../../mathdl/widgets/js/composition.math.js";
import { frameIndex, isFine, isWhole, neighbours, next, valueAt } from "../../mathdl/widgets/js/explore.math.js";
import {
  apply, column, readout, settle, verdict, withColumn,
} from "../../mathdl/widgets/js/linear_map.math.js";
import { clamp, format, keyTarget, scale, short, ticks } from "../../mathdl/widgets/js/stage.math.js";

test("a map takes the basis vectors to its columns", () => {
  const A = [[1, 2], [3, 4]];
  assert.deepEqual(apply(A, [1, 0]), column(A, 0));
  assert.deepEqual(apply(A, [0, 1]), column(A, 1));
  assert.deepEqual(withColumn(A, 1, [7, 8]), [[1, 7], [3, 8]]);
});

test("a singular map has a kernel, an image, and the eigenvalue 0", () => {
  const { det, rank, kernel, image, eigenvalues } = readout([[1, 2], [2, 4]]);
  assert.equal(det, 0);
  assert.equal(rank, 1);
  assert.equal(kernel.length, 1);
  assert.equal(image.length, 1);
  const [x, y] = kernel[0];
  assert.ok(Math.abs(x + 2 * y) < 1e-12);
  assert.deepEqual(eigenvalues, [[5, 0], [0, 0]]);
});

test("a quarter turn has no real eigen-direction", () => {
  assert.deepEqual(readout([[0, -1], [1, 0]]).eigenvectors, []);
});

test("the zero map loses everything", () => {
  const { rank, kernel, image } = readout([[0, 0], [0, 0]]);
  assert.equal(rank, 0);
  assert.equal(kernel.length, 2);
  assert.equal(image.length, 0);
});

test("the conclusion tells orientation and area", () => {
  assert.notEqual(verdict([[1, 0], [0, 1]]), verdict([[0, 1], [1, 0]]));
});

test("a column near the other's line is put on it", () => {
  const [x, y] = settle([2.01, 1.02], [1, 0.5]);
  assert.ok(Math.abs(x * 0.5 - y * 1) < 1e-12);
});

test("composition multiplies from the left", () => {
  const A = [[0, -1], [1, 0]];
  const B = [[2, 0], [0, 1]];
  assert.deepEqual(product(B, A), [[0, -2], [1, 0]]);
  assert.equal(compose(A, A).gap, 0);
  assert.ok(compose(A, B).gap > 1);
});

test("frames are counted with the last slider running fastest", () => {
  const values = [[1, 2], ["a", "b", "c"]];
  assert.equal(frameIndex([0, 0], values), 0);
  assert.equal(frameIndex([1, 2], values), 5);
  assert.deepEqual(next([0, 2], values), [1, 0]);
  assert.deepEqual(next([1, 2], values), [0, 0]);
  assert.deepEqual(neighbours([0, 1.2], values), [[1, 1], [0, 2], [0, 0]]);
});

test("only sliders over numbers with decimals stop in between", () => {
  assert.ok(isFine([0, 0.5]));
  assert.ok(!isFine([1, 2]));
  assert.ok(!isFine(["a", "b"]));
  assert.ok(isWhole([1, 2]) && !isWhole([1, 2.5]));
  assert.equal(valueAt([0, 0.5], 0.5), 0.25);
  assert.equal(valueAt([1, 2], 0.4), 1);
});

test("scales, ticks and keys", () => {
  assert.equal(clamp(5, 0, 3), 3);
  assert.equal(scale([0, 2], [10, 30])(1), 20);
  const marks = ticks(-3, 3);
  assert.ok(marks.includes(0) && marks.every((t) => t >= -3 && t <= 3));
  const room = [-3, 3, -3, 3];
  assert.deepEqual(keyTarget({ key: "ArrowRight" }, [0, 0], 0.1, room), [0.1, 0]);
  assert.deepEqual(keyTarget({ key: "ArrowUp", shiftKey: true }, [0, 0], 0.1, room), [0, 1]);
  assert.equal(format(0), format(-1e-12));
});

test("short numbers lose zeros behind the point, and only there", () => {
  const said = [[60, 0], [-60, 0], [0.5, 2], [-1.25, 2], [100, 2], [2, 2], [0.1, 1]];
  assert.deepEqual(said.map(([x, d]) => short(x, d)), ["60", "−60", "0.5", "−1.25", "100", "2", "0.1"]);
});

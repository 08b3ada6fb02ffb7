// Where a point of a scene goes: freely, on a lattice, a line, a circle or a curve, by hand and by key.
import assert from "node:assert/strict";
import { test } from "node:test";

import { freely, keyNumber, onCircle, onCurve, onLattice, onLine } from "../../mathdl/widgets/js/scene.places.js";

const near = (found, expected, size = 1e-9) =>
  [found].flat().forEach((entry, k) => assert.ok(Math.abs(entry - [expected].flat()[k]) <= size, `${found} is not ${expected}`));

const room = [-3, 3, -3, 3];
const diagonal = { p: [0, 0], q: [1, 1] };
const free = (parts = {}) => ({ step: 0.1, digits: 2, snaps: [], bounds: room, ...parts });

test("a hand near a round place means it, and never leaves the bounds", () => {
  near(freely([0, 0], [1.04, -0.47], "hand", free()), [1, -0.5]);
  near(freely([0, 0], [1.234, 0.768], "hand", free()), [1.23, 0.77]);
  near(freely([0, 0], [9, -9], "hand", free()), [3, -3]);
});

test("a hand near a line is drawn onto it, one farther off is not", () => {
  const snaps = [diagonal];
  near(freely([0, 0], [1.21, 1.27], "hand", free({ snaps })), [1.24, 1.24]);
  near(freely([0, 0], [1.21, 1.37], "hand", free({ snaps })), [1.21, 1.37]);
  const nowhere = [{ p: [1, 1], q: [1, 1] }];
  near(freely([0, 0], [1.21, 1.27], "hand", free({ snaps: nowhere })), [1.21, 1.27]);
});

test("a key stops at a line that it would cross, and leaves one that it stands on", () => {
  const snaps = [diagonal];
  near(freely([0.5, 0.3], [0.5, 0.7], "key", free({ snaps })), [0.5, 0.5]);
  near(freely([0.5, 0.5], [0.5, 0.7], "key", free({ snaps })), [0.5, 0.7]);
  near(freely([2.95, 0], [3.05, 0], "key", free({ snaps })), [3, 0]);
});

test("a lattice gives its nearest point within the bounds, and none beyond", () => {
  near(onLattice([0.74, -0.76], 0.5, room), [0.5, -1]);
  near(onLattice([9, -9], 2, room), [2, -2]);
  near(onLattice([0.3, 0.29], 0.1, [0, 0.3, 0, 0.3]), [0.3, 0.3]);
});

test("the foot of the perpendicular on a line; a line of one point has it at 0", () => {
  near(onLine([0, 2], [0, 0], [1, 1]), 1);
  near(onLine([4, 1], [1, 0], [3, 0]), 1.5);
  assert.equal(onLine([4, 1], [1, 1], [1, 1]), 0);
});

test("an angle on a circle goes on counting its turns", () => {
  near(onCircle([0, 3], [0, 1], 0), Math.PI / 2);
  near(onCircle([-1, -0.1], [0, 0], Math.PI), Math.PI + Math.atan(0.1));
  near(onCircle([1, 0.1], [0, 0], 6.2), 2 * Math.PI + Math.atan(0.1));
});

test("the nearest place of a curve, at its ends and where it is undefined in part", () => {
  const parabola = (t) => [t, t * t];
  near(onCurve([0, -5], parabola, -2, 2, room), 0, 1e-6);
  near(onCurve([9, 9], (t) => [t, 0], -2, 2, room), 2, 1e-6);
  near(onCurve([-1, 0], (t) => [t, Math.sqrt(t)], -2, 2, room), 0, 0.03);
  // Half as high as wide: what is far upwards in units is near on the panel.
  near(onCurve([1, 1], (t) => [t, t < 0.5 ? 1 : 3], 0, 2, [-1, 1, -100, 100]), 1, 0.02);
});

test("a key moves a parameter by its step and keeps to the ends", () => {
  const key = (name, more = {}) => ({ key: name, shiftKey: false, ...more });
  near(keyNumber(key("ArrowRight"), 0.5, 0.1, 0, 1), 0.6);
  near(keyNumber(key("ArrowLeft"), 0.05, 0.1, 0, 1), 0);
  assert.equal(keyNumber(key("Home"), 0.5, 0.1, 0, 1), 0);
  assert.equal(keyNumber(key("End"), 0.5, 0.1, 0, Infinity), 0.5);
  assert.equal(keyNumber(key("q"), 0.5, 0.1, 0, 1), undefined);
});

// Where a point of a scene goes when a hand or a key moves it: freely, along a line or a
// curve, on a lattice, and onto lines that attract it. No DOM here.

import { clamp, keyTarget, round } from "./stage.math.js";

/** @typedef {[number, number]} Point */
/** @typedef {[number, number, number, number]} Bounds */

/** A point this near to a line is put on it, in units of the plane. */
const REACH = 0.05;

/** A hand near a multiple of this many steps means it. */
const [STEPS, NEAR] = [5, 0.6];

const TRIES = 200;
const FULL = 2 * Math.PI;

const subtract = ([a, b], [c, d]) => [a - c, b - d];
const dot = ([a, b], [c, d]) => a * c + b * d;
const cross = ([a, b], [c, d]) => a * d - b * c;
const along = ([px, py], [u, v], t) => [px + t * u, py + t * v];

/** Put a point on a line through p and q, if it is near. */
function attracted(point, { p, q }) {
  const direction = subtract(q, p);
  const size = dot(direction, direction);
  if (!(size > 0)) return null;
  const from = subtract(point, p);
  if (Math.abs(cross(from, direction)) > REACH * Math.sqrt(size)) return null;
  return along(p, direction, dot(from, direction) / size).map((entry) => entry + 0);
}

/** Where a step first meets a line that it did not stand on. */
function stopped(from, to, { p, q }) {
  const direction = subtract(q, p);
  const [before, after] = [from, to].map((point) => cross(subtract(point, p), direction));
  const rounding = 1e-12 * (dot(from, from) + dot(direction, direction));
  if (before * after >= 0 || Math.abs(before) <= rounding) return to;
  return along(from, subtract(to, from), before / (before - after));
}

/** A coordinate, put on a round one that is near. */
function settled(value, step) {
  const mark = round(value / (STEPS * step), 0) * STEPS * step;
  return Math.abs(value - mark) <= NEAR * step ? round(mark, 9) : null;
}

/**
 * Where a free point goes.
 * @param {{step: number, digits: number, snaps: {p: Point, q: Point}[], bounds: Bounds}} o
 */
export function freely(from, to, by, { step, digits, snaps, bounds }) {
  const [xmin, xmax, ymin, ymax] = bounds;
  const inside = ([x, y]) => [clamp(x, xmin, xmax), clamp(y, ymin, ymax)];
  if (by === "key") return inside(snaps.reduce((point, line) => stopped(from, point, line), to));
  const round5 = to.map((entry) => settled(entry, step));
  if (!round5.includes(null)) return inside(round5);
  const fine = to.map((entry) => round(entry, digits));
  const on = snaps.map((line) => attracted(fine, line)).find(Boolean);
  return inside(on ?? fine);
}

/** The nearest point of a lattice within bounds. */
export function onLattice(to, size, [xmin, xmax, ymin, ymax]) {
  const nearest = (value, low, high) =>
    round(clamp(Math.round(value / size), Math.ceil(low / size - 1e-9), Math.floor(high / size + 1e-9)) * size, 9);
  return [nearest(to[0], xmin, xmax), nearest(to[1], ymin, ymax)];
}

/** The parameter of the nearest point on the line through p and q. */
export function onLine(to, p, q) {
  const direction = subtract(q, p);
  const size = dot(direction, direction);
  return size > 0 ? dot(subtract(to, p), direction) / size : 0;
}

/** The angle under which a point is seen from a centre, on the turn nearest to `before`. */
export function onCircle(to, centre, before) {
  const [x, y] = subtract(to, centre);
  const angle = Math.atan2(y, x);
  return angle + FULL * Math.round((before - angle) / FULL);
}

/** The parameter of a point of a curve that is nearest, in the panel's own proportions. */
export function onCurve(to, at, low, high, [xmin, xmax, ymin, ymax]) {
  const far = (t) => {
    const [x, y] = at(t);
    const distance = ((x - to[0]) / (xmax - xmin)) ** 2 + ((y - to[1]) / (ymax - ymin)) ** 2;
    return Number.isFinite(distance) ? distance : Infinity;
  };
  const place = (k) => low + ((high - low) * k) / TRIES;
  const distances = Array.from({ length: TRIES + 1 }, (_, k) => far(place(k)));
  const best = distances.indexOf(Math.min(...distances));
  let [left, right] = [place(Math.max(best - 1, 0)), place(Math.min(best + 1, TRIES))];
  for (let k = 0; k < 40; k++) {
    const third = (right - left) / 3;
    if (far(left + third) <= far(right - third)) right -= third;
    else left += third;
  }
  return (left + right) / 2;
}

/** Where a key takes a parameter, or undefined if it means nothing. */
export function keyNumber(event, value, step, low, high) {
  if (event.key === "Home") return Number.isFinite(low) ? low : value;
  if (event.key === "End") return Number.isFinite(high) ? high : value;
  const moved = keyTarget(event, [0, 0], step, [-1e9, 1e9, -1e9, 1e9]);
  return moved && clamp(round(value + moved[0] + moved[1], 9), low, high);
}

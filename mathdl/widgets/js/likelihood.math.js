// Densities on a line and the likelihood of their location: the same numbers as Python's.

import { format } from "./stage.math.js";

/** @typedef {"gaussian" | "laplace" | "cauchy"} Family */

// Thousands of these are computed while a hand moves a point.
const [LOG_PI, LOG_2, LOG_2PI] = [Math.PI, 2, 2 * Math.PI].map(Math.log);
const FAMILIES = {
  gaussian: (z) => (-z * z) / 2 - LOG_2PI / 2,
  laplace: (z) => -Math.abs(z) - LOG_2,
  cauchy: (z) => -Math.log1p(z * z) - LOG_PI,
};

const CELLS = 400;
const TIE = 1e-9; // peaks whose heights differ by no more are equally high
const FLAT = 1e-9;

const sum = (numbers) => numbers.reduce((total, x) => total + x, 0);

export const mean = (data) => sum(data) / data.length;

/** The median, or both ends of the interval of medians. */
export function medians(data) {
  const sorted = [...data].sort((a, b) => a - b);
  const [low, high] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[Math.floor(sorted.length / 2)]];
  return low === high ? [low] : [low, high];
}

export const median = (data) => mean(medians(data));

/** @param {Family} family @param {number[]} data */
export function logLikelihood(family, data, location, scale) {
  const [noise, width] = [FAMILIES[family], Math.log(scale)];
  return data.reduce((total, x) => total + (noise((x - location) / scale) - width), 0);
}

export const density = (family, x, location, scale) => Math.exp(logLikelihood(family, [x], location, scale));

const slope = (data, location, scale) =>
  data.reduce((total, x) => total + (2 * (x - location)) / (scale ** 2 + (x - location) ** 2), 0);

/** Where a slope that is positive on the left and not on the right changes sign. */
function fallsThroughZero(data, left, right, scale) {
  for (let k = 0; k < 60; k++) {
    const middle = (left + right) / 2;
    if (slope(data, middle, scale) > 0) left = middle;
    else right = middle;
  }
  return right;
}

/** The local maxima from left to right; for Laplace, the ends of the medians. */
export function peaks(family, data, scale) {
  if (family === "gaussian") return [mean(data)];
  if (family === "laplace") return medians(data);
  const low = Math.min(...data);
  const step = (Math.max(...data) - low) / CELLS;
  if (step === 0) return [low];
  const places = Array.from({ length: CELLS + 1 }, (_, k) => low + k * step);
  const slopes = places.map((place) => slope(data, place, scale));
  return places.slice(0, CELLS).flatMap((place, k) =>
    slopes[k] > 0 && slopes[k + 1] <= 0 ? [fallsThroughZero(data, place, places[k + 1], scale)] : [],
  );
}

/** The curvature at a location; for Laplace's corner the Fisher information. */
export function information(family, data, location, scale) {
  if (family !== "cauchy") return data.length / scale ** 2;
  const squares = data.map((x) => ((x - location) / scale) ** 2);
  return sum(squares.map((u) => (2 * (1 - u)) / (1 + u) ** 2)) / scale ** 2;
}

export function readout(family, data, location, scale) {
  const found = peaks(family, data, scale);
  const values = found.map((at) => logLikelihood(family, data, at, scale));
  const top = Math.max(...values);
  const best = found.filter((_, k) => values[k] >= top - TIE);
  const peak = family === "laplace" ? median(data) : best[0];
  const curvature = information(family, data, peak, scale);
  return {
    mean: mean(data),
    median: median(data),
    peaks: family === "laplace" ? 1 : found.length,
    low: best[0],
    high: best[best.length - 1],
    peak,
    error: curvature > FLAT ? 1 / Math.sqrt(curvature) : null,
    here: logLikelihood(family, data, location, scale),
    top,
  };
}

/** Where the likelihood is largest, and how sure that is, in a sentence. */
export function verdict(family, data, scale) {
  const said = readout(family, data, data[0], scale);
  const [low, high, peak] = [said.low, said.high, said.peak].map((at) => format(at));
  const sure = said.error === null ? "where it is flat" : `give or take ${format(said.error)}`;
  if (family === "laplace" && low !== high) {
    return `Every location from ${low} to ${high} is a median, and equally likely.`;
  }
  if (low !== high) return `The peaks at ${low} and ${high} are equally high.`;
  const named = { gaussian: "the mean", laplace: "the median" }[family] ?? "the only peak";
  const what = said.peaks > 1 ? `the highest of ${said.peaks} peaks` : named;
  return `The likelihood is largest at ${peak}, ${what}, ${sure}.`;
}

/** The data without the point farthest from the median. */
export function withoutFarthest(data) {
  const middle = median(data);
  const far = data.map((x) => Math.abs(x - middle));
  const worst = far.indexOf(Math.max(...far));
  return data.filter((_, k) => k !== worst);
}

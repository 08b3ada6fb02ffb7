// Densities on a line and the likelihood of their location: the same numbers as Python's.

/** @typedef {"gaussian" | "laplace" | "cauchy"} Family */

const FAMILIES = {
  gaussian: (z) => (-z * z) / 2 - Math.log(2 * Math.PI) / 2,
  laplace: (z) => -Math.abs(z) - Math.log(2),
  cauchy: (z) => -Math.log1p(z * z) - Math.log(Math.PI),
};

const CELLS = 400;

const sum = (numbers) => numbers.reduce((total, x) => total + x, 0);

export const mean = (data) => sum(data) / data.length;

export function median(data) {
  const sorted = [...data].sort((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

/** @param {Family} family @param {number[]} data */
export const logLikelihood = (family, data, location, scale) =>
  sum(data.map((x) => FAMILIES[family]((x - location) / scale) - Math.log(scale)));

export const density = (family, x, location, scale) => Math.exp(logLikelihood(family, [x], location, scale));

const slope = (data, location, scale) =>
  sum(data.map((x) => (2 * (x - location)) / (scale ** 2 + (x - location) ** 2)));

/** Where the likelihood is largest; of Cauchy's peaks, the highest. */
export function peak(family, data, scale) {
  if (family === "gaussian") return mean(data);
  if (family === "laplace") return median(data);
  const low = Math.min(...data);
  const step = (Math.max(...data) - low) / CELLS;
  if (step === 0) return low;
  let best = low;
  let top = -Infinity;
  for (let k = 0; k <= CELLS; k++) {
    const here = logLikelihood(family, data, low + k * step, scale);
    if (here > top) [best, top] = [low + k * step, here];
  }
  let [left, right] = [best - step, best + step];
  for (let k = 0; k < 60; k++) {
    const middle = (left + right) / 2;
    if (slope(data, middle, scale) > 0) left = middle;
    else right = middle;
  }
  return (left + right) / 2;
}

/** The curvature at a location; for Laplace's corner the Fisher information. */
export function information(family, data, location, scale) {
  if (family !== "cauchy") return data.length / scale ** 2;
  const squares = data.map((x) => ((x - location) / scale) ** 2);
  return sum(squares.map((u) => (2 * (1 - u)) / (1 + u) ** 2)) / scale ** 2;
}

export function readout(family, data, location, scale) {
  const top = peak(family, data, scale);
  return {
    mean: mean(data),
    median: median(data),
    peak: top,
    error: 1 / Math.sqrt(information(family, data, top, scale)),
    here: logLikelihood(family, data, location, scale),
    top: logLikelihood(family, data, top, scale),
  };
}

/** The data without the point farthest from the median. */
export function withoutFarthest(data) {
  const middle = median(data);
  const far = data.map((x) => Math.abs(x - middle));
  const worst = far.indexOf(Math.max(...far));
  return data.filter((_, k) => k !== worst);
}

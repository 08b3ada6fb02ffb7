// Steps down a quadratic valley of the plane: what is predicted, and what happens. The
// steep direction has the curvature 1, the flat one 1 / kappa. Python computes the same
// numbers with the same operations in `mathdl/widgets/_descent.py`; a test compares them.

/** @typedef {[number, number]} Vector */
/** @typedef {{kappa: number, tilt: number, start: Vector, eta: number, beta: number}} State */

export const STEPS = 60;

/** Roots that are as near as this count as one double root. */
const TINY = 1e-7;

/** Unit vectors along the steep and the flat direction. */
export function axes(tilt) {
  const [c, s] = [Math.cos((tilt * Math.PI) / 180), Math.sin((tilt * Math.PI) / 180)];
  return { steep: [-s, c], flat: [c, s] };
}

/** The eigenvalues of the Hessian. */
export const curvatures = (kappa) => ({ steep: 1, flat: 1 / kappa });

/** The points of the run: v = beta v + A x, then x = x − eta v. @param {State} state */
export function path({ start, kappa, tilt, eta, beta }) {
  const { steep: [p, q], flat: [c, s] } = axes(tilt);
  const flat = 1 / kappa;
  const [a, b, d] = [p * p + flat * c * c, p * q + flat * c * s, q * q + flat * s * s];
  let [[x, y], [v, w]] = [start, [0, 0]];
  const points = [[x, y]];
  for (let k = 0; k < STEPS; k += 1) {
    [v, w] = [beta * v + (a * x + b * y), beta * w + (b * x + d * y)];
    [x, y] = [x - eta * v, y - eta * w];
    points.push([x, y]);
  }
  return points;
}

/** The spectral radius for z = eta · lambda. */
export function radius(z, beta) {
  const s = 1 + beta - z;
  return Math.max(Math.sqrt(beta), (Math.abs(s) + Math.sqrt(Math.max(s * s - 4 * beta, 0))) / 2);
}

/** How the error moves. */
export function regime(z, beta) {
  if (z >= 2 * (1 + beta)) return "diverges";
  return z <= (1 - Math.sqrt(beta)) ** 2 ? "creeps" : "swings";
}

/** (r^k − q^k) / (r − q) for the roots r, q of z² − s z + beta. */
function powers(s, beta, k) {
  const spread = s * s - 4 * beta;
  if (Math.abs(spread) <= TINY * TINY) return k > 0 ? k * (s / 2) ** (k - 1) : 0;
  if (spread > 0) {
    const root = Math.sqrt(spread);
    return (((s + root) / 2) ** k - ((s - root) / 2) ** k) / root;
  }
  const angle = Math.atan2(Math.sqrt(-spread), s);
  return Math.sqrt(beta) ** (k - 1) * (Math.sin(k * angle) / Math.sin(angle));
}

/** The error after 0, 1, … steps from rest, by the roots alone. */
export function predicted(e, z, beta) {
  const s = 1 + beta - z;
  const first = (1 - z) * e;
  return Array.from({ length: STEPS + 1 }, (_, k) =>
    k === 0 ? e : first * powers(s, beta, k) - beta * e * powers(s, beta, k - 1));
}

/** The coordinate of each point along a direction. */
export const measured = (points, [u, v]) => points.map(([x, y]) => u * x + v * y);

/** The error along each direction after each step, in both ways. @param {State} state */
export function errors(state) {
  const points = path(state);
  const directions = axes(state.tilt);
  const lambda = curvatures(state.kappa);
  const along = (name) => measured(points, directions[name]);
  const told = (name) => predicted(along(name)[0], state.eta * lambda[name], state.beta);
  return {
    measured: { steep: along("steep"), flat: along("flat") },
    predicted: { steep: told("steep"), flat: told("flat") },
  };
}

/** The best step without momentum, and the best pair. */
export function best(kappa) {
  const root = Math.sqrt(kappa);
  const rate = (root - 1) / (root + 1);
  return {
    step: { eta: 2 / (1 + 1 / kappa), rate: (kappa - 1) / (kappa + 1) },
    momentum: { eta: 4 / (1 + 1 / root) ** 2, beta: rate * rate, rate },
  };
}

/** Everything that the figure says about a state. @param {State} state */
export function readout({ kappa, eta, beta }) {
  const { steep, flat } = curvatures(kappa);
  const rates = { steep: radius(eta * steep, beta), flat: radius(eta * flat, beta) };
  return {
    rates,
    regimes: { steep: regime(eta * steep, beta), flat: regime(eta * flat, beta) },
    rate: Math.max(rates.steep, rates.flat),
    best: best(kappa),
  };
}

const WHOSE = {
  steep: "the error, led by the steep direction,",
  flat: "the error, led by the flat direction,",
  each: "each of them",
};

/** The conclusion in one sentence. @param {State} state */
export function verdict(state) {
  const { rates, regimes, rate } = readout(state);
  if (regimes.steep === "diverges") return "The steep direction does not shrink: the run does not converge.";
  const even = Math.abs(rates.steep - rates.flat) < 5e-4;
  const slow = even ? "each" : rates.steep > rates.flat ? "steep" : "flat";
  return `The steep direction ${regimes.steep}, the flat one ${regimes.flat}. In the long run `
    + `${WHOSE[slow]} shrinks to ${rate.toFixed(3)} of itself at each step.`;
}

/** Points of the curve where the roots of a curvature become double: creeping, swinging. */
export function doubleRoots(lambda, side, count = 60) {
  return Array.from({ length: count + 1 }, (_, k) => {
    const root = k / count;
    return [(1 + side * root) ** 2 / lambda, root * root];
  });
}

/** An ellipse where the valley has a height, as points. */
export function level(height, { kappa, tilt }, count = 72) {
  const { steep, flat } = axes(tilt);
  const [a, b] = [Math.sqrt(2 * height), Math.sqrt(2 * height * kappa)];
  return Array.from({ length: count }, (_, k) => {
    const angle = (2 * Math.PI * k) / count;
    const [p, q] = [a * Math.sin(angle), b * Math.cos(angle)];
    return [p * steep[0] + q * flat[0], p * steep[1] + q * flat[1]];
  });
}

// The computations of the figure and their sweeps: the same numbers as Python's.

/** @typedef {{title: string, names: string[], inputs: number[],
 *   program: [string, ...number[]][], places: [number, number][]}} Graph */
/** @typedef {{expression: string, inputs: number[], mode: string, seed: number,
 *   at: number}} State */

const sigmoid = (a) => 1 / (1 + Math.exp(-a));

const OPERATIONS = {
  add: (a, b) => a + b,
  subtract: (a, b) => a - b,
  multiply: (a, b) => a * b,
  max: (a, b) => Math.max(a, b),
  square: (a) => a * a,
  exp: Math.exp,
  log: Math.log,
  tanh: Math.tanh,
  sigmoid,
};

const SLOPES = {
  add: () => [1, 1],
  subtract: () => [1, -1],
  multiply: (_, a, b) => [b, a],
  max: (_, a, b) => (a > b ? [1, 0] : [0, 1]),
  square: (_, a) => [2 * a],
  exp: (y) => [y],
  log: (_, a) => [1 / a],
  tanh: (y) => [1 - y * y],
  sigmoid: (y) => [y * (1 - y)],
};

export const SIGNS = {
  add: "+", subtract: "−", multiply: "×", max: "max", square: "( )²",
  exp: "exp", log: "log", tanh: "tanh", sigmoid: "σ",
};

/** @type {Record<string, Graph>} */
export const EXPRESSIONS = {
  neuron: {
    title: "a neuron with its loss, (tanh(w x + b) − t)²",
    names: ["w", "x", "b", "t"],
    inputs: [2, 0.5, -0.5, 1],
    program: [["multiply", 0, 1], ["add", 4, 2], ["tanh", 5], ["subtract", 6, 3], ["square", 7]],
    places: [
      [0, 0], [0, 1], [0, 2], [0, 3],
      [1.2, 0.5], [2.4, 1], [3.6, 1], [4.8, 2], [6, 2],
    ],
  },
  shared: {
    title: "a product with a shared input, (x + y) · max(y, z)",
    names: ["x", "y", "z"],
    inputs: [1, 2, 0.5],
    program: [["add", 0, 1], ["max", 1, 2], ["multiply", 3, 4]],
    places: [[0, 0.5], [0, 1.5], [0, 2.5], [3, 1], [3, 2], [6, 1.5]],
  },
  product: {
    title: "a product, x₁ · x₂ · x₃ · x₄",
    names: ["x₁", "x₂", "x₃", "x₄"],
    inputs: [2, 3, -1, 4],
    program: [["multiply", 0, 1], ["multiply", 4, 2], ["multiply", 5, 3]],
    places: [[0, 0], [0, 1], [0, 2], [0, 3], [2, 0.5], [4, 1.25], [6, 2]],
  },
  sigmoids: {
    title: "three sigmoids with one weight, σ(w σ(w σ(w x)))",
    names: ["w", "x"],
    inputs: [2, 1],
    program: [
      ["multiply", 0, 1], ["sigmoid", 2], ["multiply", 0, 3], ["sigmoid", 4],
      ["multiply", 0, 5], ["sigmoid", 6],
    ],
    places: [
      [3, 0.25], [0, 1.75], [1, 1.75], [2, 1.75], [3, 1.75], [4, 1.75], [5, 1.75], [6, 1.75],
    ],
  },
  "cross-entropy": {
    title: "softmax with cross-entropy, log(e^z₁ + e^z₂ + e^z₃) − z₁",
    names: ["z₁", "z₂", "z₃"],
    inputs: [1, 2, 0.5],
    program: [
      ["exp", 0], ["exp", 1], ["exp", 2], ["add", 3, 4], ["add", 6, 5], ["log", 7],
      ["subtract", 8, 0],
    ],
    places: [
      [0, 0], [0, 1.5], [0, 3], [1.2, 0.75], [1.2, 1.75], [1.2, 3],
      [2.4, 1.25], [3.6, 2], [4.8, 1.75], [6, 0.75],
    ],
  },
};

/** All computations, as another language may ask for them. */
export const known = () => EXPRESSIONS;

const parents = (graph, i) => (i < graph.names.length ? [] : graph.program[i - graph.names.length].slice(1));

export function values(graph, inputs) {
  const found = [...inputs];
  for (const [operation, ...from] of graph.program) {
    found.push(OPERATIONS[operation](...from.map((k) => found[k])));
  }
  return found;
}

export const slopes = (graph, found) =>
  found.map((y, i) => {
    const from = parents(graph, i);
    if (!from.length) return [];
    return SLOPES[graph.program[i - graph.names.length][0]](y, ...from.map((k) => found[k]));
  });

/** All adjoints after the last `visits` nodes have passed theirs on. */
export function adjoints(graph, local, visits = graph.program.length) {
  const found = local.map(() => 0);
  found[found.length - 1] = 1;
  for (let i = found.length - 1; i > found.length - 1 - visits; i--) {
    parents(graph, i).forEach((k, j) => (found[k] += found[i] * local[i][j]));
  }
  return found;
}

export function tangents(graph, local, seed) {
  const found = graph.names.map((_, k) => Number(k === seed));
  for (let i = found.length; i < local.length; i++) {
    found.push(parents(graph, i).reduce((sum, k, j) => sum + local[i][j] * found[k], 0));
  }
  return found;
}

export const differences = (graph, inputs, h = 1e-5) =>
  inputs.map((_, j) => {
    const at = (s) => values(graph, inputs.map((x, k) => (k === j ? x + s : x))).at(-1);
    return (at(h) - at(-h)) / (2 * h);
  });

/** @param {string} expression */
export function readout(expression, inputs, seed = 0) {
  const graph = EXPRESSIONS[expression];
  const found = values(graph, inputs);
  const local = slopes(graph, found);
  return {
    values: found,
    slopes: local,
    adjoints: adjoints(graph, local),
    tangents: tangents(graph, local, seed),
    differences: differences(graph, inputs),
  };
}

export const steps = (graph, mode) =>
  mode === "forward" ? graph.program.length : 2 * graph.program.length + 1;

/** What is known after `at` steps: how many values, and in reverse how many visits. */
export function progress(graph, mode, at) {
  const lines = graph.program.length;
  const started = mode === "reverse" && at > lines;
  return { known: graph.names.length + Math.min(at, lines), started, visits: started ? at - lines - 1 : 0 };
}

/** Two places, or two digits where the number is small; a true minus sign. */
export function show(value) {
  if (value === 0) return "0.00";
  const size = Math.abs(value);
  let text = size >= 1e5 || size < 1e-4 ? size.toExponential(1) : size.toFixed(2);
  if (size >= 1e-4 && size < 0.095) text = size.toFixed(1 - Math.floor(Math.log10(size)));
  return value < 0 ? `−${text}` : text;
}

const DIGITS = "₀₁₂₃₄₅₆₇₈₉";

/** The name of a node: an input's own, else v with its number. */
export const nameOf = (graph, i) =>
  graph.names[i] ?? `v${[...String(i + 1)].map((d) => DIGITS[d]).join("")}`;

function formula(graph, i, write) {
  const [operation] = graph.program[i - graph.names.length];
  const [a, b] = parents(graph, i).map(write);
  const sign = SIGNS[operation];
  if (operation === "square") return `(${a})²`;
  if (operation === "max") return `max(${a}, ${b})`;
  return b === undefined ? `${sign}(${a})` : `${a} ${sign} ${b}`;
}

/** A node's computation in names and in numbers: v₅ = w × x = 2.00 × 0.50 = 1.00. */
function forwardSentence(graph, numbers, i) {
  const named = formula(graph, i, (k) => nameOf(graph, k));
  const filled = formula(graph, i, (k) => {
    const text = show(numbers.values[k]);
    return text.startsWith("−") ? `(${text})` : text;
  });
  return `${nameOf(graph, i)} = ${named} = ${filled} = ${show(numbers.values[i])}`;
}

function tangentSentence(graph, numbers, i) {
  const terms = parents(graph, i).map(
    (k, j) => `${show(numbers.slopes[i][j])} × ${show(numbers.tangents[k])}`,
  );
  return `its tangent is ${terms.join(" + ")} = ${show(numbers.tangents[i])}`;
}

/** What a visited node passes on to each of its parents. */
function backwardSentence(graph, numbers, i) {
  const own = show(numbers.adjoints[i]);
  const parts = parents(graph, i).map(
    (k, j) => `${nameOf(graph, k)} gets ${own} × ${show(numbers.slopes[i][j])} = ${show(numbers.adjoints[i] * numbers.slopes[i][j])}`,
  );
  return `Back from ${nameOf(graph, i)}, whose adjoint is ${own}: ${parts.join(", ")}`;
}

/** The last step in words. @param {State} state */
export function sentence({ expression, inputs, mode, seed, at }) {
  const graph = EXPRESSIONS[expression];
  const numbers = readout(expression, inputs, seed);
  const lines = graph.program.length;
  const n = graph.names.length;
  if (at === 0) {
    return mode === "forward"
      ? `The tangent of ${graph.names[seed]} is 1, that of the other inputs 0.`
      : "The inputs are given. Step forward to compute the first value.";
  }
  if (mode === "forward") {
    const i = n + at - 1;
    return `${forwardSentence(graph, numbers, i)}; ${tangentSentence(graph, numbers, i)}.`;
  }
  if (at <= lines) return `${forwardSentence(graph, numbers, n + at - 1)}.`;
  if (at === lines + 1) return `The output ${nameOf(graph, n + lines - 1)} has the adjoint 1. Now step back.`;
  return `${backwardSentence(graph, numbers, n + 2 * lines + 1 - at)}.`;
}

// Expressions of a scene, told as trees (["Add", "x", ["Pow", "y", 2]]), become functions:
// once, when the figure is made. Nothing is evaluated as text, so a page may forbid that.
// Numbers are IEEE floats as in NumPy, nothing throws; `mathdl/scenes` says the same in
// Python, and a test compares both.

/** @typedef {number | boolean | string | Array} Tree  a number, a variable, or [op, …] */
/** @typedef {Tree | {let: [string, Tree][], value: Tree | Tree[]}} Body */

const ROOT_PI = Math.sqrt(Math.PI);
const HALF_LOG_2PI = Math.log(2 * Math.PI) / 2;

/** The error function: its series near 0, a continued fraction further out. */
export function erf(x) {
  if (Math.abs(x) >= 2) return Math.sign(x) * (1 - tail(Math.abs(x)));
  let [term, sum] = [1, 1];
  for (let n = 1; n <= 60; n++) {
    term = (term * 2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return ((2 * x) / ROOT_PI) * Math.exp(-x * x) * sum;
}

function tail(x) {
  let f = x;
  for (let k = 60; k > 0; k--) f = x + k / 2 / f;
  return Math.exp(-x * x) / ROOT_PI / f;
}

/** 1 − erf, exact where that is small. */
export function erfc(x) {
  if (x >= 2) return tail(x);
  return x <= -2 ? 2 - tail(-x) : 1 - erf(x);
}

// Lanczos' approximation with g = 7.
const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313,
  -176.61502916214059, 12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6,
  1.5056327351493116e-7,
];

const lanczos = (z) => LANCZOS.reduce((sum, c, k) => (k ? sum + c / (z + k) : c), 0);

export function gamma(x) {
  if (x <= 0 && Number.isInteger(x)) return NaN;
  if (x < 0.5) return Math.PI / (Math.sin(Math.PI * x) * gamma(1 - x));
  const z = x - 1;
  const t = z + 7.5;
  const half = t ** ((z + 0.5) / 2); // half of a power that is too large for x > 142
  return Math.sqrt(2 * Math.PI) * half * Math.exp(-t) * half * lanczos(z);
}

export function loggamma(x) {
  if (!(x > 0)) return NaN;
  if (x < 0.5) return loggamma(x + 1) - Math.log(x);
  const z = x - 1;
  const t = z + 7.5;
  return HALF_LOG_2PI + (z + 0.5) * Math.log(t) - t + Math.log(lanczos(z));
}

/** As in C, where 1 to any power is 1, and −1 to an infinite one. */
const power = (a, b) => (a === 1 || (a === -1 && Math.abs(b) === Infinity) ? 1 : a ** b);

const { exp, log, sin, cos, tan, asin, acos, atan, sinh, cosh, tanh, sqrt, sign, floor } = Math;
const UNARY = {
  exp, log, sin, cos, tan, asin, acos, atan, sinh, cosh, tanh, sqrt, sign, floor, erf, erfc, gamma, loggamma,
  Abs: Math.abs, ceiling: Math.ceil, Not: (a) => !a,
};
const BINARY = {
  Pow: power, atan2: Math.atan2, Mod: (a, b) => a - b * Math.floor(a / b),
  Lt: (a, b) => a < b, Le: (a, b) => a <= b, Gt: (a, b) => a > b, Ge: (a, b) => a >= b,
  Eq: (a, b) => a === b, Ne: (a, b) => a < b || a > b,
};
/** Of any number of expressions. */
const MANY = {
  Add: sumOf, Mul: productOf,
  Max: (of) => () => of.reduce((top, one) => Math.max(top, one()), -Infinity),
  Min: (of) => () => of.reduce((low, one) => Math.min(low, one()), Infinity),
  And: (of) => () => of.every((one) => one()),
  Or: (of) => () => of.some((one) => one()),
};

/** What rows of data are taken together to. */
const OVER = {
  Sum: (values) => values.reduce((sum, value) => sum + value, 0),
  Mean: (values) => OVER.Sum(values) / values.length,
  Largest: (values) => (values.length ? values.reduce((a, b) => Math.max(a, b)) : NaN),
  Smallest: (values) => (values.length ? values.reduce((a, b) => Math.min(a, b)) : NaN),
  Count: (values) => values.filter(Boolean).length,
  Median: (values) => {
    if (!values.length || values.some(Number.isNaN)) return NaN;
    const sorted = [...values].sort((a, b) => a - b);
    return (sorted[(values.length - 1) >> 1] + sorted[values.length >> 1]) / 2;
  },
};

const SPECIAL = ["Piecewise", "ArgMax", "At", "True", "False"];

export const finite = (value) => (Number.isFinite(+value) ? +value + 0 : null);

const CELLS = 200;
const HALVINGS = 60;
const TIE = 1e-9;

/** Functions made from trees, the variables that they read, and the rows and runs. */
export class Trees {
  #places = new Map();
  #values = [];
  /** @type {Record<string, number[][]>} rows of data, and of points that are dragged */
  rows = {};
  #definitions = new Map();
  #runs = new Map();

  /** The number of a variable's place. */
  #place(name) {
    if (!this.#places.has(name)) this.#places.set(name, this.#values.push(NaN) - 1);
    return this.#places.get(name);
  }

  /** A function that gives a variable its value. */
  setter(name) {
    const [values, k] = [this.#values, this.#place(name)];
    return (value) => {
      values[k] = +value;
    };
  }

  /**
   * Let a name stand for a tree, computed when it is asked for: much is of one case alone,
   * or of what is told and not drawn. @returns {{find: () => number, forget: () => void}}
   */
  define(name, tree) {
    const [values, k, value] = [this.#values, this.#place(name), this.compile(tree)];
    const kept = { known: false };
    const find = () => {
      if (!kept.known) {
        values[k] = +value();
        kept.known = true;
      }
      return values[k];
    };
    this.#definitions.set(name, find);
    return { find, forget: () => void (kept.known = false) };
  }

  /** Let a name stand for the states of a run, computed when they are asked for. */
  iterate(name, states) {
    let found = null;
    const find = () => (found ??= states());
    this.#runs.set(name, find);
    return { find, forget: () => void (found = null) };
  }

  /** A function that gives the states of a run. @returns {() => number[][]} */
  states(name) {
    return this.#runs.get(name);
  }

  /** @param {Tree} tree @returns {() => number | boolean} */
  compile(tree) {
    if (typeof tree === "string") {
      if (this.#definitions.has(tree)) return this.#definitions.get(tree);
      const [values, k] = [this.#values, this.#place(tree)];
      return () => values[k];
    }
    if (!Array.isArray(tree)) return () => tree;
    const [op, ...rest] = tree;
    if (op in OVER) return this.#over(OVER[op], ...rest);
    if (SPECIAL.includes(op)) return this[`_${op}`](...rest);
    const of = rest.map((one) => this.compile(one));
    if (op in UNARY) return unary(UNARY[op], of[0]);
    if (op === "Pow") return powerOf(of, rest[1]);
    if (op in BINARY) return binary(BINARY[op], of);
    if (op in MANY) return MANY[op](of);
    throw new Error(`a scene has no operation ${op}`);
  }

  /** Where a body has common parts, they come first. */
  #first(body) {
    const lets = (body?.let ?? []).map(([name, tree]) => [this.setter(name), this.compile(tree)]);
    return () => {
      for (const [put, value] of lets) put(value());
    };
  }

  /** @param {Body} body @returns {() => number} */
  scalar(body) {
    if (!body?.let) return this.compile(body);
    const first = this.#first(body);
    const value = this.compile(body.value);
    return () => {
      first();
      return value();
    };
  }

  /** @param {Body} body of a vector @returns {() => number[]} */
  vector(body) {
    const first = this.#first(body);
    const values = (body.let ? body.value : body).map((one) => this.compile(one));
    return () => {
      first();
      return values.map((one) => +one());
    };
  }

  #over(fold, name, body) {
    const all = this.each(name, this.scalar(body));
    return () => fold(all());
  }

  /** Bind the variables of a row: `bind(rows)` gives what sets one, and with none, ends. */
  #row(name) {
    const values = this.#values;
    const places = new Map();
    const place = (j) => {
      if (!places.has(j)) places.set(j, this.#place(`${name}.${j}`));
      return places.get(j);
    };
    return (rows) => {
      const before = (rows[0] ?? []).map((_, j) => values[place(j)]);
      return (row = before) => {
        for (let j = 0; j < row.length; j++) values[place(j)] = row[j];
      };
    };
  }

  /** The values of a function at all rows; what was bound to their names comes back. */
  each(name, value) {
    const bind = this.#row(name);
    return () => {
      const put = bind(this.rows[name]);
      const found = this.rows[name].map((row) => {
        put(row);
        return value();
      });
      put();
      return found;
    };
  }

  /** Bind the variables of a run's state and of its step. */
  state(name) {
    const values = this.#values;
    const [step, places] = [this.#place(`${name}.k`), []];
    return (state, k) => {
      values[step] = k;
      for (let j = 0; j < state.length; j++) values[(places[j] ??= this.#place(`${name}.${j}`))] = state[j];
    };
  }

  _True() {
    return () => true;
  }

  _False() {
    return () => false;
  }

  _Piecewise(...cases) {
    const found = cases.map(([condition, value]) => [this.compile(condition), this.compile(value)]);
    return () => {
      for (const [condition, value] of found) if (condition()) return value();
      return NaN;
    };
  }

  _At(name, step, component) {
    const [k, states] = [this.compile(step), this.states(name)];
    return () => states()[nearest(k(), states().length - 1)]?.[component] ?? NaN;
  }

  /** Where a function of one variable is largest: the best of a scan, then halvings. */
  _ArgMax(name, body, derivative, low, high) {
    const put = this.setter(name);
    const [value, slope] = [this.scalar(body), this.scalar(derivative)];
    const [from, to] = [this.compile(low), this.compile(high)];
    return () => {
      const [a, b] = [+from(), +to()];
      const at = (k) => a + ((b - a) * k) / CELLS;
      const heights = Array.from({ length: CELLS + 1 }, (_, k) => {
        put(at(k));
        const height = +value();
        return Number.isNaN(height) ? -Infinity : height;
      });
      const top = Math.max(...heights);
      if (top === -Infinity) return NaN;
      const least = Number.isFinite(top) ? top - TIE * Math.max(1, Math.abs(top)) : top;
      const first = heights.findIndex((height) => height >= least);
      const after = heights.findIndex((height, k) => k > first && !(height >= least));
      let [left, right] = [at(Math.max(first - 1, 0)), at(after < 0 ? CELLS : after)];
      for (let k = 0; k < HALVINGS; k++) {
        const middle = (left + right) / 2;
        put(middle);
        if (slope() > 0) left = middle;
        else right = middle;
      }
      return (left + right) / 2;
    };
  }
}

/** A step of a run: a number rounded and kept from 0 to the last; −1 if there is none. */
export const nearest = (k, last) => (Number.isNaN(+k) ? -1 : Math.min(Math.max(Math.floor(+k + 0.5), 0), last));

const unary = (f, a) => () => f(a());
const binary = (f, [a, b]) => () => f(+a(), +b());

/** Powers that need no logarithm. */
function powerOf([base, exponent], told) {
  if (told === 2) {
    return () => {
      const x = base();
      return x * x;
    };
  }
  return told === -1 ? () => 1 / base() : () => power(+base(), +exponent());
}

function sumOf(of) {
  const [a, b, c] = of;
  if (of.length === 2) return () => a() + b();
  if (of.length === 3) return () => a() + b() + c();
  return () => {
    let sum = 0;
    for (const one of of) sum += +one();
    return sum;
  };
}

function productOf(of) {
  const [a, b, c] = of;
  if (of.length === 2) return () => a() * b();
  if (of.length === 3) return () => a() * b() * c();
  return () => {
    let product = 1;
    for (const one of of) product *= one();
    return product;
  };
}

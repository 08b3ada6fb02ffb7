// What a scene shows in a state: `resolve` gives plain numbers, from which all is drawn.
// Python's `mathdl/scenes` gives the same, and a test compares both. No DOM here.

import { format } from "./stage.math.js";
import { finite, nearest, Trees } from "./scene.trees.js";

/** @typedef {import("./scene.trees.js").Tree} Tree */
/** @typedef {[number, number]} Point */
/** @typedef {{text: string, values: [Tree[], number][]}} Template  one tree: a number; several: a vector */

const NONE = "–";

/** Numbers, or null if one of them is undefined. */
const whole = (numbers) => (numbers.every(Number.isFinite) ? numbers.map((one) => one + 0) : null);

const range = (count, value) => Array.from({ length: count }, (_, k) => value(k));

/** `n` numbers from low to high. */
const samples = (low, high, n) => range(n, (k) => low + ((high - low) * k) / (n - 1));

// Words

/** A number as it is read, or a vector in brackets. @param {(number | null)[]} values */
export function written(values, digits) {
  const told = values.map((value) => (value === null ? NONE : format(value, digits)));
  return told.length === 1 ? told[0] : `(${told.join(", ")})`;
}

/** @returns {() => (number | null)[]} */
function quantity(trees, value) {
  const vector = trees.vector(value);
  return () => vector().map(finite);
}

/** @param {Template} template */
function words(trees, { text, values }) {
  const parts = values.map(([value, digits]) => [quantity(trees, value), digits]);
  return () => {
    const numbers = parts.map(([number]) => number());
    const read = text.replace(/\{(\d+)\}/g, (_, k) => written(numbers[k], parts[k][1]));
    return { numbers: numbers.flat(), read };
  };
}

/** The words of the first case that holds. */
function firstOf(trees, cases) {
  const told = cases.map(([condition, template]) => [trees.compile(condition), words(trees, template)]);
  return () => {
    const at = told.findIndex(([condition]) => condition());
    return { at, read: at < 0 ? "" : told[at][1]().read };
  };
}

// Marks: each gives what it shows, or null where that is undefined

/** Fields of a mark that are points. */
const points = (...names) => (trees, mark) => {
  const found = names.map((name) => [name, trees.vector(mark[name])]);
  return () => {
    const shown = {};
    for (const [name, point] of found) {
      shown[name] = whole(point());
      if (!shown[name]) return null;
    }
    return shown;
  };
};

function line(trees, { p, q, normal, offset }) {
  const number = offset == null ? null : trees.compile(offset);
  const [first, second] = [trees.vector(normal ?? p), normal ? null : trees.vector(q)];
  return () => {
    const [x, y] = first();
    const [u, v] = second ? second() : [0, 0];
    const size = x * x + y * y;
    const point = whole(second ? [x, y] : [(-number() * x) / size, (-number() * y) / size]);
    const direction = whole(second ? [u - x, v - y] : [-y, x]);
    return point && direction && direction.some(Boolean) ? { point, direction } : null;
  };
}

function polygon(trees, { points: corners, hatch }) {
  const found = corners.map((corner) => trees.vector(corner));
  const hatched = trees.compile(hatch ?? false);
  return () => {
    const shown = found.map((corner) => whole(corner()));
    return shown.includes(null) ? null : { points: shown, hatch: Boolean(hatched()) };
  };
}

function polyline(trees, { points: corners }) {
  const found = corners.map((corner) => trees.vector(corner));
  return () => {
    const shown = found.map((corner) => whole(corner()));
    return shown.includes(null) ? null : { points: shown };
  };
}

function circle(trees, { centre, radius }) {
  const numbers = trees.vector([...centre, radius]);
  return () => {
    const found = whole(numbers());
    return found && found[2] >= 0 ? { centre: found.slice(0, 2), radius: found[2] } : null;
  };
}

function text(trees, { at, text: template }) {
  const [place, read] = [trees.vector(at), words(trees, template)];
  return () => {
    const found = whole(place());
    if (!found) return null;
    const { numbers, read: shown } = read();
    return { at: found, text: shown, numbers };
  };
}

/** A function's values between its ends. */
function along(trees, { low, high, n }, name, value) {
  const [place, ends] = [trees.setter(name), trees.vector([low, high])];
  return () => {
    const between = whole(ends());
    return between && {
      points: samples(...between, n).map((x) => {
        place(x);
        return whole(value(x));
      }),
    };
  };
}

function graph(trees, mark) {
  const value = trees.scalar(mark.value);
  return along(trees, mark, mark.x, (x) => [x, +value()]);
}

function area(trees, mark) {
  const value = trees.vector(mark.value);
  return along(trees, mark, mark.x, (x) => [x, ...value()]);
}

const curve = (trees, mark) => along(trees, mark, mark.t, trees.vector(mark.at));

/** Values of a function of x and y at places of both. */
function plane(trees, mark, value) {
  const [putX, putY] = [trees.setter(mark.x), trees.setter(mark.y)];
  return (xs, ys) => ys.map((y) => {
    putY(y);
    return xs.map((x) => {
      putX(x);
      return value(x, y);
    });
  });
}

/** Values at a grid of samples of a whole panel. */
function over(trees, mark, bounds) {
  const value = trees.scalar(mark.value);
  const all = plane(trees, mark, () => finite(value()));
  return () => all(samples(...bounds.x, mark.n), samples(...bounds.y, mark.n));
}

function contours(trees, mark, bounds) {
  const [values, levels] = [over(trees, mark, bounds), quantity(trees, mark.levels)];
  return () => ({ values: values(), levels: levels() });
}

function heat(trees, mark, bounds) {
  const [values, limits] = [over(trees, mark, bounds), trees.vector([mark.low, mark.high])];
  return () => {
    const [low, high] = whole(limits()) ?? [];
    return low < high ? { values: values(), low, high } : null;
  };
}

function field(trees, mark, bounds) {
  const value = trees.vector(mark.value);
  const all = plane(trees, mark, (px, py) => whole([px, py, ...value()]));
  const middles = ([low, high]) => range(mark.n, (k) => low + ((high - low) * (k + 0.5)) / mark.n);
  return () => ({ arrows: all(middles(bounds.x), middles(bounds.y)).flat() });
}

function bars(trees, mark) {
  const found = mark.bars.map((bar) => trees.vector(bar));
  return () => ({ bars: found.map((bar) => whole(bar())) });
}

function histogram(trees, mark) {
  const values = trees.each(mark.data, trees.scalar(mark.value));
  const limits = trees.vector([mark.low, mark.high]);
  const { n } = mark;
  return () => {
    const [low, high] = whole(limits()) ?? [];
    if (!(low < high)) return null;
    const width = (high - low) / n;
    const found = values().filter(Number.isFinite);
    const counts = new Array(n).fill(0);
    for (const value of found) {
      const bin = value === high ? n - 1 : Math.floor(((value - low) / (high - low)) * n);
      if (bin >= 0 && bin < n) counts[bin] += 1;
    }
    const unit = mark.density ? found.length * width : 1;
    return { bars: counts.map((count, k) => whole([low + width * k, low + width * (k + 1), count / unit])) };
  };
}

function matrix(trees, mark, name = "values") {
  const rows = mark[name].map((row) => trees.vector(row));
  return () => rows.map((row) => row().map(finite));
}

function matrixPicture(trees, mark) {
  const values = matrix(trees, mark);
  return () => ({ values: values() });
}

function grid(trees, mark) {
  const values = matrix(trees, mark, "matrix");
  return () => {
    const found = values();
    return found.flat().includes(null) ? null : { matrix: found };
  };
}

function scatter(trees, mark) {
  const places = trees.each(mark.data, trees.vector(mark.value));
  return () => ({ points: places().map(whole) });
}

/** Values along a run, up to a step. */
function steps(trees, mark, value) {
  const last = trees.compile(mark.upto ?? Infinity);
  const [put, run] = [trees.state(mark.run), trees.states(mark.run)];
  return () => {
    const states = run();
    return range(nearest(last(), states.length - 1) + 1, (k) => {
      put(states[k], k);
      return whole(value(k));
    });
  };
}

function path(trees, mark) {
  const found = steps(trees, mark, trees.vector(mark.value));
  return () => ({ points: found() });
}

function series(trees, mark) {
  const value = trees.scalar(mark.value);
  const found = steps(trees, mark, (k) => [k, +value()]);
  return () => ({ points: found() });
}

const MARKS = {
  dot: points("at"), arrow: points("from", "to"), segment: points("from", "to"),
  line, polygon, polyline, circle, text, graph, curve, area, contours, heat, field, bars, histogram,
  matrix: matrixPicture, grid, scatter, path, series,
};
const FILLING = new Set(["contours", "heat", "field"]);

/** A mark as a function: what it shows, or null. */
function marked(trees, mark, bounds) {
  const show = trees.compile(mark.show ?? true);
  const shown = MARKS[mark.kind](trees, mark, bounds);
  const label = mark.label && words(trees, mark.label);
  return () => {
    const hidden = !show() || (FILLING.has(mark.kind) && !bounds.known);
    const found = hidden ? null : shown();
    return found && label ? { ...found, label: label().read } : found;
  };
}

// Programs

/** A run: its states from the start on. */
function run(trees, { run: name, start, step, n, noise }) {
  const [first, next] = [trees.vector(start), trees.vector(step)];
  const put = trees.state(name);
  const draws = (noise?.[0] ?? []).map((_, j) => trees.setter(`${name}.z${j}`));
  return trees.iterate(name, () => {
    let state = first();
    const states = [state];
    for (let k = 0; k < n; k++) {
      put(state, k);
      draws.forEach((draw, j) => draw(noise[k][j]));
      state = next();
      states.push(state);
    }
    return states;
  });
}

/** What the values of an input are called in trees, and how they are set. */
function entry(trees, { kind, name, on }) {
  if (kind === "points") return (rows) => void (trees.rows[name] = rows);
  if (kind !== "point" || (on && on.kind !== "lattice")) return trees.setter(name);
  const parts = [0, 1].map((j) => trees.setter(`${name}.${j}`));
  return (point) => parts.forEach((put, j) => put(point[j]));
}

/** The state in which a scene begins. */
export const beginning = (spec) => Object.fromEntries(spec.inputs.map(({ name, at }) => [name, at]));

/** A scene whose functions are made, and what they gave last. */
export class Resolver {
  #entries;
  #before = {};
  #rooms;

  constructor(spec) {
    this.spec = spec;
    this.trees = new Trees();
    this.trees.rows = { ...spec.data };
    this.values = {};
    this.#entries = spec.inputs.map((input) => [input.name, entry(this.trees, input)]);
    this.positions = {};
    this.program = spec.program.map((part) => ({
      name: part.let ?? part.run, needs: part.needs,
      ...(part.run ? run(this.trees, part) : this.trees.define(part.let, part.value)),
    }));
    this.places = spec.inputs.filter(({ kind }) => kind === "point")
      .map(({ name, position }) => [name, this.trees.vector(position)]);
    this.panels = spec.panels.map((panel) => this.#panel(panel));
    this.readouts = spec.readout.map((one) => readout(this.trees, one));
    this.conclusion = firstOf(this.trees, spec.say);
  }

  #panel({ x, y, marks }) {
    const bounds = { x: [-1, 1], y: [-1, 1], known: false };
    return {
      bounds, find: { x: this.trees.vector(x), y: this.trees.vector(y) },
      marks: marks.map((mark) => ({
        needs: mark.needs, fills: FILLING.has(mark.kind), result: undefined,
        find: marked(this.trees, mark, bounds),
      })),
    };
  }

  /**
   * Take a state, and compute what depends on what changed in it. Bounds of panels stay
   * where `frozen` says so: while a hand holds a point.
   */
  take(values, frozen = false) {
    const changed = new Set();
    for (const [name, put] of this.#entries) {
      const now = JSON.stringify(values[name]);
      if (now === this.#before[name]) continue;
      this.#before[name] = now;
      changed.add(name);
      put(values[name]);
    }
    this.values = values;
    const first = this.#rooms === undefined;
    const needed = ({ needs }) => first || needs.some((name) => changed.has(name));
    for (const part of this.program) if (needed(part)) part.forget();
    for (const [name, place] of this.places) this.positions[name] = place();
    if (first || !frozen) this.#rooms = this.panels.map(({ bounds, find }) => look(bounds, find));
    this.panels.forEach((panel, k) => {
      const moved = first || (!frozen && this.#rooms[k]);
      for (const mark of panel.marks) if (needed(mark) || (moved && mark.fills)) mark.result = mark.find();
    });
  }

  /** The sentence, and the readouts. */
  tell() {
    const { at, read } = this.conclusion();
    const told = this.readouts.map((one) => one());
    return { readout: told.map(({ numbers }) => numbers), say: at, said: read, read: told.map((one) => one.read) };
  }
}

/** Look at what is to be seen now; whether that is another part of the plane. */
function look(bounds, find) {
  const ends = [find.x(), find.y()];
  bounds.known = ends.every(([low, high]) => low < high && Number.isFinite(high - low));
  const before = [...bounds.x, ...bounds.y];
  if (bounds.known) [bounds.x, bounds.y] = ends;
  return [...bounds.x, ...bounds.y].some((end, k) => end !== before[k]);
}

function readout(trees, { cases, value, digits }) {
  if (cases) {
    const told = firstOf(trees, cases);
    return () => ({ numbers: [], read: told().read });
  }
  const numbers = quantity(trees, value);
  return () => {
    const found = numbers();
    return { numbers: found, read: written(found, digits) };
  };
}

/** All that a scene shows in a state. */
export function resolve(spec, values) {
  const scene = new Resolver(spec);
  scene.take(values);
  const results = scene.program.map(({ name, find }) => {
    const found = find();
    return [name, Array.isArray(found) ? found.map((state) => state.map(finite)) : finite(found)];
  });
  return {
    program: Object.fromEntries(results),
    positions: Object.fromEntries(scene.places.map(([name, place]) => [name, place().map(finite)])),
    panels: scene.panels.map(({ bounds: { x, y, known }, marks }) => ({
      x: known ? x : [null, null], y: known ? y : [null, null], marks: marks.map(({ result }) => result),
    })),
    ...scene.tell(),
  };
}

// What buttons do

/** What an action sets, from the present state; what is undefined stays as it is. */
function setting(trees, inputs, set) {
  const found = Object.entries(set).map(([name, value]) => {
    const { kind } = inputs.find((input) => input.name === name);
    const rows = (kind === "points" ? value : [value]).map((row) => trees.vector(row));
    const plain = (values) => (kind === "points" ? values : values[0].length > 1 ? values[0] : values[0][0]);
    return () => {
      const values = rows.map((row) => whole(row()));
      return values.includes(null) ? [] : [[name, plain(values)]];
    };
  });
  return () => Object.fromEntries(found.flatMap((one) => one()));
}

/**
 * A preset or a button as a function of the present state: what it sets, or null where it
 * can do nothing.
 */
export function action(scene, { set, append, remove }) {
  const { trees, spec: { inputs } } = scene;
  if (set) return setting(trees, inputs, set);
  const [name, what] = append ?? remove;
  const { least, most } = inputs.find((input) => input.name === name);
  if (append) {
    const row = trees.vector(what);
    return () => {
      const found = whole(row());
      const { rows } = trees;
      return found && rows[name].length < (most ?? Infinity) ? { [name]: [...rows[name], found] } : null;
    };
  }
  const sizes = trees.each(name, trees.scalar(what));
  return () => {
    const found = sizes().map((size) => (Number.isNaN(size) ? -Infinity : size));
    const worst = found.indexOf(Math.max(...found));
    const { rows } = trees;
    return rows[name].length > least ? { [name]: rows[name].filter((_, k) => k !== worst) } : null;
  };
}

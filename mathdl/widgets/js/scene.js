// A figure told as data: inputs, expressions, marks. All that is drawn and said follows
// from the state by `scene.math.js`.

import { button, matrixFields, menu, readouts, slide, tick } from "./controls.js";
import { drawn } from "./scene.marks.js";
import { action, beginning, Resolver } from "./scene.math.js";
import { freely, keyNumber, onCircle, onCurve, onLattice, onLine } from "./scene.places.js";
import { calm, glide, handle, html, mount, set, slot, Stage, write } from "./stage.js";
import { clamp, format, round } from "./stage.math.js";

const GLIDE = 400; // milliseconds
const PLAY = 5000; // milliseconds from one end of a slider to the other
const FRAMES = 40; // a second, at most, while it plays
const BEAT = 500; // milliseconds from step to step, at most
const PHONE = 32; // characters in a line of the sentence
const WIDE = 60;

/** A number with its unit, apart as a reader expects it: 3 m, but 30° and 5%. */
const withUnit = (text, unit) => (unit && text !== "–" ? `${text}${/^[°%]/.test(unit) ? "" : " "}${unit}` : text);

const same = (a, b) => (Array.isArray(a)
  ? Array.isArray(b) && a.length === b.length && a.every((one, k) => same(one, b[k]))
  : Math.abs(a - b) < 1e-9);

/** A value a part of the way between two; what has another shape is there at once. */
function between(from, to, t) {
  if (!Array.isArray(to)) return from + t * (to - from);
  if (from.length !== to.length) return to;
  return to.map((one, k) => between(from[k], one, t));
}

/** The state, and ways to change it: at once, or gliding. */
function state(view, spec) {
  const jumps = new Set(spec.inputs.filter(({ kind }) => kind === "menu" || kind === "tick").map(({ name }) => name));
  let [from, to, t, runs] = [null, null, 1, 0];
  const now = () => ({ ...beginning(spec), ...view.model.get("values") });
  const put = (values) => view.change({ values: { ...now(), ...values } });
  const shown = () => {
    const values = now();
    const gliding = t < 1 && Object.keys(values).every((name) => same(values[name], to[name]));
    if (!gliding) return values;
    const part = ([name, value]) => [name, jumps.has(name) ? value : between(from[name], value, t)];
    return Object.fromEntries(Object.entries(values).map(part));
  };
  const go = (values) => {
    from = shown();
    to = { ...now(), ...values };
    t = 0;
    const run = ++runs;
    put(values);
    glide((part) => {
      if (run === runs) t = part;
      view.request();
    }, GLIDE, view.signal);
  };
  return { now, put, shown, go };
}

// Points to drag

const isFree = ({ kind, on }) => kind === "point" && (!on || on.kind === "lattice");

/** How a point that moves along something is held: its parameter, from a place or a key. */
function along(scene, input, stage) {
  const { trees } = scene;
  const { on } = input;
  const point = (tree) => trees.vector(tree);
  if (on.kind === "circle") {
    const centre = point(on.centre);
    return { low: -Infinity, high: Infinity, find: (to, before) => onCircle(to, centre(), before) };
  }
  if (on.kind === "curve") {
    const [put, at] = [trees.setter(on.t), point(on.at)];
    const [low, high] = trees.vector([on.low, on.high])();
    const place = (t) => {
      put(t);
      return at();
    };
    const find = (on.at.value ?? on.at)[0] === on.t
      ? ([x]) => clamp(x, low, high)
      : (to) => onCurve(to, place, low, high, stage.bounds);
    return { low, high, find };
  }
  const [p, q] = [point(on.p), point(on.q)];
  const [low, high] = on.kind === "segment" ? [0, 1] : [-Infinity, Infinity];
  return { low, high, find: (to) => clamp(onLine(to, p(), q()), low, high) };
}

const told = ({ names, digits }) => ([x, y]) => `${names[0]} ${format(x, digits)}, ${names[1]} ${format(y, digits)}`;

/** A handle of a point, free or along something. */
function pointHandle({ scene, state: { now, put } }, input, stage) {
  const { name, label, tone, step, digits, within, on } = input;
  const get = () => scene.positions[name];
  const room = () => within ?? stage.bounds;
  const common = { label, tone, step, said: told(input), get };
  if (!isFree(input)) {
    const { low, high, find } = along(scene, input, stage);
    const value = () => now()[name];
    const move = (to) => put({ [name]: round(find(to, value()), 4) });
    const press = (event) => {
      const to = keyNumber(event, value(), step, low, high);
      if (to !== undefined) put({ [name]: to });
      return to !== undefined;
    };
    const ends = () => (Number.isFinite(high - low) ? [low, value(), high] : [value() - 1, value(), value() + 1]);
    return handle(stage, { ...common, move, press, place: ends, limits: () => stage.bounds });
  }
  const lines = (input.snap ?? []).map(({ p, q }) => [scene.trees.vector(p), scene.trees.vector(q)]);
  const move = (to, by) => {
    const snaps = lines.map(([p, q]) => ({ p: p(), q: q() }));
    const place = on ? onLattice(to, on.step, room()) : freely(now()[name], to, by, { step, digits, snaps, bounds: room() });
    put({ [name]: place });
  };
  return handle(stage, { ...common, step: on ? on.step : step, move, limits: room });
}

/** The handles of data points: as many as there are, made when they come. */
function dataHandles({ scene, state: { now, put } }, input, stage) {
  const { name, label, tone, flat, step, within } = input;
  const made = [];
  const digits = input.digits ?? 2;
  const room = () => {
    const [xmin, xmax, ymin, ymax] = within ?? stage.bounds;
    return flat ? [xmin, xmax, 0, 0] : [xmin, xmax, ymin, ymax];
  };
  const place = (row) => (flat ? [row[0], 0] : row.slice(0, 2));
  const make = (k) => {
    const one = handle(stage, {
      label: `${label} ${k + 1}`, tone, step, limits: room,
      said: flat ? ([x]) => format(x, digits) : told({ names: input.names ?? ["x", "y"], digits }),
      get: () => place(now()[name][k]),
      move: (to) => {
        const row = (flat ? to.slice(0, 1) : to).map((entry) => round(entry, Math.max(digits, 3)));
        put({ [name]: now()[name].map((old, j) => (j === k ? row : old)) });
      },
    });
    one.root.classList.add("mdl-near");
    return one;
  };
  return {
    held: () => made.some((one) => one.held()),
    paint: (values) => {
      const rows = values[name];
      while (made.length < rows.length) made.push(make(made.length));
      made.forEach((one, k) => {
        set(one.root, { display: k < rows.length ? null : "none" });
        if (k < rows.length) one.paint(place(rows[k]));
      });
    },
  };
}

function held(figure, input, stage) {
  if (input.kind === "points") return dataHandles(figure, input, stage);
  const one = pointHandle(figure, input, stage);
  return {
    held: one.held,
    paint: () => {
      const place = figure.scene.positions[input.name];
      const isThere = place.every(Number.isFinite);
      set(one.root, { display: isThere ? null : "none" });
      if (isThere) one.paint(place);
    },
  };
}

// Panels

/** Bounds of a panel; in a plane both axes have the same unit, and it shows more if need be. */
function boundsOf({ x, y }, { kind, aspect }) {
  if (kind !== "plane") return [...x, ...y];
  const wide = Math.max(x[1] - x[0], (y[1] - y[0]) / aspect);
  const spread = ([low, high], size) => [(low + high - size) / 2, (low + high + size) / 2];
  return [...spread(x, wide), ...spread(y, wide * aspect)];
}

function panel(figure, told, { bounds, marks }, names) {
  const { spec, view } = figure;
  const stage = new Stage({
    bounds: boundsOf(bounds, told), aspect: 1 / told.aspect, view, label: told.title || told.ylabel || spec.about,
  });
  if (told.grid === false) stage.svg.classList.add("mdl-bare");
  const drawings = told.marks.map((mark) => drawn(mark, stage));
  stage.layer.append(...drawings.flatMap(({ nodes }) => nodes), ...drawings.flatMap((one) => one.names));
  const handles = names.map((name) => held(figure, spec.inputs.find((input) => input.name === name), stage));
  const line = (...texts) => (texts.some(Boolean) ? [html("div", { class: "mdl-title" }, ...texts.filter(Boolean))] : []);
  const note = (text) => text && html("span", { class: "mdl-note" }, text);
  const root = html(
    "div", { class: `mdl-part${told.aspect < 0.5 ? " mdl-broad" : ""}` },
    ...line(told.title, note(told.title ? told.note || told.ylabel : told.ylabel || told.note)), stage.root, ...line(note(told.xlabel)),
  );
  return {
    root, isHeld: () => handles.some((one) => one.held()),
    paint: (values) => {
      const now = boundsOf(bounds, told);
      if (now.some((end, k) => end !== stage.bounds[k])) stage.look(now);
      stage.grips = names.map((name) => figure.scene.positions[name]).filter(Boolean);
      drawings.forEach(({ paint }, k) => paint(marks[k].result));
      handles.forEach((one) => one.paint(values));
    },
  };
}

/** Which points have their handles in which panel: those that none claims, in the first. */
function claims({ panels, inputs }) {
  const points = inputs.filter(({ kind }) => kind === "point" || kind === "points").map(({ name }) => name);
  const free = points.filter((name) => !panels.some(({ drag }) => drag?.includes(name)));
  return panels.map(({ drag }, k) => [...(drag ?? []), ...(k ? [] : free)]);
}

// Controls

/** Values of a slider and places along it: the same, or logarithms. */
function slider({ state: { now, put }, view }, input) {
  const { name, label, low, high, digits, unit, log, play } = input;
  const [to, from] = log ? [Math.log10, (place) => Number((10 ** place).toPrecision(4))] : [(value) => value, (place) => place];
  const [min, max] = [to(low), to(high)];
  const step = input.step ?? (max - min) / 100;
  const move = (place) => put({ [name]: clamp(round(from(place), 9), low, high) });
  const text = (value) => withUnit(format(value, digits), unit);
  const room = Math.max(text(low).length, text(high).length);
  const { root, paint } = slide({ label, min, max, step, room, move, view });
  const one = { root, paint: (values) => paint(to(values[name]), text(values[name])) };
  return play ? played(one, { min, max, step, label, get: () => to(now()[name]), put: move, view }) : one;
}

/** A slider with a button that moves it to its end, and from there begins anew. */
function played({ root, paint }, { min, max, step, label, get, put, view }) {
  let timer = 0;
  const stop = () => {
    clearInterval(timer);
    timer = 0;
    view.request();
  };
  const steps = Math.max(1, Math.round((max - min) / step));
  const count = calm() ? Math.min(steps, 10) : Math.min(steps, (PLAY / 1000) * FRAMES);
  const advance = () => {
    const next = Math.min(get() + Math.ceil(steps / count) * step, max);
    put(next);
    if (next >= max - step / 2) stop();
  };
  const press = () => {
    if (timer) return void stop();
    if (get() >= max - step / 2) put(min);
    timer = setInterval(advance, Math.min(PLAY / count, BEAT));
    view.request();
  };
  const icon = slot();
  const toggle = button({ label: `Play ${label}`, press, view }, icon);
  toggle.classList.add("mdl-play");
  view.signal.addEventListener("abort", stop);
  root.querySelector("input").addEventListener("pointerdown", stop, { signal: view.signal });
  const whole = html("div", { class: "mdl-playing" }, toggle, root);
  return {
    root: whole,
    paint: (values) => {
      paint(values);
      write(icon, timer ? "❚❚" : "▶");
      const name = `${timer ? "Pause" : "Play"} ${label}`;
      set(toggle, { "aria-label": name, title: name });
    },
  };
}

function choice({ state: { put }, view }, { name, label, options }) {
  const { root, paint } = menu({ label, options, choose: (value) => put({ [name]: value }), view });
  return { root, paint: (values) => paint((value) => same(value, values[name])) };
}

function box({ state: { put }, view }, { name, label }) {
  const { root, paint } = tick({ label, toggle: (on) => put({ [name]: on ? 1 : 0 }), view });
  return { root, paint: (values) => paint(Boolean(values[name])) };
}

/** The coordinates of points as the columns of a matrix. */
function fields({ state: { now, put }, spec, view }, { name, columns }) {
  const inputs = columns.map((column) => spec.inputs.find((input) => input.name === column));
  const get = () => [0, 1].map((i) => columns.map((column) => now()[column][i]));
  const { root, paint } = matrixFields({
    label: `Matrix ${name}`, names: inputs.map(({ label }) => label), tones: inputs.map(({ tone }) => tone), get, view,
    put: (A) => put(Object.fromEntries(columns.map((column, j) => [column, [A[0][j], A[1][j]]]))),
  });
  const whole = html(
    "div", { class: "mdl-equation" },
    html("b", { "aria-hidden": "true" }, name), html("span", { "aria-hidden": "true" }, "="), root,
  );
  return { root: whole, paint: () => paint(get()) };
}

const LONG = 13; // characters of a button that has a line of its own

/** Presets and buttons; Reset stands beside the presets, or is the last button. */
function actions({ scene, spec, state: { now, go }, view }) {
  const acts = (told) => told.map((one) => [one.name, action(scene, one)]);
  const run = (act) => {
    scene.take(now());
    const values = act();
    if (values) go(values);
  };
  const reset = button({ label: "Reset", press: () => go(beginning(spec)), view });
  const presets = acts(spec.presets);
  const choose = menu({ label: "Preset", options: presets, choose: run, view });
  const buttons = acts(spec.buttons).map(([label, act]) => ({ act, root: button({ label, press: () => run(act), view }) }));
  const row = [...buttons.map(({ root }) => root), ...(presets.length ? [] : [reset])];
  for (const one of row) one.classList.toggle("mdl-long", one.textContent.length > LONG);
  const top = presets.length ? [html("div", { class: "mdl-row" }, choose.root, reset)] : [];
  const bottom = row.length ? [html("div", { class: "mdl-buttons" }, ...row)] : [];
  const paint = (values) => {
    const isOn = (act) => Object.entries(act()).every(([name, value]) => same(value, values[name]));
    choose.paint(isOn);
    for (const { act, root } of buttons) set(root, { "aria-disabled": act() ? null : "true" });
  };
  return { top, bottom, paint };
}

const CONTROLS = { slider, menu: choice, tick: box };

// The figure

/** Lines that the longest sentence takes, with so many characters in each. */
const lines = (say, characters) => Math.max(0, ...say.map(([, { text, values }]) =>
  Math.ceil((text.length + 4 * values.length) / characters)));

/** How panels stand on a wide screen: with what moves them as a fourth, in a row, or alone. */
function arrangement(panels) {
  if (panels.length === 1) return "mdl-one-panel";
  return panels.length === 3 && panels.some(({ kind }) => kind === "chart") ? "mdl-four" : "mdl-many";
}

function build(view) {
  const { model, root } = view;
  const spec = model.get("spec");
  const scene = new Resolver(spec);
  const figure = { spec, scene, view, state: state(view, spec) };
  const { now, shown } = figure.state;
  scene.take(shown());
  const drags = claims(spec);
  const panels = spec.panels.map((told, k) => panel(figure, told, scene.panels[k], drags[k]));
  const acts = actions(figure);
  const matrices = spec.fields.map((one) => fields(figure, one));
  const bars = [
    ...spec.inputs.filter(({ kind }) => kind in CONTROLS).map((input) => CONTROLS[input.kind](figure, input)),
  ];
  const table = readouts(Object.fromEntries(spec.readout.map(({ name }, k) => [k, name])));
  const names = Math.max(0, ...spec.readout.map(({ name }) => name.length));
  set(table.root, { style: `--mdl-names: ${Math.max(names, 6)}ch` });
  const words = slot();
  const conclusion = html("p", {
    class: "mdl-conclusion", "aria-hidden": "true",
    style: `--mdl-phone: ${lines(spec.say, PHONE)}; --mdl-desk: ${lines(spec.say, WIDE)}`,
  }, words);
  root.classList.add(arrangement(spec.panels));
  root.append(
    html("div", { class: `mdl-panels mdl-of-${Math.min(panels.length, 4)}` }, ...panels.map((one) => one.root)),
    html(
      "div", { class: "mdl-side" },
      html(
        "div", { class: "mdl-controls" }, ...acts.top,
        ...(matrices.length ? [html("div", { class: "mdl-fields" }, ...matrices.map((one) => one.root))] : []),
        ...bars.map((bar) => bar.root), ...acts.bottom,
      ),
      ...(spec.readout.length ? [table.root] : []),
    ),
    ...(spec.say.length ? [conclusion] : []),
  );
  let before = [];
  view.follow(() => {
    const values = now();
    scene.take(values);
    const { said, ...told } = scene.tell();
    const read = told.read.map((text, k) => withUnit(text, spec.readout[k].unit));
    acts.paint(values);
    [...matrices, ...bars].forEach((bar) => bar.paint(values));
    table.paint({ ...read });
    write(words, said);
    set(root, { "aria-label": `${spec.about} ${said}`.trim() });
    const news = spec.readout.map(({ name }, k) => (read[k] === before[k] ? "" : `${name}: ${read[k]}.`));
    before = read;
    view.say([said, ...news].filter(Boolean).join(" "));
  });
  return () => {
    const values = shown();
    scene.take(values, panels.some((one) => one.isHeld()));
    panels.forEach((one) => one.paint(values));
  };
}

export default {
  render: ({ model, el }) => mount({ model, el }, { name: "scene", watch: ["values"], build }),
};

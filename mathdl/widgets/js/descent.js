// Steps down a valley: where they go, which point of the phase diagram they belong to, and
// how the error in each direction shrinks or grows.

import { button, readouts, slide } from "./controls.js";
import {
  axes, best, doubleRoots, errors, level, path, readout, STEPS, verdict,
} from "./descent.math.js";
import { drawing, handle, html, mount, set, Stage, svg, write } from "./stage.js";
import { clamp, format, round, short } from "./stage.math.js";

const HALF = 3.4;
const LEVELS = [0.02, 0.1, 0.3, 0.7, 1.3, 2.2, 3.5, 5.5, 8.5];
const MOST_ETA = 4;
const MOST_BETA = 0.99;
const FAR = 40; // a point of a run that is further away is not drawn
const LEAST = -8; // decimal places that the errors are shown to
const DIRECTIONS = [["steep", "a"], ["flat", "b"]];

const mark = (className) => svg("path", { class: className });

/** Dots at places of a stage, as lines of no length with round ends. */
const dots = (places) => places.map((place) => `M${place}h0`).join("");

const TRAITS = ["kappa", "tilt", "start", "eta", "beta"];

const state = ({ model }) => Object.fromEntries(TRAITS.map((name) => [name, model.get(name)]));

/** A stage with its title, and what is drawn in it. */
function panel(view, { title, note, label, bounds, aspect, marks }) {
  const stage = new Stage({ bounds, aspect, label, view });
  stage.layer.append(...Object.values(marks).flat());
  const root = html(
    "div", { class: "mdl-part" },
    html("div", { class: "mdl-title" }, title, html("span", { class: "mdl-note" }, note)),
    stage.root,
  );
  return { stage, root };
}

/** The valley: level lines, both directions, the run, and its start to drag. */
function landscape(view) {
  const marks = {
    levels: mark("mdl-level"), steep: mark("mdl-direction mdl-a"), flat: mark("mdl-direction mdl-b"),
    run: mark("mdl-run mdl-d"), steps: mark("mdl-dots mdl-d"),
  };
  const { stage, root } = panel(view, {
    title: "the valley", note: "drag the start", label: "The valley with the run", marks,
    bounds: [-HALF, HALF, -HALF, HALF], aspect: 1,
  });
  const start = handle(stage, {
    label: "Start of the run", tone: "d", get: () => view.model.get("start"),
    move: (to) => view.change({ start: to }), limits: () => [-3, 3, -3, 3],
  });
  const drawValley = drawing(stage, (kappa, tilt) => {
    const lines = LEVELS.map((height) => stage.path(level(height, { kappa, tilt }), true));
    set(marks.levels, { d: lines.join("") });
    for (const [name, [x, y]] of Object.entries(axes(tilt))) {
      set(marks[name], { d: stage.path([[-9 * x, -9 * y], [9 * x, 9 * y]]) });
    }
  });
  const paint = (now) => {
    drawValley(now.kappa, now.tilt);
    const points = path(now);
    const away = points.findIndex((point) => Math.hypot(...point) > FAR);
    const near = away < 0 ? points : points.slice(0, away + 1);
    const places = near.map((point) => stage.at(point));
    set(marks.run, { d: `M${places.join("L")}` });
    set(marks.steps, { d: dots(places) });
    start.paint();
  };
  return { root, paint };
}

/** The phase diagram: what the steep direction does at each step size and momentum. */
function diagram(view) {
  const marks = {
    creeps: mark("mdl-region mdl-c"), swings: mark("mdl-region mdl-e"), diverges: mark("mdl-region mdl-f"),
    flip: mark("mdl-double mdl-a"), flat: mark("mdl-double mdl-b"), best: mark("mdl-cross"),
    words: ["creeps", "swings", "diverges"].map(label),
  };
  const { stage, root } = panel(view, {
    title: "step size η, momentum β", note: "drag the point", marks,
    label: "Phase diagram of step size and momentum", bounds: [-0.35, 4.25, -0.09, 1.06], aspect: 1,
  });
  const point = handle(stage, {
    label: "Step size and momentum", tone: "d", step: 0.05,
    said: ([eta, beta]) => `step size ${format(eta)}, momentum ${format(beta)}`,
    get: () => [view.model.get("eta"), view.model.get("beta")],
    move: ([eta, beta]) => view.change({ eta, beta }),
    limits: () => [0.01, MOST_ETA, 0, MOST_BETA],
  });
  const drawRegions = drawing(stage, () => {
    const creep = doubleRoots(1, -1);
    set(marks.creeps, { d: stage.path([[0, 0], ...creep], true) });
    set(marks.swings, { d: stage.path([...creep, [4, 1], [2, 0]], true) });
    set(marks.diverges, { d: stage.path([[2, 0], [4, 1], [4.25, 1], [4.25, 0]], true) });
    set(marks.flip, { d: stage.path(doubleRoots(1, 1)) });
    const places = [[0.42, 0.05], [1.6, 0.62], [3.35, 0.3]];
    marks.words.forEach((word, k) => put(stage, word, places[k]));
  });
  const drawBest = drawing(stage, (kappa) => {
    set(marks.flat, { d: stage.path(doubleRoots(1 / kappa, -1).filter(([eta]) => eta < 9)) });
    const { step, momentum } = best(kappa);
    const pairs = [[step.eta, 0], [momentum.eta, momentum.beta]];
    set(marks.best, { d: pairs.map((pair) => cross(stage, pair)).join("") });
  });
  const paint = (now) => {
    drawRegions();
    drawBest(now.kappa);
    point.paint();
  };
  return { root, paint };
}

/** Put a text at a point of the stage. */
const put = (stage, text, [x, y]) => set(text, { x: round(stage.x(x)), y: round(stage.y(y)) });

const label = (text) => svg("text", { class: "mdl-label" }, text);

const cross = (stage, point) => `M${stage.at(point)}m-5 -5l10 10m0 -10l-10 10`;

/** The decimal logarithm of the size of an error, kept where it can be drawn. */
const digits = (error) => clamp(Math.log10(Math.abs(error)), LEAST - 2, 40);

/** The errors of both directions: measured as dots, predicted as lines. */
function decay(view) {
  const marks = Object.fromEntries(DIRECTIONS.flatMap(([name, tone]) => [
    [`${name}Line`, mark(`mdl-curve mdl-${tone}`)], [`${name}Dots`, mark(`mdl-dots mdl-${tone}`)],
  ]));
  const names = DIRECTIONS.map(([name, tone]) =>
    svg("text", { class: `mdl-label mdl-legend mdl-${tone}` }, `${name} direction`));
  const { stage, root } = panel(view, {
    title: "log₁₀ of the error", note: "after 0 … 60 steps", marks: { ...marks, names }, aspect: 1.05,
    label: "Errors of both directions", bounds: [-3, STEPS + 2, LEAST, 2.6],
  });
  const points = (values, count) => values.slice(0, count).map((error, k) => [k, digits(error)]);
  const paint = (now) => {
    const { measured, predicted } = errors(now);
    // Once the steep error is this large, its rounding hides the flat one.
    const large = predicted.steep.findIndex((error) => Math.abs(error) > 1e6);
    const count = large < 0 ? STEPS + 1 : large;
    names.forEach((text, k) => put(stage, text, [47, 1.7 - 0.8 * k]));
    for (const [name] of DIRECTIONS) {
      set(marks[`${name}Line`], { d: stage.path(points(predicted[name], count)) });
      set(marks[`${name}Dots`], { d: dots(points(measured[name], count).map((point) => stage.at(point))) });
    }
  };
  return { root, paint };
}

/** A slider of one trait, with its value beside it. */
function slider(view, { name, put = (x) => x, get = (x) => x, said, ...range }) {
  const move = (place) => view.change({ [name]: put(place) });
  const { root, paint } = slide({ ...range, move, view });
  return { root, paint: (now) => paint(get(now[name]), said(now[name])) };
}

const SLIDERS = [
  {
    name: "kappa", label: "stretch κ", min: 0, max: 2, step: 0.05, said: (kappa) => short(kappa, 1),
    put: (place) => round(10 ** place, 3), get: Math.log10,
  },
  { name: "tilt", label: "tilt", min: -90, max: 90, step: 5, said: (tilt) => `${format(tilt, 0)}°` },
];

const NAMES = {
  kappa: "condition κ", now: "step η, β", steep: "rate, steep", flat: "rate, flat",
  step: "best step", momentum: "best pair",
};

function words(now) {
  const { rates, best: { step, momentum } } = readout(now);
  return {
    kappa: short(now.kappa, 1), now: `${format(now.eta, 3)}, ${format(now.beta, 3)}`,
    steep: format(rates.steep, 4), flat: format(rates.flat, 4),
    step: `η ${format(step.eta, 3)}: ${format(step.rate, 4)}`,
    momentum: `η ${format(momentum.eta, 3)}, β ${format(momentum.beta, 3)}: ${format(momentum.rate, 4)}`,
  };
}

function panelOfNumbers(view) {
  const first = state(view);
  const choose = (label, parameters) =>
    button({ label, press: () => view.change(parameters(best(view.model.get("kappa")))), view });
  const numbers = readouts(NAMES);
  const sliders = SLIDERS.map((one) => slider(view, one));
  const root = html(
    "div", { class: "mdl-panel" }, ...sliders.map((one) => one.root), numbers.root,
    html(
      "div", { class: "mdl-row" },
      choose("Best step", ({ step }) => ({ eta: step.eta, beta: 0 })),
      choose("Best momentum", ({ momentum: { eta, beta } }) => ({ eta, beta })),
      button({ label: "Reset", press: () => view.change(first), view }),
    ),
  );
  const paint = (now) => {
    sliders.forEach((one) => one.paint(now));
    numbers.paint(words(now));
  };
  return { root, paint };
}

function build(view) {
  const planes = [landscape, diagram, decay].map((make) => make(view));
  const numbers = panelOfNumbers(view);
  const parts = [...planes, numbers];
  const conclusion = html("p", { class: "mdl-conclusion", "aria-hidden": "true" });
  view.root.append(html("div", { class: "mdl-quarters" }, ...parts.map((part) => part.root)), conclusion);
  view.follow(() => {
    const now = state(view);
    const text = verdict(now);
    numbers.paint(now);
    set(view.root, { "aria-label": `Steps down a valley. ${text}` });
    write(conclusion, text);
    view.say(text);
  });
  return () => {
    const now = state(view);
    planes.forEach((plane) => plane.paint(now));
  };
}

export default {
  render: ({ model, el }) => mount({ model, el }, { name: "descent", watch: TRAITS, build }),
};

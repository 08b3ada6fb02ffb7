// Data on a line: drag points and the location, and see the likelihood follow.

import { button, menu, readouts, slide } from "./controls.js";
import { density, information, logLikelihood, readout, verdict, withoutFarthest } from "./likelihood.math.js";
import { drawing, handle, html, mount, set, slot, Stage, svg, write } from "./stage.js";
import { format, round } from "./stage.math.js";

const EDGE = 6;
const MOST = 12; // points
const DEEP = 12; // how far below its peak the log-likelihood is drawn
const OUTLIER = 5.5;

const TRAITS = ["data", "location", "scale", "family"];
const FAMILIES = [["Gaussian", "gaussian"], ["Laplace", "laplace"], ["Cauchy", "cauchy"]];

const NAMES = {
  mean: "mean", median: "median", peak: "peak", error: "standard error", here: "log L here", top: "log L at peak",
};
const said = (value) => (value === null ? "none (flat)" : format(value));

const places = Array.from({ length: 241 }, (_, k) => -EDGE + (k * 2 * EDGE) / 240);
const stateOf = (model) => Object.fromEntries(TRAITS.map((name) => [name, model.get(name)]));

/** The density over the data, whose points can be dragged along the line. */
function above(view) {
  const stage = new Stage({ bounds: [-EDGE, EDGE, -0.07, 0.5], aspect: 2.3, label: "The data and the density", view });
  const curve = svg("path", { class: "mdl-curve" });
  const stems = svg("path", { class: "mdl-stems" });
  stage.layer.append(stems, curve);
  const points = Array.from({ length: MOST }, (_, k) =>
    handle(stage, {
      label: `data point ${k + 1}`, tone: "c",
      get: () => [view.model.get("data")[k] ?? 0, 0],
      move: ([x]) => view.change({ data: view.model.get("data").map((old, j) => (j === k ? round(x, 3) : old)) }),
      limits: () => [-EDGE, EDGE, 0, 0],
    }),
  );
  const drawCurve = drawing(stage, (family, location, scale) =>
    set(curve, { d: stage.path(places.map((x) => [x, density(family, x, location, scale)])) }));
  const paint = ({ data, location, scale, family }) => {
    const high = Math.max(0.5, density(family, location, location, scale) * 1.15);
    if (stage.bounds[3] !== high) stage.look([-EDGE, EDGE, -0.14 * high, high]);
    drawCurve(family, location, scale);
    set(stems, { d: data.map((x) => stage.path([[x, 0], [x, density(family, x, location, scale)]])).join("") });
    points.forEach((point, k) => {
      const shown = k < data.length;
      set(stage.handles.children[k], { display: shown ? null : "none" });
      if (shown) point.paint();
    });
  };
  return { root: stage.root, paint };
}

/** The parabola with a peak's height and curvature, as one Bézier curve from edge to edge. */
function bowl(stage, { peak, top }, curvature) {
  const height = (a, b) => top - (curvature * (a - peak) * (b - peak)) / 2;
  const ends = [[-EDGE, height(-EDGE, -EDGE)], [0, height(-EDGE, EDGE)], [EDGE, height(EDGE, EDGE)]];
  const [start, pull, end] = ends.map((point) => stage.at(point));
  return `M${start}Q${pull} ${end}`;
}

/** The log-likelihood of every location, with its peak and the parabola there. */
function below(view) {
  const stage = new Stage({ bounds: [-EDGE, EDGE, -DEEP, 1.5], aspect: 2.3, label: "The log-likelihood", view });
  const parabola = svg("path", { class: "mdl-parabola" });
  const curve = svg("path", { class: "mdl-curve" });
  const error = svg("path", { class: "mdl-error" });
  const summit = svg("path", { class: "mdl-summit" });
  stage.layer.append(parabola, curve, error, summit);
  const floor = () => stage.bounds[2];
  const height = (at) => {
    const { data, scale, family } = stateOf(view.model);
    return Math.max(logLikelihood(family, data, at, scale), floor());
  };
  const point = handle(stage, {
    label: "location", tone: "b",
    get: () => [view.model.get("location"), height(view.model.get("location"))],
    move: ([x]) => view.change({ location: round(x, 3) }),
    limits: () => [-EDGE, EDGE, -Infinity, Infinity],
  });
  const paint = ({ data, scale, family }, numbers) => {
    const bounds = [-EDGE, EDGE, numbers.top - DEEP, numbers.top + 0.125 * DEEP];
    if (stage.bounds[3] !== bounds[3]) stage.look(bounds);
    const curvature = information(family, data, numbers.peak, scale);
    set(parabola, { d: bowl(stage, numbers, curvature) });
    set(curve, { d: stage.path(places.map((x) => [x, Math.max(logLikelihood(family, data, x, scale), floor() - 1)])) });
    const level = numbers.top - 0.5; // where the parabola is one standard error wide
    const reach = [-1, 1].map((side) => [numbers.peak + side * numbers.error, level]);
    set(error, { d: numbers.error && stage.path(reach) });
    set(summit, { d: stage.path([[numbers.peak, numbers.top], [numbers.peak, floor()]]) });
    point.paint();
  };
  return { root: stage.root, paint };
}

function controls(view) {
  const { model } = view;
  const families = menu({ label: "Noise", options: FAMILIES, choose: (family) => view.change({ family }), view });
  const scale = slide({
    label: "scale", min: 0.3, max: 3, step: 0.1, move: (width) => view.change({ scale: width }), view,
  });
  const add = button({
    label: "Throw in an outlier", view,
    press: () => model.get("data").length < MOST && view.change({ data: [...model.get("data"), OUTLIER] }),
  });
  const take = button({
    label: "Take the farthest away", view,
    press: () => model.get("data").length > 2 && view.change({ data: withoutFarthest(model.get("data")) }),
  });
  const climb = button({
    label: "Go to the peak", view,
    press: () => {
      const { family, data, location, scale: width } = stateOf(model);
      view.change({ location: readout(family, data, location, width).peak });
    },
  });
  const root = html(
    "div", { class: "mdl-likely-controls" },
    html("div", { class: "mdl-row" }, families.root, scale.root), html("div", { class: "mdl-row mdl-wrap" }, add, take, climb),
  );
  const paint = ({ family, scale: width, data }) => {
    families.paint((name) => name === family);
    scale.paint(width, format(width, 1));
    set(add, { "aria-disabled": data.length >= MOST && "true" });
    set(take, { "aria-disabled": data.length <= 2 && "true" });
  };
  return { root, paint };
}

function build(view) {
  const bar = controls(view);
  const [top, bottom] = [above(view), below(view)];
  const table = readouts(NAMES);
  const words = slot();
  const conclusion = html("p", { class: "mdl-conclusion", "aria-hidden": "true" }, words);
  view.root.append(bar.root, top.root, bottom.root, conclusion, table.root);
  const numbersOf = ({ family, data, location, scale }) => readout(family, data, location, scale);
  view.follow(() => {
    const state = stateOf(view.model);
    const numbers = numbersOf(state);
    bar.paint(state);
    table.paint(Object.fromEntries(Object.keys(NAMES).map((name) => [name, said(numbers[name])])));
    const text = verdict(state.family, state.data, state.scale);
    write(words, text);
    set(view.root, { "aria-label": `Likelihood of a location. ${text}` });
    view.say(text);
  });
  return () => {
    const state = stateOf(view.model);
    top.paint(state);
    bottom.paint(state, numbersOf(state));
  };
}

export default {
  render: ({ model, el }) => mount({ model, el }, { name: "likely", watch: TRAITS, build }),
};

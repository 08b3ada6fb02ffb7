// A computation graph: step forward for the values, backward for the adjoints.

import {
  adjoints, EXPRESSIONS, nameOf, progress, readout, sentence, show, SIGNS, slopes, steps, values,
} from "./computation_graph.math.js";
import { button, menu } from "./controls.js";
import { html, mount, set, svg, write } from "./stage.js";
import { clamp, round } from "./stage.math.js";

const NARROW = 520; // below this the graph runs downward
const BOX = { width: 64, height: 44 };
const ABOVE = 11; // how far the number of an arrow stands off it
const COLUMNS = 6;
const ROWS = 3;

const TRAITS = ["expression", "inputs", "mode", "seed", "at"];

const stateOf = (model) => Object.fromEntries(TRAITS.map((name) => [name, model.get(name)]));

/** Where the nodes stand, in pixels, for a drawing of this width. */
function layout(graph, width) {
  const down = width < NARROW;
  const height = down ? 640 : 352;
  const [wide, tall] = [width - BOX.width - 8, height - BOX.height - 34];
  const across = (k, count) => BOX.width / 2 + 4 + (k / count) * wide;
  const below = (k, count) => BOX.height / 2 + 8 + (k / count) * tall;
  const at = graph.places.map(([column, row]) =>
    down ? [across(row, ROWS), below(column, COLUMNS)] : [across(column, COLUMNS), below(row, ROWS)],
  );
  return { at, down, height };
}

/** The point where a line from one box to another leaves the first. */
function border([x, y], [tx, ty]) {
  const [dx, dy] = [tx - x, ty - y];
  const reach = Math.min(
    (BOX.width / 2 + 3) / Math.max(Math.abs(dx), 1e-9),
    (BOX.height / 2 + 3) / Math.max(Math.abs(dy), 1e-9),
  );
  return [x + dx * reach, y + dy * reach];
}

/** One arrow, with the place of its local derivative beside it, on the upper side. */
function makeEdge(from, to, second) {
  const [a, b] = [border(from, to), border(to, from)];
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const length = Math.hypot(dx, dy) || 1;
  const [ux, uy] = [dx / length, dy / length];
  const line = svg("path", { class: "mdl-edge", d: `M${round(a[0])} ${round(a[1])}L${round(b[0])} ${round(b[1])}` });
  const wing = (s) => `${round(b[0] - 8 * ux + s * 4 * uy)} ${round(b[1] - 8 * uy - s * 4 * ux)}`;
  const head = svg("path", { class: "mdl-edge", d: `M${wing(1)}L${round(b[0])} ${round(b[1])}L${wing(-1)}` });
  const along = second ? 0.6 : 0.45;
  const steep = Math.abs(uy) > 0.9;
  const slope = svg("text", {
    class: "mdl-label mdl-slope",
    x: round(a[0] + dx * along + (steep ? 18 : ABOVE * uy)),
    y: round(a[1] + dy * along - (steep ? 0 : ABOVE * Math.abs(ux)) + 4),
  });
  return { group: svg("g", {}, line, head), slope };
}

/** One node: what it is, its value, and below it its adjoint or tangent. */
function makeNode(graph, i, [x, y]) {
  const [left, top] = [round(x - BOX.width / 2), round(y - BOX.height / 2)];
  const operation = graph.program[i - graph.names.length]?.[0];
  const title = svg("text", { class: "mdl-what", x: round(x), y: round(top + 16) });
  write(title, operation ? `${nameOf(graph, i)} ${SIGNS[operation]}` : nameOf(graph, i));
  const value = svg("text", { class: "mdl-value", x: round(x), y: round(top + 35) });
  const slope = svg("text", { class: "mdl-label mdl-adjoint", x: round(x), y: round(top + BOX.height + 16) });
  const box = svg("rect", {
    class: "mdl-box", x: left, y: top, width: BOX.width, height: BOX.height, rx: operation ? 10 : 2,
  });
  const group = svg("g", { class: operation ? "mdl-node" : "mdl-node mdl-input" }, box, title, value);
  return { group, value, slope };
}

/** The picture of the graph; built anew for another expression or another width. */
function drawing(view) {
  const root = svg("svg", { class: "mdl-stage mdl-graph-stage", role: "img" });
  let built = {};
  let width = 700;
  const sizes = new ResizeObserver(([entry]) => {
    width = entry.contentRect.width || width;
    view.request();
  });
  sizes.observe(root);
  view.signal.addEventListener("abort", () => sizes.disconnect());

  const build = (expression) => {
    const graph = EXPRESSIONS[expression];
    const { at, height } = layout(graph, width);
    const nodes = at.map((place, i) => makeNode(graph, i, place));
    const edges = graph.program.map((line, j) =>
      line.slice(1).map((k, which) => makeEdge(at[k], at[graph.names.length + j], which)),
    );
    set(root, { viewBox: `0 0 ${round(width)} ${height}` });
    root.replaceChildren(
      ...edges.flat().map((e) => e.group), ...nodes.map((n) => n.group),
      ...edges.flat().map((e) => e.slope), ...nodes.map((n) => n.slope),
    );
    built = { expression, width, nodes, edges };
  };

  const paint = (state) => {
    const { expression, inputs, mode, seed, at } = state;
    if (built.expression !== expression || built.width !== width) build(expression);
    const graph = EXPRESSIONS[expression];
    const found = values(graph, inputs);
    const local = slopes(graph, found);
    const { known, started, visits } = progress(graph, mode, at);
    const back = adjoints(graph, local, visits);
    const along = readout(expression, inputs, seed).tangents;
    const last = found.length - 1;
    const current = at === 0 ? -1 : mode === "forward" || at <= graph.program.length ? known - 1
      : started && visits === 0 ? last : last + 1 - visits;
    built.nodes.forEach(({ group, value, slope }, i) => {
      write(value, i < known ? show(found[i]) : "");
      const reached = started && (i === last || back[i] !== 0 || isDone(graph, i, last, visits));
      const text = mode === "forward" ? (i < known ? show(along[i]) : "") : reached ? show(back[i]) : "";
      write(slope, text);
      set(group, { "data-now": i === current && "" });
    });
    built.edges.forEach((pair, j) => {
      const i = graph.names.length + j;
      const seen = mode === "forward" ? i < known : i > last - visits;
      pair.forEach((edge, which) => {
        write(edge.slope, seen ? show(local[i][which]) : "");
        set(edge.group, { "data-now": i === current && "" });
      });
    });
    set(root, { "aria-label": `The computation graph of ${graph.title}. ${sentence(state)}` });
  };
  return { root, paint };
}

/** Whether all users of a node have been visited. */
const isDone = (graph, i, last, visits) =>
  graph.program.every((line, j) => !line.slice(1).includes(i) || graph.names.length + j > last - visits);

/** Number fields for the inputs; built anew for another expression. */
function inputFields(view) {
  const root = html("div", { class: "mdl-inputs", role: "group", "aria-label": "Inputs" });
  let built;
  let fields = [];
  const field = (name, j) => {
    const input = html("input", {
      type: "number", step: "0.1", min: "-10", max: "10", class: "mdl-entry", "aria-label": `input ${name}`,
    });
    input.addEventListener("input", () => {
      const valid = input.value !== "" && Number.isFinite(input.valueAsNumber);
      set(input, { "aria-invalid": !valid && "true" });
      if (!valid) return;
      const inputs = [...view.model.get("inputs")];
      inputs[j] = clamp(input.valueAsNumber, -10, 10);
      view.change({ inputs });
    }, { signal: view.signal });
    input.addEventListener("blur", () => view.request(), { signal: view.signal });
    return input;
  };
  const paint = ({ expression, inputs }) => {
    if (built !== expression) {
      built = expression;
      const { names } = EXPRESSIONS[expression];
      fields = names.map(field);
      root.replaceChildren(
        ...names.map((name, j) => html("label", { class: "mdl-one" }, html("i", {}, name), fields[j])),
      );
    }
    fields.forEach((input, j) => {
      const typing = input.matches(":focus") && (input.value === "" || input.validity.badInput);
      if (!typing && input.valueAsNumber !== inputs[j]) input.value = String(round(inputs[j], 3));
    });
  };
  return { root, paint };
}

/** A table: each input, its derivative, and a central difference. */
function results() {
  const root = html("table", { class: "mdl-results" });
  const head = html(
    "thead", {},
    html("tr", {}, ...["input", "derivative", "central difference"].map((t) => html("th", { scope: "col" }, t))),
  );
  const body = html("tbody");
  root.append(head, body);
  const paint = ({ expression, inputs, mode, seed, at }) => {
    const graph = EXPRESSIONS[expression];
    const numbers = readout(expression, inputs, seed);
    const done = at === steps(graph, mode);
    const rows = Array.from({ length: 4 }, (_, j) => {
      const name = graph.names[j] ?? " ";
      const mine = graph.names[j] && done && (mode === "reverse" || j === seed);
      const slope = mode === "reverse" ? numbers.adjoints[j] : numbers.tangents.at(-1);
      return [name, mine ? show(slope) : " ", mine ? show(numbers.differences[j]) : " "];
    });
    if (body.rows.length !== 4) {
      body.replaceChildren(...rows.map((row) => html("tr", {}, ...row.map((t) => html("td", {}, t)))));
    }
    rows.forEach((row, j) => row.forEach((text, k) => write(body.rows[j].cells[k], text)));
  };
  return { root, paint };
}

function controls(view) {
  const state = () => stateOf(view.model);
  const last = () => steps(EXPRESSIONS[state().expression], state().mode);
  const to = (at) => view.change({ at: clamp(at, 0, last()) });
  const expressions = menu({
    label: "Expression", view,
    options: Object.entries(EXPRESSIONS).map(([name, { title }]) => [title, name]),
    choose: (name) => {
      const graph = EXPRESSIONS[name];
      view.change({ seed: 0, mode: "reverse", inputs: [...graph.inputs], expression: name, at: steps(graph, "reverse") });
    },
  });
  const modes = html("select", { class: "mdl-menu" });
  modes.addEventListener("change", () => {
    const [mode, seed] = modes.value === "reverse" ? ["reverse", 0] : ["forward", Number(modes.value)];
    view.change({ mode, seed, at: steps(EXPRESSIONS[state().expression], mode) });
  }, { signal: view.signal });
  const back = button({ label: "Back", press: () => to(state().at - 1), view });
  const step = button({ label: "Step", press: () => to(state().at + 1), view });
  const start = button({ label: "Start over", press: () => to(0), view });
  const end = button({ label: "To the end", press: () => to(last()), view });
  const root = html(
    "div", { class: "mdl-graph-controls" },
    html("div", { class: "mdl-row" }, expressions.root,
      html("label", { class: "mdl-field" }, html("span", {}, "Mode"), modes)),
    html("div", { class: "mdl-row mdl-steps" }, start, back, step, end),
  );
  let built;
  const paint = ({ expression, mode, seed, at }) => {
    expressions.paint((name) => name === expression);
    if (built !== expression) {
      built = expression;
      const { names } = EXPRESSIONS[expression];
      modes.replaceChildren(
        html("option", { value: "reverse" }, "reverse: all derivatives at once"),
        ...names.map((name, j) => html("option", { value: j }, `forward: by ${name}`)),
      );
    }
    modes.value = mode === "reverse" ? "reverse" : String(seed);
    // Not `disabled`, which would take the focus from a reader who steps by keyboard.
    for (const one of [start, back]) set(one, { "aria-disabled": at === 0 && "true" });
    for (const one of [step, end]) set(one, { "aria-disabled": at === last() && "true" });
  };
  return { root, paint };
}

const cost = (graph, mode) =>
  mode === "reverse"
    ? `Reverse mode: one run and one sweep back for all ${graph.names.length} derivatives.`
    : `Forward mode: this run gives one derivative; all ${graph.names.length} take ${graph.names.length} runs.`;

function build(view) {
  const bar = controls(view);
  const picture = drawing(view);
  const fields = inputFields(view);
  const table = results();
  const words = html("p", { class: "mdl-conclusion mdl-sentence", "aria-hidden": "true" });
  const price = html("p", { class: "mdl-note" });
  const key = html(
    "p", { class: "mdl-note mdl-key" },
    html("span", { class: "mdl-a" }, "value"), html("span", { class: "mdl-b" }, "adjoint or tangent"),
    html("span", { class: "mdl-e" }, "derivative along an arrow"),
  );
  view.root.append(
    bar.root, picture.root, key, words,
    html("div", { class: "mdl-graph-numbers" }, fields.root, html("div", {}, table.root, price)),
  );
  return () => {
    const state = stateOf(view.model);
    // A change of several traits arrives one by one: paint when they fit together.
    if (state.inputs.length !== EXPRESSIONS[state.expression].names.length) return;
    for (const part of [bar, picture, fields, table]) part.paint(state);
    const text = sentence(state);
    write(words, text);
    write(price, cost(EXPRESSIONS[state.expression], state.mode));
    set(view.root, { "aria-label": `Computation graph of ${EXPRESSIONS[state.expression].title}` });
    view.say(text);
  };
}

export default {
  render: ({ model, el }) => mount({ model, el }, { name: "graph", watch: TRAITS, build }),
};

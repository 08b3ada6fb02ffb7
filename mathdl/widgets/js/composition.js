// Two maps of the plane, one after the other, in either order.

import { readout, verdict } from "./composition.math.js";
import { button, matrixFields, matrixText, menu } from "./controls.js";
import { same } from "./linear_map.math.js";
import { gliding, Plane } from "./plane.js";
import { html, mount, set, slot, write } from "./stage.js";
import { format, short } from "./stage.math.js";

const QUARTER = [[0, -1], [1, 0]];
const SIXTH = [[0.5, -Math.sqrt(3) / 2], [Math.sqrt(3) / 2, 0.5]];

const pair = (first, second) => ({ first, second });

const PRESETS = [
  ["rotation, then shear", pair(QUARTER, [[1, 1], [0, 1]])],
  ["stretch, then rotation", pair([[2, 0], [0, 0.5]], SIXTH)],
  ["reflection, then rotation", pair([[1, 0], [0, -1]], QUARTER)],
  ["projection, then rotation", pair([[1, 0], [0, 0]], SIXTH)],
  ["shear, then the other shear", pair([[1, 1], [0, 1]], [[1, 0], [1, 1]])],
  ["two rotations (commute)", pair(QUARTER, SIXTH)],
  ["two stretches (commute)", pair([[2, 0], [0, 0.5]], [[0.5, 0], [0, 1.5]])],
  ["scaling, then shear (commute)", pair([[1.5, 0], [0, 1.5]], [[1, 1], [0, 1]])],
  ["a map and its inverse (commute)", pair([[1, 1], [0, 1]], [[1, -1], [0, 1]])],
];

const columns = (name) => [`${name}e₁`, `${name}e₂`];

const equation = (name, root) =>
  html(
    "div", { class: "mdl-equation" },
    html("span", { "aria-hidden": "true" }, html("b", {}, name), " ="), root,
  );

/** One map that the reader moves: its plane over its matrix. */
function operand(view, trait, letter, title) {
  const get = () => view.model.get(trait);
  const put = (matrix) => view.change({ [trait]: matrix });
  const names = columns(letter);
  const plane = new Plane(view, { label: `The plane after ${letter}`, names, edit: { get, put } });
  const fields = matrixFields({ label: `Matrix ${letter}`, names, get, put, view });
  const root = html(
    "div", { class: "mdl-part" },
    html("div", { class: "mdl-title" }, ...title), plane.stage.root, equation(letter, fields.root),
  );
  const paint = (shown) => plane.draw(shown, { room: get() });
  return { root, paint, tell: () => fields.paint(get()) };
}

/** What both maps do together; the square of the other order is dotted. */
function outcome(view) {
  const plane = new Plane(view, { label: "The plane after both", names: columns("BA") });
  const BA = matrixText({ label: "Matrix BA" });
  const root = html(
    "div", { class: "mdl-part mdl-outcome" },
    html(
      "div", { class: "mdl-title" }, "both: ", html("b", {}, "BA"),
      html("span", { class: "mdl-note" }, "dotted: ", html("b", {}, "AB")),
    ),
    plane.stage.root, equation("BA", BA.root),
  );
  const paint = (shown, final) =>
    plane.draw(shown.BA, { ghost: shown.commute ? null : shown.AB, room: final.BA });
  return { root, paint, tell: (final) => BA.paint(final.BA, format) };
}

function controls(view, go) {
  const { model } = view;
  const state = () => pair(model.get("first"), model.get("second"));
  const start = state();
  const presets = menu({ label: "Two maps", options: PRESETS, choose: go, view });
  const swap = button({
    label: "Swap the order", press: () => go(pair(model.get("second"), model.get("first"))), view,
  });
  const reset = button({ label: "Reset", press: () => go(start), view });
  const isOn = ({ first, second }) => same(first, state().first) && same(second, state().second);
  return {
    root: html("div", { class: "mdl-row" }, presets.root, swap, reset),
    paint: () => presets.paint(isOn),
  };
}

function build(view) {
  const { model, root } = view;
  const { shown, go } = gliding(view);
  const bar = controls(view, go);
  const first = operand(view, "first", "A", ["first: ", html("b", {}, "A")]);
  const second = operand(view, "second", "B", ["then: ", html("b", {}, "B")]);
  const both = outcome(view);
  const AB = matrixText({ label: "Matrix AB" });
  const gap = slot();
  const conclusion = html("p", { class: "mdl-conclusion", "aria-hidden": "true" });
  root.append(
    bar.root,
    html("div", { class: "mdl-parts" }, first.root, second.root, both.root),
    html(
      "div", { class: "mdl-compare" },
      html("div", { class: "mdl-note" }, "The other order:"), equation("AB", AB.root),
      html("div", {}, html("span", {}, "‖", html("b", {}, "BA"), " − ", html("b", {}, "AB"), "‖"), html("sub", {}, "F"), " = ", html("span", { class: "mdl-number" }, gap)),
    ),
    conclusion,
  );
  const final = () => readout(model.get("first"), model.get("second"));
  view.follow(() => {
    const now = final();
    const text = verdict(model.get("first"), model.get("second"));
    first.tell();
    second.tell();
    both.tell(now);
    bar.paint();
    AB.paint(now.AB, format);
    write(gap, short(now.gap));
    set(root, { "aria-label": `Composition of two linear maps. ${text}` });
    write(conclusion, text);
    view.say(text);
  });
  return () => {
    const [A, B] = [shown("first"), shown("second")];
    first.paint(A);
    second.paint(B);
    both.paint(readout(A, B), final());
  };
}

export default {
  render: ({ model, el }) =>
    mount({ model, el }, { name: "composition", watch: ["first", "second"], build }),
};

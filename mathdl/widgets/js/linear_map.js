// A linear map of the plane: drag the images of the basis vectors.

import { button, matrixFields, menu, readouts, tick } from "./controls.js";
import { readout, same, verdict } from "./linear_map.math.js";
import { gliding, Plane } from "./plane.js";
import { html, mount, set, write } from "./stage.js";
import { format } from "./stage.math.js";

const turn = (degrees) => {
  const [c, s] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  return [[c, -s], [s, c]];
};

const PRESETS = [
  ["identity", [[1, 0], [0, 1]]],
  ["scaling", [[1.5, 0], [0, 1.5]]],
  ["stretch and squeeze", [[2, 0], [0, 0.5]]],
  ["shear", [[1, 1], [0, 1]]],
  ["rotation by 30°", turn(30)],
  ["rotation by 90°", [[0, -1], [1, 0]]],
  ["reflection in the x-axis", [[1, 0], [0, -1]]],
  ["reflection in the diagonal", [[0, 1], [1, 0]]],
  ["symmetric", [[1.5, 0.5], [0.5, 1.5]]],
  ["projection onto the x-axis", [[1, 0], [0, 0]]],
  ["projection onto the diagonal", [[0.5, 0.5], [0.5, 0.5]]],
  ["rank 1, not a projection", [[1, 2], [0.5, 1]]],
  ["zero", [[0, 0], [0, 0]]],
];

const NAMES = ["Ae₁", "Ae₂"];

const vector = ([x, y]) => `(${format(x)}, ${format(y)})`;

/** A subspace in words, from the vectors that span it. */
const subspace = (vectors) =>
  ["only the origin", `line along ${vectors.length && vector(vectors[0])}`, "the whole plane"][vectors.length];

/** Eigenvalues in words. */
function spectrum([[first, turn], [second]]) {
  if (turn) return `${format(first)} ± ${format(turn)} i`;
  return first === second ? `${format(first)}, twice` : `${format(first)} and ${format(second)}`;
}

function words(A) {
  const { det, rank, kernel, image, eigenvalues } = readout(A);
  return {
    det: format(det), rank: String(rank), kernel: subspace(kernel), image: subspace(image),
    eigen: spectrum(eigenvalues),
  };
}

function build(view) {
  const { model, root } = view;
  const { shown, go } = gliding(view);
  const get = () => model.get("matrix");
  const put = (matrix) => view.change({ matrix });
  const start = get();
  const plane = new Plane(view, { label: "The plane after the map", names: NAMES, edit: { get, put } });
  const fields = matrixFields({ label: "Matrix A", names: NAMES, get, put, view });
  const presets = menu({ label: "Map", options: PRESETS, choose: (matrix) => go({ matrix }), view });
  const reset = button({ label: "Reset", press: () => go({ matrix: start }), view });
  const eigen = tick({ label: "eigen-directions", toggle: (on) => view.change({ eigen: on }), view });
  const numbers = readouts({
    det: "determinant", rank: "rank", kernel: "kernel", image: "image", eigen: "eigenvalues",
  });
  const conclusion = html("p", { class: "mdl-conclusion", "aria-hidden": "true" });
  root.append(
    html("div", { class: "mdl-picture" }, plane.stage.root, conclusion),
    html(
      "div", { class: "mdl-panel" },
      html("div", { class: "mdl-row" }, presets.root, reset),
      html("div", { class: "mdl-equation" }, html("b", { "aria-hidden": "true" }, "A"), html("span", { "aria-hidden": "true" }, "="), fields.root),
      numbers.root, eigen.root,
    ),
  );
  view.follow(() => {
    const A = get();
    const text = verdict(A);
    fields.paint(A);
    presets.paint((matrix) => same(matrix, A));
    eigen.paint(model.get("eigen"));
    numbers.paint(words(A));
    set(root, { "aria-label": `Linear map of the plane. ${text}` });
    write(conclusion, text);
    view.say(text);
  });
  return () => plane.draw(shown("matrix"), { eigen: model.get("eigen"), room: get() });
}

export default {
  render: ({ model, el }) => mount({ model, el }, { name: "map", watch: ["matrix", "eigen"], build }),
};

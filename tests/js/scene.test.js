// Trees of scenes, and what is resolved from them: undefined values, order, caching.
import assert from "node:assert/strict";
import { test } from "node:test";

import { action, beginning, Resolver, resolve } from "../../mathdl/widgets/js/scene.math.js";
import { erf, erfc, gamma, loggamma, Trees } from "../../mathdl/widgets/js/scene.trees.js";

const near = (found, expected, size = 1e-12) =>
  assert.ok(Math.abs(found - expected) <= size * Math.max(1, Math.abs(expected)), `${found} is not ${expected}`);

const value = (tree, variables = {}, rows = {}) => {
  const trees = new Trees();
  Object.assign(trees.rows, rows);
  for (const [name, number] of Object.entries(variables)) trees.setter(name)(number);
  return trees.compile(tree)();
};

const free = (name, at) => ({
  kind: "point", name, label: name, tone: "a", at, step: 0.1, digits: 2, names: ["x", "y"],
  within: null, on: null, position: [`${name}.0`, `${name}.1`], snap: [],
});

const spec = (parts) => ({
  about: "A test.", inputs: [free("u", [2, 1])], data: {}, program: [], panels: [], readout: [], say: [],
  presets: [], buttons: [], fields: [], ...parts,
});

const plane = (...marks) => ({ kind: "plane", title: "", note: "", x: [-3, 3], y: [-3, 3], drag: ["u"], marks });

test("sums, products and powers of any length", () => {
  near(value(["Add", 1, 2, 3, 4, "x"], { x: 5 }), 15);
  near(value(["Mul", 2, "x", ["Pow", "x", -1], 3, 2], { x: 5 }), 12);
  near(value(["Max", "x", 3, -7], { x: 2 }), 3);
  near(value(["Min", "x", 3, -7], { x: 2 }), -7);
  near(value(["Mod", -1, 3]), 2);
});

test("what is undefined is NaN and never thrown", () => {
  assert.ok(Number.isNaN(value(["Pow", -8, 1 / 3])));
  assert.ok(Number.isNaN(value(["Piecewise", [["Lt", "x", 0], 1]], { x: 1 })));
  assert.ok(Number.isNaN(value(["Mean", "d", "d.0"], {}, { d: [] })));
  assert.equal(value(["Sum", "d", "d.0"], {}, { d: [] }), 0);
  assert.equal(value(["Ne", "x", 1], { x: NaN }), false);
  assert.equal(value(["Pow", 1, "x"], { x: NaN }), 1);
});

test("special functions at places where they are known", () => {
  near(erf(0.5), 0.5204998778130465);
  near(erf(-3), -0.9999779095030014);
  near(erfc(5) / 1.5374597944280347e-12, 1);
  near(gamma(0.5), Math.sqrt(Math.PI));
  near(gamma(-1.5), 2.3632718012073544);
  near(gamma(171) / 7.257415615307994e306, 1);
  near(loggamma(100), 359.1342053695754);
  assert.ok(Number.isNaN(gamma(-2)) && Number.isNaN(loggamma(-1)));
});

test("rows are folded, and what was bound to their names comes back", () => {
  const rows = { d: [[1], [2], [6]] };
  near(value(["Sum", "d", ["Mul", "d.0", "d.0"]], {}, rows), 41);
  near(value(["Median", "d", "d.0"], {}, { d: [[4], [1], [2], [9]] }), 3);
  near(value(["Count", "d", ["Gt", "d.0", 1]], {}, rows), 2);
  const spread = ["Add", "d.0", ["Mul", -1, ["Mean", "d", "d.0"]]];
  near(value(["Sum", "d", ["Pow", spread, 2]], {}, rows), 14);
});

test("a maximum is found to the last digits, in the middle and at an edge", () => {
  const slope = ["Add", 2, ["Mul", -2, "t"]];
  near(value(["ArgMax", "t", ["Add", ["Mul", 2, "t"], ["Mul", -1, ["Pow", "t", 2]]], slope, -3, 4]), 1);
  near(value(["ArgMax", "t", "t", 1, -3, 4]), 4);
  assert.ok(Number.isNaN(value(["ArgMax", "t", ["log", -1], 1, 0, 1])));
});

test("a run is iterated, and a step of it is rounded and clipped", () => {
  const program = [{ run: "r", start: ["u.0"], step: [["Mul", 0.5, "r.0"]], n: 10, noise: null, needs: ["u"] }];
  const readout = [["At", "r", 2.6, 0], ["At", "r", 99, 0]].map((tree) => ({ name: "", unit: "", digits: 4, value: [tree] }));
  const shown = resolve(spec({ program, readout }), { u: [8, 0] });
  assert.equal(shown.program.r.length, 11);
  assert.deepEqual(shown.readout, [[1], [8 / 1024]]);
});

test("what is undefined hides its mark and reads as a dash", () => {
  const inverse = ["Pow", "u.0", -1];
  const program = [{ let: "_0", value: inverse, needs: ["u"] }];
  const panels = [plane(
    { kind: "dot", at: ["_0", 0], label: { text: "1/x {0}", values: [[["_0"], 1]] }, needs: ["u"] },
    { kind: "polyline", points: [[0, 0], ["_0", 1], [1, 1]], needs: ["u"] },
    { kind: "text", at: [0, 0], text: { text: "{0} {1}", values: [[["_0"], 2], [["u.0", "_0"], 1]] }, needs: ["u"] },
  )];
  const readout = [{ name: "1/x", unit: "m", digits: 2, value: ["_0"] }];
  const shown = resolve(spec({ program, panels, readout }), { u: [0, 1] });
  assert.equal(shown.program._0, null);
  assert.deepEqual(shown.panels[0].marks[0], null);
  assert.deepEqual(shown.panels[0].marks[1], null);
  assert.deepEqual(shown.panels[0].marks[2].text, "– (0.0, –)");
  assert.deepEqual(shown.read, ["–"]);
  const there = resolve(spec({ program, panels, readout }), { u: [-4, 1] });
  assert.deepEqual(there.panels[0].marks[0], { at: [-0.25, 0], label: "1/x −0.3" });
  assert.deepEqual(there.read, ["−0.25"]);
});

test("only what needs an input is computed anew", () => {
  const inputs = [free("u", [2, 1]), free("v", [1, 1])];
  const dot = (name) => ({ kind: "dot", at: [`${name}.0`, `${name}.1`], needs: [name] });
  const scene = new Resolver(spec({ inputs, panels: [plane(dot("u"), dot("v"))] }));
  scene.take({ u: [2, 1], v: [1, 1] });
  const [u, v] = scene.panels[0].marks.map(({ result }) => result);
  scene.take({ u: [2, 2], v: [1, 1] });
  const [other, same] = scene.panels[0].marks.map(({ result }) => result);
  assert.deepEqual(other, { at: [2, 2] });
  assert.notEqual(other, u);
  assert.equal(same, v);
});

test("the bounds of a panel stay while they are frozen", () => {
  const heat = { kind: "heat", x: "x:1", y: "y:1", low: 0, high: 9, n: 3, value: "x:1", needs: [] };
  const panel = { ...plane(heat), x: [0, "u.0"] };
  const scene = new Resolver(spec({ panels: [panel] }));
  scene.take({ u: [2, 1] });
  scene.take({ u: [4, 1] }, true);
  assert.deepEqual(scene.panels[0].marks[0].result.values[0], [0, 1, 2]);
  scene.take({ u: [4, 1] });
  assert.deepEqual(scene.panels[0].marks[0].result.values[0], [0, 2, 4]);
});

test("buttons set, append and remove, and keep the least and the most", () => {
  const data = { kind: "points", name: "d", label: "d", tone: "c", at: [[1], [2], [7]], flat: true, least: 2, most: 4, step: 0.1, within: null };
  const scene = new Resolver(spec({ inputs: [free("u", [2, 1]), data] }));
  scene.take(beginning(scene.spec));
  const swap = action(scene, { set: { u: ["u.1", "u.0"] } });
  assert.deepEqual(swap(), { u: [1, 2] });
  assert.deepEqual(action(scene, { set: { u: [["log", -1], 0] } })(), {});
  const [append, remove] = [action(scene, { append: ["d", [5]] }), action(scene, { remove: ["d", ["Abs", "d.0"]] })];
  assert.deepEqual(append(), { d: [[1], [2], [7], [5]] });
  assert.deepEqual(remove(), { d: [[1], [2]] });
  scene.take({ u: [2, 1], d: [[1], [2]] });
  assert.equal(remove(), null);
});

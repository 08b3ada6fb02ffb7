// The picture of a map of the plane: the moved grid, the moved unit square with its signed
// area, and the columns as arrows that can be dragged.

import { drawing, glide, handle, set, Stage, svg, unique, write } from "./stage.js";
import { format, round, short } from "./stage.math.js";
import {
  apply, between, column, determinant, eigenvalues, eigenvectors, extentFor, image, kernel,
  rank, same, settle, stopAtLine, withColumn,
} from "./linear_map.math.js";

const LINES = 12;
const STEPS = Array.from({ length: 2 * LINES + 1 }, (_, k) => k - LINES);

/** Bounds that show `half` each way, and a little more, so that no handle is cut. */
const boundsFor = (half) => [-1, 1, -1, 1].map((side) => side * half * 1.13);

/** What the picture shows of matrices in the model: there at once, or on the way. */
export function gliding(view) {
  let [from, to, t, runs] = [{}, {}, 1, 0];
  const shown = (trait) => {
    const now = view.model.get(trait);
    return t < 1 && same(now, to[trait]) ? between(from[trait], now, t) : now;
  };
  const go = (state) => {
    from = Object.fromEntries(Object.keys(state).map((trait) => [trait, shown(trait)]));
    [to, t] = [state, 0];
    const run = ++runs;
    view.change(state);
    glide((now) => {
      if (run === runs) t = now;
      view.request();
    }, 400, view.signal);
  };
  return { shown, go };
}

export class Plane {
  /**
   * @param {{label: string, names: [string, string], edit?: {get: () => any, put: (A) => void}}} o
   *   `names` of the two columns; `edit` lets the reader drag them
   */
  constructor(view, { label, names, edit }) {
    this.half = 3;
    this.stage = new Stage({ bounds: boundsFor(3), label, view });
    this.names = names;
    this.#build();
    this.redraw = drawing(this.stage, (A, eigen, ghost) => {
      this.#drawGrid(A);
      this.#drawSquare(A, ghost);
      this.#drawColumns(A);
      this.#drawLines(A, eigen);
    });
    this.handles = edit ? names.map((name, j) => this.#handle(name, j, edit)) : [];
  }

  #build() {
    const hatch = unique("hatch");
    const path = (className) => svg("path", { class: className });
    const text = (...children) => svg("text", { class: "mdl-label" }, ...children);
    this.marks = {
      rows: path("mdl-moved mdl-a"), columns: path("mdl-moved mdl-b"),
      square: path("mdl-square"), hatch: set(path(), { fill: `url(#${hatch})` }),
      ghost: path("mdl-ghost"), turn: path("mdl-turn"),
      kernel: path("mdl-kernel"), image: path("mdl-image"),
      eigen: [path("mdl-eigen"), path("mdl-eigen")],
      arrows: [path("mdl-arrow mdl-a"), path("mdl-arrow mdl-b")],
    };
    this.texts = {
      kernel: text("kernel"), image: text("image"), area: text(), eigen: [text(), text()],
      names: this.names.map((name) => text(...symbol(name))),
    };
    this.stage.layer.append(
      svg("defs", {}, svg(
        "pattern",
        { id: hatch, width: 7, height: 7, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
        svg("path", { class: "mdl-hatch", d: "M0 0V7" }),
      )),
      ...Object.values(this.marks).flat(), ...Object.values(this.texts).flat(),
    );
  }

  #handle(name, j, { get, put }) {
    const move = (point, by) => {
      const A = get();
      const other = column(A, 1 - j);
      const to = by === "pointer" ? settle(point, other) : stopAtLine(column(A, j), point, other);
      put(withColumn(A, j, to));
    };
    const limits = () => [-this.half, this.half, -this.half, this.half];
    return handle(this.stage, {
      label: `${name}, the image of basis vector ${j + 1}`, tone: "ab"[j],
      get: () => column(get(), j), move, limits,
    });
  }

  /** Draw a matrix; `eigen` adds its real eigen-directions, `ghost` another square. */
  draw(A, { eigen = false, ghost = null, room = A } = {}) {
    const half = extentFor(room);
    if (half !== this.half && !this.handles.some((point) => point.held())) {
      this.half = half;
      this.stage.look(boundsFor(half));
    }
    this.redraw(A, eigen, ghost);
  }

  /** How many pixels a unit of the plane is. */
  #pixel() {
    return this.stage.x(1) - this.stage.x(0);
  }

  #drawGrid(A) {
    const { stage, marks } = this;
    const lines = (start, j) => {
      const [u, v] = column(A, j).map((entry) => round(entry * 2 * LINES * this.#pixel()));
      return STEPS.map((k) => `M${stage.at(apply(A, start(k)))}l${u} ${-v}`).join("");
    };
    set(marks.rows, { d: lines((k) => [-LINES, k], 0) });
    set(marks.columns, { d: lines((k) => [k, -LINES], 1) });
  }

  #drawSquare(A, ghost) {
    const { stage, marks, texts } = this;
    const corners = (M) => stage.path([[0, 0], [1, 0], [1, 1], [0, 1]].map((p) => apply(M, p)), true);
    const det = determinant(A);
    const d = corners(A);
    set(marks.square, { d, class: `mdl-square${det < 0 ? " mdl-turned" : ""}` });
    set(marks.hatch, { d: det < 0 ? d : null });
    set(marks.ghost, { d: ghost && corners(ghost) });
    set(marks.turn, { d: det === 0 ? null : this.#turn(A, det) });
    const roomy = Math.abs(det) * this.#pixel() ** 2 > 2800;
    write(texts.area, roomy ? `area ${format(det)}` : "");
    this.#place(texts.area, apply(A, [0.5, 0.5]), 0, 4);
  }

  /** An arc with a head, from the first column to the second: the way that A turns. */
  #turn(A, det) {
    const [start, end] = [0, 1].map((j) => Math.atan2(A[1][j], A[0][j]));
    const full = 2 * Math.PI;
    const angle = det > 0 ? (end - start + full) % full : -((start - end + full) % full);
    const radius = 26;
    const [cx, cy] = [this.stage.x(0), this.stage.y(0)];
    const at = (phi, r) => `${round(cx + r * Math.cos(phi))} ${round(cy - r * Math.sin(phi))}`;
    const tip = start + angle * 0.86;
    const back = tip - Math.sign(det) * Math.min(0.24, Math.abs(angle) * 0.4);
    const arc = `M${at(start + angle * 0.14, radius)}A${radius} ${radius} 0 0 ${det > 0 ? 0 : 1} ${at(tip, radius)}`;
    return `${arc}M${at(back, radius - 5)}L${at(tip, radius)}L${at(back, radius + 5)}`;
  }

  #drawColumns(A) {
    for (const j of [0, 1]) {
      const tip = column(A, j);
      set(this.marks.arrows[j], { d: this.stage.path([[0, 0], tip]) });
      this.handles[j]?.paint(tip);
      const length = Math.sqrt(tip[0] ** 2 + tip[1] ** 2);
      const [u, v] = length ? [tip[0] / length, tip[1] / length] : [[1, 0], [0, 1]][j];
      this.#place(this.texts.names[j], tip, 24 * u, 5 - 24 * v);
    }
  }

  #drawLines(A, eigen) {
    const r = rank(A);
    const line = (mark, text, direction, side) => {
      set(mark, { d: direction ? this.#through(direction) : null });
      set(text, { visibility: direction ? null : "hidden" });
      if (direction) this.#label(text, direction, side);
    };
    line(this.marks.kernel, this.texts.kernel, r === 1 && kernel(A)[0], 1);
    line(this.marks.image, this.texts.image, r === 1 && image(A)[0], 1);
    const vectors = eigen && !isScalar(A) ? eigenvectors(A) : [];
    const values = eigenvalues(A);
    for (const k of [0, 1]) {
      // A kernel line, or an image line that is an eigen-direction too, is drawn already.
      const value = values[k][0];
      const direction = value !== 0 && vectors[k];
      line(this.marks.eigen[k], this.texts.eigen[k], direction, -1);
      if (direction) write(this.texts.eigen[k], `λ = ${short(value)}`);
    }
  }

  #through([u, v]) {
    const t = (1.2 * this.half) / Math.max(Math.abs(u), Math.abs(v));
    return this.stage.path([[-t * u, -t * v], [t * u, t * v]]);
  }

  /** Write near the end of a line through the origin, beside it. */
  #label(text, [u, v], side) {
    const t = (side * 0.9 * this.half) / Math.max(Math.abs(u), Math.abs(v));
    const upright = Math.abs(v) > Math.abs(u);
    this.#place(text, [t * u, t * v], upright ? 28 : 0, upright ? 0 : -10);
  }

  #place(text, [x, y], dx, dy) {
    const { width, height } = this.stage;
    const keep = (value, size, edge) => round(Math.min(Math.max(value, edge), size - edge));
    set(text, {
      x: keep(this.stage.x(x) + dx, width, 20), y: keep(this.stage.y(y) + dy, height, 14),
    });
  }
}

const isScalar = (A) => eigenvectors(A).length === 2 && A[0][1] === 0 && A[1][0] === 0 && A[0][0] === A[1][1];

/** "Ae₁" as letters and an index that SVG shows upright and bold. */
const symbol = (name) => [svg("tspan", { class: "mdl-symbol" }, name)];

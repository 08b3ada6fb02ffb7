// How the marks of a scene are drawn, from the numbers that `resolve` gives.

import { set, svg, unique, write } from "./stage.js";
import { clamp, round } from "./stage.math.js";

const EDGE = 100_000; // pixels: what is further away is drawn there
const HEAD = 11; // pixels of an arrow
const DASHES = { solid: null, dashed: "7 5", dotted: "1 5" };
const BANDS = 12; // shades of a heat map
const LABEL = 15; // pixels between a thing and its name

/** Pixels, a tenth of one at the finest. */
const pixel = (value) => round(clamp(value, -EDGE, EDGE), 1);
const at = ({ x, y }, [px, py]) => `${pixel(x(px))} ${pixel(y(py))}`;

/** A path through points; where one is missing, it begins anew. */
function through(stage, points) {
  let text = "";
  let pen = "M";
  for (const point of points) {
    if (point) text += pen + at(stage, point);
    pen = point ? "L" : "M";
  }
  return text;
}

const closed = (stage, points) => `M${points.map((point) => at(stage, point)).join("L")}Z`;
const dots = (stage, points) => points.filter(Boolean).map((point) => `M${at(stage, point)}h0`).join("");

/** A line as far as one can see, both ways. */
function endless({ bounds: [xmin, xmax, ymin, ymax] }, { point, direction: [u, v] }) {
  const size = Math.hypot(u, v);
  const [du, dv] = [u / size, v / size];
  const [cx, cy] = [(xmin + xmax) / 2 - point[0], (ymin + ymax) / 2 - point[1]];
  const middle = cx * du + cy * dv;
  const reach = Math.hypot(xmax - xmin, ymax - ymin);
  return [-1, 1].map((side) => [point[0] + (middle + side * reach) * du, point[1] + (middle + side * reach) * dv]);
}

/** Shaft and head of an arrow, in pixels; a short one is all head. */
function arrow(stage, from, to, head = HEAD) {
  const [x0, y0, x1, y1] = [stage.x(from[0]), stage.y(from[1]), stage.x(to[0]), stage.y(to[1])];
  const length = Math.hypot(x1 - x0, y1 - y0);
  if (!(length > 0.01)) return { shaft: null, head: null };
  const size = Math.min(head, length);
  const [u, v] = [(x1 - x0) / length, (y1 - y0) / length];
  const [bx, by] = [x1 - u * size, y1 - v * size];
  const side = size * 0.42;
  const place = (x, y) => `${pixel(x)} ${pixel(y)}`;
  return {
    shaft: `M${place(x0, y0)}L${place(bx + u, by + v)}`,
    head: `M${place(x1, y1)}L${place(bx - v * side, by + u * side)}L${place(bx + v * side, by - u * side)}Z`,
  };
}

// Level lines

/** Where a level cuts the side between two corners, from 0 to 1. */
const cut = (a, b, level) => (level - a) / (b - a);

/** The pieces of a level line in each cell of a grid of values. */
function level(stage, { bounds: [xmin, xmax, ymin, ymax] }, values, height) {
  const [rows, columns] = [values.length, values[0].length];
  const [w, h] = [(xmax - xmin) / (columns - 1), (ymax - ymin) / (rows - 1)];
  let text = "";
  for (let i = 0; i + 1 < rows; i++) {
    const [low, high] = [values[i], values[i + 1]];
    for (let j = 0; j + 1 < columns; j++) {
      const [a, b, c, d] = [low[j], low[j + 1], high[j + 1], high[j]];
      if (a === null || b === null || c === null || d === null) continue;
      const above = (a >= height) + (b >= height) + (c >= height) + (d >= height);
      if (above === 0 || above === 4) continue;
      const [x, y] = [xmin + j * w, ymin + i * h];
      const crossings = [];
      if (a >= height !== b >= height) crossings.push([x + w * cut(a, b, height), y]);
      if (b >= height !== c >= height) crossings.push([x + w, y + h * cut(b, c, height)]);
      if (c >= height !== d >= height) crossings.push([x + w * cut(d, c, height), y + h]);
      if (d >= height !== a >= height) crossings.push([x, y + h * cut(a, d, height)]);
      for (let k = 0; k + 1 < crossings.length; k += 2) text += `M${at(stage, crossings[k])}L${at(stage, crossings[k + 1])}`;
    }
  }
  return text;
}

// Shades: of the mark's tone, and in a matrix of another where entries are negative

/** The number of a shade: 0 … BANDS from low to high, or for two signs −BANDS … BANDS. */
const rising = (low, high) => (value) => Math.round((BANDS * (clamp(value, low, high) - low)) / (high - low));
const signed = (size) => (value) => Math.round((BANDS * clamp(value, -size, size)) / size);

/** A path for each shade; cells that are alike and side by side are one. */
function shades(values, shadeOf, edge) {
  const band = (value) => (value === null ? 0 : shadeOf(value));
  const found = new Map();
  values.forEach((row, i) => {
    for (let j = 0, k = 0; j < row.length; j = k) {
      const shade = band(row[j]);
      for (k = j + 1; k < row.length && band(row[k]) === shade;) k += 1;
      if (!shade) continue;
      const { left, right, top, bottom } = edge(i, j, k);
      const cell = `M${pixel(left)} ${pixel(top)}H${pixel(right)}V${pixel(bottom)}H${pixel(left)}Z`;
      found.set(shade, (found.get(shade) ?? "") + cell);
    }
  });
  return found;
}

/** Elements for all shades, and what draws them. */
function shaded(full, ...tones) {
  const paths = new Map(tones.flatMap(([name, sign]) => Array.from({ length: BANDS }, (_, k) => [
    sign * (k + 1), svg("path", { class: name, "fill-opacity": round((full * (k + 1)) / BANDS, 3) }),
  ])));
  return {
    nodes: [...paths.values()],
    draw: (found) => paths.forEach((path, shade) => set(path, { d: found.get(shade) ?? null })),
  };
}

// The kinds

const stroke = (mark, name = "mdl-mark") =>
  svg("path", {
    class: name, "stroke-width": mark.width, "stroke-dasharray": DASHES[mark.style],
    "stroke-linecap": mark.style === "dotted" ? "round" : null,
  });
const filled = (opacity) => svg("path", { class: "mdl-shade", "fill-opacity": opacity });

/** A kind that is one path. */
const single = (shape, where) => (mark, stage) => {
  const path = stroke(mark);
  return { nodes: [path], draw: (shown) => set(path, { d: shown && shape(stage, shown, mark) }), where };
};

/** A kind whose path also has a filling. */
const region = (shape, where) => (mark, stage) => {
  const [path, inside] = [stroke(mark), filled(mark.fill)];
  return {
    nodes: mark.fill ? [inside, path] : [path],
    draw: (shown) => {
      const d = shown && shape(stage, shown, mark);
      set(path, { d });
      if (mark.fill) set(inside, { d });
    },
    where,
  };
};

/** The last of some points that can be seen. */
function lastSeen({ points }, { bounds: [xmin, xmax, ymin, ymax] }) {
  const seen = points.findLast((p) => p && p[0] >= xmin && p[0] <= xmax && p[1] >= ymin && p[1] <= ymax);
  return seen && { at: seen, dx: 0, dy: -LABEL + 3 };
}

const middle = (points) => [0, 1].map((k) => points.reduce((sum, point) => sum + point[k], 0) / points.length);

function dot(mark, stage) {
  const path = svg("path", { class: "mdl-mark mdl-round", "stroke-width": 2 * mark.size });
  return {
    nodes: [path], draw: (shown) => set(path, { d: shown && dots(stage, [shown.at]) }),
    where: (shown) => ({ at: shown.at, dx: 6, dy: -LABEL + 4 }),
  };
}

function arrowMark(mark, stage) {
  const [shaft, head] = [stroke(mark), filled(1)];
  return {
    nodes: [shaft, head],
    draw: (shown) => {
      const parts = shown ? arrow(stage, shown.from, shown.to) : { shaft: null, head: null };
      // Where a hand takes hold of it, the tip is the handle.
      const isHeld = shown && stage.grips?.some((grip) => grip.every((entry, k) => entry === shown.to[k]));
      set(shaft, { d: isHeld ? through(stage, [shown.from, shown.to]) : parts.shaft });
      set(head, { d: isHeld ? null : parts.head });
    },
    where: ({ from, to }) => {
      const [u, v] = [stage.x(to[0]) - stage.x(from[0]), stage.y(to[1]) - stage.y(from[1])];
      const length = Math.hypot(u, v) || 1;
      return { at: to, dx: (22 * u) / length, dy: (22 * v) / length + 4 };
    },
  };
}

const beside = (stage, { from, to }) => {
  const [u, v] = [stage.x(to[0]) - stage.x(from[0]), stage.y(to[1]) - stage.y(from[1])];
  const length = Math.hypot(u, v) || 1;
  return { at: middle([from, to]), dx: (-LABEL * v) / length, dy: (LABEL * u) / length + 4 };
};

function polygon(mark, stage) {
  const { nodes, draw, where } = region((_, { points }) => closed(stage, points), ({ points }) => ({ at: middle(points), dx: 0, dy: 4 }))(mark, stage);
  if (mark.hatch == null) return { nodes, draw, where };
  const id = unique("hatch");
  const cover = svg("path", { fill: `url(#${id})` });
  const pattern = svg(
    "pattern", { id, width: 7, height: 7, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
    svg("path", { class: "mdl-mark", "stroke-width": 1.5, "stroke-opacity": 0.6, d: "M0 0V7" }),
  );
  return {
    nodes: [svg("defs", {}, pattern), ...nodes, cover],
    draw: (shown) => {
      draw(shown);
      set(cover, { d: shown?.hatch ? closed(stage, shown.points) : null });
    },
    where,
  };
}

function textMark(mark, stage) {
  const node = svg("text", { class: "mdl-label" });
  return {
    nodes: [], names: [node],
    draw: (shown) => {
      write(node, shown?.text ?? "");
      if (shown) put(stage, node, { at: shown.at, dx: 0, dy: 4 });
    },
  };
}

function circlePath(stage, { centre: [x, y], radius }) {
  const [rx, ry] = [Math.abs(stage.x(radius) - stage.x(0)), Math.abs(stage.y(radius) - stage.y(0))].map(pixel);
  const [cx, cy] = [stage.x(x), stage.y(y)].map(pixel);
  return `M${pixel(cx - rx)} ${cy}a${rx} ${ry} 0 1 0 ${2 * rx} 0a${rx} ${ry} 0 1 0 ${-2 * rx} 0Z`;
}

function curve(mark, stage) {
  const [path, head] = [stroke(mark), filled(1)];
  return {
    nodes: [path, head],
    draw: (shown) => {
      set(path, { d: shown && through(stage, shown.points) });
      if (!mark.head) return;
      const [before, last] = shown ? shown.points.slice(-6).filter(Boolean).slice(0, 1).concat([shown.points.at(-1)]) : [];
      set(head, { d: before && last ? arrow(stage, before, last).head : null });
    },
    where: lastSeen,
  };
}

/** The pieces of an area: there and back. */
function areaPath(stage, { points }) {
  const pieces = [[]];
  for (const point of points) {
    if (point) pieces.at(-1).push(point);
    else pieces.push([]);
  }
  return pieces.filter((piece) => piece.length > 1).map((piece) => closed(stage, [
    ...piece.map(([x, , upper]) => [x, upper]), ...piece.toReversed().map(([x, lower]) => [x, lower]),
  ])).join("");
}

function area(mark, stage) {
  const inside = filled(mark.fill || 0.25);
  return {
    nodes: [inside], draw: (shown) => set(inside, { d: shown && areaPath(stage, shown) }),
    where: ({ points }) => {
      const found = points.filter(Boolean);
      const [x, lower, upper] = found[found.length >> 1] ?? [0, 0, 0];
      return { at: [x, (lower + upper) / 2], dx: 0, dy: 4 };
    },
  };
}

function contours(mark, stage) {
  const path = stroke(mark);
  return {
    nodes: [path],
    draw: (shown) => set(path, { d: shown && shown.levels.map((height) => level(stage, stage, shown.values, height)).join("") }),
  };
}

function heat(mark, stage) {
  const { nodes, draw } = shaded(mark.fill, ["mdl-shade", 1]);
  const show = ({ values, low, high }) => {
    const [xmin, xmax, ymin, ymax] = stage.bounds;
    const [w, h] = [(xmax - xmin) / (values[0].length - 1), (ymax - ymin) / (values.length - 1)];
    return shades(values, rising(low, high), (i, j, k) => ({
      left: stage.x(xmin + (j - 0.5) * w), right: stage.x(xmin + (k - 0.5) * w),
      top: stage.y(ymin + (i + 0.5) * h), bottom: stage.y(ymin + (i - 0.5) * h),
    }));
  };
  return { nodes, draw: (shown) => draw(shown ? show(shown) : new Map()) };
}

function matrix(mark, stage) {
  const { nodes, draw } = shaded(0.9, ["mdl-shade", 1], [`mdl-shade mdl-${mark.tone === "b" ? "a" : "b"}`, -1]);
  const size = Math.max(Math.abs(mark.low), Math.abs(mark.high));
  const frame = svg("path", { class: "mdl-mark", "stroke-width": 1 });
  const show = ({ values }) => {
    const [xmin, xmax, ymin, ymax] = stage.bounds;
    const [w, h] = [(xmax - xmin) / values[0].length, (ymax - ymin) / values.length];
    return shades(values, signed(size), (i, j, k) => ({
      left: stage.x(xmin + j * w), right: stage.x(xmin + k * w),
      top: stage.y(ymax - i * h), bottom: stage.y(ymax - (i + 1) * h),
    }));
  };
  return {
    nodes: [...nodes, frame],
    draw: (shown) => {
      const [xmin, xmax, ymin, ymax] = stage.bounds;
      draw(shown ? show(shown) : new Map());
      set(frame, { d: shown && closed(stage, [[xmin, ymin], [xmax, ymin], [xmax, ymax], [xmin, ymax]]) });
    },
  };
}

function field(mark, stage) {
  const [path, heads] = [stroke(mark), filled(1)];
  return {
    nodes: [path, heads],
    draw: (shown) => {
      const arrows = (shown?.arrows ?? []).filter(Boolean);
      const longest = Math.max(...arrows.map(([, , u, v]) => Math.hypot(u, v)));
      const [xmin, xmax, ymin, ymax] = stage.bounds;
      const cell = (0.9 * Math.min(xmax - xmin, ymax - ymin)) / mark.n;
      const scale = longest > 0 ? cell / longest : 0;
      const parts = arrows.map(([x, y, u, v]) => arrow(stage, [x - (scale * u) / 2, y - (scale * v) / 2], [x + (scale * u) / 2, y + (scale * v) / 2], 6));
      set(path, { d: parts.map(({ shaft }) => shaft ?? "").join("") || null });
      set(heads, { d: parts.map(({ head }) => head ?? "").join("") || null });
    },
  };
}

function bars(mark, stage) {
  const inside = filled(mark.fill || 0.5);
  const shape = ({ bars: found }) => found.filter(Boolean)
    .map(([left, right, height]) => closed(stage, [[left, 0], [right, 0], [right, height], [left, height]])).join("");
  return { nodes: [inside], draw: (shown) => set(inside, { d: shown && shape(shown) }) };
}

const LINES = 12;

function grid(mark, stage) {
  const paths = ["a", "b"].map((tone) => svg("path", { class: `mdl-moved mdl-${tone}` }));
  const steps = Array.from({ length: 2 * LINES + 1 }, (_, k) => k - LINES);
  const lines = (A, j) => steps.map((k) => {
    const ends = [-LINES, LINES].map((t) => (j ? [k, t] : [t, k]));
    return through(stage, ends.map(([x, y]) => [A[0][0] * x + A[0][1] * y, A[1][0] * x + A[1][1] * y]));
  }).join("");
  return { nodes: paths, draw: (shown) => paths.forEach((path, j) => set(path, { d: shown && lines(shown.matrix, j) })) };
}

function scatter(mark, stage) {
  const tones = [...new Set(mark.tones ?? [mark.tone])];
  const parts = tones.map((tone) => ({
    of: (points) => points.filter((point, k) => point && (!mark.tones || mark.tones[k] === tone)),
    stems: svg("path", { class: `mdl-mark mdl-${tone}`, "stroke-width": mark.width }),
    heads: svg("path", { class: `mdl-mark mdl-round mdl-${tone}`, "stroke-width": 2 * mark.size }),
  }));
  return {
    nodes: parts.flatMap(({ stems, heads }) => (mark.stems ? [stems, heads] : [heads])),
    draw: (shown) => {
      for (const { of, stems, heads } of parts) {
        const points = shown ? of(shown.points) : [];
        set(heads, { d: dots(stage, points) || null });
        set(stems, { d: points.map(([x, y]) => through(stage, [[x, 0], [x, y]])).join("") || null });
      }
    },
  };
}

function path(mark, stage) {
  const [way, steps] = [stroke(mark), svg("path", { class: "mdl-mark mdl-round", "stroke-width": 5 })];
  return {
    nodes: mark.dots ? [way, steps] : [way],
    draw: (shown) => {
      set(way, { d: shown && through(stage, shown.points) });
      set(steps, { d: shown && dots(stage, shown.points) });
    },
    where: lastSeen,
  };
}

const KINDS = {
  dot, arrow: arrowMark, polygon, text: textMark, curve, area, contours, heat, field, bars, grid, matrix, scatter, path,
  histogram: bars, series: path,
  segment: single((stage, { from, to }) => through(stage, [from, to]), (shown, stage) => beside(stage, shown)),
  line: single((stage, shown) => through(stage, endless(stage, shown)), (shown, stage) => nearEnd(stage, shown)),
  polyline: region((stage, { points }) => through(stage, points), lastSeen),
  graph: single((stage, { points }) => through(stage, points), lastSeen),
  circle: region(circlePath, ({ centre: [x, y], radius }) => ({ at: [x, y + radius], dx: 0, dy: -8 })),
};

/** Beside a line, near where it leaves the picture. */
function nearEnd(stage, shown) {
  const [, [ex, ey]] = endless(stage, shown);
  const [xmin, xmax, ymin, ymax] = stage.bounds;
  const { point: [px, py], direction: [u, v] } = shown;
  const middle = [(xmin + xmax) / 2, (ymin + ymax) / 2];
  const t = ((middle[0] - px) * u + (middle[1] - py) * v) / (u * u + v * v);
  const foot = [px + t * u, py + t * v];
  const room = Math.min(
    ex === foot[0] ? Infinity : (0.45 * (xmax - xmin)) / Math.abs(ex - foot[0]),
    ey === foot[1] ? Infinity : (0.45 * (ymax - ymin)) / Math.abs(ey - foot[1]),
  );
  const upright = Math.abs(v) > Math.abs(u);
  return { at: [foot[0] + room * (ex - foot[0]), foot[1] + room * (ey - foot[1])], dx: upright ? 26 : 0, dy: upright ? 0 : -10 };
}

/** Put a text beside a place, and inside the picture. */
function put(stage, text, { at: [px, py], dx, dy }) {
  const half = 3.6 * text.textContent.length; // pixels, about: asking would lay out the page
  const keep = (value, size, edge) => round(edge < size - edge ? clamp(value, edge, size - edge) : size / 2, 1);
  set(text, { x: keep(stage.x(px) + dx, stage.width, half + 4), y: keep(stage.y(py) + dy, stage.height, 14) });
}

/**
 * The elements of a mark, below and above the other marks, and what draws it.
 * @returns {{nodes: SVGElement[], names: SVGElement[], paint: (shown: object | null) => void}}
 */
export function drawn(mark, stage) {
  const { nodes, names = [], draw, where } = KINDS[mark.kind](mark, stage);
  const root = svg("g", { class: `mdl-${mark.tone}` }, ...nodes);
  const name = mark.label && where ? svg("text", { class: "mdl-label" }) : null;
  const texts = [...names, ...(name ? [name] : [])];
  for (const text of texts) text.classList.add(`mdl-${mark.tone}`);
  let [last, scale] = [undefined, undefined];
  const paint = (shown) => {
    if (shown === last && scale === stage.x) return;
    [last, scale] = [shown, stage.x];
    draw(shown);
    if (!name) return;
    const place = shown && where(shown, stage);
    write(name, place ? shown.label : "");
    if (place) put(stage, name, place);
  };
  return { nodes: [root], names: texts, paint };
}

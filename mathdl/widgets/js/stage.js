// The ground that every interactive figure stands on: elements, scales, axes, points to
// drag, one painting per frame, and a voice for those who listen.

import { clamp, format, keyTarget, round, scale, short, ticks } from "./stage.math.js";

const SVG = "http://www.w3.org/2000/svg";

/** @typedef {import("./stage.math.js").Point} Point */
/** @typedef {import("./stage.math.js").Bounds} Bounds */

// Elements

/** Set the attributes that changed; `false` and `null` take one away. */
export function set(element, attributes) {
  for (const name in attributes) {
    const value = attributes[name];
    const text = String(value);
    if (value === false || value == null) element.removeAttribute(name);
    else if (element.getAttribute(name) !== text) element.setAttribute(name, text);
  }
  return element;
}

/** Set the text of an element if it changed; its one text node, where it has one, stays. */
export function write(element, text) {
  const { firstChild: node } = element;
  if (element.textContent === text) return;
  if (node instanceof Text && !node.nextSibling) node.data = text;
  else element.textContent = text;
}

export function svg(name, attributes = {}, ...children) {
  const element = set(document.createElementNS(SVG, name), attributes);
  element.append(...children);
  return element;
}

export function html(name, attributes = {}, ...children) {
  const element = set(document.createElement(name), attributes);
  element.append(...children);
  return element;
}

/**
 * A place whose size does not depend on what stands in it (see explorable.css): a browser
 * lays out such a place alone, and not the page about it. What changes at each move of a
 * hand belongs in one. No grid or flex box may hold it directly, or the page is laid out
 * all the same.
 */
export const slot = (...children) => html("span", { class: "mdl-slot" }, ...children);

let made = 0;

/** An id that no other element of the page has. */
export const unique = (name) => `mdl-${name}-${++made}-${Math.random().toString(36).slice(2, 7)}`;

// Time

const PATIENCE = 100; // milliseconds

/**
 * Ask for `paint` in the next frame, once however often it is asked for, and for `tell` in
 * the one after: what is looked at follows a hand at each move, what is read when the hand
 * rests for a frame, or ten times a second.
 */
export function painter(paint, tell, signal) {
  let [painting, telling, told] = [0, 0, 0];
  const say = (now) => {
    [telling, told] = [0, now];
    tell();
  };
  const draw = () => {
    painting = 0;
    paint();
    telling ||= requestAnimationFrame(say);
  };
  signal.addEventListener("abort", () => {
    cancelAnimationFrame(painting);
    cancelAnimationFrame(telling);
  });
  return () => {
    if (signal.aborted) return;
    if (performance.now() - told < PATIENCE) {
      cancelAnimationFrame(telling);
      telling = 0;
    }
    painting ||= requestAnimationFrame(draw);
  };
}

/** Run `action` at once, then at most every `wait` ms; the last call is never lost. */
export function throttle(action, wait, signal) {
  let timer = 0;
  let again = false;
  const run = () => {
    again = false;
    action();
    timer = setTimeout(() => {
      timer = 0;
      if (again) run();
    }, wait);
  };
  signal.addEventListener("abort", () => {
    clearTimeout(timer);
    if (again) action();
  });
  return () => {
    again = true;
    if (!timer) run();
  };
}

export const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** Call `step` with 0 … 1, eased, over `ms`; at once with 1 where motion is not wanted. */
export function glide(step, ms, signal) {
  if (calm()) return void step(1);
  const start = performance.now();
  const tick = (now) => {
    if (signal.aborted) return;
    const t = clamp((now - start) / ms, 0, 1);
    step(t < 1 ? 1 - (1 - t) ** 3 : 1);
    if (t < 1) requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
}

// A view: what all figures do around their own drawing

/**
 * Mount a figure: its root, one painter, throttled saving, a live region.
 * `build(view)` makes the elements once and returns `paint`, which only sets attributes;
 * what can be told in words and numbers a frame later is given to `view.follow`.
 * @returns {() => void} the cleanup
 */
export function mount({ model, el }, { name, watch, build }) {
  const end = new AbortController();
  const { signal } = end;
  const voice = slot();
  const hint = html(
    "div", { class: "mdl-unseen", id: unique("hint") },
    "Arrow keys move the point; with Shift they move it further.",
  );
  const root = html("div", { class: `mdl mdl-${name}`, role: "group" });
  const save = throttle(() => model.save_changes(), 50, signal);
  let [paint, tell] = [() => {}, () => {}];
  const request = painter(() => paint(), () => tell(), signal);
  let said;
  const speak = throttle(() => write(voice, said), 1000, signal);
  const view = {
    model, root, signal, request, hint: hint.id,
    change(state) {
      for (const [key, value] of Object.entries(state)) model.set(key, value);
      save();
    },
    follow(act) {
      tell = act;
    },
    /** Say a conclusion when it changes, at most once a second; the first is not news. */
    say(text) {
      if (said === undefined) said = text;
      if (text === said) return;
      said = text;
      speak();
    },
  };
  paint = build(view);
  paint();
  tell();
  root.append(hint, html("div", { class: "mdl-unseen", "aria-live": "polite" }, voice));
  // What is typed in a figure is meant for it: in JupyterLab many a letter is a command.
  root.addEventListener("keydown", (event) => {
    const { altKey, ctrlKey, metaKey, shiftKey, key } = event;
    const runsCell = shiftKey && key === "Enter";
    if (!(altKey || ctrlKey || metaKey || runsCell || key === "Escape")) event.stopPropagation();
  }, { signal });
  // In JupyterLab nothing around a figure tells its width to the style sheet.
  const frame = html("div", { class: "mdl-frame" }, root);
  el.classList.add("mdl-host");
  el.append(frame);
  for (const trait of watch) {
    model.on(`change:${trait}`, request);
    signal.addEventListener("abort", () => model.off(`change:${trait}`, request));
  }
  return () => {
    end.abort();
    frame.remove();
  };
}

// The stage

const FAR = 20_000; // pixels: further than anything is drawn

/** A plane to draw in, one SVG unit a pixel, with a grid and axes with numbers. */
export class Stage {
  /** @param {{bounds: Bounds, aspect?: number, label: string, view: object}} options */
  constructor({ bounds, aspect = 1, label, view }) {
    this.view = view;
    this.bounds = bounds;
    this.aspect = aspect;
    this.width = 400;
    // It shows nothing, and reaches further than all else: how far a picture reaches stays
    // the same at each move, and a browser need not sort the layers of the page anew.
    const ground = svg("rect", { class: "mdl-ground", x: -FAR, y: -FAR, width: 2 * FAR, height: 2 * FAR });
    this.grid = svg("path", { class: "mdl-grid" });
    this.axes = svg("path", { class: "mdl-axes" });
    this.numbers = svg("g", { class: "mdl-numbers", "aria-hidden": "true" });
    this.layer = svg("g", { "aria-hidden": "true" });
    this.handles = svg("g");
    this.svg = svg(
      "svg", { class: "mdl-stage", role: "group", "aria-label": label },
      ground, this.grid, this.numbers, this.axes, this.layer, this.handles,
    );
    this.root = html("div", {}, this.svg); // alone in a block, the plane is laid out alone
    const sizes = new ResizeObserver(([entry]) => this.resize(entry.contentRect.width));
    sizes.observe(this.svg);
    view.signal.addEventListener("abort", () => sizes.disconnect());
    this.resize(this.width);
  }

  resize(width) {
    if (!width) return;
    this.width = width;
    this.height = width / this.aspect;
    set(this.svg, { viewBox: `0 0 ${round(width)} ${round(this.height)}` });
    this.look(this.bounds);
  }

  /** Show these bounds. */
  look(bounds) {
    this.bounds = bounds;
    const [xmin, xmax, ymin, ymax] = bounds;
    this.x = scale([xmin, xmax], [0, this.width]);
    this.y = scale([ymin, ymax], [this.height, 0]);
    this.#drawAxes();
    this.view.request();
  }

  /** Where a point of the plane is drawn, as a path says it. */
  at([x, y]) {
    return `${round(this.x(x))} ${round(this.y(y))}`;
  }

  /** The path through points of the plane. */
  path(points, close = false) {
    return `M${points.map((point) => this.at(point)).join("L")}${close ? "Z" : ""}`;
  }

  /** The point of the plane under the pointer. @returns {Point} */
  under(event) {
    const box = this.svg.getBoundingClientRect();
    const [xmin, xmax, ymin, ymax] = this.bounds;
    return [
      scale([box.left, box.right], [xmin, xmax])(event.clientX),
      scale([box.bottom, box.top], [ymin, ymax])(event.clientY),
    ];
  }

  #drawAxes() {
    const [xmin, xmax, ymin, ymax] = this.bounds;
    const about = clamp(this.width / 55, 3, 10);
    const xs = ticks(xmin, xmax, about);
    const ys = ticks(ymin, ymax, about / this.aspect);
    const line = (from, to) => this.path([from, to]);
    const grid = [
      ...xs.map((x) => line([x, ymin], [x, ymax])),
      ...ys.map((y) => line([xmin, y], [xmax, y])),
    ];
    set(this.grid, { d: grid.join("") });
    set(this.axes, { d: line([xmin, 0], [xmax, 0]) + line([0, ymin], [0, ymax]) });
    // Where an axis is out of sight, its numbers stand below, or on the left.
    const below = this.y(0) < 0 ? this.height - 5 : clamp(this.y(0) + 14, 14, this.height - 5);
    const isLeft = this.x(0) < 16 || this.x(0) > this.width;
    const [left, anchor] = isLeft ? [4, "start"] : [this.x(0) - 6, "end"];
    const inside = (at, size) => at > 12 && at < size - 12;
    this.#drawNumbers([
      ...xs.filter((x) => x && inside(this.x(x), this.width))
        .map((x) => [x, this.x(x), below, "middle"]),
      ...ys.filter((y) => y && inside(this.y(y), this.height))
        .map((y) => [y, left, this.y(y) + 4, anchor]),
    ]);
  }

  /** Bounds can move with the hand: the texts that are there are used again. */
  #drawNumbers(numbers) {
    const { children } = this.numbers;
    while (children.length < numbers.length) this.numbers.append(svg("text"));
    while (children.length > numbers.length) this.numbers.lastChild.remove();
    numbers.forEach(([number, x, y, anchor], k) => {
      set(children[k], { x: round(x), y: round(y), "text-anchor": anchor });
      write(children[k], short(number));
    });
  }
}

/** `draw`, run only when what it is given is new, or the plane's bounds or its width. */
export function drawing(stage, draw) {
  let last;
  return (...given) => {
    const now = JSON.stringify([given, stage.bounds, stage.width]);
    if (now !== last) draw(...given);
    last = now;
  };
}

// Points to drag

const words = ([x, y]) => `x ${format(x)}, y ${format(y)}`;

/**
 * A point that mouse, touch, pen and keys move.
 * `get()` gives where it is, `said(point)` that in words; `move(point, by)` is told where
 * it shall go. A point that moves along a line says itself what a key means (`press`, true
 * if it does) and how far along it is (`place`, as [low, now, high]).
 * @returns {{paint: () => void, held: () => boolean, root: SVGElement}}
 */
export function handle(stage, { label, tone, get, move, limits, step = 0.1, said = words, press, place }) {
  const { signal } = stage.view;
  // They are moved themselves: a moved group would be sorted anew as well.
  const circles = [["mdl-hit", 20], ["mdl-ring", 14], ["mdl-knob", 8.5]]
    .map(([name, r]) => svg("circle", { class: name, r }));
  const group = svg(
    "g", { class: `mdl-handle mdl-${tone}`, tabindex: 0, role: "slider", "aria-label": label,
      "aria-describedby": stage.view.hint },
    ...circles,
  );
  stage.handles.append(group);
  let offset = null;
  const listen = (type, act) => group.addEventListener(type, act, { signal });

  // Nothing else keeps a browser from scrolling when a finger has gone some pixels: what
  // the style sheet says of touch is heard for a whole drawing, not for a part of it.
  group.addEventListener("touchstart", (event) => event.preventDefault(), { signal, passive: false });
  listen("pointerdown", (event) => {
    if (event.button) return;
    group.setPointerCapture(event.pointerId);
    const [x, y] = stage.under(event);
    const [px, py] = get();
    offset = [px - x, py - y];
    group.focus({ preventScroll: true });
    group.classList.add("mdl-held");
  });
  listen("pointermove", (event) => {
    if (!offset) return;
    const [x, y] = stage.under(event);
    const [xmin, xmax, ymin, ymax] = limits();
    const to = [clamp(x + offset[0], xmin, xmax), clamp(y + offset[1], ymin, ymax)];
    move(to, "pointer");
  });
  listen("lostpointercapture", () => {
    offset = null;
    group.classList.remove("mdl-held");
    stage.view.request();
  });
  listen("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const to = press ? press(event) : keyTarget(event, get(), step, limits());
    if (!to) return;
    event.preventDefault();
    if (!press) move(to, "key");
  });

  const draw = drawing(stage, ([x, y], [low, now, high]) => {
    const centre = { cx: round(stage.x(x)), cy: round(stage.y(y)) };
    for (const circle of circles) set(circle, centre);
    set(group, {
      "aria-valuemin": round(low), "aria-valuemax": round(high), "aria-valuenow": round(now),
      "aria-valuetext": said([x, y]),
    });
  });
  const across = ([x], [xmin, xmax]) => [xmin, x, xmax];
  return {
    root: group,
    held: () => offset !== null,
    paint: (point = get()) => draw(point, place ? place() : across(point, limits())),
  };
}

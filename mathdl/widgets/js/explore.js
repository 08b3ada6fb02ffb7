// Frames of a figure that were drawn beforehand, with a slider for each argument.

import { button, slide } from "./controls.js";
import { frameIndex, isFine, isWhole, isWorded, neighbours, next, valueAt } from "./explore.math.js";
import { html, mount, set, write } from "./stage.js";
import { round } from "./stage.math.js";

const BEAT = 700; // milliseconds a frame stands when played
const REST = 200; // milliseconds, for browsers that do not tell when they are idle

const DECIMALS = 4;

const said = (value) => (typeof value === "number" ? String(round(value, DECIMALS)) : value);

/** The slider of one argument. */
function slider(view, k) {
  const { model } = view;
  const options = model.get("values")[k];
  const fine = model.get("live") && isFine(options);
  const longest = Math.max(...options.map((option) => said(option).length));
  const { root, paint } = slide({
    label: model.get("names")[k], min: 0, max: options.length - 1, step: fine ? 0.05 : 1, view,
    room: fine ? longest + DECIMALS : longest,
    worded: isWorded(options),
    move: (place) => view.change({ at: model.get("at").with(k, place) }),
  });
  return { root, paint: (place) => paint(place, said(valueAt(options, place))) };
}

const whenIdle = (act) =>
  window.requestIdleCallback ? window.requestIdleCallback(act) : window.setTimeout(act, REST);

/** A picture from its text: its outermost element, empty, and what stands in it. */
function parse(text) {
  const { documentElement } = new DOMParser().parseFromString(text, "image/svg+xml");
  const whole = document.importNode(set(documentElement, { "aria-hidden": "true" }), true);
  return { frame: whole.cloneNode(false), parts: [...whole.childNodes] };
}

/** Put parts in a frame; what looks the same in both pictures stays, laid out as it is. */
function fill(frame, parts) {
  while (frame.childNodes.length > parts.length) frame.lastChild.remove();
  parts.forEach((part, k) => {
    const old = frame.childNodes[k];
    if (!old) frame.append(part);
    else if (!old.isEqualNode(part)) old.replaceWith(part);
  });
}

/** The pictures, each made once from its text. */
function screen({ model, signal }) {
  const root = html("div", { class: "mdl-screen", role: "img" });
  const made = new Map();
  const picture = (text) => {
    if (!made.has(text)) made.set(text, parse(text));
    return made.get(text);
  };
  const frameAt = (at) => model.get("frames")[frameIndex(at, model.get("values"))];
  let shown;
  /** Where the outermost element stays, a browser lays out the picture and not the page. */
  const show = (now) => {
    if (now === shown) return;
    if (!shown?.frame.isEqualNode(now.frame)) root.replaceChildren(now.frame.cloneNode(false));
    fill(root.firstChild, now.parts);
    shown = now;
  };
  const paint = (label) => {
    const at = model.get("at");
    const drawn = !isWhole(at) && model.get("between");
    const text = drawn || frameAt(at);
    show(picture(text));
    if (drawn) made.delete(text); // seldom seen again
    set(root, { "aria-label": label });
  };
  /** The hand comes to the pictures beside this one next: they are made while it rests. */
  const prepare = () => whenIdle(() => {
    if (signal.aborted) return;
    const near = neighbours(model.get("at"), model.get("values")).map(frameAt);
    const text = near.find((one) => !made.has(one));
    if (!text) return;
    picture(text);
    prepare();
  });
  return { root, paint, prepare };
}

/** Step and play; who asked for less motion steps. */
function player(view) {
  const { model, signal } = view;
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const step = () => view.change({ at: next(model.get("at"), model.get("values")) });
  let timer = 0;
  const stop = () => {
    window.clearInterval(timer);
    timer = 0;
    write(play, "Play");
  };
  const play = button({
    label: "Play",
    press: () => {
      if (timer) return stop();
      timer = window.setInterval(step, BEAT);
      write(play, "Pause");
    },
    view,
  });
  const once = button({
    label: "Step",
    press: () => {
      stop();
      step();
    },
    view,
  });
  signal.addEventListener("abort", stop);
  return { root: html("div", { class: "mdl-row" }, ...(calm ? [once] : [play, once])) };
}

function build(view) {
  const { model, root } = view;
  const names = model.get("names");
  const frame = screen(view);
  const sliders = names.map((_, k) => slider(view, k));
  root.append(
    frame.root,
    html("div", { class: "mdl-slides" }, ...sliders.map((s) => s.root), player(view).root),
  );
  view.follow(frame.prepare);
  return () => {
    const at = model.get("at");
    const values = model.get("values");
    const text = names.map((name, k) => `${name} = ${said(valueAt(values[k], at[k]))}`).join(", ");
    frame.paint(`The figure for ${text}`);
    sliders.forEach((s, k) => s.paint(at[k]));
    set(root, { "aria-label": `Figure with ${names.join(" and ")} to choose` });
    view.say(text);
  };
}

export default {
  render: ({ model, el }) => mount({ model, el }, { name: "explore", watch: ["at", "between"], build }),
};

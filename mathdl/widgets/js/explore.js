// Frames of a figure that were drawn beforehand, with a slider for each argument.

import { button } from "./controls.js";
import { frameIndex, isFine, isWhole, next, valueAt } from "./explore.math.js";
import { html, mount, set, write } from "./stage.js";
import { round } from "./stage.math.js";

const BEAT = 700; // milliseconds a frame stands when played

const said = (value) => (typeof value === "number" ? String(round(value, 4)) : value);

/** One slider with its name and its value in words. */
function slider(view, k) {
  const { model, signal } = view;
  const name = model.get("names")[k];
  const options = model.get("values")[k];
  const step = model.get("live") && isFine(options) ? 0.05 : 1;
  const input = html("input", {
    type: "range", class: "mdl-range", min: 0, max: options.length - 1, step,
  });
  const value = html("output", { class: "mdl-number" });
  const root = html("label", { class: "mdl-slide" }, html("span", {}, name), input, value);
  input.addEventListener("input", () => {
    const at = [...model.get("at")];
    at[k] = input.valueAsNumber;
    view.change({ at });
  }, { signal });
  const paint = (place) => {
    const text = said(valueAt(options, place));
    if (input.valueAsNumber !== place) input.value = place;
    set(input, { "aria-valuetext": text });
    write(value, text);
  };
  return { root, paint };
}

/** The pictures, each made once from its text. */
function screen(model) {
  const root = html("div", { class: "mdl-screen", role: "img" });
  const made = new Map();
  const parse = (text) => {
    const { documentElement } = new DOMParser().parseFromString(text, "image/svg+xml");
    set(documentElement, { "aria-hidden": "true" });
    return document.importNode(documentElement, true);
  };
  const picture = (text) => {
    if (!made.has(text)) made.set(text, parse(text));
    return made.get(text);
  };
  const paint = (label) => {
    const at = model.get("at");
    const drawn = !isWhole(at) && model.get("between");
    const shown = drawn || model.get("frames")[frameIndex(at, model.get("values"))];
    const now = picture(shown);
    if (root.firstChild !== now) root.replaceChildren(now);
    if (drawn) made.delete(shown); // seldom seen again
    set(root, { "aria-label": label });
  };
  return { root, paint };
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
  const frame = screen(model);
  const sliders = names.map((_, k) => slider(view, k));
  root.append(
    frame.root,
    html("div", { class: "mdl-slides" }, ...sliders.map((s) => s.root), player(view).root),
  );
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

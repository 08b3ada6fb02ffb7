// Native controls of the figures: number fields of a matrix, menus, buttons, readouts.

import { html, set, slot, write } from "./stage.js";
import { round } from "./stage.math.js";

/**
 * Four number fields in brackets, the columns under their names.
 * @returns {{root: HTMLElement, paint: (A: number[][]) => void}}
 */
export function matrixFields({ label, names, tones, get, put, view }) {
  const field = (i, j) => {
    const input = html("input", {
      type: "number", step: "0.1", class: `mdl-entry mdl-${tones[j]}`, inputmode: "decimal",
      "aria-label": `${label}, row ${i + 1}, column ${j + 1}`,
    });
    const listen = (type, act) => input.addEventListener(type, act, { signal: view.signal });
    listen("input", () => {
      const valid = input.value !== "" && Number.isFinite(input.valueAsNumber);
      set(input, { "aria-invalid": !valid && "true" });
      if (!valid) return;
      const A = get().map((row) => [...row]);
      A[i][j] = input.valueAsNumber;
      put(A);
    });
    listen("blur", () => {
      set(input, { "aria-invalid": null });
      view.request();
    });
    return input;
  };
  const fields = [0, 1].map((i) => [0, 1].map((j) => field(i, j)));
  const heads = names.map((name, j) => html("span", { class: `mdl-head mdl-${tones[j]}` }, name));
  const root = html(
    "div", { class: "mdl-matrix", role: "group", "aria-label": label },
    html("div", { class: "mdl-heads", "aria-hidden": "true" }, ...heads),
    html("div", { class: "mdl-brackets" }, ...fields.flat().map((one) => html("span", {}, slot(one)))),
  );
  return { root, paint: (A) => fields.forEach((row, i) => row.forEach((f, j) => show(f, A[i][j]))) };
}

/** Show a number, unless the reader is in the middle of typing one. */
function show(input, value) {
  if (input.valueAsNumber === value) return;
  const typing = input.matches(":focus") && (input.value === "" || input.validity.badInput);
  if (typing) return;
  const text = String(round(value, 3));
  if (input.value !== text) input.value = text;
}

/**
 * A menu of named states; it shows which one is on, or "your own".
 * @param {{label: string, options: [string, any][], choose: (state) => void, view: object}} o
 */
export function menu({ label, options, choose, view }) {
  const own = html("option", { value: "", hidden: "" }, "your own");
  const select = html(
    "select", { class: "mdl-menu" }, own,
    ...options.map(([name], k) => html("option", { value: k }, name)),
  );
  const chosen = () => {
    const option = options[select.value];
    if (option) choose(option[1]); // "your own" is a name for where one is, and leads nowhere
  };
  select.addEventListener("change", chosen, { signal: view.signal });
  const root = html("label", { class: "mdl-field" }, html("span", {}, label), select);
  const paint = (isOn) => {
    const on = options.findIndex(([, state]) => isOn(state));
    const value = on < 0 ? "" : String(on);
    if (select.value !== value) select.value = value;
  };
  return { root, paint };
}

export function button({ label, press, view, ...attributes }, ...children) {
  const root = html("button", { type: "button", class: "mdl-button", ...attributes }, ...(children.length ? children : [label]));
  if (children.length) set(root, { "aria-label": label, title: label });
  root.addEventListener("click", press, { signal: view.signal });
  return root;
}

/**
 * A slider with its name, and beside it its value, for which `room` characters are kept;
 * where `worded` says that values are words, it gets a line of its own on a phone.
 * @returns {{root: HTMLElement, paint: (place: number, text: string) => void}}
 */
export function slide({ label, min, max, step, room, worded, move, view }) {
  const input = html("input", { type: "range", class: "mdl-range", min, max, step });
  const value = slot();
  const root = html(
    "label", { class: `mdl-slide${worded ? " mdl-worded" : ""}` },
    html("span", {}, label),
    html("span", { class: "mdl-track" }, slot(input)),
    html("output", { class: "mdl-number", style: room && `min-width: ${room}ch` }, value),
  );
  input.addEventListener("input", () => move(input.valueAsNumber), { signal: view.signal });
  const paint = (place, text) => {
    if (Math.abs(input.valueAsNumber - place) > step / 2) input.value = place;
    set(input, { "aria-valuetext": text });
    write(value, text);
  };
  return { root, paint };
}

/** A box to tick. */
export function tick({ label, toggle, view }) {
  const box = html("input", { type: "checkbox" });
  box.addEventListener("change", () => toggle(box.checked), { signal: view.signal });
  const root = html("label", { class: "mdl-tick" }, box, label);
  return { root, paint: (on) => (box.checked = on) };
}

/**
 * Names with their present values, a line each.
 * @param {Record<string, string>} names
 */
export function readouts(names) {
  const cells = {};
  const root = html("dl", { class: "mdl-readouts" });
  for (const [key, name] of Object.entries(names)) {
    cells[key] = slot();
    root.append(html("div", {}, html("dt", {}, name), html("dd", {}, cells[key])));
  }
  const paint = (values) => {
    for (const [key, value] of Object.entries(values)) write(cells[key], value);
  };
  return { root, paint };
}

// Numbers for the eye and for the keyboard: no DOM here.

/** @typedef {[number, number]} Point */
/** @typedef {[number, number, number, number]} Bounds  xmin, xmax, ymin, ymax */

export const clamp = (value, low, high) => Math.min(Math.max(value, low), high);

/** Round to `digits` places, without −0. */
export const round = (value, digits = 2) => Math.round(value * 10 ** digits) / 10 ** digits + 0;

/** A number as a reader expects it: a true minus sign, no −0. */
export function format(value, digits = 2) {
  const size = Math.abs(value);
  const text = size >= 1e6 ? size.toExponential(digits) : size.toFixed(digits);
  return value < 0 && Number(text) !== 0 ? `−${text}` : text;
}

/** The same with all digits of a round number and no zeros at the end: 2, 0.5, −0.002. */
export const short = (value) =>
  Math.abs(value) >= 1e6 ? format(value, 1) : format(value, 10).replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, "");

/** Round steps (1, 2 or 5 times a power of ten) between `low` and `high`. */
export function ticks(low, high, about = 6) {
  const raw = (high - low) / about;
  const unit = 10 ** Math.floor(Math.log10(raw));
  const step = unit * [1, 2, 5, 10].find((multiple) => multiple * unit >= raw * 0.999);
  const first = Math.ceil(low / step - 1e-9);
  const count = Math.floor(high / step + 1e-9) - first + 1;
  return Array.from({ length: count }, (_, k) => round((first + k) * step, 10));
}

/** The linear map that takes `from` to `to`, both pairs. */
export const scale = ([a, b], [p, q]) => (value) => p + ((value - a) / (b - a)) * (q - p);

const BIG = 10;
const KEYS = {
  ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowDown: [0, -1], ArrowUp: [0, 1],
  PageDown: [0, -BIG], PageUp: [0, BIG],
};

/** Where a key takes a point, or undefined if the key means nothing. @returns {Point} */
export function keyTarget({ key, shiftKey }, [x, y], step, [xmin, xmax, ymin, ymax]) {
  if (key === "Home") return [xmin, y];
  if (key === "End") return [xmax, y];
  if (!KEYS[key]) return undefined;
  const size = shiftKey && key.startsWith("Arrow") ? BIG * step : step;
  const [dx, dy] = KEYS[key];
  return [
    clamp(round(x + dx * size, 9), xmin, xmax),
    clamp(round(y + dy * size, 9), ymin, ymax),
  ];
}

// Which frame belongs to the sliders' places, and what stands there.

/** The index of the frame nearest to the places; the last slider runs fastest. */
export function frameIndex(at, values) {
  return values.reduce((index, options, k) => index * options.length + Math.round(at[k]), 0);
}

/** Whether every slider stands on a value whose frame was drawn beforehand. */
export function isWhole(at) {
  return at.every(Number.isInteger);
}

/** Whether a slider may stop between its values: all are numbers, not all whole. */
export function isFine(options) {
  return options.every(Number.isFinite) && !options.every(Number.isInteger);
}

/** Whether the values are words; the build keeps room for a line more (figures.py). */
export function isWorded(options) {
  return options.some((option) => typeof option === "string");
}

/** The value at a place, between two options in proportion. */
export function valueAt(options, place) {
  if (Number.isInteger(place) || !isFine(options)) return options[Math.round(place)];
  const low = Math.floor(place);
  return options[low] + (place - low) * (options[low + 1] - options[low]);
}

/** The places one step on: the last slider moves first, and all begin anew at the end. */
export function next(at, values) {
  const places = at.map(Math.round);
  for (let k = places.length - 1; k >= 0; k -= 1) {
    places[k] += 1;
    if (places[k] < values[k].length) break;
    places[k] = 0;
  }
  return places;
}

/** The places one step away, on and back, of each slider. */
export function neighbours(at, values) {
  const places = at.map(Math.round);
  return places.flatMap((place, k) =>
    [place + 1, place - 1].filter((other) => other in values[k]).map((other) => places.with(k, other)),
  );
}

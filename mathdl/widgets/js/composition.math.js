// Two maps, one after the other. Python computes the same in `Composition.readout`.

import { TOLERANCE } from "./linear_map.math.js";

/** The matrix of "first A, then B" is product(B, A). */
export const product = (B, A) =>
  B.map((row) => [0, 1].map((j) => row[0] * A[0][j] + row[1] * A[1][j]));

const norm = (A) => Math.sqrt(A.flat().reduce((sum, entry) => sum + entry * entry, 0));

/** Both products, how far apart they are (Frobenius norm), and whether they are equal. */
export function readout(first, second) {
  const BA = product(second, first);
  const AB = product(first, second);
  const gap = norm(BA.map((row, i) => row.map((entry, j) => entry - AB[i][j])));
  const commute = gap <= TOLERANCE * norm(first) * norm(second);
  return { BA, AB, gap: commute ? 0 : gap, commute };
}

/** The conclusion in one sentence. */
export const verdict = (first, second) =>
  readout(first, second).commute
    ? "The order does not matter here: BA and AB are the same map."
    : "The order matters: BA and AB are different maps.";

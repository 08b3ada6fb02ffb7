// The arithmetic of a map of the plane. A matrix is [[a, b], [c, d]], row by row; its
// columns are where the two basis vectors go. Python computes the same numbers with the
// same operations in `mathdl/widgets/_plane.py`, and a test compares them.

/** @typedef {[number, number]} Vector */
/** @typedef {[Vector, Vector]} Matrix */

/** What counts as zero, as a fraction of the matrix' own size. */
export const TOLERANCE = 1e-12;

/** A point this near to the other column's line is put on it. */
export const REACH = 0.05;

/** A point this near to a multiple of one half is put there. */
export const MAGNET = 0.06;

export const apply = ([[a, b], [c, d]], [x, y]) => [a * x + b * y, c * x + d * y];

/** Column `j` of a matrix. @returns {Vector} */
export const column = (matrix, j) => [matrix[0][j], matrix[1][j]];

/** The matrix with column `j` put in place. @returns {Matrix} */
export const withColumn = (matrix, j, vector) =>
  matrix.map((row, i) => row.map((entry, k) => (k === j ? vector[i] : entry)));

/** The matrix a fraction `t` of the way from one to the other. */
export const between = (from, to, t) =>
  t === 1 ? to : from.map((row, i) => row.map((entry, j) => entry + t * (to[i][j] - entry)));

export const same = (A, B) => A.every((row, i) => row.every((entry, j) => entry === B[i][j]));

const cross = ([a, c], [b, d]) => a * d - b * c;

const squares = ([[a, b], [c, d]]) => a * a + b * b + c * c + d * d;

/** The determinant, exactly 0 where rounding alone keeps it from 0. */
export function determinant(A) {
  const value = A[0][0] * A[1][1] - A[0][1] * A[1][0];
  return Math.abs(value) <= TOLERANCE * squares(A) ? 0 : value;
}

export function rank(A) {
  if (determinant(A) !== 0) return 2;
  return squares(A) > 0 ? 1 : 0;
}

/** Length 1, and the first entry that is not zero is positive. */
function direction([x, y]) {
  const length = Math.sqrt(x * x + y * y);
  const [u, v] = [x / length, y / length];
  const tiny = TOLERANCE;
  const sign = u < -tiny || (Math.abs(u) <= tiny && v < 0) ? -1 : 1;
  return [Math.abs(u) <= tiny ? 0 : sign * u, Math.abs(v) <= tiny ? 0 : sign * v];
}

const longer = (v, w) => (v[0] * v[0] + v[1] * v[1] >= w[0] * w[0] + w[1] * w[1] ? v : w);

const BASIS = [[1, 0], [0, 1]];

/** Vectors that span the kernel: none, one of length 1, or the two basis vectors. */
export function kernel(A) {
  const r = rank(A);
  if (r !== 1) return r === 2 ? [] : BASIS;
  const [a, b] = longer(A[0], A[1]);
  return [direction([-b, a])];
}

/** Vectors that span the image: the two basis vectors, one of length 1, or none. */
export function image(A) {
  const r = rank(A);
  if (r !== 1) return r === 2 ? BASIS : [];
  return [direction(longer(column(A, 0), column(A, 1)))];
}

/** Eigenvalues [real, imaginary]: the larger one first, or the one above the axis. */
export function eigenvalues(A) {
  const [[a, b], [c, d]] = A;
  const mean = (a + d) / 2;
  const half = (a - d) / 2;
  const spread = half * half + b * c;
  if (Math.abs(spread) <= TOLERANCE * squares(A)) return [[mean, 0], [mean, 0]];
  const root = Math.sqrt(Math.abs(spread));
  if (spread < 0) return [[mean, root], [mean, -root]];
  // The one of larger size by adding, the other by the determinant: nothing cancels.
  const far = mean < 0 ? mean - root : mean + root;
  const near = far === 0 ? 0 : determinant(A) / far;
  return far > near ? [[far, 0], [near, 0]] : [[near, 0], [far, 0]];
}

/** A vector of length 1 for each line of real eigenvectors; a basis if all are. */
export function eigenvectors(A) {
  const [[a, b], [c, d]] = A;
  const [[first, turn], [second]] = eigenvalues(A);
  if (turn !== 0) return [];
  const small = TOLERANCE * Math.sqrt(squares(A));
  if (first === second && [a - d, b, c].every((entry) => Math.abs(entry) <= small)) {
    return BASIS;
  }
  const lambdas = first === second ? [first] : [first, second];
  return lambdas.map((lambda) => {
    const [p, q] = longer([a - lambda, b], [c, d - lambda]);
    return direction([-q, p]);
  });
}

/** Everything that the figure says about a matrix. */
export const readout = (A) => ({
  det: determinant(A),
  rank: rank(A),
  kernel: kernel(A),
  image: image(A),
  eigenvalues: eigenvalues(A),
  eigenvectors: eigenvectors(A),
});

/** The conclusion in one sentence. */
export function verdict(A) {
  const det = determinant(A);
  if (rank(A) === 0) return "Everything goes to the origin: the map has rank 0.";
  if (det === 0) return "The plane is flattened onto a line: the map is singular.";
  const size = Math.abs(det);
  const areas = Math.abs(size - 1) < 5e-4 ? "are kept" : size > 1 ? "grow" : "shrink";
  return `Areas ${areas}; orientation is ${det > 0 ? "kept" : "reversed"}.`;
}

// Where a handle comes to rest

/** Put a dragged column on a half-integer point or on the other column's line, if near. */
export function settle(point, other) {
  const lattice = point.map((entry) => Math.round(entry * 2) / 2 + 0);
  const off = Math.max(...point.map((entry, i) => Math.abs(entry - lattice[i])));
  if (off <= MAGNET) return lattice;
  const [x, y] = point.map((entry) => Math.round(entry * 100) / 100 + 0);
  const size = other[0] * other[0] + other[1] * other[1];
  if (size === 0 || Math.abs(cross([x, y], other)) > REACH * Math.sqrt(size)) return [x, y];
  const along = (x * other[0] + y * other[1]) / size;
  return [along * other[0] + 0, along * other[1] + 0];
}

/** Stop a column, moved by a key, where it first meets the other column's line. */
export function stopAtLine(from, to, other) {
  const before = cross(from, other);
  const after = cross(to, other);
  const rounding = TOLERANCE * squares([from, other]);
  if (before * after >= 0 || Math.abs(before) <= rounding) return to;
  const t = before / (before - after);
  return [from[0] + t * (to[0] - from[0]), from[1] + t * (to[1] - from[1])];
}

/** The half-width of a view that holds both columns. */
export const extentFor = (A) => {
  const largest = Math.max(...A.flat().map(Math.abs));
  return [3, 5, 10, 20, 50, 100, 200, 500, 1000].find((half) => half >= largest) ?? largest;
};

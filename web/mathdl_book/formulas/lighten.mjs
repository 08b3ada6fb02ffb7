// A typeset formula with fewer elements, at the same places.
//
// KaTeX marks every sign with its kind (mord, mrel …), which no rule of its style sheet
// asks for, and sets every index in a table of nine elements, which is needed only where
// there are two of them, one over the other. Here signs without a font of their own are
// text, a single index is one element, moved up or down, and a relation or an operation
// brings the spaces on both its sides.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const SHEET = createRequire(import.meta.url).resolve("katex/dist/katex.min.css");
const STYLED = new Set(
  readFileSync(SHEET, "utf8").match(/(?<=\.)[a-z][\w-]*(?=[^{}]*\{)/g),
);
/** Font sizes by KaTeX's numbers. */
const SIZES = [0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.2, 1.44, 1.728, 2.074, 2.488];
/** What `.katex .script` in the book's style sheet stands for. */
const SCRIPT = "katex-sizing reset-size6 size3";
/** What has such a space on both sides, by a name that the book's style sheet knows. */
const SPACED = { "0.2778em": "rel", "0.2222em": "bin" };
/** The rules for what stands in these ask for elements. */
const STRICT = new Set(["vlist", "delim-size1", "delim-size4", "katex-inner"]);

/** Alphabets in Unicode: where letters, Greek ones and digits stand. Browsers know these
    signs, and no longer the attribute that asks for them. */
const ALPHABETS = {
  bold: [[0x1d400, 52], [0x1d6a8, 58], [0x1d7ce, 10]],
  italic: [[0x1d434, 52], [0x1d6e2, 58]],
  "bold-italic": [[0x1d468, 52], [0x1d71c, 58]],
  script: [[0x1d49c, 52]],
  fraktur: [[0x1d504, 52]],
  "double-struck": [[0x1d538, 52], [0x1d7d8, 10]],
  "sans-serif": [[0x1d5a0, 52], [0x1d7e2, 10]],
  monospace: [[0x1d670, 52], [0x1d7f6, 10]],
};
/** Signs that are older than their alphabet, which leaves a gap for each. */
const OLDER = { italic: "ℎ", script: "ℬℰℱℋℐℒℳℛℯℊℴ", fraktur: "ℭℌℑℜℨ", "double-struck": "ℂℍℕℙℚℝℤ" };
/** Signs by alphabet and plain letter. */
const SIGNS = Object.fromEntries(
  Object.entries(ALPHABETS).map(([name, ranges]) => {
    const own = ranges.flatMap(([from, count]) =>
      Array.from({ length: count }, (_, k) => String.fromCodePoint(from + k)),
    );
    const signs = [...own, ...(OLDER[name] ?? "")].map((sign) => [sign.normalize("NFKC"), sign]);
    return [name, Object.fromEntries(signs.reverse())]; // of two forms of θ the first
  }),
);
/** What a browser would set in italics where it stands alone. */
const SLANTED = /^[a-zıȷ\p{Script=Greek}∂∇]$/iu;

/** What a line takes in ems: KaTeX's 1.2 about its font, less what rounding may take. */
const LINE = { height: 0.88, depth: 0.26 };

const has = (node, name) => node.classes?.includes(name);
const isBare = (node) =>
  node.classes?.length === 0 && Object.keys({ ...node.style, ...node.attributes }).length === 0;

/** Write letters of an alphabet as such, and ask for upright ones where it matters. */
function spell(node) {
  node.children?.forEach(spell);
  const { mathvariant: alphabet } = node.attributes ?? {};
  if (!alphabet || node.type === "mtext") return;
  if (!node.children.every((child) => typeof child.text === "string")) return;
  const text = node.children.map((child) => child.text).join("");
  const known = SIGNS[alphabet] ?? {};
  const isUpright = alphabet === "normal" && !(node.type === "mi" && SLANTED.test(text));
  if (isUpright || [...text].every((letter) => known[letter])) delete node.attributes.mathvariant;
  for (const child of node.children)
    child.text = [...child.text].map((letter) => known[letter] ?? letter).join("");
}

/** Take the classes away that no rule asks for, here and below. */
function forget(node) {
  if (node.classes) node.classes = node.classes.filter((name) => STYLED.has(name));
  node.children?.forEach(forget);
}

/** The element of an index that stands alone, and how it is placed; or nothing. */
function single(node) {
  if (!has(node, "msupsub") || node.children.length !== 1) return undefined;
  const rows = node.children[0].children;
  const vlist = rows?.[0]?.children[0];
  if (!has(node.children[0], "vlist-t") || vlist?.children.length !== 1) return undefined;
  const [wrapper] = vlist.children;
  const [strut, element, ...more] = wrapper.children;
  if (!has(strut, "pstrut") || !has(element, "katex-sizing") || more.length) return undefined;
  return { wrapper, strut, element };
}

/** An index as one element: its size, and its place in its own ems. */
function script({ wrapper, strut, element }) {
  const [from, to] = element.classes.join(" ").match(/\d+/g).map((k) => SIZES[k - 1]);
  const em = (text = "0") => (parseFloat(text) * from) / to;
  const put = (name, value) => {
    if (Math.abs(value) > 1e-4) element.style[name] = `${+value.toFixed(4)}em`;
  };
  put("top", em(strut.style.height) + em(wrapper.style.top));
  put("marginLeft", em(wrapper.style.marginLeft));
  put("marginRight", em(wrapper.style.marginRight));
  if (element.classes.join(" ") === SCRIPT) element.classes = ["script"];
  else element.classes.push("script");
  return element;
}

/** The width of a node that is a space and nothing else; or nothing. */
function space({ classes, style, children, attributes }) {
  const bare = classes?.join() === "mspace" && !children?.length;
  const plain = Object.keys({ ...style, ...attributes }).join() === "marginRight";
  return bare && plain ? style.marginRight : undefined;
}

/** Let a sign between two equal spaces bring them itself. */
function embrace(nodes) {
  const found = [];
  for (let k = 0; k < nodes.length; k += 1) {
    const [before, sign, after] = nodes.slice(k, k + 3);
    const name = SPACED[space(before)];
    if (name && typeof sign?.text === "string" && space(after) === space(before)) {
      Object.assign(before, { classes: [name], style: {}, children: [sign] });
      k += 2;
    }
    found.push(before);
  }
  return found;
}

/** Put what an element holds in place of the elements that say nothing, from below. */
function lift(node, strict = false) {
  if (!node.children) return;
  node.children = node.children.flatMap((child) => {
    const found = single(child);
    const now = found ? script(found) : child;
    const inStrict = has(node, "vlist"); // A wrapper's rules ask for elements too.
    lift(now, inStrict || (now.classes ?? []).some((name) => STRICT.has(name)));
    return !strict && now.children && isBare(now) ? now.children : [now];
  });
  if (!strict) node.children = embrace(node.children);
  const [only, ...more] = node.children;
  if (has(node, "script") && !more.length && isFont(only)) {
    node.classes.push(...only.classes);
    only.classes = [];
  }
}

/** Whether a sign says no more than its font. */
const isFont = (node) => typeof node.text === "string" && !node.italic && isBare({ ...node, classes: [] });

/** A number to a thousandth: of an em that is a fiftieth of a pixel. */
const short = (number) => String(+(+number).toFixed(3)).replace(/^(-?)0(?=\.)/, "$1");

/** Take away the strut of a part that is no higher and no deeper than its line of text. */
function settle(base) {
  const [strut] = base.children;
  if (!has(strut, "katex-strut")) return;
  const depth = -parseFloat(strut.style.verticalAlign ?? "0");
  const height = parseFloat(strut.style.height) - depth;
  if (height <= LINE.height && depth <= LINE.depth) base.children.shift();
}

/**
 * @param {{children: object[]}} formula what KaTeX's `__renderToDomTree` returns
 * @returns {string} its markup
 */
export function lightened(formula) {
  const katex = has(formula, "katex-display") ? formula.children[0] : formula;
  const [mathml, html] = katex.children;
  const [math] = mathml.children;
  const [{ children }] = math.children; // semantics: the formula, and its source
  math.children = children[0].children;
  delete math.attributes.xmlns; // A page knows what <math> is.
  spell(math);
  for (const base of html.children) {
    settle(base);
    forget(base);
    lift(base);
  }
  return formula
    .toMarkup()
    .replace(/(?<=style=")[^"]*(?=")/g, (style) =>
      style.replace(/;$/, "").replace(/-?\d*\.\d+(?=em)/g, short),
    );
}

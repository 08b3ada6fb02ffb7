// Typesets formulas: a list of them comes in a line of JSON, and a list goes out.
//   in:  [{"tex": "x^2", "display": false}, …]
//   out: [{"html": "<span class=\"katex\">…"} or {"error": "why it can't be set"}, …]
import { createInterface } from "node:readline";

import katex from "katex";

import { lightened } from "./lighten.mjs";

/** @param {{tex: string, display: boolean}} formula */
function typeset({ tex, display }) {
  try {
    const formula = katex.__renderToDomTree(tex, {
      displayMode: display,
      output: "htmlAndMathml",
      strict: "error",
      throwOnError: true,
    });
    return { html: lightened(formula) };
  } catch (error) {
    return { error: error.message };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(JSON.parse(line).map(typeset))}\n`);
}

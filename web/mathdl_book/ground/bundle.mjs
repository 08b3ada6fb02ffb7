// Bundles a script read from stdin with all that it imports, as one classic script:
//   node bundle.mjs <output file> <folder that imports start from>
import { build } from "esbuild";

const [outfile, resolveDir] = process.argv.slice(2);
const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);

try {
  await build({
    stdin: { contents: Buffer.concat(chunks).toString(), resolveDir },
    outfile,
    bundle: true,
    minify: true,
    format: "iife",
    target: ["es2022", "chrome110", "firefox115", "safari16"],
    legalComments: "none",
    logLevel: "error",
  });
} catch {
  process.exitCode = 1; // esbuild has said why
}

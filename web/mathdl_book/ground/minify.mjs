// Says a script or a style sheet read from stdin in less, on stdout: node minify.mjs js|css
import { transform } from "esbuild";

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);

try {
  const { code } = await transform(Buffer.concat(chunks).toString(), {
    loader: process.argv[2],
    minify: true,
    legalComments: "none",
    logLevel: "error",
  });
  process.stdout.write(code);
} catch {
  process.exitCode = 1; // esbuild has said why
}

// Runs before anything is painted: the ground is the reader's choice, or the system's.
{
  const root = document.documentElement;
  const mode = localStorage.getItem("mode") || "auto";
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.mode = mode;
  root.dataset.theme = mode === "auto" ? (dark ? "dark" : "light") : mode;
}
// The fonts of the formulas stand in the style sheet: with a head start they are there
// when the first formula is painted.
for (const face of document.fonts) face.load();

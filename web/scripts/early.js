// Runs before anything is painted: the ground is the reader's choice, or the system's.
{
  const root = document.documentElement;
  const mode = localStorage.getItem("mode") || "auto";
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.mode = mode;
  root.dataset.theme = mode === "auto" ? (dark ? "dark" : "light") : mode;
}
// The fonts of the formulas stand in the style sheet. They are made ready before anything
// is painted, which takes some hundredths of a second: so nothing moves afterwards.
{
  const LONGEST = 300; // milliseconds
  const { style } = document.documentElement;
  const fonts = [...document.fonts].map((face) => face.load());
  const show = () => style.removeProperty("visibility");
  if (fonts.length) {
    style.visibility = "hidden";
    Promise.allSettled(fonts).then(show);
    setTimeout(show, LONGEST);
  }
}

// Runs before anything is painted: the ground is the reader's choice, or the system's.
{
  const root = document.documentElement;
  const mode = localStorage.getItem("mode") || "auto";
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.mode = mode;
  root.dataset.theme = mode === "auto" ? (dark ? "dark" : "light") : mode;
}
// The fonts of formulas and icons stand in the style sheets. They are made ready before
// anything is painted, in some hundredths of a second: so nothing moves afterwards. What
// is painted then was laid out in a frame of its own, as a slow machine shall answer in
// between. Who begins at the top is shown that first (later.css), and then what is near.
{
  const LONGEST = 1000; // milliseconds
  const { dataset, style } = document.documentElement;
  const fonts = [...document.fonts].map((face) => face.load());
  const afterFrame = (act) => requestAnimationFrame(() => setTimeout(act));
  const goOn = () => {
    if (dataset.loading) dataset.loading = "near";
  };
  const show = () => {
    style.removeProperty("visibility");
    afterFrame(goOn);
  };
  if (!location.hash) dataset.loading = "top";
  if (fonts.length) {
    style.visibility = "hidden";
    Promise.allSettled(fonts).then(() => afterFrame(show));
    setTimeout(show, LONGEST);
  } else show();
}

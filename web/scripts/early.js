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
// is painted then was laid out before, in two turns of its own, as a slow machine shall
// answer in between: the head of the page, then the top of it. Who begins at the top is
// shown that first (later.css), and then what is near.
{
  const LONGEST = 1000; // milliseconds
  const root = document.documentElement;
  const { dataset, style } = root;
  const fonts = [...document.fonts].map((face) => face.load());
  const afterFrame = (act) => requestAnimationFrame(() => setTimeout(act));
  const goOn = () => {
    delete dataset.only;
  };
  const show = () => {
    if (!style.visibility) return;
    if (dataset.only) dataset.only = "top";
    style.removeProperty("visibility");
    afterFrame(goOn);
  };
  const layOutTop = () => {
    if (dataset.only) dataset.only = "top";
    void root.offsetHeight; // To be asked for a size is to lay out, with no frame to wait for.
    setTimeout(show);
  };
  if (!location.hash) {
    dataset.loading = "";
    dataset.only = "head";
  }
  style.visibility = "hidden";
  Promise.allSettled(fonts).then(() => afterFrame(layOutTop));
  setTimeout(show, LONGEST);
}

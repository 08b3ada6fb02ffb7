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
// is painted then was laid out before, in turns, as a slow machine shall answer in between:
// what stands about the text, its head, its top. Who begins at the top is shown that first
// (later.css), and then what is near.
{
  const LONGEST = 1000; // milliseconds
  const root = document.documentElement;
  const { dataset, style } = root;
  // Who comes back to a place in the page does not begin at the top. It is noted here, as
  // Sphinx's script forgets what a page knows of itself; place.js leads there.
  globalThis.placeBefore = history.state?.place;
  if (placeBefore) history.scrollRestoration = "manual";
  const [first, ...others] = location.hash || placeBefore ? [] : ["frame", "head", "top"];
  const fonts = [...document.fonts].map((face) => face.load());
  const afterFrame = (act) => requestAnimationFrame(() => setTimeout(act));
  const showRest = () => {
    delete dataset.only;
  };
  const show = () => {
    if (!style.visibility) return;
    if (first) dataset.only = "top";
    style.removeProperty("visibility");
    afterFrame(showRest);
  };
  const layOut = ([turn, ...later]) => {
    if (!turn || !style.visibility) return void show();
    dataset.only = turn;
    void root.offsetHeight; // To be asked for a size is to lay out, with no frame to wait for.
    setTimeout(layOut, 0, later);
  };
  if (first) {
    dataset.loading = "";
    dataset.only = first;
  }
  style.visibility = "hidden";
  Promise.allSettled(fonts).then(() => afterFrame(() => layOut(others)));
  setTimeout(show, LONGEST);
}

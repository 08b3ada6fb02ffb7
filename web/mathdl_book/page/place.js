// Who comes back to a page, by reload or by the back button, comes to the place where they
// were. A browser remembers how many pixels were above it; but of those parts of a page that
// it has not laid out again it only guesses the height. So a place is a part of the text.
{
  const PARTS = ".bd-article section > :not(section)";
  const STEADY = 1000; // milliseconds after all is loaded
  const ACTS = ["wheel", "touchstart", "pointerdown", "keydown", "click", "hashchange"];

  const parts = () => [...document.querySelectorAll(PARTS)];
  const topOf = (part) => part.getBoundingClientRect().top;

  /** The first part in sight. To ask for what is out of sight would have it laid out. */
  const inSight = () => {
    const { left, width } = document.querySelector(".bd-article").getBoundingClientRect();
    for (let y = 0.15; y < 1; y += 0.1) {
      const found = document.elementFromPoint(left + width / 2, y * innerHeight);
      const part = found?.closest(PARTS);
      if (part) return part;
    }
    return null;
  };

  const remember = () => {
    const part = inSight();
    if (!part) return; // nothing is shown yet
    const place = scrollY > 0 && { part: parts().indexOf(part), top: topOf(part) };
    history.replaceState({ ...history.state, place }, "");
  };

  /** Keep a part where it was until the page stands still, or the reader acts. */
  const comeBack = ({ part, top }) => {
    const found = parts()[part];
    const done = new AbortController();
    const { signal } = done;
    const end = () => done.abort();
    const step = () => {
      if (signal.aborted || !found) return;
      scrollBy({ top: topOf(found) - top, behavior: "instant" });
      requestAnimationFrame(step);
    };
    for (const act of ACTS) addEventListener(act, end, { signal, passive: true });
    signal.addEventListener("abort", () => {
      history.scrollRestoration = "auto";
      remember();
      addEventListener("scrollend", remember);
    });
    if (document.readyState === "complete") setTimeout(end, STEADY);
    else addEventListener("load", () => setTimeout(end, STEADY), { signal });
    step();
  };

  if (document.querySelector(".bd-article")) {
    if (globalThis.placeBefore) comeBack(globalThis.placeBefore);
    else addEventListener("scrollend", remember);
  }
}

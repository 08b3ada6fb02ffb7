// What the book adds to the theme's script.
{
  const LATER = 5000; // milliseconds
  const WIDE = "article :is(pre, .figure-frame, div.formula, .pst-scrollable-table-container)";

  /** What scrolls sideways must be reachable by keyboard; what does not is no stop. */
  const markScrolling = (parts) => {
    const scrolls = parts.map((part) => part.scrollWidth > part.clientWidth);
    parts.forEach((part, k) => {
      if (scrolls[k]) part.tabIndex = 0;
      else part.removeAttribute("tabindex");
    });
  };

  // Asked of what is not laid out, a width would have it laid out.
  const isLaidOut = (section) =>
    section.firstElementChild.checkVisibility?.({ contentVisibilityAuto: true }) ?? true;
  const isUnfolded = (part) => !part.closest("details:not([open])");

  /** Sections are watched, not their parts: all that is watched costs time in each frame. */
  const watchWidths = () => {
    const wide = new Map();
    for (const part of document.querySelectorAll(WIDE)) {
      const place = part.closest(".bd-article > section > section") ?? part.closest("article");
      wide.set(place, [...(wide.get(place) ?? []), part]);
    }
    const sizes = new ResizeObserver((entries) => {
      const sections = entries.map(({ target }) => target).filter(isLaidOut);
      markScrolling(sections.flatMap((section) => wide.get(section)).filter(isUnfolded));
    });
    for (const place of wide.keys()) sizes.observe(place);
  };

  /** On paper nothing can be unfolded and the ground is white; afterwards all is as before. */
  const prepareForPrint = () => {
    const { dataset } = document.documentElement;
    const { theme } = dataset;
    const closed = [...document.querySelectorAll("details.admonition:not(.hide, [open])")];
    const restore = () => {
      dataset.theme = theme;
      for (const fold of closed) fold.open = false;
    };
    dataset.theme = "light";
    for (const fold of closed) fold.open = true;
    addEventListener("afterprint", restore, { once: true });
  };

  const QUICK = 16; // milliseconds

  /**
   * What is near is laid out part by part, and more at once as long as frames are quick: a
   * slow machine can answer in between.
   */
  const layOutNear = (then) => {
    const { dataset } = document.documentElement;
    if (!("loading" in dataset)) return void then();
    const done = new AbortController();
    const finish = () => {
      delete dataset.loading;
      done.abort();
      then();
    };
    const near = [...document.querySelectorAll(".bd-article > section > section")]
      .filter((section) => section.getBoundingClientRect().top < 3 * innerHeight)
      .flatMap((section) => [...section.querySelectorAll(":scope > *, section > *")]);
    let count = 1;
    const step = () => {
      if (done.signal.aborted) return;
      if (!near.length) return void finish();
      if (dataset.only) return void requestAnimationFrame(step);
      const start = performance.now();
      for (const part of near.splice(0, count)) part.setAttribute("data-near", "");
      setTimeout(() => {
        count = performance.now() - start < QUICK ? count + 1 : 1;
        requestAnimationFrame(step);
      });
    };
    for (const act of ["scroll", "wheel", "touchstart", "pointerdown", "keydown", "beforeprint"]) {
      addEventListener(act, finish, { signal: done.signal, passive: true });
    }
    requestAnimationFrame(step);
  };

  const FORMULAS_AT_ONCE = 30;
  const LONGEST = 1000; // milliseconds
  const SIGNS_OF_A_READER = ["pointermove", "pointerdown", "touchstart", "wheel", "scroll", "keydown", "focusin"];

  const lateFormulas = () => [...document.querySelectorAll("article.bd-article .katex.later")];
  const sectionOf = (element) => element.closest("section");

  /** Show the sections that waited for their formulas, but those that still do. */
  const showSections = (still = new Set()) => {
    for (const section of document.querySelectorAll("section[data-waits]")) {
      section.toggleAttribute("data-waits", still.has(section));
    }
  };

  let patience = 0;

  /** Formulas far down are set at the first sign of a reader; what would move then waits. */
  const setLater = () => {
    const script = document.createElement("script");
    script.src = document.documentElement.dataset.formulas;
    script.onerror = () => showSections();
    for (const formula of lateFormulas()) sectionOf(formula).toggleAttribute("data-waits", true);
    patience = setTimeout(showSections, LONGEST);
    document.head.append(script);
  };

  const away = (element) => {
    const { top, bottom } = element.getBoundingClientRect();
    return Math.max(0, top - innerHeight, -bottom);
  };

  /** The script of those formulas calls this: what is seen of each, and which come. */
  globalThis.bookFormulas = (seen, which) => {
    clearTimeout(patience); // To set them may take longer, but it ends.
    const elements = lateFormulas();
    const sections = elements.map(sectionOf);
    const far = new Map([...new Set(sections)].map((section) => [section, away(section)]));
    const waiting = elements
      .map((element, k) => ({ element, html: seen[which[k]], section: sections[k] }))
      .sort((one, other) => far.get(one.section) - far.get(other.section));
    const settle = (count) => {
      for (const { element, html } of waiting.splice(0, count)) {
        element.insertAdjacentHTML("beforeend", html);
        element.classList.remove("later");
      }
      showSections(new Set(waiting.map(({ section }) => section)));
    };
    const step = () => {
      settle(FORMULAS_AT_ONCE);
      if (waiting.length) requestAnimationFrame(step);
    };
    addEventListener("beforeprint", () => settle(waiting.length));
    step();
  };

  const expectReader = () => {
    if (!document.documentElement.dataset.formulas) return;
    if (location.hash || globalThis.placeBefore) return void setLater();
    const seen = new AbortController();
    const begin = () => {
      seen.abort();
      setLater();
    };
    for (const sign of SIGNS_OF_A_READER) {
      addEventListener(sign, begin, { signal: seen.signal, passive: true });
    }
  };

  /** What runs code is large: it comes when a reader asks for it. */
  const openLive = ({ currentTarget: button }) => {
    if (globalThis.liveCode) {
      globalThis.liveCode.open(button);
      return;
    }
    const script = document.createElement("script");
    script.src = `${button.dataset.root}_static/live.js`;
    script.onload = () => globalThis.liveCode.open(button);
    document.head.append(script);
  };

  /** What is still hidden (early.js) takes no focus. */
  const focusSearch = () => {
    if (document.documentElement.style.visibility) requestAnimationFrame(focusSearch);
    else document.querySelector(".bd-search-container input")?.focus();
  };

  const begin = () => {
    layOutNear(watchWidths);
    expectReader();
    document.getElementById("live-code")?.addEventListener("click", openLive);
    focusSearch();
  };

  /** Where the book is served, it can be installed, and what was read is kept. */
  const beKept = async () => {
    const root = new URL(document.documentElement.dataset.content_root, location.href);
    const manifest = document.createElement("link");
    manifest.rel = "manifest";
    manifest.href = new URL("manifest.webmanifest", root);
    document.head.append(manifest);
    await navigator.serviceWorker.register(new URL("service-worker.js", root));
    const { active } = await navigator.serviceWorker.ready;
    const keepAll = () => active.postMessage("keep all");
    if (matchMedia("(display-mode: standalone)").matches) keepAll();
    addEventListener("appinstalled", keepAll);
  };

  // Later than all that the reader waits for.
  if (location.protocol !== "file:" && "serviceWorker" in navigator) {
    setTimeout(beKept, LATER);
  }
  // Browsers read no page from another file: results are listed without an excerpt.
  if (location.protocol === "file:") DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;
  addEventListener("beforeprint", prepareForPrint);
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", begin);
  else begin();
}

// What a reference leads to (a theorem, a definition, an equation, a source, a term) is
// shown beside it, while a pointer or the keyboard's focus is on it.
{
  const REFERENCE = "a.reference.internal[href*='#'], .eqno a.reference";
  const PATIENCE = 250; // milliseconds: a pointer that only passes shows nothing
  const GAP = 6;
  const OPENS = "h1, h2, h3, h4, h5, h6";

  const root = new URL(document.documentElement.dataset.content_root ?? "./", location.href);
  /** @type {Map<string, Promise<Record<string, string>>>} */
  const pages = new Map();
  const waiting = new Map();
  let box = null;
  let timer = 0;

  /** The scripts of other pages hand over what they hold. */
  globalThis.bookPreviews = (page, previews) => waiting.get(page)?.(previews);

  const load = (page) => {
    if (!pages.has(page)) {
      pages.set(
        page,
        new Promise((done) => {
          waiting.set(page, done);
          const script = document.createElement("script");
          script.src = new URL(`_static/previews/${page.replaceAll("/", ".")}.js`, root);
          script.onerror = () => done({});
          document.head.append(script);
        }),
      );
    }
    return pages.get(page);
  };

  /** A copy without ids, links to itself, and what can't be moved in a copy. */
  const copied = (element) => {
    const copy = element.cloneNode(true);
    for (const part of copy.querySelectorAll(".headerlink, .copybtn, details, figure.explorable")) part.remove();
    for (const part of [copy, ...copy.querySelectorAll("[id]")]) part.removeAttribute("id");
    return [copy];
  };

  const ofThisPage = (target) => {
    if (target.matches("dt")) return [...copied(target), ...copied(target.nextElementSibling)];
    if (target.matches("section, span, h1, h2, h3")) {
      const heading = target.matches(OPENS) ? target : target.closest("section")?.querySelector(OPENS);
      const first = heading?.nextElementSibling;
      return [heading, first?.matches("p") ? first : null].filter(Boolean).flatMap(copied);
    }
    return copied(target);
  };

  const ofAnother = async (page, anchor) => {
    const text = (await load(page))[anchor];
    if (!text) return [];
    const template = document.createElement("template");
    template.innerHTML = text;
    const base = new URL(`${page}.html`, root);
    for (const link of template.content.querySelectorAll("a[href]")) {
      link.href = new URL(link.getAttribute("href"), base);
    }
    for (const image of template.content.querySelectorAll("img[src]")) {
      image.src = new URL(image.getAttribute("src"), base);
    }
    return [...template.content.childNodes];
  };

  const found = async (link) => {
    const url = new URL(link.href);
    const anchor = decodeURIComponent(url.hash.slice(1));
    if (url.pathname === location.pathname) {
      const target = document.getElementById(anchor);
      return target ? ofThisPage(target) : [];
    }
    if (!url.pathname.startsWith(root.pathname)) return [];
    return ofAnother(url.pathname.slice(root.pathname.length).replace(/\.html$/, ""), anchor);
  };

  const close = () => {
    clearTimeout(timer);
    box?.link.removeAttribute("aria-details");
    box?.remove();
    box = null;
  };

  /** Below the link, or above it where there is more room; never beyond the window. */
  const place = (link) => {
    const { innerWidth: width, innerHeight: height } = window;
    const at = link.getClientRects()[0];
    const below = height - at.bottom - 2 * GAP;
    const above = at.top - 2 * GAP;
    const under = below >= Math.min(box.offsetHeight, 240) || below >= above;
    box.style.maxHeight = `${under ? below : above}px`;
    const left = Math.max(GAP, Math.min(at.left, width - box.offsetWidth - GAP));
    const top = under ? at.bottom + GAP : at.top - GAP - box.offsetHeight;
    box.style.left = `${left + scrollX}px`;
    box.style.top = `${top + scrollY}px`;
  };

  const open = async (link) => {
    close();
    const parts = await found(link);
    const wanted = link.matches(":hover") || link === document.activeElement;
    if (!parts.length || !wanted) return;
    close();
    box = document.createElement("div");
    box.className = "book-preview bd-article";
    box.id = "book-preview";
    box.setAttribute("role", "tooltip");
    box.link = link;
    box.append(...parts);
    document.querySelector(".bd-article-container").append(box);
    link.setAttribute("aria-details", box.id);
    place(link);
  };

  const soon = (act) => {
    clearTimeout(timer);
    timer = setTimeout(act, PATIENCE);
  };

  const reference = (event) =>
    event.target.closest?.(".bd-article")?.contains(event.target) && !event.target.closest(".book-preview")
      ? event.target.closest(REFERENCE)
      : null;

  addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch") return;
    const link = reference(event);
    if (link && link !== box?.link) soon(() => open(link));
    else if (box?.contains(event.target) || (link && link === box?.link)) clearTimeout(timer);
    else if (box) soon(close);
    else clearTimeout(timer);
  });
  addEventListener("focusin", (event) => {
    const link = reference(event);
    if (link?.matches(":focus-visible")) open(link);
    else if (!box?.contains(event.target)) close();
  });
  addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });
  addEventListener("click", (event) => {
    if (!box?.contains(event.target) || event.target.closest("a")) close();
  });
}

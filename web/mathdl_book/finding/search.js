// On the search page: what has the name that was asked for comes first, each with its kind
// and the part of the book; below it, the pages that hold the words.
{
  const SHOWN = 12;
  // What a reader most likely means, first.
  const ORDER = [
    ...["Theorem", "Lemma", "Proposition", "Corollary", "Definition", "Algorithm"],
    ...["Symbol", "Term", "Chapter", "Section", "Page", "Example", "Remark"],
    ...["Exercise", "Figure"],
  ];

  const words = (text) =>
    text
      .normalize("NFD")
      .replace(/\p{Mn}/gu, "")
      .toLowerCase()
      .match(/[\p{L}\p{N}]+(?:\.\p{N}+)*/gu) ?? [];

  const read = ([kind, number, name, address, part, also]) => ({
    ...{ kind, number, name, address, part },
    named: words(`${name} ${also}`),
    all: words(`${kind} ${number} ${name} ${also}`),
  });

  /** How well an entry answers: 0 if not at all. */
  const rank = (entry, asked) => {
    const begins = (one) => entry.all.some((word) => word.startsWith(one));
    if (!asked.every(begins)) return 0;
    const whole = asked.filter((one) => entry.all.includes(one)).length / asked.length;
    const share = asked.length / Math.max(asked.length, entry.named.length);
    return 1 + whole + share;
  };

  const found = (entries, query) => {
    const asked = words(query);
    if (!asked.length) return [];
    return entries
      .map((entry) => ({ ...entry, rank: rank(entry, asked) }))
      .filter((entry) => entry.rank)
      .sort((a, b) => b.rank - a.rank || ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind));
  };

  const called = ({ kind, number }) => (number ? `${kind} ${number}` : kind);

  const about = (entry) => {
    const made = document.createElement("span");
    made.className = "found-about";
    made.textContent = [called(entry), entry.part].filter(Boolean).join(" · ");
    return made;
  };

  const item = (entry) => {
    const made = document.createElement("li");
    const link = document.createElement("a");
    link.href = entry.address;
    link.textContent = entry.name;
    made.append(link, about(entry));
    return made;
  };

  const list = (hits) => {
    const section = document.createElement("section");
    section.className = "found";
    section.innerHTML = '<h2 id="found-title">By name</h2><ol aria-labelledby="found-title"></ol>';
    section.querySelector("ol").append(...hits.slice(0, SHOWN).map(item));
    return section;
  };

  /** Say how many there are of each kind: as many as are shown. */
  const counted = (named, others) => {
    const shown = Math.min(named, SHOWN);
    const names = named > shown ? `the first ${shown} of ${named}` : shown;
    const said = [];
    if (named) said.push(`By name: ${names}.`);
    if (others) said.push(`In the text: ${others}${named ? " more" : ""}.`);
    return said.join(" ") || "Nothing has all of these words. Is one misspelt?";
  };

  /** When Sphinx is done, it tells how many it found, not how many are left of them. */
  const countAtTheEnd = (results, hits, look) => {
    const count = () => {
      look();
      const others = results.querySelectorAll("ul.search > li").length;
      Search.status.textContent = counted(hits.length, others);
    };
    if (Search.status?.textContent) return count();
    const stop = Search.stopPulse;
    Search.stopPulse = () => {
      stop();
      queueMicrotask(count);
    };
  };

  /** Sphinx's results come one after another: say of each what it is, and none twice. */
  const describe = (results, entries, hits) => {
    const shown = new Set(hits.slice(0, SHOWN).map((hit) => hit.address));
    const known = new Map(entries.map((entry) => [entry.address, entry]));
    const pages = new Map(entries.map((entry) => [entry.address.split("#")[0], entry.part]));
    const look = () => {
      for (const result of results.querySelectorAll("li:not([data-seen])")) {
        result.dataset.seen = "";
        const link = result.querySelector("a");
        const address = link.getAttribute("href").replace(/#$/, "");
        const page = address.split("#")[0];
        const entry = known.get(address) ?? { kind: "Page", part: pages.get(page) };
        if (shown.has(address)) result.remove();
        else link.after(about(entry));
        if (entry.name && address.includes("#")) link.textContent = entry.name;
      }
    };
    new MutationObserver(look).observe(results, { childList: true, subtree: true });
    countAtTheEnd(results, hits, look);
    look();
  };

  // Most formulas stand in a page twice, once for screen readers; excerpts need them once.
  const TWICE = /(?<=<span class="katex(?: notranslate)?">)<span class="katex-mathml">.*?<\/math><\/span>|<svg\b.*?<\/svg>/gs;
  const toText = Search.htmlToText;
  Search.htmlToText = (page, anchor) => toText(page.replace(TWICE, ""), anchor);

  const begin = () => {
    const results = document.getElementById("search-results");
    const query = new URLSearchParams(location.search).get("q");
    if (!results || !query || !globalThis.bookEntries) return;
    const entries = globalThis.bookEntries.map(read);
    const hits = found(entries, query);
    if (hits.length) results.before(list(hits));
    describe(results, entries, hits);
  };

  if (document.readyState === "loading") addEventListener("DOMContentLoaded", begin);
  else begin();
}

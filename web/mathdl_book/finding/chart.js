// Brings the map of the chapters to life: the chapter that is pointed at or focused is
// shown with all that it needs and all that needs it, and described in words.
{
  const map = document.querySelector(".chart");
  const said = map.querySelector(".chart-said");
  const chapters = [...map.querySelectorAll("a[data-name]")];
  const lines = [...map.querySelectorAll("path[data-from]")];
  const columns = [...map.querySelectorAll("g.chart-column")].map((group) => [
    ...group.querySelectorAll("a[data-name]"),
  ]);
  const opening = chapters.find((chapter) => !columns.flat().includes(chapter));
  // The list stands in the same order: what is said there is said here.
  const entries = [...document.querySelectorAll(".chart-list .entry")];
  const named = new Map(chapters.map((chapter) => [chapter.dataset.name, chapter]));
  const needs = new Map(
    chapters.map((chapter) => {
      const names = chapter.dataset.needs.split(" ").filter(Boolean);
      return [chapter, names.map((name) => named.get(name))];
    }),
  );
  const leads = new Map(
    chapters.map((chapter) => [
      chapter,
      chapters.filter((other) => needs.get(other).includes(chapter)),
    ]),
  );
  const key = `${said.textContent} Point at a chapter, or move through them with the arrow keys.`;
  let shown = null;
  let focused = null;

  /** All that is reached from a chapter by going on and on. */
  const reach = (chapter, next) => {
    const found = new Set();
    const go = (from) => {
      for (const to of next.get(from)) {
        if (found.has(to)) continue;
        found.add(to);
        go(to);
      }
    };
    go(chapter);
    return found;
  };

  const entry = (chapter) => entries[chapters.indexOf(chapter)];
  const title = (chapter) => entry(chapter).querySelector("strong").textContent;
  const titles = (list) =>
    list.map((chapter) => title(chapter).replace(/\.$/, "")).join(", ") ||
    "no other chapter";

  const sentence = (chapter) => {
    const [before, after] = [needs, leads].map((next) => titles(next.get(chapter)));
    return `${entry(chapter).textContent.trim()} Needs: ${before}. Needed by: ${after}.`;
  };

  /** Say what a chapter or a line is to the one that is shown, if one is. */
  const mark = (element, role) => {
    if (role) element.setAttribute("data-role", role);
    else element.removeAttribute("data-role");
  };

  /** Which chapters the shown one needs, and which need it: at once, or by way of others. */
  const roles = (chapter) => {
    const of = new Map([[chapter, "shown"]]);
    for (const [next, side] of [[needs, "needs"], [leads, "leads"]]) {
      for (const other of reach(chapter, next)) of.set(other, `${side}-far`);
      for (const other of next.get(chapter)) of.set(other, side);
    }
    return of;
  };

  /** A line has the role of its farther end, if both ends lie on one side. */
  const lineRole = (line, of) => {
    const from = of.get(named.get(line.dataset.from));
    const to = of.get(named.get(line.dataset.to));
    if (!from || !to) return "aside";
    if (to === "shown") return from;
    if (from === "shown") return to;
    const side = from.split("-")[0];
    return to.startsWith(side) ? `${side}-far` : "aside";
  };

  const show = (chapter) => {
    if (chapter === shown) return;
    shown = chapter;
    const of = chapter && roles(chapter);
    for (const one of chapters) mark(one, of && (of.get(one) ?? "aside"));
    for (const line of lines) mark(line, of && lineRole(line, of));
    said.textContent = chapter ? sentence(chapter) : key;
  };

  /** One chapter is the tab stop; the arrow keys move it. */
  const stop = (chapter) => {
    for (const one of chapters) one.setAttribute("tabindex", one === chapter ? 0 : -1);
  };

  const neighbour = (chapter, key) => {
    if (chapter === opening) return key === "ArrowDown" ? columns[0][0] : null;
    const column = columns.findIndex((one) => one.includes(chapter));
    const row = columns[column].indexOf(chapter);
    const moves = {
      ArrowUp: [column, row - 1],
      ArrowDown: [column, row + 1],
      ArrowLeft: [column - 1, row],
      ArrowRight: [column + 1, row],
      Home: [column, 0],
      End: [column, Infinity],
    };
    if (!(key in moves)) return null;
    if (key === "ArrowUp" && row === 0) return opening;
    const [to, place] = moves[key];
    const there = columns[Math.min(Math.max(to, 0), columns.length - 1)];
    return there[Math.min(Math.max(place, 0), there.length - 1)];
  };

  const at = (event) => event.target.closest?.("a[data-name]");

  map.addEventListener("keydown", (event) => {
    const chapter = at(event);
    if (!chapter || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "Escape") show(null);
    const next = neighbour(chapter, event.key);
    if (!next) return;
    event.preventDefault();
    next.focus();
  });
  map.addEventListener("focusin", (event) => {
    focused = at(event);
    if (!focused) return;
    stop(focused);
    show(focused);
  });
  map.addEventListener("focusout", (event) => {
    if (map.contains(event.relatedTarget)) return;
    focused = null;
    show(null);
  });
  map.addEventListener("pointerover", (event) => {
    if (event.pointerType === "mouse") show(at(event) ?? focused);
  });
  map.addEventListener("pointerleave", (event) => {
    if (event.pointerType === "mouse") show(focused);
  });

  // A finger can't point without pressing: the first tap shows, the second opens.
  let before = null;
  map.addEventListener("pointerdown", (event) => {
    before = event.pointerType === "mouse" ? at(event) : shown;
  });
  map.addEventListener("click", (event) => {
    const chapter = at(event);
    if (chapter && event.detail && chapter !== before) event.preventDefault();
    if (event.detail) show(chapter ?? null);
  });

  stop(chapters[0]);
  said.textContent = key;
  map.dataset.live = "";
}

// A field leaves of the lists on its page those entries that hold all of its words.
{
  const ENTRIES = "dl.glossary > dt, .citation, tbody > tr";
  const field = document.querySelector(".filter input");
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

  /** An entry's elements: a term has its definition beside it. */
  const parts = (entry) =>
    entry.matches("dt") ? [entry, entry.nextElementSibling] : [entry];

  const listen = () => {
    const output = document.querySelector(".filter output");
    const entries = [...document.querySelectorAll(ENTRIES)].map(parts);
    let texts = null; // read when somebody asks, as there may be hundreds
    const filter = () => {
      texts ??= entries.map((entry) => plain(entry.map((part) => part.textContent).join(" ")));
      const words = plain(field.value).split(/\s+/).filter(Boolean);
      const shown = texts.map((text) => words.every((word) => text.includes(word)));
      entries.forEach((entry, k) => {
        for (const part of entry) part.classList.toggle("filtered", !shown[k]);
      });
      output.textContent = words.length ? `${shown.filter(Boolean).length} of ${entries.length}` : "";
    };
    field.addEventListener("input", filter);
    // What a link leads to is there, whatever stands in the field.
    addEventListener("hashchange", () => {
      const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
      if (!target?.closest(".filtered")) return;
      field.value = "";
      filter();
      target.scrollIntoView();
    });
  };

  if (field) listen();
}

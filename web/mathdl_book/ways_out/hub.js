// The form that makes a link with which a hub hands a chapter out (nbgitpuller).
{
  /** A web address, or a complaint about what was typed in place of one. */
  const webAddress = (typed, what) => {
    let found;
    try {
      found = new URL(typed);
    } catch {} // said below, in words
    if (!["http:", "https:"].includes(found?.protocol))
      throw new Error(`The address of the ${what} is no web address: it has to begin with https://.`);
    if (found.username || found.password)
      throw new Error(`The address of the ${what} holds a name or a password, which every student would see.`);
    return found;
  };

  /** Where the hub is, from any address that a browser shows inside it. */
  const root = (hub) => hub.origin + hub.pathname.replace(/\/((hub|user)(\/.*)?)?$/, "");

  const link = (hub, repository, branch, chapter) => {
    const start = root(webAddress(hub, "hub"));
    const from = webAddress(repository, "repository");
    // What hosts add to the address when one of its folders or files is shown.
    from.pathname = from.pathname.replace(/\/(-\/)?(tree|blob)\/.*$|\/+$/, "");
    from.search = from.hash = "";
    const folder = from.pathname.split("/").at(-1); // so the copy is called;
    if (!folder) throw new Error("The address of the repository ends before the repository’s name.");
    if (/\s/.test(branch)) throw new Error("The name of a branch has no spaces.");
    const asked = new URLSearchParams({ repo: from.href });
    if (branch) asked.set("branch", branch);
    asked.set("urlpath", `lab/tree/${folder}/${chapter}`);
    return `${start}/hub/user-redirect/git-pull?${asked}`;
  };

  const begin = (form) => {
    const { hub, repository, branch, chapter, link: made } = form.elements;
    const said = form.querySelector("[role=status]");

    /** Make the link; return what is wrong, in words, if it can't be made. */
    const make = () => {
      made.value = "";
      try {
        made.value = link(...[hub, repository, branch, chapter].map((field) => field.value.trim()));
        return "";
      } catch (fault) {
        return fault.message;
      }
    };

    form.addEventListener("input", () => {
      if (!make()) said.textContent = "";
    });
    // A complaint waits until a field is left, and none is made of one still empty.
    form.addEventListener("change", () => {
      const fault = make();
      said.textContent = hub.value && repository.value ? fault : "";
    });
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const fault = make();
      if (!fault) {
        made.select();
        try {
          await navigator.clipboard.writeText(made.value);
          said.textContent = "Copied.";
        } catch {
          said.textContent = "The link is selected: copy it with Ctrl+C.";
        }
      } else said.textContent = fault;
    });
  };

  addEventListener("DOMContentLoaded", () => document.querySelectorAll("form.hub-link").forEach(begin));
}

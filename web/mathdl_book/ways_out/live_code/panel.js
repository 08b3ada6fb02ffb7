// The panel above a chapter: whom the code will be sent to, how far that is, and what can
// be done with all cells.

import { Cells } from "./cells.js";
import { connect, host } from "./connect.js";

const ADDRESS = "live:server";
const PHASES = {
  launching: "Asking for a server …",
  waiting: "Binder has the request and waits for its turn …",
  fetching: "Binder is fetching the book …",
  unknown: "Binder is at work …",
  building: "Binder is building the book's environment. The first time this takes minutes …",
  pushing: "Binder is storing the environment …",
  built: "The environment is there. A machine is being found …",
  kernel: "The server is there. Starting Python …",
};
const SLOW = 60;
const PATIENCE = " Several minutes are usual when nobody was here lately.";

const HTML = `
  <p class="live-first"></p>
  <form class="live-choice">
    <label class="live-own">Jupyter server
      <input type="text" name="address" autocomplete="off" spellcheck="false"
        placeholder="http://localhost:8888/?token=…">
    </label>
    <button type="submit">Start</button>
    <button type="button" name="close">Close</button>
  </form>
  <p class="live-help">A server of your own: in the book's environment, run <code></code> and
    paste the address that it prints. In a cell, Shift+Enter runs it, and Escape, then Tab,
    leaves it.</p>
  <p class="live-state" role="status"></p>
  <details class="live-log" hidden><summary>What the server said</summary><pre></pre></details>
  <div class="live-all" role="group" aria-label="All cells" hidden>
    <button type="button" name="all">Run all</button>
    <button type="button" name="interrupt">Interrupt</button>
    <button type="button" name="restart">Restart Python</button>
  </div>`;

/**
 * @typedef {object} Settings
 * @property {string} [server] the address of a Jupyter server, for all who read here
 * @property {import("./connect.js").Binder} [binder] where Binder finds the book
 */

class Panel {
  /** @param {Settings} settings @param {string} root the way to the root of the site */
  constructor(settings, root, opener) {
    this.settings = settings;
    this.root = root;
    this.opener = opener;
    this.element = document.createElement("section");
    this.element.className = "live-panel";
    this.element.setAttribute("aria-label", "Live code");
    this.element.innerHTML = HTML;
    this.log = this.#part("log");
    this.#wire();
    this.#introduce();
  }

  #part(name) {
    return this.element.querySelector(`.live-${name}, [name="${name}"]`);
  }

  #wire() {
    this.#part("choice").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#start();
    });
    this.#part("close").addEventListener("click", () => this.close());
    this.#part("address").addEventListener("input", () => this.#introduce());
  }

  /** The server that the reader names, or the book's, or Binder. */
  get #target() {
    const server = this.#part("address").value.trim();
    return server || !this.settings.binder ? { server } : { binder: this.settings.binder };
  }

  /** Say first what will be contacted. */
  #introduce() {
    const { server, binder } = this.#target;
    const where = named(server);
    this.#part("first").textContent = binder
      ? `Start, and this page contacts ${host(binder.binderUrl)}: Binder, a free public ` +
        "service, makes a machine for you there. The code of this chapter, with what you " +
        "change in it, is sent to that machine and runs there."
      : where
        ? `Start, and this page contacts ${where} and nothing else. The code of this ` +
          "chapter, with what you change in it, is sent there and runs there."
        : "This page contacts nothing until you name a Jupyter server: the code of this " +
          "chapter, with what you change in it, then runs there.";
    const own = `jupyter server --ServerApp.allow_origin='${location.origin}'`;
    this.#part("help").querySelector("code").textContent = own;
  }

  open() {
    document.querySelector(".bd-article").before(this.element);
    const field = this.#part("address");
    field.value = this.settings.server || sessionStorage.getItem(ADDRESS) || "";
    this.#introduce();
    this.element.scrollIntoView({ block: "nearest" });
    (this.#target.server === "" ? field : this.#part("choice").querySelector("button")).focus();
  }

  close() {
    this.element.remove();
    this.opener.focus();
  }

  async #start() {
    const target = this.#target;
    try {
      if (!target.binder) host(target.server);
    } catch (error) {
      this.#say(error.message, "error");
      return;
    }
    this.#choose(false);
    this.log.querySelector("pre").textContent = "";
    const clock = this.#count();
    try {
      const connected = await connect(target, this.root, (...news) => this.#hear(...news));
      if (target.server && target.server !== this.settings.server) {
        sessionStorage.setItem(ADDRESS, target.server);
      }
      this.#live(connected, target);
    } catch (error) {
      this.#fail(error, target);
    } finally {
      clearInterval(clock);
    }
  }

  #choose(may) {
    for (const control of this.#part("choice").elements) control.disabled = !may;
  }

  #say(text, kind = "") {
    const state = this.#part("state");
    state.textContent = text;
    state.dataset.kind = kind;
  }

  /** Show that time passes, where it may be minutes. */
  #count() {
    const begun = Date.now();
    this.phase = PHASES.launching;
    const tick = () => {
      const seconds = Math.round((Date.now() - begun) / 1000);
      const patience = seconds > SLOW ? PATIENCE : "";
      this.#say(`${this.phase} ${seconds} s.${patience}`, "busy");
    };
    tick();
    return setInterval(tick, 1000);
  }

  #hear(phase, message) {
    this.phase = PHASES[phase] ?? this.phase;
    this.log.hidden = false;
    this.log.querySelector("pre").textContent += message && `${message.trimEnd()}\n`;
  }

  #fail(error, target) {
    const where = host(target.server ?? target.binder.binderUrl);
    const advice = target.server
      ? "Is it running, and does it allow pages of this address? The command above starts one that does."
      : "Try again in a while, or use a server of your own.";
    this.#say(`No Python from ${where}: ${error.message ?? error}. ${advice}`, "error");
    this.#choose(true);
    this.#part("choice").querySelector("button").focus();
  }

  #live(connected, target) {
    const { session } = connected;
    const cells = new Cells(connected);
    for (const part of ["first", "choice", "help", "log"]) this.#part(part).remove();
    const all = this.element.querySelector(".live-all");
    const where = host(session.server.settings.baseUrl);
    const ready = `Live on ${where}. Shift+Enter runs a cell, and first what it needs.`;
    this.#say(ready);
    all.hidden = false;
    this.element.classList.add("live-on");
    this.#press("all", async () => {
      this.#say("Running all cells …", "busy");
      this.#say((await cells.runAll()) ? "All cells have run." : "A cell has failed.");
    });
    this.#press("interrupt", () => session.kernel.interrupt());
    this.#press("restart", async () => {
      await session.restart();
      cells.forget();
      this.#say("Python has been started anew: nothing is defined yet.");
    });
    session.kernel.statusChanged.connect((_, status) => {
      if (status === "dead") this.#say(`Python on ${where} has stopped. Load the page anew to start again.`, "error");
    });
    session.kernel.connectionStatusChanged.connect((_, status) => {
      if (status !== "connected") this.#say(`The connection to ${where} is lost; trying again …`, "error");
      else this.#say(ready);
    });
    addEventListener("pagehide", () => end(session));
    document.documentElement.dataset.live = "";
    cells.cells[0]?.editor.focus({ preventScroll: true });
  }

  #press(name, act) {
    this.element.querySelector(`[name="${name}"]`).addEventListener("click", act);
  }
}

/** A kernel that nobody can reach any more need not go on. */
function end(session) {
  const { baseUrl, token } = session.server.settings;
  fetch(`${baseUrl}api/sessions/${session.id}`, {
    method: "DELETE",
    headers: { Authorization: `token ${token}` },
    keepalive: true,
  });
}

/** Return the host of an address that may not be one yet, because it is being written. */
function named(address) {
  try {
    return address && host(address);
  } catch {
    return "";
  }
}

/** Open the panel of this page. */
export function open(opener) {
  const settings = JSON.parse(opener.dataset.live);
  opener.panel ??= new Panel(settings, opener.dataset.root, opener);
  opener.panel.open();
}

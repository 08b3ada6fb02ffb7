// The cells of a page: their code can be changed and run, and what comes out takes the
// place of what the book has stored.

import { editor } from "./editor.js";

const STORE = `live:${location.pathname}`;

/** What the reader has written on this page before, by the book's own code. */
function written() {
  try {
    return JSON.parse(localStorage.getItem(STORE)) ?? {};
  } catch {
    return {};
  }
}

function keep(original, source) {
  const all = written();
  if (source === original) delete all[original];
  else all[original] = source;
  localStorage.setItem(STORE, JSON.stringify(all));
}

function button(text, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = text;
  made.addEventListener("click", act);
  return made;
}

/** One cell. */
class Cell {
  /**
   * @param {HTMLElement} element the cell in the page
   * @param {number} number counted from 1
   * @param {(cell: Cell) => Promise<boolean>} run
   */
  constructor(element, number, run) {
    this.element = element;
    this.number = number;
    this.done = false;
    this.run = run;
    const code = element.querySelector(".cell_input .highlight");
    this.original = code.querySelector("pre").textContent.replace(/\n$/, "");
    this.source = written()[this.original] ?? this.original;
    this.#edit(code);
    this.#control(code);
  }

  #edit(code) {
    code.replaceChildren();
    code.classList.add("live-code");
    this.editor = editor(code, this.source, `Code of cell ${this.number}`, {
      run: (next) => this.run(this).then((fine) => fine && next && this.next?.editor.focus()),
      change: (source) => {
        this.source = source;
        this.done = false;
        keep(this.original, source);
        this.#mark();
      },
    });
  }

  #control(code) {
    this.said = document.createElement("span");
    this.said.setAttribute("role", "status");
    this.back = button("Restore", () => {
      const all = { from: 0, to: this.editor.state.doc.length, insert: this.original };
      this.editor.dispatch({ changes: all });
    });
    this.back.title = "Put the book's own code back";
    this.start = button("Run", () => this.run(this));
    this.start.setAttribute("aria-label", `Run cell ${this.number}`);
    this.back.setAttribute("aria-label", `Restore cell ${this.number}`);
    const controls = document.createElement("div");
    controls.className = "live-controls";
    controls.append(this.start, this.back, this.said);
    code.after(controls);
    this.#mark();
  }

  #mark() {
    this.back.hidden = this.source === this.original;
  }

  /** Say how the cell stands. */
  tell(text) {
    this.said.textContent = text;
  }

  /** Say in words what is drawn: the book knows that of its own code alone. */
  describe() {
    const own = this.source === this.original && this.alt;
    for (const drawing of this.element.querySelectorAll(".live-output .jp-RenderedSVG svg")) {
      drawing.role = "img";
      drawing.ariaLabel = own || "The figure that the code above draws.";
    }
  }

  /** The place of what the kernel sends: captions and what links to it stay. */
  output() {
    let place = this.element.querySelector(":scope > .cell_output");
    if (!place) {
      place = document.createElement("div");
      place.className = "cell_output docutils container";
      this.element.append(place);
    }
    const figure = place.querySelector(":scope > figure:has(> figcaption)") ?? place;
    const drawing = figure.querySelector("svg[aria-label], img");
    this.alt = drawing?.alt ?? drawing?.ariaLabel;
    for (const old of [...figure.children]) {
      if (!old.matches("figcaption, .check-of")) old.remove();
    }
    const live = document.createElement("div");
    live.className = "live-output";
    figure.prepend(live);
    return live;
  }
}

/** The cells of a page, and the kernel that runs them. */
export class Cells {
  #queue = Promise.resolve();

  constructor({ core, config, session, rendermime }) {
    const found = [...document.querySelectorAll(".bd-article div.cell:has(> .cell_input, .cell_input)")];
    this.cells = found.map((element, k) => new Cell(element, k + 1, (cell) => this.runTo(cell)));
    this.cells.forEach((cell, k) => {
      cell.next = this.cells[k + 1];
    });
    const blocks = this.cells.map((cell) => ({ id: String(cell.number), source: cell.source }));
    this.notebook = core.api.setupNotebookFromBlocks(blocks, config, rendermime);
    this.notebook.attachSession(session);
  }

  /** Run a cell, and before it those above that have not been run: true if all went well. */
  runTo(last) {
    const above = this.cells.slice(0, last.number - 1).filter((cell) => !cell.done);
    return this.#run([...above, last]);
  }

  /** Run all cells in order, until one fails. */
  runAll() {
    return this.#run(this.cells);
  }

  /** The kernel has forgotten everything. */
  forget() {
    for (const cell of this.cells) {
      cell.done = false;
      cell.tell("");
    }
  }

  #run(cells) {
    for (const cell of cells) cell.tell("waits");
    const turn = this.#queue.then(() => this.#inOrder(cells));
    this.#queue = turn;
    return turn;
  }

  async #inOrder(cells) {
    for (const [k, cell] of cells.entries()) {
      if (!(await this.#one(cell))) {
        for (const rest of cells.slice(k + 1)) rest.tell(`not run: cell ${cell.number} failed`);
        return false;
      }
    }
    return true;
  }

  async #one(cell) {
    const runner = this.notebook.cells[cell.number - 1];
    const source = cell.source;
    cell.tell("runs …");
    cell.element.ariaBusy = "true";
    if (!runner.isAttachedToDOM) runner.attachToDOM(cell.output());
    const result = await runner.execute(source);
    cell.describe();
    cell.element.ariaBusy = "false";
    const fine = result !== null && !result.error;
    cell.done = fine && source === cell.source;
    cell.tell(fine ? "done" : "failed");
    return fine;
  }
}

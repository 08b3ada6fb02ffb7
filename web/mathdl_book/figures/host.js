// Brings the page's interactive figures to life, with neither kernel nor server: each
// figure's module gets a model made from the state that the notebook stored.

const NEAR = "600px";

/** What anywidget's modules ask of a model, with nobody behind it. */
export class Model extends EventTarget {
  #state;

  constructor(state) {
    super();
    this.#state = { ...state };
  }

  get(name) {
    return this.#state[name];
  }

  set(name, value) {
    this.#state[name] = value;
    this.dispatchEvent(new Event(`change:${name}`));
    this.dispatchEvent(new Event("change"));
  }

  on(name, listener) {
    this.addEventListener(name, listener);
  }

  off(name, listener) {
    this.removeEventListener(name, listener);
  }

  save_changes() {}

  send() {}
}

/** What the scripts that hold states call: each hands its own over. */
globalThis.figureState = (state) => {
  document.currentScript.state = state;
};

/** The state of a figure: it stands in the page or, if it is long, in a script. */
function stateOf({ dataset }) {
  if (dataset.state) return JSON.parse(dataset.state);
  return new Promise((done, fail) => {
    const script = document.createElement("script");
    script.onload = () => done(script.state);
    script.onerror = () => fail(new Error(`${script.src} could not be loaded`));
    script.src = dataset.stateFrom;
    document.head.append(script);
  });
}

/** Put the live figure where the still picture is; if it fails, the picture stays. */
async function enliven(figure, module) {
  const still = figure.querySelector(":scope > img, :scope > svg");
  const el = document.createElement("div");
  try {
    const model = new Model(await stateOf(figure));
    await module.default.render({ model, el });
    still.replaceWith(el);
    figure.model = model; // the state, for other scripts and for tests
    figure.dataset.live = "";
  } catch (error) {
    el.remove();
    console.error(`the figure "${figure.dataset.widget}" stays a picture:`, error);
  }
}

/**
 * Bring every figure under `root` to life when it comes near the window.
 * @param {Record<string, {default: {render: Function}}>} modules by the figure's name
 */
export function mount(modules, root = document) {
  const figures = [...root.querySelectorAll("figure.explorable[data-widget]")].filter(
    (figure) => figure.dataset.widget in modules,
  );
  const begin = (figure) => enliven(figure, modules[figure.dataset.widget]);
  if (!("IntersectionObserver" in window)) {
    figures.forEach(begin);
    return;
  }
  const watch = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        watch.unobserve(target);
        begin(target);
      }
    },
    { rootMargin: `${NEAR} 0px` },
  );
  figures.forEach((figure) => watch.observe(figure));
}

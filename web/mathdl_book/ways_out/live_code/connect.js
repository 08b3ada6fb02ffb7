// Finds a Jupyter server, or asks Binder for one, and starts a kernel there: Thebe does it.
// Nothing but that server is contacted; Thebe's own calls to other hosts are switched off.

import { anywidget } from "./anywidget.js";

/**
 * @typedef {object} Binder
 * @property {string} binderUrl the address of a BinderHub
 * @property {string} repoProvider `github`, `gitlab` or `git`
 * @property {string} repo the repository, as the provider names it
 * @property {string} ref a branch
 */

const NO_MATH = { mathjaxUrl: "", mathjaxConfig: "" };
const SVG = "image/svg+xml";
// The one grey in which figures are drawn.
const INK = /#797979\b/gi;

/** Load Thebe, which is large: only when a reader asks for a kernel. */
function thebe(root) {
  if (globalThis.thebeCore) return Promise.resolve(globalThis.thebeCore);
  return new Promise((done, fail) => {
    const style = document.createElement("link");
    style.rel = "stylesheet";
    style.href = `${root}_static/thebe/thebe-core.css`;
    // Before the book's own, which has the last word.
    document.head.prepend(style);
    const script = document.createElement("script");
    script.src = `${root}_static/thebe/thebe-core.min.js`;
    script.onload = () => done(globalThis.thebeCore);
    script.onerror = () => fail(new Error("Thebe, which is part of this book, did not load."));
    document.head.append(script);
  });
}

/** Return an address as a URL; without a scheme it is an http one. */
function parsed(text) {
  const given = text.trim();
  try {
    return new URL(/^https?:\/\//.test(given) ? given : `http://${given}`);
  } catch {
    throw new Error(`“${given}” is not the address of a server.`);
  }
}

/** Return the name of the machine, with its port, that has an address. */
export const host = (address) => parsed(address).host;

/**
 * Read the address of a Jupyter server as Jupyter prints it, with its token.
 * @param {string} text such as `http://localhost:8888/?token=abc`
 */
export function readAddress(text) {
  const url = parsed(text);
  const folder = url.pathname.replace(/\/(?:lab|tree|notebooks|doc)(?:\/.*)?$/, "/");
  return { baseUrl: url.origin + folder, token: url.searchParams.get("token") ?? "" };
}

/**
 * Start a kernel, and tell on the way what happens.
 * @param {{server?: string, binder?: Binder}} target one of the two
 * @param {string} root the way to the root of the site
 * @param {(phase: string, message: string) => void} tell
 */
export async function connect(target, root, tell) {
  const core = await thebe(root);
  const events = core.api.makeEvents();
  const config = core.api.makeConfiguration(
    {
      ...NO_MATH,
      binderOptions: target.binder,
      serverSettings: target.server ? { ...readAddress(target.server), appendToken: true } : {},
    },
    events,
  );
  const server = await started(core, config, events, target, tell);
  tell("kernel", "");
  const rendermime = core.api.makeRenderMimeRegistry(NO_MATH);
  inlined(rendermime);
  const name = Math.random().toString(36).slice(2, 10);
  const session = await server.startNewSession(rendermime, { path: `/live-${name}.ipynb` });
  // In place of a loader that would fetch RequireJS, and widgets, from a public network.
  session.manager._loader = {
    requested: true,
    ready: Promise.resolve({ require: required(session.manager) }),
  };
  return { core, config, session, rendermime };
}

/** Thebe writes Binder's phase into the message. */
function news(status, message) {
  const [, phase, said] = message.match(/^Binder is: (\w+) - (.*)$/s) ?? [];
  return phase ? [phase, said] : [status, message];
}

/** Wait for a server; Thebe reports some failures as events alone. */
function started(core, config, events, target, tell) {
  return new Promise((done, fail) => {
    events.on("status", (_, { status, message }) => tell(...news(status, message ?? "")));
    events.on("error", (_, { message }) => fail(new Error(message)));
    const connected = target.binder
      ? core.api.connectToBinder(config)
      : core.api.connectToJupyter(config);
    connected.ready.then(() => done(connected), fail);
  });
}

/** Figures stand in the page itself, as those of the book do. */
function inlined(rendermime) {
  const factory = rendermime.getFactory(SVG);
  let figures = 0;
  const createRenderer = (options) => {
    const renderer = factory.createRenderer(options);
    renderer.render = async (model) => {
      renderer.node.innerHTML = ofThePage(model.data[SVG], `live${(figures += 1)}-`);
    };
    return renderer;
  };
  rendermime.addFactory({ ...factory, mimeTypes: [SVG], createRenderer }, 10);
}

/** Give a drawing the colour of the text, and ids that no other figure has. */
function ofThePage(svg, prefix) {
  return svg
    .slice(svg.indexOf("<svg"))
    .replace(INK, "currentColor")
    .replace(/\bid="([^"]+)"/g, `id="${prefix}$1"`)
    .replace(/(url\(#|href="#)([^")]+)/g, `$1${prefix}$2`);
}

/** What Thebe takes for RequireJS: it knows the modules that this book serves. */
function required(manager) {
  const load = async ([name], done, fail) => {
    try {
      if (name !== "anywidget") throw new Error(`This page has no widgets of “${name}”.`);
      done(await anywidget(manager));
    } catch (error) {
      fail(error);
    }
  };
  return Object.assign(load, { defined: () => true });
}

// anywidget, the base of the book's interactive figures, as its Python package ships it:
// a module that calls `define`. The page that loads this file has no other loader.

let factory;
globalThis.define = (_, made) => {
  factory = made;
};

const made = new WeakMap();

/**
 * Return anywidget's classes, made from the base classes of a widget manager.
 * @param {{loadClass: (name: string, module: string, version: string) => Promise<any>}} manager
 */
export async function anywidget(manager) {
  if (!made.has(manager)) {
    const [DOMWidgetModel, DOMWidgetView] = await Promise.all(
      ["DOMWidgetModel", "DOMWidgetView"].map((name) =>
        manager.loadClass(name, "@jupyter-widgets/base", "*"),
      ),
    );
    made.set(manager, factory({ DOMWidgetModel, DOMWidgetView }));
  }
  return made.get(manager);
}

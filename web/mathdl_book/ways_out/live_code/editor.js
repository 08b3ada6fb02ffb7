// An editor in the place of a cell's code, in the colours of the code.

import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { python } from "@codemirror/lang-python";
import { bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { EditorState } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";
import { tagHighlighter, tags } from "@lezer/highlight";

// The classes by which the style sheet colours the code of the pages.
const COLOURS = syntaxHighlighting(
  tagHighlighter([
    { tag: [tags.keyword, tags.operatorKeyword, tags.modifier], class: "k" },
    { tag: [tags.moduleKeyword], class: "kn" },
    { tag: [tags.string, tags.special(tags.string)], class: "s2" },
    { tag: [tags.number], class: "mi" },
    { tag: [tags.bool, tags.null], class: "kc" },
    { tag: [tags.comment], class: "c1" },
    { tag: [tags.operator, tags.compareOperator, tags.arithmeticOperator], class: "o" },
    { tag: [tags.function(tags.definition(tags.variableName))], class: "nf" },
    { tag: [tags.definition(tags.className)], class: "nc" },
    { tag: [tags.meta], class: "nd" },
  ]),
);

/**
 * Put an editor into an element.
 * @param {HTMLElement} place
 * @param {string} source
 * @param {string} label what a screen reader calls it
 * @param {{run: (next: boolean) => void, change: (source: string) => void}} act
 * @returns {EditorView}
 */
export function editor(place, source, label, act) {
  const running = (next) => () => {
    act.run(next);
    return true;
  };
  const extensions = [
    history(),
    python(),
    indentUnit.of("    "),
    indentOnInput(),
    bracketMatching(),
    COLOURS,
    keymap.of([
      { key: "Shift-Enter", run: running(true) },
      { key: "Mod-Enter", run: running(false) },
      indentWithTab,
      ...historyKeymap,
      ...defaultKeymap,
    ]),
    EditorView.contentAttributes.of({ "aria-label": label }),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) act.change(update.state.doc.toString());
    }),
  ];
  const state = EditorState.create({ doc: source, extensions });
  return new EditorView({ state, parent: place });
}

"""A style sheet without the rules that no page can use.

A theme's sheet is written for every book. Here a rule stays if all the names that it
asks for (elements, classes, ids, attributes) occur in some page or some script of this
book. Nothing is asked of states: what is hovered, open, dark or printed stays styled. A
script may make a name from parts: ``kind-`` in a script keeps all that begins so.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import tinycss2
from tinycss2.ast import AtRule, Declaration, Node, QualifiedRule

NAMING = re.compile(r'\b(?:class|id)="([^"]*)"')
ELEMENT = re.compile(r"<([a-zA-Z][\w-]*)")
ATTRIBUTE = re.compile(r'[\s"]([a-zA-Z][\w:-]*)(?=[=\s>/])')
WORD = re.compile(r"[a-zA-Z_][\w-]*")
PROPERTY = re.compile(r"--[\w-]+")
ASKED = re.compile(r"var\(\s*(--[\w-]+)")

# In the braces of these stand rules.
NESTING = {"media", "supports", "layer", "container"}
# Of the selectors in the brackets of these, any will do.
EITHER = {"is", "where"}


@dataclass
class Names:
    """What pages and scripts call things by."""

    words: set[str] = field(default_factory=set)
    beginnings: tuple[str, ...] = ()
    properties: set[str] = field(default_factory=set)

    def read_page(self, page: str) -> None:
        """Take in the elements, attributes, classes and ids of a page."""
        # Tags and the text behind them repeat: a fourth of a page says it all.
        page = "<".join(dict.fromkeys(page.split("<")))
        for names in set(NAMING.findall(page)):
            self.words.update(names.split())
        for name in {*ELEMENT.findall(page), *ATTRIBUTE.findall(page)}:
            self.words.update((name, name.lower()))
        self.properties.update(PROPERTY.findall(page))

    def read_script(self, script: str) -> None:
        """Take in every word of a script: any of them may become a name."""
        words = set(WORD.findall(script))
        self.words |= words
        self.beginnings += tuple(w for w in words if w.endswith("-"))
        self.properties.update(PROPERTY.findall(script))

    def __contains__(self, name: str) -> bool:
        """Return whether something is, or may come to be, called by this name."""
        return name in self.words or name.startswith(self.beginnings)


def purged(css: str, names: Names) -> str:
    """Return a style sheet of the rules that can apply to something.

    Parameters
    ----------
    css : str
        The whole sheet.
    names : Names
        What the pages and scripts hold that are styled with it.
    """
    rules = list(_of_use(_rules(css), names))
    text = ""
    while (shorter := _text(rules)) != text:  # a property may stand in another's value
        text = shorter
        asked = {*names.properties, *ASKED.findall(text)}
        rules = [kept for rule in rules if (kept := _asked_for(rule, asked, text))]
    return text


def _rules(css: str | list[Node]) -> list[Node]:
    return tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)


def _text(rules: Iterable[Node]) -> str:
    return "".join(f"{rule.serialize()}\n" for rule in rules)


def _of_use(rules: Iterable[Node], names: Names) -> Iterator[Node]:
    """Keep rules, and of their selectors those, that can match something."""
    for rule in rules:
        if isinstance(rule, QualifiedRule):
            selectors = [s for s in _split(rule.prelude) if _can_match(s, names)]
            rule.prelude = _joined(selectors)
            if selectors:
                yield rule
        elif isinstance(rule, AtRule) and rule.lower_at_keyword in NESTING:
            inside = list(_of_use(_rules(rule.content), names))
            rule.content = tinycss2.parse_component_value_list(_text(inside))
            if inside:
                yield rule
        elif rule.lower_at_keyword != "charset":
            yield rule


def _split(prelude: list[Node]) -> list[list[Node]]:
    """Return the selectors between the commas."""
    selectors: list[list[Node]] = [[]]
    for token in prelude:
        if token == ",":
            selectors.append([])
        else:
            selectors[-1].append(token)
    return selectors


def _joined(selectors: list[list[Node]]) -> list[Node]:
    text = ",".join(tinycss2.serialize(s).strip() for s in selectors)
    return tinycss2.parse_component_value_list(text)


def _can_match(selector: list[Node], names: Names) -> bool:
    """Return whether everything that a selector asks for has a name that occurs."""
    before = ""
    for token in selector:
        if token.type == "ident" and before != ":":
            asked = token.value if before == "." else token.lower_value
            if asked not in names:
                return False
        elif token.type == "hash" and token.value not in names:
            return False
        elif token.type == "[] block" and not _has_attribute(token.content, names):
            return False
        elif token.type == "function" and token.lower_name in EITHER:
            if not any(_can_match(s, names) for s in _split(token.arguments)):
                return False
        before = token.value if token.type == "literal" else ""
    return True


def _has_attribute(tokens: list[Node], names: Names) -> bool:
    return all(t.value in names for t in tokens[:1] if t.type == "ident")


def _asked_for(rule: Node, asked: set[str], text: str) -> Node | None:
    """Return a rule without properties, or not at all, if nothing asks for these."""
    if isinstance(rule, AtRule):
        return _at_asked_for(rule, asked, text)
    if "--" in (body := tinycss2.serialize(rule.content)):
        kept = [d for d in _declarations(rule.content) if _is_asked(d, asked)]
        body = ";".join(d.serialize() for d in kept)
        rule.content = tinycss2.parse_component_value_list(body)
    return rule if body.strip() else None


def _declarations(content: list[Node]) -> list[Node]:
    return tinycss2.parse_blocks_contents(
        content, skip_comments=True, skip_whitespace=True
    )


def _is_asked(declaration: Node, asked: set[str]) -> bool:
    is_property = isinstance(declaration, Declaration)
    return not is_property or declaration.name[:2] != "--" or declaration.name in asked


def _at_asked_for(rule: AtRule, asked: set[str], text: str) -> AtRule | None:
    if rule.lower_at_keyword in NESTING:
        inside = [_asked_for(one, asked, text) for one in _rules(rule.content)]
        body = _text(filter(None, inside))
        rule.content = tinycss2.parse_component_value_list(body)
        return rule if body else None
    if rule.lower_at_keyword.endswith("keyframes"):
        name = tinycss2.serialize(rule.prelude).strip()
        uses = re.findall(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text)
        return rule if len(uses) > 1 else None
    if rule.lower_at_keyword == "font-face":
        family = next(d for d in _declarations(rule.content) if d.name == "font-family")
        name = tinycss2.serialize(family.value).strip(" \"'")
        return rule if text.count(name) > 1 else None
    return rule

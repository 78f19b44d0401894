"""A tagged PDF's structure: which marked content is a heading, a list entry, a table cell."""

from __future__ import annotations

from planparse.read import engine

_DEPTH = 40
_MOST = 50_000


def tags_of_page(page: int) -> dict[int, str]:
    """Marked-content id → structure type ("H1", "P", "LBody", "TD" …) for one loaded page.

    A leaf that only groups ("Span", "NonStruct", "Link") takes its parent's type.
    """
    tree = engine.tree_of_page(page)
    if not tree:
        return {}
    found: dict[int, str] = {}
    buffer = engine.buffer_of()
    try:
        stack = [(engine.tree_child(tree, i), "", 0) for i in range(engine.tree_count(tree))]
        visited = 0
        while stack and visited < _MOST:
            element, parent, depth = stack.pop()
            visited += 1
            if not element or depth > _DEPTH:
                continue
            kind = engine.utf16(engine.element_type, element, buffer=buffer)
            kind = parent if kind in ("", "Span", "NonStruct", "Link", "Reference") else kind
            for i in range(max(0, engine.element_mcid_count(element))):
                found[engine.element_mcid(element, i)] = kind
            children = engine.element_count(element)
            stack += [(engine.element_child(element, i), kind, depth + 1) for i in range(max(0, children))]
    finally:
        engine.close_tree(tree)
    return found

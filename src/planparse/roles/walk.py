"""A part's outline → its pieces: which heading, label or column decides each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from planparse.lexicon import KindMatch, column_kind, document_data_kind, fold, heading_kind, words
from planparse.page import Block, Heading, Outline, Table
from planparse.plan import Reason
from planparse.roles.pieces import Piece, Rule, has_words, heading_piece, places_of, rule_of
from planparse.roles.tabular import Context, TablePieces, table_pieces

_CONTENTS_TAG = "TOCI"
_NOTE_TAG = "Note"
_PLAIN_EVIDENCE = frozenset({"lexicon", "space", "number"})
"""A lead-in that is set like running text governs the list behind it, no more."""

_PROMISING = frozenset({"goal", "activity", "purpose"})
"""Kinds under which a party's name opens what it promises; elsewhere (parties, background) it is a theme."""
_FEW = 6
"""Words of a name before a full stop; more are a sentence."""

TakeTable = Callable[[Table, TablePieces], None]


@dataclass
class _State:
    """What governs the next block: the heading's rule and, for a while, a label's."""

    rule: Rule | None
    heading: str | None
    path: tuple[str, ...]
    hint: str | None
    theme: str | None
    label: Rule | None = None
    label_text: str | None = None
    label_hint: str | None = None
    label_scope: str | None = None  # "list": the list behind it; "open": to the next label; "column"
    list_only: bool = False
    sealed: bool = False  # headings below name what was looked at, no kinds: an audit's findings
    report: bool = False  # the document tells what was done: a party's name promises nothing
    aside: bool = False  # a box between the text that the heading governs says its own: a fact, a quote


def part_pieces(
    root: Outline, next_table: Callable[[], str], take_table: TakeTable, *, report: bool = False
) -> list[Piece]:
    """The part's pieces in reading order. `next_table` names a new table, `take_table` hears of each.

    `report`: the document is a follow-up report.
    """
    pieces: list[Piece] = []
    _walk(root, _State(None, None, (), None, None, report=report), pieces, next_table, take_table)
    return pieces


def _walk(
    node: Outline, state: _State, pieces: list[Piece], next_table: Callable[[], str], take_table: TakeTable
) -> None:
    if node.heading is not None:
        pieces.append(heading_piece(node.heading.text, node.heading.boxes or ((node.heading.page, None),)))
        state = _under(node.heading, state)
        if state.rule is not None and state.rule.heading == node.heading.text:
            state.aside = not node.heading.boxed and _has_plain_text(node)
    for element in node.elements:
        if isinstance(element, Table):
            state = _without_label(state)
            name = next_table()
            rule, hint = state.rule, state.hint
            found = table_pieces(element, name, Context(rule, state.path, hint, state.theme, state.report))
            if found.says_who and pieces:
                pieces[-1] = _governed(pieces[-1])
            take_table(element, found)
            pieces += found.pieces
        else:
            state = _block(element, state, pieces)
    for child in node.children:
        _walk(child, _after_label(state), pieces, next_table, take_table)


def _has_plain_text(node: Outline) -> bool:
    """Whether text outside boxes stands under the heading, so that a box there is an aside."""
    own = any(isinstance(element, Block) and not element.boxed for element in node.elements)
    return own or any(_has_plain_text(child) for child in node.children)


def _under(heading: Heading, state: _State) -> _State:
    """What governs below this heading, given what governed above it."""
    match = _said(heading.text, heading.number, state)
    above = (*state.path, state.heading) if state.rule and state.heading and match else state.path
    if match is None:
        return replace_state(state, path=(*state.path, heading.title), theme=heading.title, list_only=False)
    chapter = match.kind == "state" and not state.path and not state.hint  # tells how things are, in a report too
    report = state.report and not chapter
    rule: Rule | None = rule_of(match, heading.text, "heading", report=report)
    if rule is None:  # promises: the text decides between goal and activity
        return _State(None, heading.text, above, "promise", state.theme, report=state.report)
    plain = match.kind in ("lead_in", "party") and set(heading.evidence) <= _PLAIN_EVIDENCE
    return _State(
        rule, heading.text, above, None, state.theme,
        list_only=plain, sealed=match.kind == "findings", report=state.report,
    )  # fmt: skip


def _said(text: str, number: str | None, state: _State) -> KindMatch | None:
    """What a heading or label says here; None where it is a theme, a container or a name that promises nothing."""
    match = heading_kind(text)
    if match is None or match.kind == "container" or state.sealed:
        return None
    if match.kind == "party":
        free = state.rule is None or state.rule.kind in _PROMISING
        return match if free and number is None and not state.report and text.rstrip().endswith(":") else None
    return match


def replace_state(state: _State, **changes: object) -> _State:
    """`state` with `changes`, labels forgotten."""
    known = {
        "rule": state.rule, "heading": state.heading, "path": state.path, "hint": state.hint,
        "theme": state.theme, "list_only": state.list_only, "sealed": state.sealed, "report": state.report,
        "aside": state.aside,
    }  # fmt: skip
    return _State(**{**known, **changes})  # type: ignore[arg-type]


def _without_label(state: _State) -> _State:
    return replace_state(state) if state.label_scope else state


def _after_label(state: _State) -> _State:
    """The state behind the reach of a label: what it named is no theme of the headings below."""
    path = _unlabelled_path(state)
    theme = state.theme if path == state.path else (path[-1] if path else None)
    return replace_state(state, path=path, theme=theme)


def _block(block: Block, state: _State, pieces: list[Piece]) -> _State:
    if block.tag == _CONTENTS_TAG:
        contents = Rule("contents", state.heading, "heading" if state.rule else "content", "contents_leaders")
        pieces.append(_piece(block, block.text, contents, state))
        return state
    if block.tag == _NOTE_TAG:  # its sentence decides, not the heading that happens to stand last on the page
        pieces.append(replace(_piece(block, block.text, None, state), heading=None, hint=None))
        return state
    in_list = block.form in ("bullet", "numbered")
    if block.label is not None:
        return _labelled(block, state, pieces)
    if state.label_scope and (not _still_labelled(block, state, in_list) or _next_point(block, state, pieces)):
        state = _without_label(state)
    if state.list_only and not in_list and pieces and not pieces[-1].is_heading:
        state = replace_state(state, rule=None, heading=None, list_only=False)
    if has_words(block.text):
        rule = state.label if state.label_scope else state.rule
        if block.boxed and state.aside and rule is state.rule:
            rule = None
        piece = _piece(block, block.text, rule, state)
        point = _point_before(block, rule, pieces) if not state.label_scope else None
        if point is not None:
            piece = replace(
                piece, rule=point.rule, heading=point.heading, path=point.path, hint=point.hint, theme=point.theme
            )
        pieces.append(piece)
    return state


def _point_before(block: Block, rule: Rule | None, pieces: Sequence[Piece]) -> Piece | None:
    """The "a)" before "b)" where only labels on lines of their own ("Ansvar:", "Klart:") stand between the two."""
    if block.form != "numbered" or block.marker is None:
        return None
    labels = 0
    for piece in reversed(pieces):
        if piece.is_heading:
            if not piece.text.rstrip().endswith(":") and column_kind(piece.text) is None:
                return None
            labels += 1
        elif piece.marker is not None:
            follows = _follows(piece.marker, block.marker) and labels and piece.rule is not rule
            return piece if follows else None
        elif piece.table is not None or piece.form == "bullet":
            return None
    return None


def _follows(marker: str, other: str) -> bool:
    """Whether "b)" comes after "a)", "2." after "1."."""
    one, two = marker.strip("().:"), other.strip("().:")
    if one.isdigit() and two.isdigit():
        return int(two) == int(one) + 1
    return len(one) == len(two) == 1 and ord(two) == ord(one) + 1


def _still_labelled(block: Block, state: _State, in_list: bool) -> bool:
    if state.label_scope == "column":
        return block.in_label_column
    return in_list or state.label_scope == "open"


def _next_point(block: Block, state: _State, pieces: Sequence[Piece]) -> bool:
    """Whether the block goes on with the numbered list in which the label's paragraph stood: "a) … Ansvar: … b) …"."""
    if state.label_scope != "list" or block.form != "numbered":
        return False
    for piece in reversed(pieces):
        if piece.is_heading:
            continue
        if piece.theme != state.theme:
            return False
        if piece.form == "numbered":
            return piece.rule is not state.label
    return False


def _labelled(block: Block, state: _State, pieces: list[Piece]) -> _State:
    """A block with a label: the label is a heading for it, unless it only begins the sentence."""
    label = (block.label or "").rstrip()
    word = label.rstrip(" :.–—-")
    match = heading_kind(word)
    data = match is None and document_data_kind(word) is not None and (block.boxed or not state.path + _names(state))
    if match is not None and match.kind in ("container", "party"):
        match = _said(label, None, state)
        if match is None:
            return _themed(block, label, word, state, pieces)
    match = match if match or data else column_kind(word)
    if match is not None and match.kind == "other" and not block.in_label_column and heading_kind(word) is None:
        match = None  # what a column counts (a target group, a sum) is a theme at a paragraph's start
    if match is None and not data and not _is_label(label, block) and not block.in_label_column:
        text = f"{label} {block.text}".strip()
        return _block(replace(block, label=None, text=text), state, pieces)
    pieces.append(heading_piece(label, places_of(block)[:1]))
    reason: Reason = "row_label" if block.in_label_column else "run_in_label"
    evidence = "column" if block.in_label_column else "label"
    rule = state.rule
    hint = None
    if data:
        rule = Rule("other", word, "label", "document_data")
    elif match is not None:
        rule = rule_of(match, word, "column" if evidence == "column" else "label", reason, report=state.report)
        hint = "promise" if match.kind == "promise" else None
    scope = "column" if block.in_label_column else "list" if block.text else "open"
    labelled = replace_state(
        state, label=rule, label_text=word, label_hint=hint, label_scope=scope,
        theme=word if match is None and not data else state.theme,
        path=state.path if match is not None or data else (*_unlabelled_path(state), word),
    )  # fmt: skip
    if has_words(block.text):
        pieces.append(_piece(block, block.text, rule, labelled))
    return labelled


def _names(state: _State) -> tuple[str, ...]:
    return (state.heading,) if state.heading else ()


def _themed(block: Block, label: str, word: str, state: _State, pieces: list[Piece]) -> _State:
    """A label that says no kind: a theme of what stands behind it."""
    pieces.append(heading_piece(label, places_of(block)[:1]))
    scope = "column" if block.in_label_column else "list" if block.text else "open"
    labelled = replace_state(
        state, label=state.rule, label_text=word, label_scope=scope, theme=word, path=(*_unlabelled_path(state), word)
    )
    if has_words(block.text):
        pieces.append(_piece(block, block.text, state.rule, labelled))
    return labelled


def _governed(piece: Piece) -> Piece:
    """Rule 17: an open paragraph right above a table that only says who and when is what they shall do."""
    if piece.is_heading or piece.rule is not None or piece.table is not None:
        return piece
    return replace(piece, rule=Rule("activity", piece.heading, "content", "responsible_table"))


def _is_label(label: str, block: Block) -> bool:
    """Whether a bold start names what follows: by its colon or dash, or as a few words and a full stop."""
    if label.endswith((":", "–", "—")):
        return True
    parts = label.split()
    verbs = words("transcript", "finite_verbs")
    named = label.endswith(".") and len(parts) <= _FEW and not any(fold(word) in verbs for word in parts)
    return named and block.text[:1].isupper()


def _unlabelled_path(state: _State) -> tuple[str, ...]:
    """The path without the word of the label before."""
    if state.label_scope and state.path and state.path[-1] == state.label_text:
        return state.path[:-1]
    return state.path


def _piece(block: Block, text: str, rule: Rule | None, state: _State) -> Piece:
    heading = rule.heading if rule else (state.label_text if state.label_scope else state.heading)
    return Piece(
        text=text,
        places=places_of(block),
        form=block.form if block.form != "heading" else "paragraph",
        rule=rule,
        heading=heading,
        path=state.path,
        hint=state.label_hint or state.hint,
        theme=state.theme,
        bold=block.bold,
        marker=block.marker if block.form == "numbered" else None,
    )


def cover_pieces(cover: Sequence[Block | Table], next_table: Callable[[], str], take_table: TakeTable) -> list[Piece]:
    """The cover's pieces: document data by its labels, the rest for the text to decide."""
    pieces: list[Piece] = []
    state = _State(None, None, (), None, None)
    for element in cover:
        if isinstance(element, Table):
            found = table_pieces(element, next_table(), Context(None, (), None, None))
            take_table(element, found)
            pieces += found.pieces
        else:
            state = _block(element, state, pieces)
            if state.label_scope == "open" and element.text:
                state = _without_label(state)
    return [replace(piece, cover=True, rule=_data_rule(piece)) for piece in pieces]


def _data_rule(piece: Piece) -> Rule | None:
    """A cover's labels name the document's data, whatever they would say in its text."""
    rule = piece.rule
    if rule is None or rule.evidence not in ("label", "column"):
        return rule
    if rule.kind == "validity" and document_data_kind(rule.heading or "") is None:
        return rule  # "Giltighetstid" is the text's own word for it
    return Rule("other", rule.heading, "label", "document_data")

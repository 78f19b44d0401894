"""What kind is each piece: purpose, goal, activity …? A printed heading decides; else the text does.

`assign` is the step; `walk` and `tabular` say which heading governs what, `signatures` finds who signs,
`write` puts sections, items and the canonical text together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from planparse.model import Label, Labeller, Unit
from planparse.page import Block, DocumentOutline, PartOutline, RowCell, Table
from planparse.plan import Part, SectionKind, TableInfo
from planparse.roles.columns import WEAK, ByCells, unknown_columns
from planparse.roles.contradicted import with_whys_settled, without_contradicted
from planparse.roles.pieces import Piece, Rule, confidence_of
from planparse.roles.signatures import mark_signatures
from planparse.roles.tabular import TablePieces
from planparse.roles.walk import cover_pieces, part_pieces
from planparse.roles.write import Decided, PartText, Writer

_FEW_BOLD = 0.6
"""Share of open text that may be bold for bold to mean something."""
_COVER_KINDS = ("validity", "other", "background", "purpose")


@dataclass(frozen=True, slots=True)
class Roles:
    """The canonical text, the parts with their sections and items, the tables that items refer to and their cells."""

    text: str
    parts: tuple[Part, ...]
    tables: tuple[TableInfo, ...]
    cells: tuple[RowCell, ...] = ()


def assign(
    structure: DocumentOutline, labeller: Labeller, document_type: str | None, by_cells: ByCells | None = None
) -> Roles:
    """Sections and items of every part. `document_type` tells the labeller a report from a plan."""
    tables = _Tables()
    gathered: list[tuple[PartOutline | None, list[Piece]]] = []
    cover = cover_pieces(structure.cover, tables.next_name, tables.take)
    parts = list(structure.parts)
    if cover and (not parts or parts[0].kind != "body"):
        gathered.append((None, cover))
        tables.close(len(gathered))
        cover = []
    for part in parts:
        report = document_type == "follow_up_report"
        pieces = part_pieces(part.root, tables.next_name, tables.take, report=report)
        pieces = without_contradicted(mark_signatures(pieces), report=report)
        gathered.append((part, [*cover, *pieces]))
        cover = []
        tables.close(len(gathered))
    settled = with_whys_settled([pieces for _, pieces in gathered])
    writer = Writer()
    for block in structure.title:
        writer.title(_printed(block))
    written = [
        writer.part(f"p{i}", _part_text(part), decide(pieces, labeller, part, document_type, by_cells))
        for i, ((part, _), pieces) in enumerate(zip(gathered, settled, strict=True), 1)
    ]
    return Roles(
        writer.text, tuple(part for part in written if part is not None), tuple(tables.found), tuple(tables.cells)
    )


def _printed(block: Block) -> str:
    return " ".join(part for part in (block.marker, block.label, block.text) if part)


def _part_text(part: PartOutline | None) -> PartText:
    if part is None:
        return PartText("body", None, None, (), ())
    places = tuple((line.page, line.box) for block in part.heading for line in block.lines)
    return PartText(part.kind, part.number, part.title, tuple(_printed(block) for block in part.heading), places)


class _Tables:
    """Names for tables as they come, and what the plan tells of each."""

    def __init__(self) -> None:
        self.found: list[TableInfo] = []
        self.cells: list[RowCell] = []
        self._open: list[TableInfo] = []
        self._count = 0

    def next_name(self) -> str:
        self._count += 1
        return f"t{self._count}"

    def take(self, table: Table, pieces: TablePieces) -> None:
        self.cells += pieces.cells
        self._open.append(
            TableInfo(
                id=f"t{self._count}", part="", page=table.page, bbox=[round(v, 1) for v in table.box],
                header=list(pieces.header), row_count=pieces.row_count,
            )
        )  # fmt: skip

    def close(self, part: int) -> None:
        """The tables taken since the last call belong to part number `part`."""
        self.found += [info.model_copy(update={"part": f"p{part}"}) for info in self._open]
        self._open = []


def decide(
    pieces: Sequence[Piece],
    labeller: Labeller,
    part: PartOutline | None,
    document_type: str | None,
    by_cells: ByCells | None = None,
) -> list[Decided]:
    """Each piece with its kind: by its rule, else by the labeller, which sees a part's open pieces in order."""
    open_pieces = [i for i, piece in enumerate(pieces) if not piece.is_heading and piece.rule is None]
    units = _units(pieces, open_pieces, part, document_type)
    booklet = part is not None and part.kind == "appendix"
    ordered = booklet and bool(units) and all(piece.rule is None and piece.form == "sentence" for piece in pieces)
    labels = dict(zip(open_pieces, labeller.label(units, ordered), strict=True)) if units else {}
    labels |= unknown_columns(pieces, labels, by_cells)
    return [_decided(piece, labels.get(i)) for i, piece in enumerate(pieces)]


def _units(
    pieces: Sequence[Piece], open_pieces: Sequence[int], part: PartOutline | None, document_type: str | None
) -> list[Unit]:
    total = max(1, len(pieces) - 1)
    # in a report the promise is set bold above what became of it
    mixed = 0 < sum(pieces[i].bold for i in open_pieces) <= _FEW_BOLD * len(open_pieces)
    units = []
    above, below = _decided_around(pieces)
    decided = frozenset(kind for kind in above if kind is not None) | frozenset(k for k in below if k is not None)
    for i in open_pieces:
        piece = pieces[i]
        before = pieces[i - 1] if i else None
        after = pieces[i + 1] if i + 1 < len(pieces) else None
        in_list = piece.form in ("bullet", "numbered")
        column = piece.hint == "column"
        hint = None if column else piece.hint
        if hint is None and document_type == "follow_up_report":
            hint = "promise" if piece.bold and mixed else "report"
        units.append(
            Unit(
                text=piece.text,
                form="sentence" if piece.form == "sentence" else "bullet" if in_list else "paragraph",
                part=part.kind if part else "body",
                position=i / total,
                theme=piece.heading if column else piece.theme,
                document_type=document_type,
                opens_list=bool(after and after.form in ("bullet", "numbered")) and not in_list,
                in_list=in_list,
                hint=hint,
                breaks=before is None or before.is_heading or before.rule is not None,
                above=above[i],
                below=below[i],
                decided=decided,
            )
        )
    return units


def _decided_around(pieces: Sequence[Piece]) -> tuple[list[SectionKind | None], list[SectionKind | None]]:
    """The nearest kinds before and after each piece that a heading, a column or a label has decided."""
    kinds = [piece.rule.kind if piece.rule and not piece.is_heading and not piece.cover else None for piece in pieces]
    above: list[SectionKind | None] = []
    for kind in [None, *kinds[:-1]]:
        above.append(kind or (above[-1] if above else None))
    below: list[SectionKind | None] = []
    for kind in [None, *kinds[:0:-1]]:
        below.append(kind or (below[-1] if below else None))
    return above, below[::-1]


def _decided(piece: Piece, label: Label | None) -> Decided:
    if piece.is_heading:
        return Decided(piece, None, 0.0, ())
    if piece.rule is not None:
        rule = piece.rule
        inherited = rule.evidence == "heading" and bool(piece.path) and piece.theme in piece.path
        reason = "heading_inherited" if inherited and rule.reason.startswith("heading") else rule.reason
        return Decided(piece, rule, confidence_of(reason), (reason,))
    assert label is not None
    if piece.cover:
        if label.kind in _COVER_KINDS and "cue" in label.reasons:
            rule = Rule(label.kind, None, "content", "cue")
            return Decided(piece, rule, label.confidence, label.reasons)
        return Decided(piece, Rule("front_matter", None, "content", "cover"), confidence_of("cover"), ("cover",))
    if piece.hint == "promise" and piece.table is not None and label.kind == "background":
        label = Label("activity", min(label.confidence, WEAK), label.reasons)  # a promise's cell holds a promise
    rule = Rule(label.kind, piece.heading, "content", label.reasons[0] if label.reasons else "default")
    return Decided(replace(piece, heading=piece.heading), rule, label.confidence, label.reasons)

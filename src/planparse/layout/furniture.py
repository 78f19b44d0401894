"""Headers, footers and page numbers: what repeats at one place of the pages, or counts them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from planparse.layout.letterhead import address_lines
from planparse.layout.lines import rows_of, size_of, union
from planparse.lexicon import first_match, heading_kind, rules
from planparse.page import Furniture, FurnitureKind, Line, Page

_ZONE = 0.14
"""Furniture stands within this share of the page's height from its upper or lower edge."""
_ROWS = 5
"""… and among this many outermost rows there."""
_SAME_PLACE = 4.0
"""Rows of different pages this close (points) stand at one place."""
_SCANNED = 20.0
"""… of scanned pages: each sheet lay a little otherwise."""
_SHARE = 0.35
"""A text is furniture if it stands at one place on this share of the pages (and on two at least)."""
_LARGE = 1.45
"""A row set larger than this times the body is a title, wherever it stands."""
_TITLE = 1.25
"""… and one larger than this times the body, on the first page, that only says what the running header says."""

_SMALLER = 0.96
_CLEAR = 1.5
"""A running head that stands on one page only is set this much smaller than the body, above where text begins on any
page, with this many lines of space below it."""

_MARK = re.compile(
    r"^(?:(?:sida|sidan|sid\.?|sidnummer|page|s\.?)(?:\s*nr\.?)?\s*:?)?\s*[-–—|•·~]?\s*[(\[]?\d{1,3}[)\]]?\s*[-–—|•·~]?"
    r"(?:\s*(?:av|of|/|\||:)\s*(?:totalt )?\d{1,3}(?: sidor)?|\s?\(\s*\d{1,3}\s*\))?$",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"^[^\W\d_]+ (?:\d{1,2}|[A-ZÅÄÖ]|[IVX]+)(?:$|[.:]|\s[^\d\s])")
"""A heading that is counted on from page to page: "Bilaga 2", "Område 3. Trafik"."""
_HEADING = 1.1
"""Type this times as large as the body is a heading's, where not bold."""
_OWN_NUMBER = re.compile(r"^\d{1,3}(?=\s)|(?<=\s)\d{1,3}$")
_COUNTED_PAGES = 3
_PLAIN_NUMBER = re.compile(r"^\d{1,3}$")
_PRINTED_WEB = re.compile(r"https?://|^www\.|^\d{4}-\d{2}-\d{2},? \d{1,2}[:.]\d{2}")
_DIGITS = re.compile(r"\d+")


def take_furniture(
    pages: Sequence[Page], lines: Sequence[list[Line]], body_size: float, tabled: Sequence[set[int]]
) -> tuple[list[list[Line]], list[Furniture]]:
    """The pages' lines without furniture, and the furniture.

    `lines[i]` are the lines of `pages[i]`; `tabled[i]` holds the ids of lines that stand in drawn grids
    or make a list of contents: a table's repeated header is no page header, an entry's number no page's.
    """
    edges = [_edge_rows(page, [x for x in own if id(x) not in inside]) for page, own, inside in
             zip(pages, lines, tabled, strict=True)]  # fmt: skip
    scanned = any(word.confidence is not None for page in pages for word in page.words[:1])
    repeated = _repeated(edges, _SCANNED if scanned else _SAME_PLACE)
    taken: dict[int, FurnitureKind] = {}
    often = Counter(line.text for rows in edges for _, row in rows for line in row)
    for rows in edges:
        for i, (place, row) in enumerate(rows):
            heads = _heads_page(row, body_size, often, first=i == 0 or place[0] == "bottom")
            kind = _kind(place, row, repeated, body_size, heads=heads)
            if kind:
                taken.update({id(line): _line_kind(line, kind) for line in row})
    _same_slot(edges, taken, body_size)
    _above_text(lines, edges, taken, body_size)
    _same_slot(edges, taken, body_size)
    _letterheads(edges, taken, body_size)
    _counted(edges, taken, body_size)
    _logos(lines, edges, taken, body_size)
    for rows in edges:
        for line in address_lines(rows, _SMALLER * body_size):
            taken.setdefault(id(line), "footer")
    kept, furniture = [], []
    for page, own in zip(pages, lines, strict=True):
        kept.append([line for line in own if id(line) not in taken])
        furniture += [Furniture(taken[id(line)], line.text, page.number, line.box) for line in own if id(line) in taken]
    return kept, furniture


Place = tuple[str, float]
"""("top" | "bottom", distance from that edge in points)."""


def _edge_rows(page: Page, lines: list[Line]) -> list[tuple[Place, list[Line]]]:
    found: list[tuple[Place, list[Line]]] = []
    rows = rows_of(lines)
    for index, row in enumerate(rows):
        box = union(line.box for line in row if line.box)
        if index < _ROWS and box[3] < _ZONE * page.height:
            found.append((("top", box[1]), row))
        elif index >= len(rows) - _ROWS and box[1] > (1 - _ZONE) * page.height:
            found.append((("bottom", page.height - box[3]), row))
    return found


def _plain(text: str) -> str:
    return _DIGITS.sub("#", " ".join(text.casefold().split()))


def _repeated(edges: Sequence[list[tuple[Place, list[Line]]]], near: float) -> set[tuple[str, str, int]]:
    """(edge, text without its digits, place) of lines that several pages share, `near` points apart at most."""
    where: dict[tuple[str, str], list[tuple[float, int]]] = defaultdict(list)
    for index, rows in enumerate(edges):
        for (edge, distance), row in rows:
            for line in row:
                where[edge, _plain(line.text)].append((distance, index))
    found = set()
    needed = max(2, round(_SHARE * len(edges))) if len(edges) > 4 else 2
    for (edge, text), places in where.items():
        for distance in dict(places):  # each distance once: a running head stands at one place on all its pages
            pages = {index for other, index in places if abs(other - distance) <= near}
            if len(pages) >= needed or (len(pages) >= 2 and _in_a_row(pages)):
                found.add((edge, text, round(distance)))
    return found


def _in_a_row(pages: set[int]) -> bool:
    """Three pages that follow one another, or every page of a short stretch: a part with its own header."""
    ordered = sorted(pages)
    return len(ordered) >= 3 and ordered[-1] - ordered[0] == len(ordered) - 1


def _kind(
    place: Place, row: list[Line], repeated: set[tuple[str, str, int]], body_size: float, *, heads: bool
) -> FurnitureKind | None:
    edge, distance = place
    kind: FurnitureKind = "header" if edge == "top" else "footer"
    if any(word.tag == "Artifact" for line in row for word in line.words) and all(
        word.tag in ("Artifact", None) for line in row for word in line.words
    ):
        return kind
    if any(_MARK.match(line.text) for line in row):
        return kind if _small(row, body_size) else None
    known = [(edge, _plain(line.text), round(distance)) in repeated for line in row]
    if all(known) and not _is_label(row) and not heads:
        return kind if _small(row, body_size) else None
    if any(known) and _beside_known(row, known, body_size):
        return kind
    web = rules("layout", "web")
    if any(_PRINTED_WEB.search(line.text) or first_match(web, line.text) for line in row) and _small(row, body_size):
        return kind
    return None


def _beside_known(row: list[Line], known: Sequence[bool], body_size: float) -> bool:
    """A chapter's name beside the document's, which every page repeats: both smaller than text, far apart."""
    others = [line for line, is_known in zip(row, known, strict=True) if not is_known]
    named = [line for line, is_known in zip(row, known, strict=True) if is_known and heading_kind(line.text) is None]
    small = all(size_of(line) <= _SMALLER * body_size for line in row)
    return bool(named) and small and not any(line.text.endswith((".", ":")) for line in others)


def _above_text(
    lines: Sequence[list[Line]],
    edges: Sequence[list[tuple[Place, list[Line]]]],
    taken: dict[int, FurnitureKind],
    body_size: float,
) -> None:
    """Small heads above the frame of the text, where no page repeats them: a document of two pages, a chapter of one.

    They must be the outermost row of a page but the first; a caption or a table's foot stands where text does.
    """
    tops = [line.box[1] for own in lines for line in own if line.box and size_of(line) > _SMALLER * body_size
            and id(line) not in taken]  # fmt: skip
    frame = min(tops, default=0.0)
    for own, rows in zip(lines[1:], edges[1:], strict=True):
        if not rows or rows[0][0][0] != "top":
            continue
        row = rows[0][1]
        if any(id(line) in taken or line.text.endswith((".", ":", ",")) for line in row):
            continue
        bottom = max(line.box[3] for line in row if line.box)
        others = [line.box[1] for line in own if line.box and not any(line is one for one in row)]
        clear = min(others, default=0.0) - bottom >= _CLEAR * body_size and bottom < frame
        if clear and all(size_of(line) <= _SMALLER * body_size for line in row):
            taken.update({id(line): "header" for line in row})


def _is_label(row: list[Line]) -> bool:
    """A label that happens to stand last or first on several pages: a kind word with its colon."""
    if len(row) != 1 or not row[0].text.endswith(":"):
        return False
    return heading_kind(row[0].text) is not None


def _heads_page(row: list[Line], body_size: float, often: Mapping[str, int], *, first: bool) -> bool:
    """A heading that stands first on several pages: "Bilaga 1", "Bilaga 2", "Mål", in larger or bold type.

    `often` counts the pages' outer lines: what is said again with its number is a running head. `first`: nothing
    stands above the row.
    """
    if len(row) != 1:
        return False
    line = row[0]
    bold = all(word.bold for word in line.words) and size_of(line) >= body_size - 0.2
    large = size_of(line) >= _HEADING * body_size
    if not bold and not large:
        return False
    if _COUNTED.match(line.text):
        return often[line.text] == 1
    match = heading_kind(line.text)
    return match is not None and match.how == "exact" and match.kind != "container" and (large or not first)


def _counted(
    edges: Sequence[list[tuple[Place, list[Line]]]], taken: dict[int, FurnitureKind], body_size: float
) -> None:
    """Small lines at one place that end or begin with the page's number: "Bakgrund 3", "4 | Mål och inriktning"."""
    found: dict[tuple[str, str, float], list[tuple[int, Line, int]]] = defaultdict(list)
    for page, rows in enumerate(edges):
        for (edge, distance), row in rows:
            for line in row:
                number = _OWN_NUMBER.search(line.text)
                if number and id(line) not in taken and size_of(line) <= _SMALLER * body_size:
                    found[edge, line.words[0].font, round(distance)].append((page, line, int(number[0])))
    for (edge, _, _), places in found.items():
        offsets = [counted - page for page, _, counted in places]
        usual = max(set(offsets), key=offsets.count)
        if offsets.count(usual) < _COUNTED_PAGES:
            continue
        for page, line, counted in places:
            if counted - page == usual:
                taken[id(line)] = "header" if edge == "top" else "footer"


def _logos(
    lines: Sequence[list[Line]],
    edges: Sequence[list[tuple[Place, list[Line]]]],
    taken: dict[int, FurnitureKind],
    body_size: float,
) -> None:
    """Words in large type that every page has at one place: a name drawn as a logo.

    On the first page it stays where nothing as large stands: it may be the title.
    """
    found: dict[tuple[str, str, float], list[Line]] = defaultdict(list)
    for rows in edges:
        for (edge, distance), row in rows:
            if len(row) == 1 and id(row[0]) not in taken and size_of(row[0]) > _LARGE * body_size:
                found[edge, " ".join(row[0].text.casefold().split()), round(distance)].append(row[0])
    for (edge, text, _), places in found.items():
        if len(places) < max(_COUNTED_PAGES, len(edges)) or heading_kind(text) is not None:
            continue
        first = places[0]
        others = [size_of(line) for line in lines[0] if line is not first]
        titled = max(others, default=0.0) >= size_of(first)
        taken.update({id(line): "header" if edge == "top" else "footer" for line in places[0 if titled else 1 :]})


def _line_kind(line: Line, kind: FurnitureKind) -> FurnitureKind:
    return "page_number" if _MARK.match(line.text) else kind


def _small(row: list[Line], body_size: float) -> bool:
    return all(size_of(line) <= _LARGE * body_size or _PLAIN_NUMBER.match(line.text) for line in row)


def _same_slot(
    edges: Sequence[list[tuple[Place, list[Line]]]], taken: dict[int, FurnitureKind], body_size: float
) -> None:
    """Rows at a place and in a type where furniture stands on other pages: running heads that change."""
    slots: dict[tuple[str, str, float], set[float]] = defaultdict(set)
    for rows in edges:
        for (edge, distance), row in rows:
            for line in row:
                if id(line) in taken and not _MARK.match(line.text):
                    slots[edge, line.words[0].font, size_of(line)].add(distance)
    for rows in edges:
        for (edge, distance), row in rows:
            if any(id(line) in taken for line in row) or not _small(row, body_size):
                continue
            same = all(
                any(abs(other - distance) <= 1.5 for other in slots.get((edge, line.words[0].font, size_of(line)), ()))
                for line in row
            )
            if same:
                taken.update({id(line): "header" if edge == "top" else "footer" for line in row})


def _letterheads(
    edges: Sequence[list[tuple[Place, list[Line]]]], taken: dict[int, FurnitureKind], body_size: float
) -> None:
    """A cover's letterhead that says what the running header says. Set large, it is the title itself."""
    known = {_plain(line.text) for rows in edges for _, row in rows for line in row if taken.get(id(line)) == "header"}
    for rows in edges[:1]:
        for (edge, _), row in rows:
            for line in row:
                small = size_of(line) <= _TITLE * body_size
                if edge == "top" and id(line) not in taken and small and _plain(line.text) in known:
                    taken[id(line)] = "letterhead"

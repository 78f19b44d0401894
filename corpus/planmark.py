#!/usr/bin/env python3
"""Reads planmark (see PLANMARK.md): one hand-written file that holds a document's words and its gold.

python corpus/planmark.py check DIR …     errors on stderr; the gold as a listing on stdout
"""

import argparse
import dataclasses
import json
import pathlib
import re
import sys
import tomllib

KINDS = {
    "background", "purpose", "goal", "activity", "follow_up", "result", "responsibility", "validity", "signatures",
    "contents", "front_matter", "other",
}  # fmt: skip
COMPARATORS = {"at_least", "at_most", "exactly", "about", "between", "increase", "decrease", "maintain"}
ROLES = {"responsible", "acting", "consulted"}
STATUSES = {"fulfilled", "partly_fulfilled", "not_fulfilled", "ongoing"}
PERIODS = {"day", "week", "month", "quarter", "tertial", "term", "half_year", "year"}
TYPES = {
    "agreement", "agreement_appendices", "citizen_promise", "follow_up_report", "action_plan", "operational_plan",
    "programme", "survey", "minutes", "audit", "application", "other",
}  # fmt: skip
LABEL, LEAD = 5, 6  # levels below the headings #, ##, ###
_OPEN = ["front_matter", "other"]
_NUMBER = re.compile(r"^(?:\d+(?:\.\d+)*[.)]?|[a-zåäö]\)|[IVX]+\.)\s+")


class MarkupError(ValueError):
    """A line that is not planmark: `path:line: what is wrong`."""


@dataclasses.dataclass
class Item:
    """A statement: its printed runs, and what the gold says about it."""

    source: str
    form: str
    kinds: list[str] | None = None
    targets: list[dict] = dataclasses.field(default_factory=list)
    actors: list[dict] = dataclasses.field(default_factory=list)
    times: list[dict] = dataclasses.field(default_factory=list)
    status: str | None = None

    @property
    def text(self):
        """The words, without bold and footnote marks."""
        return re.sub(r"\s+", " ", re.sub(r"\^\d+\^|\{\{.*?\}\}|\*\*", "", self.source)).strip()


@dataclasses.dataclass
class Cell:
    """A table cell: items, or a label; `fill` a colour; `merged` with the cell above."""

    items: list[Item] = dataclasses.field(default_factory=list)
    label: str | None = None
    kinds: list[str] | None = None
    theme: bool = False
    fill: str | None = None
    merged: bool = False
    dash: str = ""  # a dash or a symbol alone, no item


@dataclasses.dataclass
class Row:
    cells: list[Cell]
    group: str | None = None


@dataclasses.dataclass
class Table:
    widths: list[int]
    flags: set[str]
    head: list[Cell] = dataclasses.field(default_factory=list)
    rows: list[Row] = dataclasses.field(default_factory=list)


@dataclasses.dataclass
class Block:
    """One printed thing. `type` says which: title line data contents part heading label lead paragraph bullet number
    strong note box endbox columns break landscape portrait restart sign table raw page."""

    type: str
    text: str = ""
    level: int = 0
    kinds: list[str] | None = None
    mark: str = ""
    number: str | None = None
    title: str | None = None
    item: Item | None = None
    items: list[Item] = dataclasses.field(default_factory=list)
    rows: list = dataclasses.field(default_factory=list)
    table: Table | None = None


@dataclasses.dataclass
class Document:
    name: str
    meta: dict
    blocks: list[Block]
    parts: list[dict]
    fields: dict

    @property
    def headings(self):
        """What the contents list: parts and headings of level 1 and 2, with their level."""
        for block in self.blocks:
            if block.type == "part":
                yield 1, block.text
            elif block.type == "heading" and block.level <= 2:
                yield block.level, block.text


class _Reader:
    def __init__(self, path):
        self.path = path
        self.name = path.parent.name
        text = path.read_text(encoding="utf-8")
        try:
            _, head, body = re.split(r"(?m)^\+\+\+[ \t]*$", text, maxsplit=2)
        except ValueError:
            raise MarkupError(f"{path}:1: no header between two lines of +++") from None
        try:
            self.meta = tomllib.loads(head)
        except tomllib.TOMLDecodeError as error:
            raise MarkupError(f"{path}: header: {error}") from None
        self.first = text[: len(text) - len(body)].count("\n")
        self.lines = body.split("\n")
        self.line = 0
        self.blocks = []
        self.parts = []
        self.fields = {"targets": [], "actors": [], "times": [], "statuses": []}
        self.stack = []  # (level, text, kinds or None)
        self.at = None
        self.last = None  # the item that fields belong to
        self.tables = 0
        self.seen = {}
        self.order = []  # all items, for the fields

    def fail(self, what):
        raise MarkupError(f"{self.path}:{self.first + self.line}: {what}")

    def next(self):
        if self.line >= len(self.lines):
            return None
        line = self.lines[self.line].rstrip()
        self.line += 1
        return line

    # -- the state of the gold

    def part(self, kind, number, title):
        self.parts.append({"kind": kind, "number": number, "title": title, "sections": []})
        self.stack, self.at = [], None

    def head(self, level, text, kinds):
        while self.stack and self.stack[-1][0] >= level:
            self.stack.pop()
        self.stack.append((level, text, kinds))
        self.at = None
        self.fresh = True

    def current(self):
        """kinds, heading, path of an item that stands here."""
        if self.at:
            return self.at, None, [e[1] for e in self.stack]
        for entry in reversed(self.stack):
            if entry[2]:
                return entry[2], entry[1], [e[1] for e in self.stack if e is not entry]
        return None, None, [e[1] for e in self.stack]

    def add(self, item, kinds=None, heading=None, path=None, table=None, row=None, own=False):
        if not self.parts:  # not part(): an @kind or heading may already rule
            self.parts.append({"kind": "body", "number": None, "title": None, "sections": []})
        ruling, head, above = self.current()
        if path is None:
            kinds, heading, path = kinds or ruling, head, above
        kinds = item.kinds or kinds or ruling
        if not kinds:
            self.fail(f"no kind rules here; write @kind before: {item.text[:50]!r}")
        sections = self.parts[-1]["sections"]
        last = sections[-1] if sections else None
        key = {"kinds": kinds, "heading": heading, "path": path}
        if own or not last or {k: last[k] for k in key} != key:
            sections.append({**key, "items": []})
        sections[-1]["items"].append({"text": item.text, "form": item.form, "table": table, "row": row})
        self.order.append(item)
        self.last = item

    def kinds(self, text):
        """`a/b` as a list; None for theme."""
        text = text.strip()
        if text == "theme":
            return None
        found = text.split("/")
        for kind in found:
            if kind not in KINDS:
                self.fail(f"unknown kind {kind!r}")
        return found

    def braces(self, text, needed=True):
        """`Text {kinds}` → text, kinds (None for theme)."""
        match = re.fullmatch(r"(.*?)\s*\{([a-z_/]+)\}", text.strip())
        if not match:
            if needed:
                self.fail(f"a heading needs its kind in braces: {text[:60]!r}")
            return text.strip(), None, False
        return match[1], self.kinds(match[2]), True

    def item(self, text, form):
        match = re.match(r"\{([a-z_/]+)\}\s*", text)
        kinds = None
        if match:
            kinds = self.kinds(match[1])
            text = text[match.end() :]
        return Item(text.strip(), form, kinds)

    # -- fields

    def field(self, line, item):
        words = line.split()
        try:
            match words:
                case ["target", comparator, value, *unit] if comparator in COMPARATORS:
                    item.targets.append({"comparator": comparator, "value": _value(value, comparator),
                                         "unit": None if unit in ([], ["-"]) else " ".join(unit)})  # fmt: skip
                case ["actor", *name, role] if role in ROLES and name:
                    item.actors.append({"name": " ".join(name), "role": role})
                case ["time", start, end]:
                    item.times.append({"start": _date(start), "end": _date(end), "recurrence": None})
                case ["every", count, per, *rest] if per in PERIODS:
                    recurrence = {"count": int(count), "per": per}
                    if rest and rest[0] != "from":
                        recurrence["every"] = int(rest.pop(0))
                    dates = [_date(d) for d in rest[1:3]] if rest else [None, None]
                    item.times.append({"start": dates[0], "end": dates[1], "recurrence": recurrence})
                case ["status", status] if status in STATUSES:
                    item.status = status
                case _:
                    self.fail(f"unknown field: = {line}")
        except (ValueError, IndexError):
            self.fail(f"field not readable: = {line}")

    # -- blocks

    def read(self):
        paragraph = []
        while True:
            line = self.next()
            if line is None or not line.strip() or line[0] in "%#@=-~^:>/" or re.match(r"\d+[.)]\s|[a-z]\)\s", line):
                if line is not None and self._is_text(line):
                    paragraph.append(line.strip())
                    continue
                if paragraph:
                    self.paragraph(" ".join(paragraph))
                    paragraph = []
                if line is None:
                    break
                if line.strip():
                    self.special(line.strip())
            else:
                paragraph.append(line.strip())
                if self.transcript:
                    self.paragraph(paragraph.pop())
        return self.finish()

    @property
    def transcript(self):
        return str(self.meta.get("template", "")).startswith("transcript")

    def _is_text(self, line):
        """Lines whose first character only looks like markup."""
        return (line[:1] == "-" and line[:2] not in ("- ", "--")) or (line[:1] == "/" and line[:2] != "//") or (
            line[:1] == ":" and line[:2] != "::"
        ) or (line[:1] == ">" and line[:2] != ">>")  # fmt: skip

    def paragraph(self, text):
        item = self.item(text, "sentence" if self.transcript else "paragraph")
        self.add(item)
        self.blocks.append(Block("paragraph", item=item))

    def special(self, line):
        start, _, rest = line.partition(" ")
        rest = rest.strip()
        if line.startswith("//"):
            return
        if line.startswith("="):
            if self.last is None:
                self.fail("a field before any item")
            self.field(line[1:].strip(), self.last)
        elif start == "@" or line.startswith("@"):
            self.stack = [e for e in self.stack if e[0] < LABEL]
            self.at = self.kinds(line[1:])
        elif start in ("#", "##", "###"):
            text, kinds, _ = self.braces(rest)
            self.head(len(start), text, kinds)
            self.blocks.append(Block("heading", text, level=len(start), kinds=kinds))
        elif start == "::":
            text, kinds, _ = self.braces(rest)
            self.head(LABEL, text, kinds)
            self.blocks.append(Block("label", text, kinds=kinds))
        elif start == ">>":
            text, kinds, _ = self.braces(rest)
            self.head(LEAD, text, kinds)
            self.blocks.append(Block("lead", text, kinds=kinds))
        elif start in ("-", "--"):
            item = self.item(rest, "sentence" if self.transcript else "bullet")
            self.add(item)
            self.blocks.append(Block("bullet", item=item, level=len(start)))
        elif start == "#." or re.match(r"(?:\d+[.)]|[a-z]\))$", start):
            mark = start
            if start == "#.":
                mark, _, rest = rest.partition(" ")
            item = self.item(rest, "sentence" if self.transcript else "numbered")
            self.add(item)
            self.blocks.append(Block("number", item=item, mark=mark))
        elif start == "~":
            match = _NUMBER.match(rest)
            mark = match[0].strip() if match else ""
            item = self.item(rest[match.end() :] if match else rest, "paragraph")
            self.add(item)
            self.blocks.append(Block("strong", item=item, mark=mark))
        elif re.match(r"\^\d+$", start):
            item = self.item(rest, "paragraph")
            self.add(item)
            self.blocks.append(Block("note", item=item, mark=start[1:]))
        elif line.startswith("%"):
            self.command(start[1:], rest)
        else:
            self.paragraph(line)

    def until_end(self):
        lines = []
        while (line := self.next()) is not None:
            if line.strip() == "%end":
                return lines
            lines.append(line)
        self.fail("%end is missing")

    def command(self, name, rest):
        if name == "title":
            self.blocks.append(Block("title", rest))
        elif name == "line":
            item = Item(rest, "paragraph", list(_OPEN))
            self.add(item, path=[])
            self.blocks.append(Block("line", item=item))
        elif name == "data":
            rows = []
            for line in self.until_end():
                if not line.strip():
                    continue
                label, bar, value = line.partition("|")
                if not bar:
                    self.fail(f"%data needs Label | Value: {line!r}")
                item = Item(value.strip(), "cell", list(_OPEN))
                if item.text:
                    self.add(item, path=[])
                rows.append((label.strip(), item))
            self.blocks.append(Block("data", rows=rows))
        elif name == "contents":
            if not self.parts:
                self.part("body", None, None)
            self.blocks.append(Block("contents", rest))
            self.parts[-1]["sections"].append(
                {"kinds": ["contents"], "heading": rest or None, "path": [], "items": "contents"}
            )
        elif name == "part":
            fields = [f.strip() for f in rest.split("|")]
            match = re.fullmatch(r"(appendix|body)\s+(\S+)", fields[0])
            if not match or len(fields) < 2:
                self.fail(f"%part appendix NUMBER | Title: {rest!r}")
            number = None if match[2] == "-" else match[2]
            title = fields[1] or None
            printed = fields[2] if len(fields) > 2 else f"Bilaga {number}. {title}" if number else title
            self.part(match[1], number, title)
            self.blocks.append(Block("part", printed, number=number, title=title))
        elif name in ("box", "end"):
            self.blocks.append(Block("box" if name == "box" else "endbox"))
        elif name == "columns":
            self.blocks.append(Block("columns", level=int(rest)))
        elif name in ("pagebreak", "landscape", "portrait", "restart"):
            self.blocks.append(Block("break" if name == "pagebreak" else name))
        elif name == "sign":
            people = [p.strip().split("\n") for p in re.split(r"\n\s*\n", "\n".join(self.until_end())) if p.strip()]
            items = []
            for lines in people:
                words = " ".join(x.strip() for x in lines if re.search(r"\w", x))
                item = Item(words, "paragraph", ["signatures"])
                kinds, heading, path = self.current()
                if kinds != ["signatures"]:  # the heading above says nothing of who signs
                    heading, path = None, []
                self.add(item, ["signatures"], heading, path, own=not items)
                items.append(item)
            self.blocks.append(Block("sign", rows=[[x.strip() for x in p] for p in people], items=items))
        elif name == "table":
            self.table(rest.split())
        elif name == "raw":
            self.blocks.append(Block("raw", rest))
        elif name == "page":
            self.blocks.append(Block("page", rest))
        else:
            self.fail(f"unknown command %{name}")

    def cell(self, text, label=False):
        text = text.strip()
        if text == "^":
            return Cell(merged=True)
        fill = re.match(r"\((green|yellow|red|grey)\)\s*", text)
        cell = Cell(fill=fill[1] if fill else None)
        if fill:
            text = text[fill.end() :]
        if label:
            words, kinds, found = self.braces(text, needed=False)
            if found:
                cell.label, cell.kinds, cell.theme = words, kinds, kinds is None
                return cell
        if text in ("–", "-", "—"):
            cell.dash = "–"
            return cell
        if re.fullmatch(r"[●◐○✓✗▲▼■□]", text):
            cell.dash = text
            return cell
        for paragraph in re.split(r"\s*//\s*", text):
            for i, piece in enumerate(re.split(r"\s*•\s*", paragraph)):
                if piece.strip():
                    cell.items.append(self.item(piece, "bullet" if i else "cell"))
        return cell

    def table(self, words):
        widths = [int(w) for w in words if w.isdigit()]
        flags = {w for w in words if not w.isdigit()}
        if unknown := flags - {"norules", "noheader", "numbers", "plain"}:
            self.fail(f"unknown table words {sorted(unknown)}")
        self.tables += 1
        name = f"t{self.tables}"
        table = Table(widths, flags)
        group, number, above, themes = None, 0, [], {}
        _, _, outer = self.current()
        cells = []
        for raw in self.until_end():
            line = raw.strip()
            if not line or line.startswith("//"):
                continue
            if line.startswith("="):
                match = re.fullmatch(r"=\s*(\d+)(?:\.(\d+))?\s+(.*)", line)
                if not match:
                    self.fail(f"a field in a table begins with its column: {line!r}")
                column, n = int(match[1]) - 1, int(match[2] or 1) - 1
                try:
                    cell = above[column] if cells[column].merged else cells[column]
                    self.field(match[3], cell.items[n])
                except IndexError:
                    self.fail(f"no such cell or item: {line!r}")
                continue
            what, _, rest = line.partition(":")
            if what == "group":
                group = rest.strip()
                table.rows.append(Row([], group=group))
                continue
            if what not in ("head", "row"):
                self.fail(f"head:, group:, row: or = expected: {line!r}")
            pieces = rest.split("|")
            if len(pieces) != len(widths):
                self.fail(f"{len(pieces)} cells, {len(widths)} widths: {line[:60]!r}")
            if what == "head":
                if "numbers" in flags:
                    table.head = [self.cell(p) for p in pieces]
                    number += 1
                    self.numbers(table.head, name, number)
                else:
                    table.head = [self.cell(p, label=True) for p in pieces]
                continue
            number += 1
            cells = [self.cell(p, label="noheader" in flags) for p in pieces]
            if "numbers" in flags:
                self.numbers(cells, name, number)
                table.rows.append(Row(cells))
                continue
            above = [(above[i] if i < len(above) else cell) if cell.merged else cell for i, cell in enumerate(cells)]
            labels = []
            for i, cell in enumerate(cells):
                head = table.head[i] if i < len(table.head) else None
                if head is not None and head.theme and head.kinds is None and not cell.merged:
                    themes[i] = " ".join(x.text for x in cell.items)
                if cell.label is not None:
                    labels.append((cell.label, cell.kinds))
            path = outer + ([group] if group else []) + [t for t in themes.values() if t]
            for i, cell in enumerate(cells):
                head = table.head[i] if i < len(table.head) else None
                if cell.merged or cell.label is not None or (head is not None and head.theme):
                    continue
                kinds, heading, place = (head.kinds, head.label, path) if head is not None else (None, None, path)
                if kinds is not None:  # the column takes over from a kind heading above the table
                    place = [e[1] for e in self.stack] + path[len(outer) :]
                if labels:
                    kinds, heading = labels[-1][1], labels[-1][0]
                if kinds is None:
                    ruling, above_heading, _ = self.current()
                    kinds, heading = ruling, above_heading
                for j, item in enumerate(cell.items):
                    self.add(item, kinds, heading, place, name, number, own=j == 0)
            table.rows.append(Row(cells))
        self.last = None
        self.blocks.append(Block("table", table=table))

    def numbers(self, cells, name, row):
        text = " ".join(item.source for cell in cells for item in cell.items)
        if text:
            self.add(Item(text, "cell", ["other"]), ["other"], None, self.current()[2], name, row)

    # -- the end

    def finish(self):
        meta = self.meta
        for key in ("split", "archetype", "template", "document_type", "title"):
            if key not in meta:
                self.fail(f"the header lacks {key}")
        for found in (meta["document_type"], *meta.get("document_type_accept", ())):
            if found not in TYPES:
                self.fail(f"unknown document type {found!r}")
        document = Document(self.name, meta, self.blocks, self.parts, self.fields)
        for part in self.parts:
            for section in part["sections"]:
                if section["items"] == "contents":
                    section["items"] = [
                        {
                            "text": re.sub(r"^\d+(?:\.\d+)*\.?\s+", "", text),
                            "form": "paragraph",
                            "table": None,
                            "row": None,
                        }
                        for _, text in document.headings
                    ]
        texts = [item["text"] for part in self.parts for s in part["sections"] for item in s["items"]]
        count = {}
        contents = {
            i["text"] for part in self.parts for s in part["sections"] if s["kinds"] == ["contents"] for i in s["items"]
        }
        if self.transcript:
            self.damage(document)
        for item in self.order:
            start = item.text[:40]
            count[start] = count.get(start, 0) + 1
            many = sum(t[:40] == start for t in texts if t not in contents) > 1
            anchor = {"item": start, **({"occurrence": count[start]} if many else {})}
            for name in ("targets", "actors", "times"):
                self.fields[name] += [{**anchor, **entry} for entry in getattr(item, name)]
            if item.status:
                self.fields["statuses"].append({**anchor, "status": item.status})
        return document

    def damage(self, document):
        """What the host did to the words (see PLANMARK.md), the same for the gold and for the transcript."""
        for item in self.order:
            item.source = hosted(item.source, self.meta)
        items = iter(self.order)
        for part in self.parts:
            for section in part["sections"]:
                heading = section["heading"]
                if heading is not None and heading.rstrip(":") in self.meta.get("strip", []):
                    section["heading"] = None
                for entry in section["items"]:
                    made = section["kinds"] == ["contents"]
                    entry["text"] = hosted(entry["text"], self.meta) if made else next(items).text
                section["items"] = [e for e in section["items"] if e["text"]]
            part["sections"] = [s for s in part["sections"] if s["items"]]
        self.order = [i for i in self.order if i.text]


def hosted(text, meta):
    """`text` as the host of a transcript leaves it."""
    for word in sorted(meta.get("strip", []), key=len, reverse=True):
        text = text.replace(word, "")
    if meta.get("join_hyphens"):
        text = re.sub(r"(\w)- (och|eller|samt) ", r"\1\2 ", text)
    if meta.get("drop_years"):
        text = re.sub(r" ?\b(?:19|20)\d\d(?=[.?]?$)", " ", text)
    if meta.get("drop_dashes"):
        text = text.replace("–", " ")
    return re.sub(r"\s+", " ", text).strip()


def _value(text, comparator):
    if text == "-":
        return None
    if comparator == "between":
        return [_number(x) for x in re.split(r"[,;]", text)]
    return _number(text.replace(",", "."))


def _number(text):
    value = float(text)
    return int(value) if value == int(value) else value


def _date(text):
    if text == "-":
        return None
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        raise ValueError(text)
    return text


def read(path):
    """The document of a directory with plan.txt. Raises MarkupError."""
    return _Reader(pathlib.Path(path) / "plan.txt").read()


def gold(document, ending="pdf", producer=None, pages=None):
    """The gold of a document as in ../shared/spec/gold.md; `pages` (a count) for the page marks."""
    meta = document.meta
    period = meta.get("period")
    out = {
        "file": f"{document.name}.{ending}",
        "archetype": meta["archetype"],
        "producer": producer,
        "difficulty": meta.get("difficulty", []),
        "document_type": meta["document_type"],
        "title": meta["title"],
        "municipality_codes": meta.get("municipality_codes", []),
        "period": {"start": period[0] or None, "end": period[1] or None} if period else None,
        "diary_numbers": meta.get("diary_numbers", []),
        "decision_date": meta.get("decision_date"),
        "parties": meta.get("parties", []),
    }
    for key in ("title_accept", "document_type_accept", "diary_numbers_accept", "expect"):
        if key in meta:
            out[key] = meta[key]
    if "period_accept" in meta:
        out["period_accept"] = [{"start": a or None, "end": b or None} for a, b in meta["period_accept"]]
    out["parts"] = document.parts
    out.update(document.fields)
    out["furniture"] = furniture(document, pages or 1)
    return out


def furniture(document, pages):
    """Running lines once each, page marks once for each page, the lines of a host's frame."""
    found = []
    for line in (document.meta.get("header", ""), document.meta.get("footer", "")):
        for field in (f.strip() for f in line.split("|")):
            if "{page}" in field:
                found += [field.replace("{page}", str(n)).replace("{pages}", str(pages)) for n in range(1, pages + 1)]
            elif "{chapter}" in field:
                found += [field.replace("{chapter}", text) for level, text in document.headings if level == 1]
            elif field:
                found.append(field.replace("{pages}", str(pages)))
    found += [b.text for b in document.blocks if b.type in ("raw", "page")]
    for block in document.blocks:
        if block.item is not None:
            found += re.findall(r"\{\{(.*?)\}\}", block.item.source)
    return list(dict.fromkeys(found))


def listing(document):
    """The gold as lines to read over."""
    fields = document.fields
    for part in document.parts:
        yield f"PART {part['kind']} {part['number']} {part['title']}"
        for section in part["sections"]:
            yield f"  {'/'.join(section['kinds'])} | {section['heading']} | {' > '.join(section['path'])}"
            for item in section["items"]:
                where = f" [{item['table']} row {item['row']}]" if item["table"] else ""
                yield f"    ({item['form']}{where}) {item['text']}"
                for name in fields:
                    for entry in fields[name]:
                        if item["text"][:40] == entry["item"]:
                            yield f"        {name}: { {k: v for k, v in entry.items() if k != 'item'} }"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=["check", "gold"])
    parser.add_argument("directories", nargs="+", type=pathlib.Path)
    args = parser.parse_args()
    bad = 0
    for directory in args.directories:
        try:
            document = read(directory)
        except MarkupError as error:
            print(error, file=sys.stderr)
            bad += 1
            continue
        if args.command == "gold":
            print(json.dumps(gold(document), ensure_ascii=False, indent=1))
            continue
        print(f"== {document.name}: {document.meta['document_type']}, {document.meta['title']}")
        print("\n".join(listing(document)))
        words = sum(len(i["text"].split()) for p in document.parts for s in p["sections"] for i in s["items"])
        print(f"== {words} words, " + ", ".join(f"{len(v)} {k}" for k, v in document.fields.items()))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())

"""What a file may ask of us: beyond these it is no plan, or was made to do harm.

The limits are far above every real document seen (2026-11: 1,082 odd PDFs of the test suites of pdf.js,
pdfplumber and pdfminer.six, 180 plans). They are checked before pdfium gets the bytes where that can be done
cheaply, else as soon as pdfium says how much there is. What slips through meets the worker's limits of time
and memory (planparse.batch).
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from planparse.errors import NestedTooDeep, PageTooLarge, StreamTooLarge, TextTooLong, TooManyObjects, TooManyPages


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is too much. `side` is in points, `stream` in bytes unpacked, the texts in characters."""

    pages: int = 10_000
    side: float = 100_000.0
    objects: int = 2_000_000
    page_objects: int = 500_000
    stream: int = 100 << 20
    nesting: int = 256
    forms: int = 24
    page_text: int = 500_000
    text: int = 20_000_000


LIMITS = Limits()

_TODO = "if it is a real plan, split it or report it with the file"
_STREAM = re.compile(rb"stream\r?\n")
_FLATE = re.compile(rb"/FlateDecode|/Fl\b")
_MOST_RATIO = 1032
"""Deflate packs at most 1:1032; a stream shorter than its limit by this much cannot exceed it."""
_DICTIONARY = 2048
"""Bytes before "stream" in which its dictionary is looked for."""
_NOT_UNPACKED = re.compile(rb"/Subtype\s*/Image|/Type\s*/EmbeddedFile")
"""pdfium unpacks neither for us."""
_PIECE = 1 << 16


def check_bytes(data: bytes, file_name: str, limits: Limits = LIMITS) -> None:
    """Refuses a PDF's bytes that hold too many objects, too large a stream or too deep a nesting.

    Raises TooManyObjects, StreamTooLarge or NestedTooDeep. Costs about 1 ms a megabyte.
    """
    count = data.count(b" obj")
    if count > limits.objects:
        raise TooManyObjects(file_name, f"the PDF has {count:,} objects (limit {limits.objects:,})", _TODO)
    between, last = [], 0
    for dictionary, start, end in _streams(data):
        between.append(data[last:start])
        last = end
        stages = len(_FLATE.findall(dictionary))
        if not stages or _NOT_UNPACKED.search(dictionary):
            continue
        suspicious = (end - start) * _MOST_RATIO**stages > limits.stream
        if suspicious and _unpacks_beyond(data, start, end, stages, limits.stream):
            what = f"a stream of {end - start:,} bytes unpacks to more than {limits.stream >> 20} MB"
            raise StreamTooLarge(file_name, what, _TODO)
    between.append(data[last:])
    if _opens_deep(b" ".join(between), limits.nesting):
        raise NestedTooDeep(file_name, f"the PDF nests arrays or dictionaries over {limits.nesting} levels deep", _TODO)


def _streams(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    """(dictionary, start, end) of every stream."""
    end = 0
    for match in _STREAM.finditer(data):
        start = match.end()
        if start < end or data[match.start() - 3 : match.start()] == b"end":
            continue
        end = data.find(b"endstream", start)
        end = len(data) if end < 0 else end
        opening = data.rfind(b" obj", max(0, match.start() - _DICTIONARY), match.start())
        yield data[opening if opening >= 0 else max(0, match.start() - _DICTIONARY) : match.start()], start, end


def _unpacks_beyond(data: bytes, start: int, end: int, stages: int, most: int) -> bool:
    """Whether any stage of the stream's Flate filters gives more than `most` bytes; nothing is kept."""
    pieces: Iterator[bytes] = (data[i : min(i + _PIECE, end)] for i in range(start, end, _PIECE))
    counts = [0] * stages
    for stage in range(stages):
        pieces = _inflated(pieces, counts, stage, most)
    try:
        for _ in pieces:
            pass
    except _Beyond:
        return True
    except zlib.error:
        return False  # encrypted or damaged: pdfium stops there too
    return False


class _Beyond(Exception):
    """A stage has given more than it may."""


def _inflated(packed: Iterator[bytes], counts: list[int], stage: int, most: int) -> Iterator[bytes]:
    inflate = zlib.decompressobj()
    for piece in packed:
        rest = piece
        while rest and not inflate.eof:
            out = inflate.decompress(rest, 1 << 20)
            rest = inflate.unconsumed_tail
            counts[stage] += len(out)
            if counts[stage] > most:
                raise _Beyond
            yield out


_OPENED = re.compile(rb"(?:\[[^\[\]()<>]{0,64}+){64,}+|(?:<<[^\[\]()<>]{0,64}+){64,}+")


def _opens_deep(data: bytes, most: int) -> bool:
    """Whether arrays or dictionaries are opened `most` times in a run without one being closed."""
    return any(max(run.count(b"["), run.count(b"<<")) >= most for run in map(re.Match.group, _OPENED.finditer(data)))


def check_pages(count: int, file_name: str, limits: Limits = LIMITS) -> None:
    """Raises TooManyPages."""
    if count > limits.pages:
        raise TooManyPages(file_name, f"the PDF has {count:,} pages (limit {limits.pages:,})", _TODO)


class Budget:
    """What is left of a document's limits while its pages are read one after the other."""

    def __init__(self, file_name: str, limits: Limits = LIMITS) -> None:
        self._file_name, self._limits = file_name, limits
        self._text = 0

    def check_page(self, number: int, width: float, height: float, objects: int) -> None:
        """The sides in points and the count of drawn objects. Raises PageTooLarge or TooManyObjects."""
        most = self._limits
        if not (0 <= width <= most.side and 0 <= height <= most.side):
            what = f"the page measures {width:.6g} × {height:.6g} points (limit {most.side:,.0f})"
            raise PageTooLarge(self._file_name, what, _TODO, number)
        if objects > most.page_objects:
            what = f"the page has {objects:,} drawn objects (limit {most.page_objects:,})"
            raise TooManyObjects(self._file_name, what, _TODO, number)

    def check_forms(self, number: int, depth: int) -> None:
        """Raises NestedTooDeep."""
        if depth > self._limits.forms:
            what = f"drawings are nested over {self._limits.forms} levels deep"
            raise NestedTooDeep(self._file_name, what, _TODO, number)

    def check_text(self, number: int, characters: int) -> None:
        """The characters of a page, added to those of the pages before. Raises TextTooLong."""
        if characters > self._limits.page_text:
            what = f"the page has {characters:,} characters (limit {self._limits.page_text:,})"
            raise TextTooLong(self._file_name, what, _TODO, number)
        self._text += characters
        check_text(self._text, self._file_name, self._limits)


def check_text(characters: int, file_name: str, limits: Limits = LIMITS) -> None:
    """The characters (or bytes, which are no fewer) of a document. Raises TextTooLong."""
    if characters > limits.text:
        raise TextTooLong(file_name, f"the text has over {limits.text:,} characters", _TODO)

"""pdfium by ctypes: a handful of its functions, called through `map` so that no Python runs per character.

pypdfium2's own helpers cost a Python call per character and are five times slower (measured 2026-11 with
shared/perf/engines.py: 59 against 305 pages a second). PyDLL keeps the GIL, which pdfium needs anyway: it is
not thread-safe. Coordinates here are pdfium's own (origin bottom left); `pdf.py` turns them over.
"""

from __future__ import annotations

import ctypes
import re
import sys
from collections import deque
from collections.abc import Callable, Sequence
from itertools import repeat
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2_raw

_NAMES = ("libpdfium.so", "libpdfium.dylib", "pdfium.dll")
_folder = Path(pypdfium2_raw.__file__).parent
_library = ctypes.PyDLL(str(next(_folder / name for name in _NAMES if (_folder / name).exists())))

_pointer, _int, _float, _double, _size = (
    ctypes.c_void_p,
    ctypes.c_int,
    ctypes.c_float,
    ctypes.c_double,
    ctypes.c_size_t,
)

Call = Callable[..., Any]
Array = np.ndarray[Any, np.dtype[np.float64]]


def _bind(name: str, result: Any, *arguments: Any) -> Call:
    call = _library[name]
    call.restype, call.argtypes = result, arguments
    return call


load_page = _bind("FPDF_LoadPage", _pointer, _pointer, _int)
close_page = _bind("FPDF_ClosePage", None, _pointer)
page_width = _bind("FPDF_GetPageWidthF", _float, _pointer)
page_height = _bind("FPDF_GetPageHeightF", _float, _pointer)
page_rotation = _bind("FPDFPage_GetRotation", _int, _pointer)
page_box = _bind("FPDF_GetPageBoundingBox", _int, _pointer, _pointer)

load_text = _bind("FPDFText_LoadPage", _pointer, _pointer)
close_text = _bind("FPDFText_ClosePage", None, _pointer)
count_chars = _bind("FPDFText_CountChars", _int, _pointer)
get_text = _bind("FPDFText_GetText", _int, _pointer, _int, _int, _pointer)
char_unicode = _bind("FPDFText_GetUnicode", ctypes.c_uint, _pointer, _int)
char_box = _bind("FPDFText_GetLooseCharBox", _int, _pointer, _int, _pointer)
char_ink = _bind("FPDFText_GetCharBox", _int, _pointer, _int, _pointer, _pointer, _pointer, _pointer)
char_object = _bind("FPDFText_GetTextObject", _pointer, _pointer, _int)
is_generated = _bind("FPDFText_IsGenerated", _int, _pointer, _int)
char_size = _bind("FPDFText_GetFontSize", _double, _pointer, _int)
char_matrix = _bind("FPDFText_GetMatrix", _int, _pointer, _int, _pointer)
char_color = _bind("FPDFText_GetFillColor", _int, _pointer, _int, _pointer, _pointer, _pointer, _pointer)

object_font = _bind("FPDFTextObj_GetFont", _pointer, _pointer)
object_render_mode = _bind("FPDFTextObj_GetTextRenderMode", _int, _pointer)
font_name = _bind("FPDFFont_GetBaseFontName", _size, _pointer, _pointer, _size)
font_weight = _bind("FPDFFont_GetWeight", _int, _pointer)

count_objects = _bind("FPDFPage_CountObjects", _int, _pointer)
page_object = _bind("FPDFPage_GetObject", _pointer, _pointer, _int)
form_count = _bind("FPDFFormObj_CountObjects", _int, _pointer)
form_object = _bind("FPDFFormObj_GetObject", _pointer, _pointer, ctypes.c_ulong)
object_type = _bind("FPDFPageObj_GetType", _int, _pointer)
object_bounds = _bind("FPDFPageObj_GetBounds", _int, _pointer, _pointer, _pointer, _pointer, _pointer)
object_matrix = _bind("FPDFPageObj_GetMatrix", _int, _pointer, _pointer)
object_fill = _bind("FPDFPageObj_GetFillColor", _int, _pointer, _pointer, _pointer, _pointer, _pointer)
object_mcid = _bind("FPDFPageObj_GetMarkedContentID", _int, _pointer)
object_marks = _bind("FPDFPageObj_CountMarks", _int, _pointer)
object_mark = _bind("FPDFPageObj_GetMark", _pointer, _pointer, ctypes.c_ulong)
mark_name = _bind("FPDFPageObjMark_GetName", _int, _pointer, _pointer, ctypes.c_ulong, _pointer)
path_mode = _bind("FPDFPath_GetDrawMode", _int, _pointer, _pointer, _pointer)
path_count = _bind("FPDFPath_CountSegments", _int, _pointer)
path_segment = _bind("FPDFPath_GetPathSegment", _pointer, _pointer, _int)
segment_point = _bind("FPDFPathSegment_GetPoint", _int, _pointer, _pointer, _pointer)
segment_type = _bind("FPDFPathSegment_GetType", _int, _pointer)

is_tagged = _bind("FPDFCatalog_IsTagged", _int, _pointer)
tree_of_page = _bind("FPDF_StructTree_GetForPage", _pointer, _pointer)
close_tree = _bind("FPDF_StructTree_Close", None, _pointer)
tree_count = _bind("FPDF_StructTree_CountChildren", _int, _pointer)
tree_child = _bind("FPDF_StructTree_GetChildAtIndex", _pointer, _pointer, _int)
element_type = _bind("FPDF_StructElement_GetType", ctypes.c_ulong, _pointer, _pointer, ctypes.c_ulong)
element_count = _bind("FPDF_StructElement_CountChildren", _int, _pointer)
element_child = _bind("FPDF_StructElement_GetChildAtIndex", _pointer, _pointer, _int)
element_mcid_count = _bind("FPDF_StructElement_GetMarkedContentIdCount", _int, _pointer)
element_mcid = _bind("FPDF_StructElement_GetMarkedContentIdAtIndex", _int, _pointer, _int)

TEXT, PATH, IMAGE, FORM = 1, 2, 3, 5
LINE_TO, BEZIER_TO, MOVE_TO = 0, 1, 2


class Floats:
    """A reused C array of floats with its address, for functions that write results into memory."""

    def __init__(self, count: int) -> None:
        self.array = (_float * count)()
        self.address = ctypes.addressof(self.array)
        self.each = [self.address + 4 * i for i in range(count)]


class Ints:
    """A reused C array of unsigned ints with the address of each."""

    def __init__(self, count: int) -> None:
        self.array = (ctypes.c_uint * count)()
        self.each = [ctypes.addressof(self.array) + 4 * i for i in range(count)]


def buffer_of(limit: int = 256) -> Any:
    """Memory for `utf16` to use again and again: room for `limit` signs."""
    return ctypes.create_string_buffer(2 * limit)


def utf16(call: Call, *arguments: Any, buffer: Any) -> str:
    """The UTF-16 string that `call(*arguments, buffer, bytes)` writes; "" where it has none."""
    room = len(buffer)
    length = call(*arguments, buffer, room)
    return ctypes.string_at(buffer, max(0, min(length, room) - 2)).decode("utf-16-le", "replace")


def name_of_font(font: int) -> str:
    """The base font name, as "ABCDEF+Arial-BoldMT"."""
    buffer = ctypes.create_string_buffer(512)
    length = font_name(font, buffer, 512)
    return buffer.raw[: max(0, min(length, 512) - 1)].decode("utf-8", "replace")


def name_of_mark(mark: int) -> str:
    """The name of a content mark, as "Artifact"."""
    buffer = ctypes.create_string_buffer(256)
    length = ctypes.c_ulong()
    if not mark_name(mark, buffer, 256, ctypes.addressof(length)):
        return ""
    return buffer.raw[: max(0, min(length.value, 256) - 2)].decode("utf-16-le", "replace")


_LONE = re.compile("[\ud800-\udfff]")
"""Half a character: a damaged PDF's, which no JSON can hold."""


def text_of_page(text_page: int, count: int) -> str:
    """The page's characters, one code point per character index."""
    units = bytearray(2 * (count + 1))  # no array type of ctypes' own: each length would be a class, a cycle of objects
    written = get_text(text_page, 0, count, ctypes.addressof(ctypes.c_char.from_buffer(units)))
    text = units[: 2 * max(written - 1, 0)].decode("utf-16-le", "surrogatepass")
    if len(text) != count:  # non-BMP characters or characters without Unicode: indices would drift
        text = "".join(chr(min(char_unicode(text_page, i), 0x10FFFF)) for i in range(count))
    return _LONE.sub("\ufffd", text)


def foot_of_char(text_page: int, index: int) -> float:
    """The lowest point of the character's ink (pdfium's y up); its usual box tells the font's height only."""
    left, right, bottom, top = (_double() for _ in range(4))
    char_ink(text_page, index, *(ctypes.addressof(value) for value in (left, right, bottom, top)))
    return bottom.value


def boxes_of_chars(text_page: int, indices: Sequence[int]) -> Array:
    """left, top, right, bottom (pdfium's y up) of each character in `indices`: [character, side]."""
    array = np.zeros((len(indices), 4), np.float32)
    start = array.ctypes.data
    _all(map(char_box, repeat(text_page), indices, range(start, start + array.nbytes, 16)))
    return array.astype(np.float64)


def matrices_of_chars(text_page: int, indices: Sequence[int]) -> list[tuple[float, ...] | None]:
    """a, b, c, d of each character's text matrix; None where it has none."""
    array = np.zeros((len(indices), 6), np.float32)
    start = array.ctypes.data
    found = list(map(char_matrix, repeat(text_page), indices, range(start, start + array.nbytes, 24)))
    return [tuple(row) if has else None for has, row in zip(found, array[:, :4].tolist(), strict=True)]


def colors_of_chars(text_page: int, indices: Sequence[int]) -> list[int]:
    """0xRRGGBB of what fills each character; 0 where nothing does."""
    array = np.zeros((len(indices), 4), np.uint32)
    start, end = array.ctypes.data, array.ctypes.data + array.nbytes
    channels = (range(start + 4 * i, end, 16) for i in range(4))
    found = list(map(char_color, repeat(text_page), indices, *channels))
    array &= 255
    colors = (array[:, 0] << 16 | array[:, 1] << 8 | array[:, 2]).tolist()
    return [color if has else 0 for has, color in zip(found, colors, strict=True)]


def give_back_memory() -> None:
    """Hands what closed documents have left to the operating system, where the C library can do that (glibc)."""
    if _trim is not None:
        _trim(0)


_trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None


_all = deque[Any](maxlen=0).extend
"""Runs through an iterator for what its steps do."""


def points_of_segments(segments: list[int]) -> list[float]:
    """x, y (pdfium's y up, the path's own units) of each path segment in `segments`, flattened."""
    array = np.zeros(2 * len(segments), np.float32)
    start = array.ctypes.data
    end = start + array.nbytes
    _all(map(segment_point, segments, range(start, end, 8), range(start + 4, end, 8)))
    found: list[float] = array.tolist()
    return found

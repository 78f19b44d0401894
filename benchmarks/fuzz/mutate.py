"""Hostile PDFs from the corpus: mutations of whole files, and files built to do harm. The same seed, the same files."""

from __future__ import annotations

import random
import re
import zlib
from collections.abc import Callable, Iterator

Mutation = Callable[[random.Random, bytes, bytes], bytes]

_FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
_FLATE = b"/Filter /FlateDecode"


def flip_bits(rng: random.Random, data: bytes, other: bytes) -> bytes:
    """1 to 300 bits turned over."""
    out = bytearray(data)
    for _ in range(rng.choice((1, 5, 30, 300))):
        out[rng.randrange(len(out))] ^= 1 << rng.randrange(8)
    return bytes(out)


def set_bytes(rng: random.Random, data: bytes, other: bytes) -> bytes:
    """Bytes outside the streams set to digits and delimiters: the structure suffers, the text does not."""
    out = bytearray(data)
    places = [m.start() for m in re.finditer(rb"[0-9<>\[\]/]", data)]
    for _ in range(rng.choice((1, 3, 20))):
        out[rng.choice(places)] = rng.choice(b"0123456789<>[]()/ ")
    return bytes(out)


def truncate(rng: random.Random, data: bytes, other: bytes) -> bytes:
    return data[: rng.randrange(1, len(data))]


def cut_out(rng: random.Random, data: bytes, other: bytes) -> bytes:
    start = rng.randrange(len(data))
    return data[:start] + data[start + rng.randrange(1, 5000) :]


def splice_objects(rng: random.Random, data: bytes, other: bytes) -> bytes:
    """An object of another file in the place of one of this."""
    mine, theirs = list(re.finditer(rb"\d+ 0 obj.*?endobj", data, re.DOTALL)), re.findall(
        rb"0 obj(.*?)endobj", other, re.DOTALL
    )  # fmt: skip
    if not mine or not theirs:
        return flip_bits(rng, data, other)
    found = rng.choice(mine)
    number = found.group().split(maxsplit=1)[0]
    return data[: found.start()] + number + b" 0 obj" + rng.choice(theirs) + b"endobj" + data[found.end() :]


def damage_xref(rng: random.Random, data: bytes, other: bytes) -> bytes:
    """startxref, /Size, /Prev or the table's offsets are wrong."""
    return rng.choice((
        lambda: re.sub(rb"startxref\s+\d+", b"startxref\n%d" % rng.randrange(2 * len(data)), data),
        lambda: re.sub(rb"/Size \d+", b"/Size %d" % rng.choice((0, 1, 4_000_000_000)), data),
        lambda: re.sub(rb"(\d{10}) 00000 n", lambda m: b"%010d 00000 n" % rng.randrange(len(data)), data),
        lambda: data.replace(b"/Root", b"/Prev %d /Root" % data.rfind(b"xref")),
        lambda: data[: max(1, data.rfind(b"startxref"))],
    ))()  # fmt: skip


def repeat_part(rng: random.Random, data: bytes, other: bytes) -> bytes:
    start = rng.randrange(len(data))
    part = data[start : start + rng.randrange(1, 2000)]
    return data[:start] + part * rng.choice((2, 50)) + data[start:]


def append_other(rng: random.Random, data: bytes, other: bytes) -> bytes:
    return data + other[rng.randrange(len(other)) :]


MUTATIONS: dict[str, Mutation] = {
    one.__name__: one
    for one in (flip_bits, set_bytes, truncate, cut_out, splice_objects, damage_xref, repeat_part, append_other)
}


def pdf(objects: dict[int, bytes], root: int = 1) -> bytes:
    out, offsets = bytearray(b"%PDF-1.7\n"), {}
    for number, body in objects.items():
        offsets[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    count, start = max(objects) + 1, len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % count
    out += b"".join(b"%010d 00000 n \n" % offsets.get(number, 0) for number in range(1, count))
    return bytes(out + b"trailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (count, root, start))


def stream(data: bytes, extra: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), extra, data)


def page(
    content: bytes, more: dict[int, bytes] | None = None, resources: bytes = b"", box: bytes = b"0 0 595 842"
) -> bytes:
    return pdf({
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox [%s] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> %s >> >>"
        % (box, resources),
        4: content,
        5: _FONT,
        **(more or {}),
    })  # fmt: skip


def packed(chunk: bytes, times: int) -> bytes:
    pack = zlib.compressobj(9)
    return b"".join(pack.compress(chunk) for _ in range(times)) + pack.flush()


def form(content: bytes, inner: int) -> bytes:
    resources = b"/Resources << /XObject << /X %d 0 R >> /Font << /F1 5 0 R >> >>" % inner
    return stream(content, b"/Type /XObject /Subtype /Form /BBox [0 0 600 900] " + resources)


def built() -> Iterator[tuple[str, bytes]]:
    """(name, bytes) of every file built to do harm."""
    hello = stream(b"BT /F1 12 Tf 72 700 Td (hej) Tj ET")
    spaces = packed(b" " * (1 << 20), 1024)
    yield "flate_bomb_1gb", page(stream(spaces, _FLATE))
    nested = zlib.compress(zlib.compress(spaces, 9), 9)
    yield "flate_bomb_nested", page(stream(nested, b"/Filter [/FlateDecode /FlateDecode /FlateDecode]"))
    yield "flate_bomb_named_image", page(stream(spaces, _FLATE + b" /Subtype /Image"))
    yield "text_bomb", page(stream(packed(b"BT /F1 1 Tf 10 10 Td " + b"(AAAAAAAA) Tj " * 75_000 + b"ET ", 40), _FLATE))
    yield "path_bomb", page(stream(packed(b"0 0 m 100 100 l S " * 50_000, 40), _FLATE))
    yield (
        "grid_bomb",
        page(stream(b"".join(b"0 %d m 595 %d l S %d 0 m %d 842 l S " % (i, i, i, i) for i in range(840)))),
    )
    words = b"".join(b"BT /F1 1 Tf %d %d Td (a) Tj ET " % (i % 580, i // 580 * 2) for i in range(60_000))
    yield "word_bomb", page(stream(zlib.compress(words), _FLATE))
    yield "array_200000_deep", page(stream(b"[" * 200_000 + b"]" * 200_000 + b" TJ"))
    yield "dictionary_100000_deep", page(hello, {6: b"<< /A " * 100_000 + b"1" + b" >>" * 100_000}, b"/X 6 0 R")
    yield "state_3000000_deep", page(stream(zlib.compress(b"q " * 3_000_000), _FLATE))
    yield (
        "form_draws_itself",
        page(stream(b"/X Do"), {6: form(b"BT /F1 12 Tf (a) Tj ET /X Do", 6)}, b"/XObject << /X 6 0 R >>"),
    )
    forms = {6 + i: form(b"/X Do", 7 + i) for i in range(60)} | {66: form(b"BT /F1 9 Tf (djupt) Tj ET", 66)}
    yield "forms_60_deep", page(stream(b"/X Do"), forms, b"/XObject << /X 6 0 R >>")
    laughs = {6 + i: form(b"/X Do " * 10, 7 + i) for i in range(9)} | {15: form(b"BT /F1 9 Tf (lol) Tj ET", 15)}
    yield "forms_billion_laughs", page(stream(b"/X Do"), laughs, b"/XObject << /X 6 0 R >>")
    boxes = {"1e30": b"0 0 1e30 1e30", "negative": b"0 0 -5 -5", "million": b"0 0 1000000 1000000"}
    for name, box in (boxes | {"empty": b"0 0 0 0", "nan": b"nan inf x y"}).items():
        yield f"box_{name}", page(hello, box=box)
    yield "matrix_1e38", page(stream(b"BT /F1 1e38 Tf 1e38 0 0 1e38 1e38 1e38 Tm (hej) Tj ET"))
    yield "pages_2000000000", pdf({
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 2000000000 >>",
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
    })  # fmt: skip
    kids = b" ".join(b"%d 0 R" % (3 + i) for i in range(100_000))
    empty = {3 + i: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>" for i in range(100_000)}
    tree = {1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: b"<< /Type /Pages /Kids [%s] /Count 100000 >>" % kids}
    yield "pages_100000_empty", pdf(tree | empty)
    yield (
        "pages_9000_empty",
        pdf(
            {1: tree[1], 2: b"<< /Type /Pages /Kids [%s] /Count 9000 >>" % kids[: kids.index(b" 9003 0 R")]}
            | {3 + i: empty[3 + i] for i in range(9000)}
        ),
    )
    yield "page_tree_circle", pdf({1: tree[1], 2: b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>"})
    outline = {
        6: b"<< /Type /Outlines /First 7 0 R /Last 7 0 R /Count 1 >>",
        7: b"<< /Title (A) /Parent 6 0 R /Next 7 0 R /First 7 0 R >>",
    }
    yield "outline_circle", page(hello, outline).replace(b"/Pages 2 0 R", b"/Outlines 6 0 R /Pages 2 0 R", 1)
    spaces_of_code = b"1 begincodespacerange <00000000> <FFFFFFFF> endcodespacerange "
    cmap = b"begincmap " + spaces_of_code + b"1 beginbfrange <00000000> <FFFFFFFF> <0041> endbfrange endcmap"
    yield "tounicode_bomb", page(hello, {5: _FONT[:-2] + b"/ToUnicode 6 0 R >>", 6: stream(cmap)})
    yield (
        "xref_size_4000000000",
        hello.join((b"%PDF-1.7\nxref\n0 4000000000\n", b"\ntrailer << /Size 4000000000 >>\nstartxref\n9\n%%EOF")),
    )
    predictor = b"/DecodeParms << /Predictor 12 /Columns 2000000000 /Colors 4 /BitsPerComponent 16 >>"
    yield "predictor_bomb", page(stream(zlib.compress(bytes(1000)), _FLATE + predictor))
    yield (
        "javascript_and_launch",
        page(hello).replace(
            b"/Type /Catalog",
            b"/Type /Catalog /OpenAction << /S /Launch /F (/bin/true) /Next << /S /JavaScript /JS (app.alert(1)) >> >>",
            1,
        ),
    )
    yield "zeros", bytes(100_000)
    yield "head_and_noise", b"%PDF-1.7\n" + random.Random(1).randbytes(50_000)

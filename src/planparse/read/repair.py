"""Damaged PDF bytes → bytes that pdfium may open: qpdf's reconstruction, by pikepdf."""

from __future__ import annotations

import io

from planparse.errors import DamagedInput


def repair(data: bytes, file_name: str) -> bytes:
    """The PDF written anew from what qpdf finds in it; the same bytes give the same bytes.

    Of 17 broken files it gave text back from 8 (shared/perf/REPORT.md, 2026-11). Raises DamagedInput.
    """
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(data), suppress_warnings=True) as document:
            out = io.BytesIO()
            document.save(out, static_id=True, fix_metadata_version=False)
    except (pikepdf.PdfError, pikepdf.DataDecodingError, ValueError, RuntimeError, OverflowError) as error:
        raise DamagedInput(file_name, "the PDF is damaged beyond repair", "fetch it again") from error
    return out.getvalue()

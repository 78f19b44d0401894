"""Bytes → Source: what is printed, and where. The only door to pdfium and to transcripts."""

from __future__ import annotations

import hashlib

from planparse.errors import EmptyInput, NotAPlan
from planparse.page import Source
from planparse.read.limits import check_text
from planparse.read.second_look import plain_lines, words_in_boxes

__all__ = ["plain_lines", "read", "words_in_boxes"]

_HEAD = 1024
"""Readers look for "%PDF-" in the first kilobyte (ISO 32000-1, Annex H.3.4.1)."""


def read(data: bytes, file_name: str) -> Source:
    """The pages of a PDF or of a text transcript, told apart by content and not by name.

    Raises EmptyInput, NotAPlan, EncryptedInput, DamagedInput or a LimitExceeded.
    """
    if not data:
        raise EmptyInput(file_name, "the file is empty", "fetch it again")
    sha256 = hashlib.sha256(data).hexdigest()
    if b"%PDF-" in data[:_HEAD]:
        from planparse.read.pdf import read_pdf

        return read_pdf(data, file_name, sha256)
    if file_name.lower().endswith(".pdf") or data[:64].lstrip().lower().startswith((b"<!doctype", b"<html")):
        raise NotAPlan(file_name, "this is no PDF, whatever its name", "check what was downloaded")
    check_text(len(data), file_name)
    from planparse.read.transcript import read_transcript

    return read_transcript(data, file_name, sha256)

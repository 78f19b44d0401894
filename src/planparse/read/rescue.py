"""Pages as read → pages as they are used: each is judged, what its text layer does not tell is read from its picture.

Every page that is not simply good leaves a notice: what is wrong with it and what was used instead.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from planparse.page import Notice, NoticeCode, Page, TextSource, Verdict
from planparse.read import ocr
from planparse.read.spelling import mend
from planparse.read.verdict import NEEDS_READING, Band, judge

if TYPE_CHECKING:
    import numpy as np

Picture = Callable[[int, float, Band | None], "np.ndarray[Any, np.dtype[np.uint8]]"]
"""(page number, dots per inch, which part of it, None for all) → the page's picture in grey."""

_WRONG: dict[Verdict, tuple[NoticeCode, str]] = {
    "blank": ("page_without_text", "the page is empty"),
    "image_only": ("page_without_text", "the page has no text layer, it is a picture"),
    "text_as_paths": ("text_as_paths", "the page's text is drawn as shapes, not written"),
    "broken_font": ("broken_font", "the font's character table is broken: the text is not what the page shows"),
    "bad_ocr_layer": ("bad_ocr_layer", "the hidden text over the page's picture is full of reading errors"),
    "no_spaces": ("words_without_spaces", "the page's words are written without spaces"),
    "covered_text": ("covered_text", "text under a black box was left out"),
}


@dataclass(frozen=True, slots=True)
class Rescued:
    """The pages in use, what to tell of them, and where the text is from."""

    pages: tuple[Page, ...]
    notices: tuple[Notice, ...]
    text_source: TextSource


def rescue(pages: Sequence[Page], picture: Picture) -> Rescued:
    """Judges each page and reads those that need it, if text recognition is installed."""
    judged = [judge(page, partial(picture, page.number)) for page in pages]
    able = ocr.available() if any(page.verdict in NEEDS_READING for page in judged) else False
    used, notices, read = [], [], []
    for page in judged:
        if page.width <= 0:  # it could not be loaded, which has been told
            used.append(page)
            continue
        own, notice, is_read = _rescue(page, picture, able)
        used.append(own)
        notices += notice
        if own.words:
            read.append(is_read)
    missing = [page for page in judged if page.verdict in NEEDS_READING] if not able else []
    if all(not page.words for page in used):
        todo = f"text recognition is missing, {ocr.INSTALL}" if missing else "nothing could be read on it"
        notices.append(Notice("no_text", None, f"no page has readable text; {todo}"))
    elif missing:
        numbers = ", ".join(str(page.number) for page in missing)
        notices.append(Notice("ocr_missing", None, f"text recognition is missing for page {numbers}; {ocr.INSTALL}"))
    source: TextSource = "ocr" if read and all(read) else "mixed" if any(read) else "embedded"
    return Rescued(_levelled(used), tuple(notices), source)


def _rescue(page: Page, picture: Picture, able: bool) -> tuple[Page, list[Notice], bool]:
    """One page as it is used, what to tell of it, and whether its text was recognized rather than written."""
    layered = page.invisible_share > 0.5 and page.image_share > 0.5
    if page.verdict == "good":
        if not layered:
            return page, [], False
        mended = mend(page)
        return mended, _told_repairs(mended), True
    code, wrong = _WRONG[page.verdict]
    if page.verdict not in NEEDS_READING:
        return page, [Notice(code, page.number, wrong)], False
    found = ocr.recognize(page, lambda dpi: picture(page.number, dpi, None)) if able else None
    if found is None or not found.page.words:
        usable = page.verdict in ("bad_ocr_layer", "no_spaces")
        own = mend(page) if usable else page
        then = "; it is used, mended where certain" if usable else "; it is used all the same" if page.words else ""
        failed = "; nothing could be read on its picture" if able else ""
        return own, [Notice(code, page.number, wrong + failed + then), *_told_repairs(own)], layered
    from planparse.read.ocr.engine import name

    own = mend(found.page)
    kept_out = f", {found.left_out} marks that are no print left out" if found.left_out else ""
    used = f"{wrong}; read from its picture by {name()}, {100 * found.sure:.0f} % sure{kept_out}"
    notices = [Notice(code, page.number, used), *_told_repairs(own)]
    if found.turned:
        turned = f"the page was scanned on its side or head; it was turned by {90 * found.turned} degrees to be read"
        notices.append(Notice("page_turned", page.number, turned))
    return own, notices, True


def _told_repairs(page: Page) -> list[Notice]:
    if not page.repairs:
        return []
    shown = "; ".join(f"{repair.found} → {repair.read_as}" for repair in page.repairs[:5])
    more = f" and {len(page.repairs) - 5} more" if len(page.repairs) > 5 else ""
    return [Notice("damaged_repaired", page.number, f"damaged words mended: {shown}{more}")]


def _levelled(pages: Sequence[Page]) -> tuple[Page, ...]:
    """The pages with the sizes of recognized type made those that the whole document has."""
    read = [page for page in pages if any(word.confidence is not None for word in page.words)]
    if not read:
        return tuple(pages)
    from planparse.read.ocr.sizes import level_sizes

    words = iter(level_sizes([word for page in read for word in page.words]))
    done = {page.number: replace(page, words=tuple(next(words) for _ in page.words)) for page in read}
    return tuple(done.get(page.number, page) for page in pages)

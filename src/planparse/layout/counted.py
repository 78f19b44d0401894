"""How often a document has each word."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from planparse.page import Page

_WORD = re.compile(r"[\w-]+")


class Counted(Mapping[str, int]):
    """How often the document has each word, folded; counted when it is first asked, by a hyphen at a line's end."""

    def __init__(self, pages: Sequence[Page]) -> None:
        self._pages = pages

    @cached_property
    def _often(self) -> dict[str, int]:
        printed = Counter[str]()
        for page in self._pages:
            printed.update(_WORD.findall(" ".join([word.text for word in page.words])))
        known: dict[str, int] = {}
        for text, often in printed.items():
            folded = text.casefold()
            known[folded] = known.get(folded, 0) + often
        return known

    def __getitem__(self, word: str) -> int:
        return self._often[word]

    def __iter__(self) -> Iterator[str]:
        return iter(self._often)

    def __len__(self) -> int:
        return len(self._often)

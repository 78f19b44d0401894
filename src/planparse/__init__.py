"""Swedish municipal plans as normalized data: every goal, activity and follow-up with its page and place."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planparse.metadata import Metadata

__version__ = "0.1.0"


def metadata_of_title(title: str) -> Metadata:
    """What a title alone tells of its document: type, municipalities, period, parties; the rest stays empty.

    >>> found = metadata_of_title("Medborgarlöfte i Ljungby 2017-2018")
    >>> found.document_type, found.municipalities[0].code, found.period.end
    ('citizen_promise', '0781', '2018-12-31')
    """
    from planparse.metadata import of_title  # here, so that `import planparse` stays quick

    return of_title(title)

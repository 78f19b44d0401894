"""What can be wrong with an input: one class a cause, each with its exit code and a sentence that helps."""

from __future__ import annotations

from typing import ClassVar


class InputError(Exception):
    """An input that cannot be converted. `str(error)` says what is wrong and what to do.

    `code` is the closed word that a manifest or a script can test for.
    """

    code: ClassVar[str] = "unreadable"
    exit_code: ClassVar[int] = 4

    def __init__(self, file: str, what: str, todo: str, page: int | None = None) -> None:
        self.file, self.what, self.todo, self.page = file, what, todo, page
        super().__init__(self.line())

    def line(self) -> str:
        """The one line for a person: file, page, what is wrong, what to do."""
        where = self.file if self.page is None else f"{self.file}, page {self.page}"
        return f"{where}: {self.what}; {self.todo}"


class EncryptedInput(InputError):
    """A PDF that asks for a password."""

    code = "encrypted"


class DamagedInput(InputError):
    """A PDF that the engine cannot open or whose pages cannot be loaded."""

    code = "damaged"


class NotAPlan(InputError):
    """A file that is neither a PDF nor a text."""

    code = "not_a_pdf"


class EmptyInput(InputError):
    """A file without a byte, or a PDF without a page."""

    code = "empty"


class UnreadableInput(InputError):
    """A file that the operating system does not let us read."""

    code = "unreadable"


class LimitExceeded(InputError):
    """An input beyond what a plan can be (planparse.read.limits): made to do harm, or no plan at all."""


class TooManyPages(LimitExceeded):
    """A PDF with more pages than the limit."""

    code = "too_many_pages"


class PageTooLarge(LimitExceeded):
    """A page whose sides are longer than the limit."""

    code = "page_too_large"


class TooManyObjects(LimitExceeded):
    """A file, or one page of it, with more objects than the limit."""

    code = "too_many_objects"


class StreamTooLarge(LimitExceeded):
    """A compressed stream that unpacks to more bytes than the limit."""

    code = "stream_too_large"


class NestedTooDeep(LimitExceeded):
    """Arrays, dictionaries or forms inside one another, deeper than the limit."""

    code = "nested_too_deep"


class TextTooLong(LimitExceeded):
    """More characters on a page or in the document than the limit."""

    code = "text_too_long"


class OutputError(InputError):
    """A result that cannot be written."""

    code = "not_written"


class NotAParse(InputError):
    """A JSON file that is no plan of a schema version that this program knows."""

    code = "not_a_parse"
    exit_code = 5


class MissingLibrary(InputError):
    """A format needs a library that is not installed."""

    code = "missing_library"
    exit_code = 6


class UnreadableCorrections(InputError):
    """Corrections that are not in their format, or that belong to no plan here."""

    code = "unreadable_corrections"
    exit_code = 7


class ModelError(ValueError):
    """A trained model that is damaged, or made for other features or kinds than this program's."""


class LexiconError(ValueError):
    """A rule in data/ that does not hold what it promises: unknown key, bad pattern, broken example."""

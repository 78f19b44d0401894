"""INCEpTION's exports (UIMA CAS XMI, alone, zipped, or a whole project) → annotated documents."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path, PurePosixPath
from typing import Any, get_args

from planparse.corrections.model import Origin
from planparse.corrections.regions import Annotated, Region
from planparse.errors import MissingLibrary, UnreadableCorrections
from planparse.plan import SectionKind

LAYER = "webanno.custom.PlanRole"
_METADATA = "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData"
_TODO = "export the document as UIMA CAS XMI, or the project with that format"
_MOST_BYTES = 1 << 28  # of one file inside a zip


def read_inception(path: Path) -> Iterator[Annotated]:
    """The annotated documents of an export: NAME.xmi beside TypeSystem.xml, or zips with both, also within a zip.

    Of a project's export the curated version of a document is taken where there is one.
    Raises MissingLibrary without dkpro-cassis, UnreadableCorrections.
    """
    try:
        cassis = import_module("cassis")
    except ImportError as error:
        what = "needs the library cassis, which is not installed"
        raise MissingLibrary("inception", what, "pip install 'planparse[export]'") from error
    try:
        if path.suffix == ".zip":
            yield from _zip(cassis, path.read_bytes(), path.stem, str(path))
        else:
            beside = path.parent / "TypeSystem.xml"
            yield _annotated(cassis, path.read_bytes(), beside.read_bytes(), path.stem, None)
    except UnreadableCorrections:
        raise
    except (OSError, ValueError, KeyError, zipfile.BadZipFile, SyntaxError, LookupError, RuntimeError) as error:
        what = f"is no CAS of planparse's ({type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''})"
        raise UnreadableCorrections(str(path), what, _TODO) from error


def _zip(cassis: Any, data: bytes, name: str, where: str) -> Iterator[Annotated]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if any(info.file_size > _MOST_BYTES for info in archive.infolist()):
            raise UnreadableCorrections(where, "holds a file that is far too large", _TODO)
        files = [info.filename for info in archive.infolist()]
        types = [file for file in files if PurePosixPath(file).name.lower() == "typesystem.xml"]
        for file in files:
            place = PurePosixPath(file)
            if place.suffix == ".xmi" and types:
                own = min(types, key=lambda t: (PurePosixPath(t).parent != place.parent, t))
                yield _annotated(cassis, archive.read(file), archive.read(own), _name(place, name), place.stem)
            elif place.suffix == ".zip" and not _superseded(place, files):
                yield from _zip(cassis, archive.read(file), _name(place, name), where)


def _superseded(place: PurePosixPath, files: list[str]) -> bool:
    """Whether a zip within a project's export is not a person's last word.

    That is what stands outside annotation/NAME/ and curation/NAME/, the state at import, and an annotator's version
    of a document that was curated.
    """
    if len(place.parts) == 1:
        return False
    if place.stem == "INITIAL_CAS" or place.parts[0] not in ("annotation", "curation"):
        return True
    curated = [PurePosixPath(f) for f in files if f.startswith("curation/") and f.endswith(".zip")]
    return place.parts[0] == "annotation" and any(c.parts[1] == place.parts[1] for c in curated)


def _name(place: PurePosixPath, outer: str) -> str:
    """The document's name: the folder of a project export, else the file's own."""
    if len(place.parts) >= 3 and place.parts[0] in ("annotation", "curation"):
        return place.parts[1].removesuffix(".xmi")
    return outer if place.suffix == ".xmi" and outer else place.stem


def _annotated(cassis: Any, data: bytes, types: bytes, name: str, user: str | None) -> Annotated:
    system = cassis.load_typesystem(io.BytesIO(types))
    cas = cassis.load_cas_from_xmi(io.BytesIO(data), typesystem=system, lenient=True)
    told = cas.select(_METADATA) if system.contains_type(_METADATA) else []
    uri = next((str(one.documentUri) for one in told if getattr(one, "documentUri", None)), "")
    doc_id = next((str(one.documentId) for one in told if getattr(one, "documentId", None)), name)
    marked: list[Region] = []
    proposed: dict[tuple[int, int], Region] = {}
    for one in cas.select(LAYER):
        if one.kind not in get_args(SectionKind):
            raise ValueError(f"{one.kind!r} is no kind")
        ref = getattr(one, "item", None)
        marked.append(Region(one.begin, one.end, one.kind, ref))
        span = getattr(one, "proposed_span", None)
        if span and one.proposed in get_args(SectionKind):
            start, end = map(int, span.split("-"))
            proposed[start, end] = Region(start, end, one.proposed, ref)
    sha256 = uri.removeprefix("sha256:") if uri.startswith("sha256:") else None
    origin = Origin(tool="inception", user=user)
    return Annotated(doc_id or name, sha256, cas.sofa_string, list(proposed.values()), marked, origin)

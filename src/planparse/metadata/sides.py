"""The two sides of a promise or an agreement that no line lists: signatories, lead-ins, "kommunen och polisen"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planparse.lexicon import holds, near
from planparse.metadata.municipalities import mentions, register
from planparse.metadata.party_names import is_generic, mentions_strongly, municipal, named_kind, official_name
from planparse.metadata.passages import Front, Passage
from planparse.metadata.police import units
from planparse.plan import DocumentType, Party

_TAIL = 14
"""Last blocks of the text, among which the signatures stand."""
_SIGNATORY = 120
"""Characters of a signatory's lines."""
_LEAD_IN = 70
"""Characters in which a lead-in like "AB Eidar lovar att" ends."""
_TOGETHER = 0.5


def signed(front: Front) -> Iterator[tuple[str, Passage, float]]:
    """The lines of the signatures together, if they name a municipality and an area of the police, and no contacts."""
    tail = front.body[-_TAIL:]
    if any(holds("metadata", "contacts", passage.text) for passage in tail):
        return
    lines = [passage for passage in tail if len(passage.text) <= _SIGNATORY and not passage.text.endswith(".")]
    signing = [p for p in lines if holds("metadata", "signatory", p.text)]
    text = " – ".join(passage.text for passage in signing)
    if signing and any(unit.level == "local" for unit in units(text)):
        yield text, signing[0], 0.75


def told(front: Front, kind: DocumentType) -> tuple[list[Party], Passage] | None:
    """The municipality and the police where the text only speaks of "kommunen" and "polisen": inferred.

    A promise to the citizens is always made by both; another document must speak of both together.
    """
    everything = (*front.title, *front.cover, *front.furniture, *front.body)
    town = _town(everything)
    spoken = next((p for p in everything if holds("metadata", "two_sides", p.text)), None)
    if spoken is None and kind in ("citizen_promise", "follow_up_report"):
        spoken = next((p for p in everything if units(p.text)), None)
    if town is None or spoken is None:
        return None
    areas = {unit.name: unit for p in everything for unit in units(p.text) if unit.level == "local"}
    police = next(iter(areas)) if len(areas) == 1 else "Polisen"
    return [Party(name=town, kind="municipality"), Party(name=police, kind="police")], spoken


def _town(passages: Sequence[Passage]) -> str | None:
    """The one municipality whose document it is, as it calls itself; None where several are named alike."""
    named: dict[str, int] = {}
    printed: dict[str, str] = {}
    for passage in passages:
        for mention in mentions(passage.text, title=passage.place == "title"):
            named[mention.code] = named.get(mention.code, 0) + (10 if passage.place == "title" else 1)
        for at, party in municipal(passage.text):
            code = next((m.code for m in mentions(passage.text) if m.at == at), "")
            if not party.name.isupper():
                printed.setdefault(code, party.name)
    ranked = sorted(named, key=lambda code: -named[code])
    if not ranked or (len(ranked) > 1 and named[ranked[1]] > _TOGETHER * named[ranked[0]]):
        return None
    return printed.get(ranked[0], official_name(register()[ranked[0]].name))


def promisers(front: Front, parties: Sequence[Party]) -> list[Party]:
    """Organisations with names of their own that promise something in a lead-in; not yet among `parties`."""
    known = {party.name.casefold() for party in parties}
    found: dict[str, Party] = {}
    for passage in front.body:
        name = _promiser(passage.text[:_LEAD_IN])
        rule = named_kind(name) if name else None
        if name is None or rule is None or mentions_strongly(name) or units(name) or name.casefold() in known:
            continue
        found.setdefault(name.casefold(), Party.model_validate({"name": name, "kind": rule.kind}))
    return [party for party in found.values() if not is_generic(party)]


def _promiser(text: str) -> str | None:
    for rule in near("metadata", "promiser", text):
        if rule.pattern and (match := rule.pattern.match(text)) and match["name"][:1].isupper():
            return match["name"]
    return None

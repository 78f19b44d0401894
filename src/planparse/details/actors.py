"""Who does it: actors in an item's words, in parentheses, labels, headings and columns, with their roles (rule 21)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from planparse.details.frames import JOINTS, Role, framed
from planparse.details.names import Name, actor_data, names, tokens_of, whole_names, word_kind
from planparse.details.subjects import NO_SUBJECT, PLACE, looks_like_doers, subjects
from planparse.lexicon import holds, near, words
from planparse.plan import Actor, ActorKind

_PAREN = re.compile(r"[(\[]([^()\[\]]{2,110})[)\]]\s*[.;,]?\s*$")
_LAST = re.compile(r"(?:[.!?;,–]|(?<=\s)/)\s+([^.!?:;–]{3,80})\.?\s*$")
_INLINE = re.compile(r"^([^:.–]{3,50})\s?[:–]\s+\S")
_SPLIT = re.compile(
    r"\s*(?:[,;/•·|+\n]|(?<=[^\W\d_])\s\d[.)](?=\s)|\s[-–]\s|(?<![-–])\s(?:och/eller|och|samt|eller|plus|jämte|resp\.|respektive|&)\s(?=\S{2}))\s*"
)
_MORE = re.compile(r"[,\s]+(?:m\.? ?fl\.?|med flera|m\.? ?m\.?|etc\.?|o\.? ?s\.? ?v\.?)\s*$", re.IGNORECASE)
_REACHED = re.compile(r"[,;]?\s*\b(?:tfn|tel|telefon|e-?post|mejl|mail|nås)\b.*$", re.IGNORECASE)
"""How those named are reached."""
_DONE_BY = re.compile(r"^[A-ZÅÄÖ]?[a-zåäö]+s(?: [a-zåäö]+)? av\b")
_ACRONYM = re.compile(r"[A-ZÅÄÖ]{2,6}(?: ?[,/+&] ?[A-ZÅÄÖ]{2,6})*$")
_LATER = re.compile(r"[.!?]\s+([^:.!?–]{3,50}):\s+\S")
_ENDING_NAME = re.compile(r"[.!?]\s+([A-ZÅÄÖ][a-zåäöé-]{3,}(?:en|et|an|na))\s*$")
_CONSULTED = re.compile(
    r"[\s,]*(?:\b(?:i|efter)\s+(?:nära\s+)?(?:samråd|samverkan|samarbete|dialog)\s+m(?:ed\b|\.)|\btillsammans\s+m(?:ed\b|\.)|"
    r"\btills\.?\s+m(?:ed\b|\.)|\bihop\s+med\b|\b(?:med\s+(?:stöd|hjälp|bistånd)|under\s+medverkan)\s+(?:av|från)\b|"
    r"\b(?:bistås|biträds|stöds|stöttas|assisteras|hjälps)\s+av\b)\s*",
    re.IGNORECASE,
)
_HELPING = re.compile(
    r"[\s,.;]*\b(?:medverkan(?:de)?|samverkan(?:\s+med)?|samarbete|samråd|stöd|deltar|deltagande|övriga|bistår)\s*:\s*",
    re.IGNORECASE,
)
"""A label within a cell, behind which those stand who help."""
_ROLE_WORD = re.compile(
    r"^(?:(?:gemensamt )?ansvarig[at]?|ansvar|huvudansvar(?:ig)?|genom|via|utförare|vem|samtliga|berörda?|respektive|"
    r"(?:gemensamt|främst|i första hand|huvudsakligen|ytterst|primärt|internt)(?=[ :]))\b"
    r"\s*(?:för|är|:)?\s*",
    re.IGNORECASE,
)
_LABELLED = re.compile(r"(?:^|[.;,(–]\s*)(?P<label>[^\W\d_][^.;,:=()–]{2,40}\.?)\s?[:=]\s*(?P<names>[^.;:()]{2,90})")
"""An inline label within a statement and the names behind it."""
_LED_BY = re.compile(r"^[^\W\d_]{3,}s (?:(?:upp|fram|ut|in|ihop) )?av\s+(?=\S)")
_OWN_LABEL = re.compile(r"^(?P<label>[^\W\d_][^\W_]*(?: [^\W\d_]+)?):\s+(?=\S)")
"""A label of the cell's own in front of its names ("Samordning: Lokala Brå")."""
_THROUGH = re.compile(r"^.*?\S\s+(?:genom|gm\.?|via)\s+(?=\S)", re.IGNORECASE)
_NO_ONE = re.compile(
    r"^(?:vi|alla|parterna|båda|båda parter(?:na)?|tillsammans|samtliga|gemensamt|respektive|nya|tidigare|alla|"
    r"övriga|m\.?fl\.?|med flera|x|–|-|alla chefer|alla medarbetare)$",
    re.IGNORECASE,
)
_NAME_WORDS = 6
"""Words that a name in a list has at the most."""
_NAMES_CELL = 120
"""Characters of a cell that only names."""
_SHORT_LABEL = 3
"""Words of a name in a label up to which "för" belongs to it ("Rådet för trygghet")."""
_DEFINITE = re.compile(r"(?:en|an|na|(?<!h)et|ren|rn)$")
_BODY = re.compile(
    r"(?:(?P<municipality>[A-ZÅÄÖ][\w-]+ (?:kommun|stad))|"
    r"(?:LPO|Lokalpolisområde|Trafikverket|Region|Polisen i|Länsstyrelsen)"
    r"(?: [A-ZÅÄÖ][\w-]+)+|[A-ZÅÄÖ][\w-]+ AB)(?=\s*(?:$|[,;/]))"
)
"""A body that an office belongs to, by its full name."""
_AND = re.compile(r"\s(?:och|&)\s")


# ---- Names that stand alone ----------------------------------------------------------------------------


def listed(text: str) -> list[Actor]:
    """The actors of a cell, a label's text or a heading that holds nothing but names: responsible, or consulted."""
    out: list[Actor] = []
    text = _MORE.sub("", _REACHED.sub("", text))
    responsible, *others = _CONSULTED.split(re.sub(r"\s*\([^()]*\)", "", text) or text)
    responsible, *helping = _HELPING.split(responsible)
    pieces: list[tuple[Role, str]] = [
        ("responsible", responsible),
        *(("consulted", other) for other in (*helping, *others)),
    ]
    for role, piece in pieces:
        for name in _separate(piece):
            plain = _ROLE_WORD.sub("", _THROUGH.sub("", _without_deed(_without_label(name)))).strip(" .:()*•")
            if (
                plain
                and any(c.isalpha() for c in plain)
                and not _NO_ONE.match(plain)
                and not holds("actors", "no_one", plain)
                and len(plain.split()) <= _NAME_WORDS
            ):
                out.append(Actor(text=plain, kind=kind_of(plain), role=role))
    return once(out)


def _without_deed(name: str) -> str:
    """The name without the verb behind it: "Kommunstyrelsen beslutar" in a list of who does what."""
    subject, _, verb = name.rpartition(" ")
    return subject if subject and verb in words("actors", "deeds") else name


def _without_label(name: str) -> str:
    """The name without what says only how it is meant: a number, a label that names no one, "leds av"."""
    name = _LED_BY.sub("", re.sub(r"^\d[.)]\s+", "", name))
    label = _OWN_LABEL.match(name)
    return name[label.end() :] if label and not names(label["label"]) else name


def helpers(text: str) -> list[Actor]:
    """The actors of a cell or label that names those who help: consulted."""
    return [actor.model_copy(update={"role": "consulted"}) for actor in listed(text)]


def looks_like_names(text: str) -> bool:
    """Whether a cell may hold names only: short, no figures, no sentence, an actor's word or a capital letter first."""
    plain = text.strip()
    if any(c.isdigit() for c in plain) or plain.endswith((".", "?", "!")) or len(plain) > _NAMES_CELL:
        return False
    pieces = [piece for piece in _separate(plain) if piece.strip()]
    return all(len(piece.split()) <= _NAME_WORDS and (piece[0].isupper() or names(piece)) for piece in pieces)


def label_names(text: str) -> list[Actor]:
    """The actors of a label's text: a list of names, or sentences with names ("Nämnden. Rektor för inbjudan.")."""
    out: list[Actor] = []
    for sentence in re.split(r"\.\s+(?=[A-ZÅÄÖ])", text):
        long = len(sentence.split()) > _SHORT_LABEL
        named = re.sub(r"(?<!chef)(?<!chefen)(?<!direktören)\s+för\s+[a-zåäö].*$", "", sentence) if long else sentence
        if only_names(named) or len(text) == len(sentence):
            out += listed(named)
        else:
            out += [actor for actor in find_actors(sentence, "responsibility") if actor.role == "responsible"]
    return once(out)


def _separate(text: str) -> Iterator[str]:
    """The names of a list; "kultur och fritid" is one."""
    whole = whole_names(text)
    start = 0
    for gap in _SPLIT.finditer(text):
        if any(a < gap.start() and gap.end() < b for a, b in whole) or _is_one_name(text[start:], gap, start):
            continue
        if gap[0].strip() == "," and _belongs_to(text[start : gap.start()], text[gap.end() :]):
            continue
        yield from _by_lines(text[start : gap.start()])
        start = gap.end()
    yield from _by_lines(text[start:])


def _belongs_to(office: str, rest: str) -> bool:
    """Whether a comma only says where the office is: "Driftledare, Trafikverket Väst", "Enheten, Kils kommun"."""
    body = _BODY.match(rest)
    last = (office.split() or [""])[-1]
    if body is None:
        return False
    titled = last.casefold().endswith(tuple(actor_data()["titles"])) and not _DEFINITE.search(last)
    ours = body["municipality"] is not None and kind_of(office) in ("municipality", "school", "social_services")
    return titled or (ours and not office.casefold().endswith(("kommun", "kommunen", "stad")))


def _is_one_name(rest: str, gap: re.Match[str], start: int) -> bool:
    """Whether an "och" stands within the name of a unit ("Stöd och lärande", "Rådet för trygghet och hälsa"): the word
    behind it is in lower case, and neither it nor the one before it names or looks like an actor.
    """
    before, behind = rest[: gap.start() - start].split(), rest[gap.end() - start :]
    word = re.match(r"[^\W\d_]+(?![\w-])", behind)
    if not _AND.fullmatch(gap[0]) or not before or word is None or "(" in rest:
        return False
    if not word[0].islower() and ("&" not in gap[0] or word[0].isupper() or before[-1].isupper()):
        return False
    if re.match(r"\s*(?!samt\b)[^\W\d_]", behind[word.end() :]) or not (before[0][0].isupper() or "för" in before):
        return False
    return not any(word_kind(w) or _DEFINITE.search(w) or looks_like_doers(w) for w in (before[-1], word[0]))


def _by_lines(piece: str) -> Iterator[str]:
    """Names that stood on lines of their own in a cell: a definite one, then another with a capital letter."""
    words_ = piece.split()
    start = 0
    for i in range(1, len(words_)):
        before, word = words_[i - 1], words_[i]
        if word[0].isupper() and _DEFINITE.search(before) and word_kind(before) and word_kind(word):
            yield " ".join(words_[start:i])
            start = i
    yield " ".join(words_[start:])


def kind_of(name: str) -> ActorKind:
    """The kind of a name by its last word that names an actor; "other" where none does."""
    found = [kind for token in tokens_of(name) if (kind := word_kind(token[0]))]
    return found[-1] if found else "other"


def in_heading(heading: str) -> list[Actor]:
    """Who promises in a lead-in ("Polisen och kommunen lovar att:")."""
    main, *others = _CONSULTED.split(heading)
    out = [Actor(text=n.text, kind=n.kind, role="responsible") for n in names(main)]
    out += [Actor(text=n.text, kind=n.kind, role="responsible") for other in others for n in names(other) if not out]
    return once(out)


def only_names(text: str) -> list[Actor]:
    """The actors of a text that says nothing else, else none: one is known, what else stands looks like names."""
    tokens = tokens_of(text)
    found = names(text, tokens)
    if not found or any(c.isdigit() for c in text) or _DONE_BY.match(text):
        return []
    covered = {i for name in found for i in range(name.first, name.last + 1)}
    for i, token in enumerate(tokens):
        word = token[0]
        plain = word.casefold()
        if i in covered or not word[0].isalpha() or plain in PLACE or plain in JOINTS:
            continue
        if not word[0].isupper() and plain not in words("actors", "between_names"):
            return []
    return listed(text)


def names_only(text: str) -> bool:
    """Whether a cell holds names and nothing else: it tells who does what stands beside it."""
    return looks_like_names(text) and bool(only_names(text))


# ---- Names in a statement ------------------------------------------------------------------------------


def find_actors(text: str, kind: str) -> list[Actor]:
    """The actors that an item's own words name, with their roles (annotation guide, rule 21)."""
    body, out = text, []
    for labelled in _LABELLED.finditer(body) if ":" in body or "=" in body else ():
        if named := _behind_label(labelled["label"], labelled["names"]):
            out += named
            body = body[: labelled.start()] + body[labelled.end() :]
            break
    paren = _PAREN.search(body)
    if paren and (named := only_names(paren[1]) or _abbreviated(paren[1], kind)):
        out += named
        body = body[: paren.start()]
    last = _LAST.search(body)
    if last and body[last.start()] not in ",–/" and (named := only_names(last[1])):
        out += named
        body = body[: last.start() + 1]
    elif (
        last
        and body[last.start()] in ",–/"
        and kind == "activity"
        and (named := _one_name(last[1], body[last.start()] != ",", body[: last.start()]))
    ):
        out += named
        body = body[: last.start()]
    unknown = _ENDING_NAME.search(body) if kind == "activity" and not last else None
    if unknown and unknown[1].casefold() not in NO_SUBJECT:
        out += listed(unknown[1])
        body = body[: unknown.start() + 1]
    for later in _LATER.finditer(body) if kind == "activity" and ": " in body else ():
        out += only_names(later[1])
    inline = _INLINE.match(body)
    if inline and kind == "activity" and (named := only_names(inline[1])):
        out += named
        body = body[inline.end() - 1 :]
    return once([*out, *_in_sentences(body, kind)])


def _behind_label(label: str, text: str) -> list[Actor]:
    """Who stands behind a label within a statement, if it asks for those responsible."""
    asks = next((rule for rule in near("details", "responsible_label", label) if rule.matches(label)), None)
    if asks is None or asks.kind != "responsible":
        return []
    return label_names(text) if "ansv" in label.casefold() else only_names(text)


def _abbreviated(text: str, kind: str) -> list[Actor]:
    """Actors by their letters in parentheses behind an activity ("(KFAB)", "(BUN, SN)")."""
    known = {letters.casefold() for letters in re.findall(r"\w+", text)} & words("actors", "no_letters")
    return listed(text) if kind == "activity" and _ACRONYM.match(text.strip()) and not known else []


def _one_name(text: str, sign: bool, before: str) -> list[Actor]:
    """A single known name behind a comma, dash or slash ("Samtalsgrupp varannan vecka, Svenska kyrkan"), no last part
    of an enumeration ("möten med skolan, polisen"): capitalised, or a definite one, or a title.
    """
    found = names(text)
    if len(found) != 1 or found[0].text != text.strip(" ."):
        return []
    last = found[0].text.split()[-1]
    if text.strip()[0].isupper() or (sign and _DEFINITE.search(last)):
        return listed(text)
    alone = not any(name.to == len(before.rstrip()) for name in names(before)) and " och " not in before[-30:]
    titled = last.casefold().endswith(tuple(actor_data()["titles"])) or _DEFINITE.search(last)
    return listed(text) if alone and titled and found[0].kind != "residents" else []


def _in_sentences(text: str, kind: str) -> list[Actor]:
    tokens = tokens_of(text)
    found = names(text, tokens)
    if kind == "goal":
        found = [name for name in found if name.kind != "residents" and "elev" not in name.text.casefold()]
    if " med " in text and (partners := list(_partners(text, tokens, found))):
        found = sorted((*found, *partners), key=lambda name: name.first)
    out = framed(text, tokens, found) if found else []
    known = {actor.text for actor in out}
    out += [Actor(text=n.text, kind=n.kind, role="acting") for n in subjects(tokens, found) if n.text not in known]
    return out or _opening(tokens)


def _partners(text: str, tokens: Sequence[re.Match[str]], found: Sequence[Name]) -> Iterator[Name]:
    """Capitalised names behind "tillsammans med" that no rule knows ("tillsammans med Boxholm och Ydre")."""
    taken = {i for name in found for i in range(name.first, name.last + 1)}
    for match in _CONSULTED.finditer(text):
        i = next((k for k, token in enumerate(tokens) if token.start() >= match.end()), len(tokens))
        while i < len(tokens) and tokens[i][0][0].isupper() and i not in taken:
            last = i
            while last + 1 < len(tokens) and tokens[last + 1][0][0].isupper() and last + 1 not in taken:
                last += 1
            at, to = tokens[i].start(), tokens[last].end()
            yield Name(at, to, text[at:to], "other", i, last)
            i = last + 2 if last + 1 < len(tokens) and tokens[last + 1][0] in JOINTS else len(tokens)


def _opening(tokens: Sequence[re.Match[str]]) -> list[Actor]:
    """A name that no rule knows, at the start of "NN ansvarar för"."""
    head = [token[0] for token in tokens[:5]]
    verb = next((i for i, word in enumerate(head) if word in ("ansvarar", "ansvarade")), 0)
    name = " ".join(head[:verb])
    if not verb or not name[0].isupper() or head[0].casefold() in NO_SUBJECT or _NO_ONE.match(name):
        return []
    return [Actor(text=name, kind=kind_of(name), role="responsible")]


def once(actors: Sequence[Actor]) -> list[Actor]:
    """Each name once, with the strongest of its roles."""
    order = ("responsible", "consulted", "acting")
    best: dict[str, Actor] = {}
    for actor in actors:
        known = best.get(actor.text.casefold())
        if known is None or order.index(actor.role) < order.index(known.role):
            best[actor.text.casefold()] = actor
    return list(best.values())

"""Names of actors that stand alone: in cells, labels and headings (rule 21)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from planparse.details.frames import JOINTS, Role
from planparse.details.names import actor_data, names, tokens_of, whole_names, word_kind
from planparse.details.subjects import PLACE, looks_like_doers
from planparse.lexicon import holds, words
from planparse.plan import Actor, ActorKind

_SPLIT = re.compile(
    r"\s*(?:[,;/•·|+\n]|(?<=[^\W\d_])\s\d[.)](?=\s)|\s[-–]\s|(?<![-–])\s(?:och/eller|och|samt|eller|plus|jämte|resp\.|respektive|&)\s(?=\S{2}))\s*"
)
_MORE = re.compile(r"[,\s]+(?:m\.? ?fl\.?|med flera|m\.? ?m\.?|etc\.?|o\.? ?s\.? ?v\.?)\s*$", re.IGNORECASE)
_REACHED = re.compile(r"[,;]?\s*\b(?:tfn|tel|telefon|e-?post|mejl|mail|nås)\b.*$", re.IGNORECASE)
"""How those named are reached."""
_DONE_BY = re.compile(r"^[A-ZÅÄÖ]?[a-zåäö]+s(?: [a-zåäö]+)? av\b")
CONSULTED = re.compile(
    r"[\s,]*(?:\b(?:i|efter)\s+(?:nära\s+)?(?:samråd|samverkan|samarbete|dialog)\s+m(?:ed\b|\.)|\btillsammans\s+m(?:ed\b|\.)|"
    r"\btills\.?\s+m(?:ed\b|\.)|\bihop\s+med\b|"
    r"(?:\bmed\s+(?:stöd|hjälp|bistånd|assistans)|[,;]\s*(?:stöd|hjälp)|\bunder\s+medverkan)\s+(?:av|från)\b|"
    r"\b(?:bistås|biträds|biträdd|stöds|stöttas|stöttad|assisteras|assisterade?|hjälps)\s+av\b)\s*",
    re.IGNORECASE,
)
_HELPING = re.compile(
    r"[\s,.;]*\b(?:medverkan(?:de)?|samverkan(?:\s+med)?|samarbete|samråd|stöd|deltar|deltagande|övriga|bistår)\s*:\s*",
    re.IGNORECASE,
)
"""A label within a cell, behind which those stand who help."""
_ROLE_WORD = re.compile(
    r"^(?:(?:gemensamt )?ansvarig[at]?|(?:huvud)?ansvar(?:et)?(?: (?:ligger )?(?:hos|på))?|huvudansvarig|"
    r"genom|via|utförare|vem|berörda?|"
    r"(?:gemensamt|främst|i första hand|huvudsakligen|ytterst|primärt|internt)(?=[ :]))\b"
    r"\s*(?:(?:för|är)\b|:)?\s*",
    re.IGNORECASE,
)
_LED_BY = re.compile(r"^[^\W\d_]{3,}s (?:(?:upp|fram|ut|in|ihop) )?av\s+(?=\S)")
_OWN_LABEL = re.compile(r"^(?P<label>[^\W\d_][^\W_]*(?: [^\W\d_]+)?):\s+(?=\S)")
"""A label of the cell's own in front of its names ("Samordning: Lokala Brå")."""
_THROUGH = re.compile(r"^.*?\S\s+(?:genom|gm\.?|via)\s+(?=\S)", re.IGNORECASE)
NO_ONE = re.compile(
    r"^(?:(?:vi|alla|parterna|båda|båda parter(?:na)?|samtliga)(?: (?:tillsammans|gemensamt|alla|parter))?|"
    r"tillsammans|gemensamt|respektive|nya|tidigare|"
    r"övriga|m\.?fl\.?|med flera|x|–|-|alla chefer|alla medarbetare)$",
    re.IGNORECASE,
)
_NAME_WORDS = 6
"""Words that a name in a list has at the most."""
_NAMES_CELL = 120
"""Characters of a cell that only names."""
_SHORT_LABEL = 3
"""Words of a name in a label up to which "för" belongs to it ("Rådet för trygghet")."""
DEFINITE = re.compile(r"(?:en|an|na|(?<!h)et|ren|rn)$")
_BODY = re.compile(
    r"(?:(?P<municipality>[A-ZÅÄÖ][\w-]+ (?:kommun|stad))|"
    r"(?:LPO|Lokalpolisområde|Trafikverket|Region|Polisen i|Länsstyrelsen)"
    r"(?: [A-ZÅÄÖ][\w-]+)+|[A-ZÅÄÖ][\w-]+ AB)(?=\s*(?:$|[,;/]))"
)
"""A body that an office belongs to, by its full name."""
_AUTHORITY = re.compile(r"\b(?:Polismyndigheten|Polisen|Polismyndigheten [Rr]egion \w+)$")
_AREA = re.compile(r"(?:[Ll]okal|[Nn]är)?[Pp]olis(?:område|region)t?\b|LPO\b")
"""A police authority and its area behind a comma: one name."""
_CALLED = re.compile(r"(?:förbundet|föreningen|klubben|organisationen)$")
"""What an association's own name stands behind ("Studieförbundet Vuxenskolan")."""
_AND = re.compile(r"\s(?:och|&)\s")


# ---- Names that stand alone ----------------------------------------------------------------------------


def listed(text: str) -> list[Actor]:
    """The actors of a cell, a label's text or a heading that holds nothing but names: responsible, or consulted."""
    out: list[Actor] = []
    text = _MORE.sub("", _REACHED.sub("", text))
    responsible, *others = CONSULTED.split(re.sub(r"\s*\([^()]*\)", "", text) or text)
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
                and not NO_ONE.match(plain)
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
    name = _LED_BY.sub("", re.sub(r"^(?:\d[.)]|[-–])\s+", "", name))
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


def without_purpose(sentence: str) -> str:
    """The names without what they are responsible for ("Rektor för inbjudan"); a chef's domain stays."""
    if len(sentence.split()) <= _SHORT_LABEL:
        return sentence
    return re.sub(r"(?<!chef)(?<!chefen)(?<!direktören)\s+för\s+[a-zåäö].*$", "", sentence)


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
    if _AUTHORITY.search(office) and _AREA.match(rest):
        return True
    body = _BODY.match(rest)
    last = (office.split() or [""])[-1]
    if body is None:
        return False
    titled = last.casefold().endswith(tuple(actor_data()["titles"])) and not DEFINITE.search(last)
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
    placed = re.search(r"\b(?:på|i|vid|från) [A-ZÅÄÖ][\w-]+$", " ".join(before)) and word[0][0].isupper()
    if placed and word_kind(word[0]) is None and gap[0].strip() == "och":
        return True
    if not word[0].islower() and ("&" not in gap[0] or word[0].isupper() or before[-1].isupper()):
        return False
    if re.match(r"\s*(?!samt\b)[^\W\d_]", behind[word.end() :]) or not (before[0][0].isupper() or "för" in before):
        return False
    return not any(word_kind(w) or DEFINITE.search(w) or looks_like_doers(w) for w in (before[-1], word[0]))


def _by_lines(piece: str) -> Iterator[str]:
    """Names that stood on lines of their own in a cell: a definite one, then another with a capital letter."""
    words_ = piece.split()
    start = 0
    for i in range(1, len(words_)):
        before, word = words_[i - 1], words_[i]
        if (
            word[0].isupper()
            and (i > 1 or before[0].isupper())
            and DEFINITE.search(before)
            and word_kind(before)
            and (word_kind(word) or whole_names(" ".join(words_[i:]))[:1] == [(0, len(" ".join(words_[i:])))])
            and not (_CALLED.search(before.casefold()) and word_kind(word) in ("association", "school"))
        ):
            yield " ".join(words_[start:i])
            start = i
    yield " ".join(words_[start:])


def kind_of(name: str) -> ActorKind:
    """The kind of a name by its last word that names an actor; "other" where none does."""
    found = [kind for token in tokens_of(name) if (kind := word_kind(token[0]))]
    return found[-1] if found else "other"


def in_heading(heading: str) -> list[Actor]:
    """Who promises in a lead-in ("Polisen och kommunen lovar att:")."""
    main, *others = CONSULTED.split(heading)
    out = [Actor(text=n.text, kind=n.kind, role="responsible") for n in names(main)]
    out += [Actor(text=n.text, kind=n.kind, role="responsible") for other in others for n in names(other) if not out]
    return once(out)


def only_names(text: str) -> list[Actor]:
    """The actors of a text that says nothing else, else none: one is known, what else stands looks like names."""
    text = text.replace("/", " / ")
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


def once(actors: Sequence[Actor]) -> list[Actor]:
    """Each name once, with the strongest of its roles."""
    order = ("responsible", "consulted", "acting")
    best: dict[str, Actor] = {}
    for actor in actors:
        known = best.get(actor.text.casefold())
        if known is None or order.index(actor.role) < order.index(known.role):
            best[actor.text.casefold()] = actor
    return list(best.values())

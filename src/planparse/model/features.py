"""What the labeller looks at in a sentence: its cues, words and forms, where it stands, what stands beside it.

A feature is a string; a change of any of them is a new VERSION, and weights of another version are refused.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from planparse.model.forms import Forms
from planparse.model.hits import CueHits
from planparse.model.sentences import sentences
from planparse.model.shapes import Unit

VERSION = 3
_TOKEN = re.compile(r"\w+|[?%:]")
_DIGITS = re.compile(r"\d")
_MODALS = frozenset(
    ("ska", "skall", "kommer", "bör", "avser", "lovar", "måste", "får", "kan", "vill", "skulle", "åtar")
)
_PASSIVE = re.compile(r"^\w{3,}(?:as|es|rs)$")
_LONGEST = 60  # tokens looked at; a long paragraph shows its kind early
_OPENING = 8  # last tokens of a sentence that opens a list
_HEADING = 8  # words of a heading
_GRAM = 4  # signs of a character n-gram
_LENGTHS = (4, 9, 18, 35)  # words; steps of a sentence's length


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside a unit: the sentence that opens its list, the units before and after it in the same piece."""

    opener: Unit | None = None
    before: Unit | None = None
    after: Unit | None = None


def beside(units: Sequence[Unit]) -> list[Beside]:
    """What stands beside each of a part's units."""
    found = []
    opener: Unit | None = None
    for i, unit in enumerate(units):
        if unit.breaks or not unit.in_list:
            opener = None
        before = units[i - 1] if i and not unit.breaks else None
        after = units[i + 1] if i + 1 < len(units) and not units[i + 1].breaks else None
        found.append(Beside(opener if unit.in_list else None, before, after))
        if not unit.in_list:
            opener = unit
    return found


def tokens(text: str) -> list[str]:
    """The words in lower case, figures as 0, and the signs that tell: ? % :"""
    return [_DIGITS.sub("0", token) for token in _TOKEN.findall(text.casefold())][:_LONGEST]


def features(sentence: str, unit: Unit, beside: Beside, cues: CueHits, forms: Forms) -> list[str]:
    """The features of one sentence of a unit, each once, in a fixed order."""
    words = tokens(sentence)
    out = [*of_sentence(sentence, words, unit, cues, forms), *(f"w:{word}" for word in words), *of_order(words)]
    for word in words:
        out += grams(word)
    out += of_place(unit, beside, cues)
    return list(dict.fromkeys(out))


def of_sentence(sentence: str, words: Sequence[str], unit: Unit, cues: CueHits, forms: Forms) -> list[str]:
    """What the sentence's form and cues say; `words` are its tokens."""
    out = ["bias", *_shape(sentence, unit), *(f"c:{name}" for name in cues.of(sentence)), *_mood(words)]
    return out + [f"m:{name}" for name in forms.morphology(sentence)]


def of_order(words: Sequence[str]) -> list[str]:
    """What the words' order says: pairs, the first and the last ones."""
    out = [f"b:{a}_{b}" for a, b in pairwise(words)]
    for i, word in enumerate(words[:3]):
        out.append(f"f{i}:{word}")
    if words:
        out += [f"fs:{words[0][-3:]}", f"f01:{'_'.join(words[:2])}", f"l:{words[-1]}"]
    return out


def of_place(unit: Unit, beside: Beside, cues: CueHits) -> list[str]:
    """What stands around the unit; all of its sentences share it."""
    return [*_neighbours(beside, cues), *_theme(unit)]


def grams(word: str) -> list[str]:
    """What a word's parts say."""
    bound = f"<{word}>"
    return [f"g:{bound[i : i + _GRAM]}" for i in range(len(bound) - _GRAM + 1)]


def _shape(sentence: str, unit: Unit) -> list[str]:
    report = unit.hint == "report" or unit.document_type == "follow_up_report"
    out = [f"form:{unit.form}", f"type:{unit.document_type}", f"part:{unit.part}", f"report:{report}"]
    out += [f"list:{unit.in_list}", f"report:{report}+list:{unit.in_list}"]
    out.append(f"type:{unit.document_type}+list:{unit.in_list}")
    stripped = sentence.rstrip()
    for name, holds in (
        ("breaks", unit.breaks), ("opens", unit.opens_list), ("question", stripped.endswith("?")),
        ("lower", sentence[:1].islower()), ("no_stop", not stripped.endswith((".", "?", "!", ":"))),
    ):  # fmt: skip
        if holds:
            out.append(name)
    count = len(sentence.split())
    return [*out, f"len:{sum(count >= step for step in _LENGTHS)}"]


def _mood(words: Sequence[str]) -> list[str]:
    """Commitment and passive, by the words themselves."""
    out = ["first:att"] if words[:1] == ["att"] else []
    modal = next((i for i, word in enumerate(words[:-1]) if word in _MODALS), None)
    if modal is None:
        out.append("no_modal")
        if any(_PASSIVE.match(word) for word in words[:8]):
            out.append("passive")
    else:
        voice = "passive" if any(_PASSIVE.match(word) for word in words[modal + 1 : modal + 5]) else "active"
        out += [f"modal:{words[modal]}+{voice}", f"modal+{voice}"]
    if any(word[0] == "0" for word in words):
        out.append("figure")
    if any(word in ("%", "procent") for word in words):
        out.append("percent")
    return out


def _theme(unit: Unit) -> list[str]:
    """The words of the heading above, of which the lexicon made nothing."""
    if not unit.theme:
        return []
    words = tokens(unit.theme)[:_HEADING]
    out = [f"t:{word}" for word in words]
    for word in words:
        bound = f"<{word}>"
        out += [f"tg:{bound[i : i + _GRAM]}" for i in range(len(bound) - _GRAM + 1)]
    if unit.theme.rstrip().endswith("?"):
        out.append("t:?")
    return [*out, f"t0:{words[0]}"] if words else out


def _neighbours(beside: Beside, cues: CueHits) -> list[str]:
    """What cues say in the sentences on either side, and how the sentence ends that opens the list."""
    out = []
    if beside.opener is not None:
        out += [f"o:{word}" for word in tokens(beside.opener.text)[-_OPENING:]]
        out += [f"oc:{cues.meaning(name)}" for name in cues.of(beside.opener.text)]
    for tag, unit, which in (("pc", beside.before, -1), ("nc", beside.after, 0)):
        if unit is None:
            out.append(f"{tag}:none")
            continue
        pieces = sentences(unit.text) or [unit.text]
        out += [f"{tag}:{cues.meaning(name)}" for name in cues.of(pieces[which])]
    return out

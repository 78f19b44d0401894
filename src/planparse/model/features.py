"""What the labeller looks at in a unit: which cues fire, its words and their ends, its mood, where it stands.

A feature is a string; a change of any of them is a new VERSION, and weights of another version are refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from planparse.model.shapes import Unit

VERSION = 1
_TOKEN = re.compile(r"\w+|[?%:]")
_DIGITS = re.compile(r"\d")
_MODALS = {"ska", "skall", "ska", "kommer", "bör", "avser", "lovar", "måste", "får", "kan", "vill", "skulle", "åtar"}
_INFINITIVE = re.compile(r"^(?!inga$|alla$|våra$|flera$|andra$|dessa$|denna$|detta$|samma$)\w{2,}a(?:s)?$")
_PAST = re.compile(r"^\w{2,}(?:ade|ades|dde|ddes|tte|ttes|its|ats|tts)$")
_PAST_WORDS = {"var", "hade", "blev", "fick", "gick", "gavs", "kom", "gjordes", "gjorde", "skedde", "fanns", "har", "hölls"}
_PASSIVE = re.compile(r"^\w{3,}(?:as|es|rs)$")
_LONGEST = 60  # tokens looked at; a long paragraph shows its kind early


def tokens(text: str) -> list[str]:
    """The unit's words in lower case, figures as 0, and the signs that tell: ? % :"""
    return [_DIGITS.sub("0", token) for token in _TOKEN.findall(text.casefold())][:_LONGEST]


def features(unit: Unit, cues: Iterable[str], morphology: Sequence[str] = ()) -> list[str]:
    """The features of one unit, each once, in a fixed order. `cues`: names of the cue rules that fire in it;
    `morphology`: what the tagger says of it, if there is one.
    """
    words = tokens(unit.text)
    out = ["bias", *_place(unit), *(f"c:{name}" for name in cues), *_mood(words), *(f"m:{m}" for m in morphology)]
    out += [f"w:{word}" for word in words]
    out += [f"b:{a}_{b}" for a, b in zip(words, words[1:], strict=False)]
    out += [f"s:{word[-4:]}" for word in words if len(word) > 5]
    out += [f"p:{word[:6]}" for word in words if len(word) > 6]
    for i, word in enumerate(words[:3]):
        out.append(f"f{i}:{word}")
    if words:
        out.append(f"fs:{words[0][-3:]}")
        out.append(f"f01:{'_'.join(words[:2])}")
        out.append(f"l:{words[-1]}")
    return list(dict.fromkeys(out))


def _place(unit: Unit) -> list[str]:
    report = unit.hint == "report" or unit.document_type == "follow_up_report"
    out = [f"form:{unit.form}", f"type:{unit.document_type}", f"part:{unit.part}", f"report:{report}"]
    out.append(f"list:{unit.in_list}")
    out.append(f"report:{report}+list:{unit.in_list}")
    out.append(f"type:{unit.document_type}+list:{unit.in_list}")
    if unit.breaks:
        out.append("breaks")
    if unit.opens_list:
        out.append("opens")
    if unit.text.rstrip().endswith("?"):
        out.append("question")
    if unit.text[:1].islower():
        out.append("lower")
    if not unit.text.rstrip().endswith((".", "?", "!", ":")):
        out.append("no_stop")
    count = len(unit.text.split())
    out.append(f"len:{0 if count < 4 else 1 if count < 9 else 2 if count < 18 else 3 if count < 35 else 4}")
    return out


def _mood(words: Sequence[str]) -> list[str]:
    """Commitment, infinitive, passive, past, by the words' shapes."""
    out = []
    if not words:
        return out
    first = words[0]
    if _INFINITIVE.match(first) and first not in _MODALS:
        out.append("first:infinitive")
    if first == "att" and len(words) > 1:
        out.append("first:att")
    for i, word in enumerate(words):
        if word in _MODALS and i + 1 < len(words):
            rest = words[i + 1 : i + 5]
            passive = any(_PASSIVE.match(w) for w in rest)
            out.append(f"modal:{word}" + ("+s" if passive else ""))
            out.append("modal+passive" if passive else "modal+active")
            break
    else:
        out.append("no_modal")
        if any(_PASSIVE.match(w) for w in words[:8]):
            out.append("passive")
    if any(_PAST.match(w) or w in _PAST_WORDS for w in words):
        out.append("past")
    if any(w[0] == "0" for w in words):
        out.append("figure")
    if any(w in ("%", "procent") for w in words):
        out.append("percent")
    return list(dict.fromkeys(out))

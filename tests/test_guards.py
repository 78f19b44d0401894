"""A guard never hides a pattern that would have been found."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest
from test_rules import all_rules

from planparse.guards import Guard, needs, plain
from planparse.lexicon import Rule, fold, near, rules

GOLD = sorted((Path(__file__).parent.parent / "gold" / "train").glob("*.json"))


def _texts() -> list[str]:
    """Every text of train's gold, with its first half and its second, and every rule's examples."""
    found = [text for rule in all_rules() for text in (*rule.examples, *rule.counterexamples)]
    waiting: list[object] = [json.loads(path.read_text("utf-8")) for path in GOLD]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value
        elif isinstance(value, str) and len(value) < 2000:
            found += [value, value[: len(value) // 2], value[len(value) // 2 :]]
    return list(dict.fromkeys(found))[::25]


def test_what_a_rule_finds_its_guard_lets_through() -> None:
    tables = sorted({tuple(rule.name.split("[")[0].split(".")) for rule in all_rules()})
    texts = _texts()
    assert len(texts) > 1000, "texts to try"
    found = 0
    for file, table in tables:
        hidden = list(rules(file, table))
        for text in texts:
            let = near(file, table, text)
            if len(let) == len(hidden):
                continue
            for rule in hidden:
                if rule not in let:
                    searched = rule.pattern is not None and rule.pattern.search(text)
                    assert not searched, (rule.name, text)
                    assert not rule.matches(text), (rule.name, text)
                else:
                    found += 1
    assert found, "the guards let something through"


@pytest.mark.parametrize("rule", [rule for rule in all_rules() if rule.variants], ids=lambda rule: rule.name)
def test_a_rule_is_near_its_variants(rule: Rule) -> None:
    file, table = rule.name.split("[")[0].split(".")
    assert not [text for text in rule.variants if rule not in near(file, table, f"“{text.upper()}”:")]


@pytest.mark.parametrize(
    ("pattern", "needed"),
    [
        (r"\bdnr\b", ["|dnr|"]),
        (r"(?:till|från) och med", ["från| till|"]),
        (r"gäller\w* (?:för )?åren 20\d\d", ["gäller", "|åren|"]),
        (r"(?<!\d)(?:19|20)\d{2}", ["0000"]),
        (r"[Bb]eslut(?:ad|at)?\b", ["beslutad| beslutat| beslut|"]),
        (r"\bv\.?\s?[1-9]", ["|v0 |v|"]),
        (r"^\?x", ["?|x"]),
        (r"\s*(?:a|b)*\w+", []),
        (r"(?:lov)?dag$", ["dag|"]),
        (r"x?", []),
    ],
)
def test_what_a_pattern_needs(pattern: str, needed: list[str]) -> None:
    found = needs(re.compile(pattern, re.IGNORECASE))
    assert [set(" ".join(pieces).replace("\0", "|").split()) for pieces in found] == [set(n.split()) for n in needed]


@pytest.mark.parametrize("text", ["DNR 12", "(dnr: 3)", "ett dnr", "d\u00adnr", "en\u00a0DNR\tx"])
def test_case_signs_and_soft_hyphens_hide_nothing(text: str) -> None:
    guard = Guard()
    bit = guard.add(needs(re.compile("dnr", re.IGNORECASE)))
    assert guard.of(text) & bit == bit
    assert guard.of("polisen lagar lampan") & bit != bit


def test_a_composed_letter_is_found_decomposed_and_back() -> None:
    guard = Guard()
    bit = guard.add(needs(re.compile("från", re.IGNORECASE)))
    assert guard.of("fra\u030an") & bit == bit
    assert fold("fra\u030an") == "från"


def test_no_sign_matches_another_that_its_plain_form_hides() -> None:
    """Where case does not count, "K" is a k and "ſ" an s: for each letter of a pattern all that it matches."""
    letters = sorted({sign for rule in all_rules() if rule.pattern for sign in rule.pattern.pattern if sign.isalpha()})
    every = "".join(map(chr, range(sys.maxunicode + 1)))
    for letter in letters:
        for sign in re.findall(re.escape(letter), every, re.IGNORECASE):
            assert plain(letter) == plain(sign), (letter, sign)

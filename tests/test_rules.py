"""Every rule of every data file proves itself: its examples match it, its counterexamples do not."""

from __future__ import annotations

import tomllib
from importlib import resources

import pytest

from planparse.lexicon import Rule, column_kind, document_data_kind, heading_kind, part_heading, rules

_OWN_SHAPE = {"check", "codebook", "frames", "nouns", "spelling", "transcript"}
"""Data files whose tables have keys of their own; their modules' tests run them."""
_OWN_TABLES = {"actors.actor"}


def all_rules() -> list[Rule]:
    found: list[Rule] = []
    for file in sorted(resources.files("planparse").joinpath("data").iterdir(), key=lambda entry: entry.name):
        if not file.name.endswith(".toml") or file.name[:-5] in _OWN_SHAPE:
            continue
        for table, entries in tomllib.loads(file.read_text("utf-8")).items():
            if f"{file.name[:-5]}.{table}" in _OWN_TABLES:
                continue
            if isinstance(entries, list) and entries and isinstance(entries[0], dict):
                found += rules(file.name[:-5], table)
    return found


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.name)
def test_a_rule_holds_for_its_examples_only(rule: Rule) -> None:
    assert rule.examples or rule.variants, "a pattern without an example proves nothing"
    if rule.name.startswith("headings.part"):
        assert all(part_heading(example) for example in rule.examples)
        assert not any(part_heading(example) for example in rule.counterexamples)
        return
    classify = {
        "headings.heading": heading_kind,
        "headings.column": column_kind,
        "headings.document_data": document_data_kind,
    }.get(rule.name.split("[")[0])
    for example in rule.examples:
        if classify is None:
            assert rule.matches(example), example
        else:
            match = classify(example)
            assert match is not None and match.kind == rule.kind, (example, match)  # noqa: PT018
    for example in rule.counterexamples:
        if classify is None:
            assert not rule.matches(example), example
        else:
            match = classify(example)
            assert match is None or match.rule != rule.name, (example, match)

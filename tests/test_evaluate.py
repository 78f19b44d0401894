"""The evaluation cannot be fooled: each damage to a parse lowers the figures that should notice it."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner

from planparse.cli import main
from planparse.evaluate import GoldDocument, cases, evaluate, read_gold
from planparse.evaluate.agreement import Stretch, agreement, disagreement, stretches
from planparse.evaluate.align import Reading, Statement, gold_reading
from planparse.evaluate.boundaries import edges, near_matches, window_errors
from planparse.evaluate.gate import GateFailed, check, fingerprint, update
from planparse.evaluate.grounding import grounding
from planparse.evaluate.runs import changes
from planparse.evaluate.score import score
from planparse.evaluate.tally import Figure, Tally, calibration, figures, rate, values
from planparse.gold import UnreadableGold
from planparse.pipeline import parse
from planparse.plan import Actor, Item, Part, Period, Plan, Provenance, Section, Target, to_json

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"
NAME = "bilagor-osby-2021-2023"


@cache
def gold() -> GoldDocument:
    return read_gold(ROOT / "gold" / "train" / f"{NAME}.gold.json")


@cache
def data() -> bytes:
    return (ROOT / "corpus" / "train" / f"{NAME}.pdf").read_bytes()


@cache
def plan() -> Plan:
    return parse(data(), f"{NAME}.pdf")


def figures_of(changed: Plan) -> dict[str, float | None]:
    return values(score(NAME, gold(), changed).tallies)


def with_sections(change: Callable[[list[Section]], list[Section]], part: int = 1) -> Plan:
    parts = list(plan().parts)
    parts[part] = parts[part].model_copy(update={"sections": change(list(parts[part].sections))})
    return plan().model_copy(update={"parts": parts})


def with_items(section: Section, items: list[Item]) -> Section:
    return section.model_copy(update={"items": items})


def drop_section(sections: list[Section]) -> list[Section]:
    return sections[:1] + sections[2:]


def swap_kinds(sections: list[Section]) -> list[Section]:
    other = {"goal": "activity", "activity": "goal"}
    return [s.model_copy(update={"kind": other.get(s.kind, s.kind)}) for s in sections]


def move_boundary(sections: list[Section]) -> list[Section]:
    at = next(i for i, s in enumerate(sections[:-1]) if len(s.items) > 1)
    moved = sections[at].items[-1]
    first = with_items(sections[at], sections[at].items[:-1])
    second = with_items(sections[at + 1], [moved, *sections[at + 1].items])
    return [*sections[:at], first, second, *sections[at + 2 :]]


def leave_furniture(sections: list[Section]) -> list[Section]:
    line = sections[0].items[0].model_copy(update={"text": gold().furniture[0]})
    return [with_items(sections[0], [*sections[0].items, line]), *sections[1:]]


def double_text(sections: list[Section]) -> list[Section]:
    return [with_items(sections[0], sections[0].items * 2), *sections[1:]]


def join_items(sections: list[Section]) -> list[Section]:
    out = []
    for s in sections:
        joined = s.items[0].model_copy(update={"text": " ".join(i.text for i in s.items)})
        out.append(with_items(s, [joined]))
    return out


LOWER_IS_BETTER = {"window_diff", "pk", "furniture_leaks", "character_error"}


@pytest.mark.parametrize(
    ("damage", "noticed_by"),
    [
        (drop_section, ["role_macro", "item", "text_recall", "character_error"]),
        (swap_kinds, ["role_macro", "item"]),
        (move_boundary, ["boundary", "window_diff", "pk", "role_macro", "item"]),
        (leave_furniture, ["furniture_leaks", "text_precision"]),
        (double_text, ["text_precision", "item", "character_error"]),
        (join_items, ["item"]),
    ],
)
def test_a_damaged_parse_is_noticed(damage: Callable[[list[Section]], list[Section]], noticed_by: list[str]) -> None:
    whole, damaged = figures_of(plan()), figures_of(with_sections(damage))
    for name in noticed_by:
        before, after = whole[name], damaged[name]
        assert before is not None
        assert after is not None
        assert after > before if name in LOWER_IS_BETTER else after < before, name


def test_an_item_of_the_gold_that_says_what_a_running_line_says_is_no_leak() -> None:
    line = plan().parts[1].sections[0].items[0].text
    same = gold().model_copy(update={"furniture": [*gold().furniture, line]})
    assert values(score(NAME, same, plan()).tallies)["furniture_leaks"] == 0


def test_parts_run_together_are_noticed() -> None:
    first, second, *rest = plan().parts
    joined: Part = second.model_copy(update={"sections": [*first.sections, *second.sections]})
    damaged = figures_of(plan().model_copy(update={"parts": [joined, *rest]}))
    assert (damaged["part"] or 0) < (figures_of(plan())["part"] or 0)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "Något helt annat"),
        ("document_type", "survey"),
        ("municipalities", []),
        ("period", Period(text="1999", start="1999-01-01", end="1999-12-31")),
        ("diary_numbers", ["XX 1999/1"]),
    ],
)
def test_wrong_metadata_is_noticed(field: str, value: object) -> None:
    damaged = figures_of(plan().model_copy(update={field: value}))
    assert damaged[f"metadata.{field}"] == 0
    assert damaged["metadata_mean"] is not None
    assert damaged["metadata_mean"] < 1


def test_shifted_boxes_are_noticed() -> None:
    def shift(item: Item) -> Item:
        places = [
            Provenance(page=p.page, bbox=[p.bbox[0], p.bbox[1] + 90, p.bbox[2], p.bbox[3] + 90] if p.bbox else None)
            for p in item.provenance
        ]
        return item.model_copy(update={"provenance": places})

    damaged = with_sections(lambda found: [with_items(s, [shift(i) for i in s.items]) for s in found])
    assert grounding(data(), damaged).hit < grounding(data(), plan()).hit


def test_wrong_confidence_is_noticed() -> None:
    good = [(0.9, i != 0) for i in range(10)]
    bad = [(0.5, i != 0) for i in range(10)]
    assert (calibration(good)[0] or 0) < (calibration(bad)[0] or 0)


def test_calibration_is_the_weighted_gap_of_equal_bins() -> None:
    error, bins = calibration([(0.2, False), (0.2, False), (0.8, True), (0.8, False)], bins=2)
    assert error == pytest.approx((2 * 0.2 + 2 * 0.3) / 4)
    assert [b[2] for b in bins] == [2, 2]


def one_goal(targets: list[dict[str, object]], parsed: list[Target]) -> Tally:
    text = "Minst 70 % av de boende ska vara nöjda"
    wanted = GoldDocument.model_validate(
        {
            "file": "a.txt", "document_type": "action_plan", "title": None,
            "parts": [{"kind": "body", "sections": [{"kinds": ["goal"], "items": [{"text": text, "form": "bullet"}]}]}],
            "targets": targets,
        }
    )  # fmt: skip
    item = Item(id="p1.s1.i1", text=text, span=[0, len(text)], form="bullet", targets=parsed)
    section = Section(id="p1.s1", kind="goal", evidence="content", confidence=0.5, reasons=[], items=[item])
    part = Part(id="p1", kind="body", pages=[1, 1], sections=[section])
    empty = parse(b"Text.\n", "a.txt")
    return score("a", wanted, empty.model_copy(update={"parts": [part]})).tallies["targets"]


def test_a_target_counts_with_comparator_value_and_unit() -> None:
    wanted = [{"item": "Minst 70 % av de boende", "comparator": "at_least", "value": 70, "unit": "percent"}]
    right = Target(text="Minst 70 %", comparator="at_least", value=70, unit="percent")
    assert one_goal(wanted, [right]) == (1, 1, 1)
    assert one_goal(wanted, [right.model_copy(update={"value": 71})]) == (0, 1, 1)
    assert one_goal(wanted, [right.model_copy(update={"unit": "count"})]) == (0, 1, 1)
    assert one_goal(wanted, [right, right.model_copy()]) == (1, 2, 1)
    assert one_goal(wanted, []) == (0, 0, 1)


def test_an_actor_shared_by_statements_counts_on_each() -> None:
    """A lead-in's actor is one object on every item below it."""
    who = Actor(text="Polisen", kind="police", role="responsible")
    sections = plan().parts[1].sections
    items = [item.model_copy(update={"actors": [who]}) for item in sections[-1].items]
    only = plan().parts[1].model_copy(update={"sections": [with_items(sections[-1], items)]})
    entries = [{"item": item.text[:40], "name": "Polisen", "role": "responsible"} for item in items]
    wanted = gold().model_copy(update={"actors": [type(gold().actors[0]).model_validate(entry) for entry in entries]})
    found = score(NAME, wanted, plan().model_copy(update={"parts": [only]})).tallies["actors"]
    assert len(items) > 1
    assert found == Tally(len(items), len(items), len(items))


def test_a_kind_that_gold_leaves_open_is_right_either_way() -> None:
    reading = gold_reading(gold())
    open_kinds = [s for s in reading.statements if len(s.kinds) > 1 and "front_matter" not in s.kinds]
    assert all(len(s.kinds) == 2 for s in open_kinds)


def test_boundaries_match_within_two_words_one_to_one() -> None:
    assert edges([1, 1, 2, 2, 3]) == [2, 4]
    assert near_matches([5, 10], [7, 13]) == 1
    assert near_matches([5, 6], [5]) == 1


def test_window_errors_of_equal_and_of_shifted_boundaries() -> None:
    assert window_errors([1, 1, 2, 2], [1, 1, 2, 2], 1) == (0, 0, 3)
    assert window_errors([1, 1, 2, 2], [1, 2, 2, 2], 1) == (2, 2, 3)
    # two boundaries in a window where gold has one: Pk does not see it, WindowDiff does
    assert window_errors([1, 1, 2, 2], [1, 1, 2, 3], 2)[:2] == (0, 1)


def reading(*sections: tuple[str, str]) -> Reading:
    found = tuple(Statement(tuple(text.split()), (kind,), 0, i) for i, (kind, text) in enumerate(sections))
    return Reading(found, (("body", None, None),))


def test_agreement_is_one_for_equal_annotations_and_falls_with_differences() -> None:
    text = [("goal", "a b c d e"), ("activity", "f g h i j"), ("goal", "k l m n")]
    same = agreement(reading(*text), reading(*text))
    assert same.alpha == 1
    moved = agreement(reading(*text), reading(("goal", "a b c d"), ("activity", "e f g h i j"), ("goal", "k l m n")))
    swapped = agreement(
        reading(*text), reading(("activity", "a b c d e"), ("goal", "f g h i j"), ("activity", "k l m n"))
    )
    assert moved.alpha is not None
    assert swapped.alpha is not None
    assert 0 < moved.alpha < 1
    assert swapped.alpha < moved.alpha


def test_disagreement_by_hand() -> None:
    # length 10, one unit each, shifted by one: both units and both gap pairs by Krippendorff's four cases
    a = [Stretch(0, 4, True), Stretch(4, 6, False)]
    b = [Stretch(0, 5, True), Stretch(5, 5, False)]
    observed, expected = disagreement(a, b, 10)
    assert observed == pytest.approx(2 * (0**2 + 1**2) / (2 * 1 * 100))
    units, gaps = (4, 5), (6, 5)
    above = sum((2 - 1) / 3 * (2 * u**3 - 3 * u**2 + u) + u**2 * sum(g - u + 1 for g in gaps if g >= u) for u in units)
    below = 20 * 19 - sum(u * (u - 1) for u in units)
    assert expected == pytest.approx(2 / 10 * above / below)


def test_stretches_keep_neighbouring_sections_of_one_kind_apart() -> None:
    words = [(0, "goal"), (0, "goal"), (1, "goal"), (2, "activity"), (3, "other")]
    assert stretches(words, "goal") == [Stretch(0, 2, True), Stretch(2, 1, True), Stretch(3, 2, False)]


def test_figures_add_up_and_their_interval_is_the_same_every_time() -> None:
    documents = [{"item": Tally(9, 10, 10)}, {"item": Tally(1, 10, 10)}, {"item": Tally(5, 5, 5)}]
    found = figures(documents)["item"]
    assert found.micro == pytest.approx(30 / 50)
    assert found.mean == pytest.approx((0.9 + 0.1 + 1) / 3)
    assert found.low is not None
    assert found.high is not None
    assert found.low < 0.6 < found.high
    assert figures(documents)["item"] == found
    assert rate(3, 4).value == 0.75


def test_the_gate_holds_its_floors(tmp_path: Path) -> None:
    floors = tmp_path / "floors.json"
    good = {"dev": {"role_macro": Figure(0.9, 0.9, None, None, 3), "pk": Figure(0.1, 0.1, None, None, 3)}}
    worse = {"dev": {"role_macro": Figure(0.8, 0.8, None, None, 3), "pk": Figure(0.1, 0.1, None, None, 3)}}
    with pytest.raises(GateFailed):
        check(floors, "a", good)
    update(floors, "a", good, allow_lower=False)
    check(floors, "a", good)
    with pytest.raises(GateFailed, match="role_macro"):
        check(floors, "a", worse)
    with pytest.raises(GateFailed, match="changed"):
        check(floors, "b", good)
    with pytest.raises(GateFailed, match="role_macro"):
        update(floors, "a", worse, allow_lower=False)
    update(floors, "a", worse, allow_lower=True)
    check(floors, "a", worse)


def test_the_fingerprint_knows_every_byte(tmp_path: Path) -> None:
    (tmp_path / "a.gold.json").write_text("{}")
    before = fingerprint(tmp_path)
    (tmp_path / "a.gold.json").write_text("{ }")
    assert fingerprint(tmp_path) != before


def test_baselines_are_worse_than_the_parse() -> None:
    found = list(cases(ROOT / "gold", ROOT / "corpus", None, "train"))[:3]
    card = evaluate(found, with_grounding=False)
    ours = card.figures["role_macro"].micro or 0
    for name, theirs in card.baselines.items():
        assert (theirs["role_macro"].micro or 0) < ours, name
    assert len(card.baselines) == 3


def test_a_document_without_a_parse_counts_as_no_words(tmp_path: Path) -> None:
    found = list(cases(ROOT / "gold", None, tmp_path, "train"))
    card = evaluate(found[:1])
    assert card.figures["text_recall"].micro == 0
    assert card.figures["role_macro"].micro == 0


def test_gold_with_a_typing_error_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.gold.json"
    file.write_text('{"file": "a.pdf", "document_type": "survey", "titel": "x"}')
    with pytest.raises(UnreadableGold, match="titel"):
        read_gold(file)


def test_diff_says_what_changed(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    for folder, one in ((old, plan()), (new, with_sections(swap_kinds))):
        folder.mkdir()
        (folder / "a.json").write_text(to_json(one), "utf-8")
        (folder / "same.json").write_text(to_json(plan()), "utf-8")
    (new / "b.json").write_text(to_json(plan()), "utf-8")
    found = {change.name: change.what for change in changes(old, new)}
    assert set(found) == {"a.json", "b.json"}
    assert any("goal → activity" in what for what in found["a.json"])
    ran = CliRunner().invoke(main, ["diff", str(old), str(new)])
    assert ran.exit_code == 1
    assert "goal → activity" in ran.stdout
    assert CliRunner().invoke(main, ["diff", str(old), str(old)]).exit_code == 0


def test_the_command_writes_json_and_html_and_gates(tmp_path: Path) -> None:
    for kind, ending in (("gold", ".gold.json"), ("corpus", ".pdf")):
        (tmp_path / kind / "dev").mkdir(parents=True)
        source = ROOT / kind / "train" / f"{NAME}{ending}"
        (tmp_path / kind / "dev" / source.name).write_bytes(source.read_bytes())
    common = ["evaluate", "--gold", str(tmp_path / "gold"), "--corpus", str(tmp_path / "corpus")]
    page, table = tmp_path / "e.html", tmp_path / "e.json"
    ran = CliRunner().invoke(main, [*common, "--update-floors", "--json", str(table), "--html", str(page)])
    assert ran.exit_code == 0, ran.stderr
    assert "role, macro F1" in ran.stdout
    assert json.loads(table.read_text("utf-8"))["dev"]["documents"] == 1
    html = page.read_text("utf-8")
    assert "<svg" in html
    assert "http" not in html.replace("http-equiv", "")
    assert CliRunner().invoke(main, [*common, "--gate"]).exit_code == 0
    (tmp_path / "gold" / "dev" / "x.gold.json").write_bytes((ROOT / f"gold/train/{NAME}.gold.json").read_bytes())
    ran = CliRunner().invoke(main, [*common, "--gate"])
    assert ran.exit_code == 9
    assert "changed since" in ran.stderr
    assert ran.stderr.count("\n") == 1


def test_text_of_a_plan_cannot_run_in_the_page(tmp_path: Path) -> None:
    from planparse.evaluate.run import Request, run
    from planparse.report import scorecard_page

    (tmp_path / "gold").mkdir()
    (tmp_path / "corpus").mkdir()
    evil = "<script>alert(1)</script> ska minska."
    (tmp_path / "corpus" / "a.txt").write_text(evil, "utf-8")
    made = gold().model_copy(update={"file": "a.txt", "title": evil, "archetype": evil})
    (tmp_path / "gold" / "<b>.gold.json").write_text(made.model_dump_json(), "utf-8")
    page = scorecard_page(run(Request(tmp_path / "gold", tmp_path / "corpus", None, None)))
    assert "<script" not in page
    assert "<b>" not in page


def test_the_referee_says_the_same(tmp_path: Path) -> None:
    if not SHARED.is_dir():
        pytest.skip("needs ../shared (the referee and its examples), which is no part of the project")
    for file in sorted((SHARED / "examples").glob("*.gold.json")):
        document = read_gold(file).file
        one = parse((SHARED / "examples" / document).read_bytes(), document)
        (tmp_path / f"{file.name.removesuffix('.gold.json')}.json").write_text(to_json(one), "utf-8")
    out = tmp_path / "referee.txt"
    subprocess.run(
        [sys.executable, SHARED / "tools" / "referee.py", SHARED / "examples", tmp_path, "--json", out],
        check=True, capture_output=True,
    )  # fmt: skip
    referee = json.loads(out.read_text("utf-8"))["summary"]
    ours = evaluate(list(cases(SHARED / "examples", None, tmp_path)), with_baselines=False).figures
    for name, theirs in (("role_macro", "role_macro_f1"), ("part", "part_f1"), ("item", "item_f1"),
                         ("metadata_mean", "metadata_mean"), ("parties", "parties_f1")):  # fmt: skip
        assert ours[name].micro == pytest.approx(referee[theirs], abs=0.005)
    for field, theirs in referee["fields"].items():
        if theirs["gold"]:
            assert ours[field].micro == pytest.approx(theirs["f1"], abs=0.005), field


def test_ways_of_deciding_are_counted_and_drawn_to_a_guess() -> None:
    from planparse.evaluate.confidence import Counted, as_toml

    assert [Counted(*seen).confidence for seen in ((0, 0), (1, 2), (96, 96), (0, 40))] == [0.9, 0.767, 0.99, 0.5]
    text = as_toml({"lead_in": Counted(9, 10)})
    assert tomllib.loads(text) == {"confidence": {"lead_in": 0.9}}
    assert "# 9/10" in text


def test_every_way_that_is_counted_is_a_reason_and_in_bounds() -> None:
    from typing import get_args

    from planparse.lexicon import numbers
    from planparse.plan import Reason

    known = numbers("confidence", "confidence")
    assert set(known) <= set(get_args(Reason))
    assert all(0.5 <= value <= 0.99 for value in known.values())

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from plans import hostile_plan

from planparse.corrections import Correction, Origin, amend, anchor, apply, beside, import_file, read_corrections
from planparse.corrections.model import BoundaryChange, Change, Corrections, FieldChange, KindChange, Piece, to_json
from planparse.corrections.places import find
from planparse.corrections.regions import Region, corrections_of
from planparse.errors import UnreadableCorrections
from planparse.evaluate import read_gold
from planparse.export import export
from planparse.plan import Item, Plan, Section, from_json
from planparse.plan import to_json as plan_json

TEXTS = (
    "Otryggheten ska minska.",
    "Polisen besöker skolan. Kommunen lagar lamporna.",
    "Vi mäter varje",
    "år med en enkät.",
    "Polisen ska vara synlig på torget.",
)


def planparse(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "planparse", "corrections", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


ME = Origin(tool="page", user="anna", at="2026-11-25T10:00:00")


def base(texts: tuple[str, ...] = TEXTS) -> Plan:
    plan = hostile_plan(texts)
    items = [i.model_copy(update={"targets": [], "times": [], "actors": []}) for i in plan.parts[0].sections[0].items]
    return with_items(plan, items)


def with_items(plan: Plan, items: list[Item]) -> Plan:
    section = plan.parts[0].sections[0].model_copy(update={"items": items})
    return plan.model_copy(update={"parts": [plan.parts[0].model_copy(update={"sections": [section]}), plan.parts[1]]})


def item(plan: Plan, words: str) -> tuple[int, int]:
    at = plan.text.index(words)
    return at, at + len(words)


def change(plan: Plan, words: str, what: Change) -> Correction:
    return Correction(anchor=anchor(plan.text, *item(plan, words)), change=what, origin=ME)


def shown(plan: Plan) -> list[tuple[str, str, str]]:
    return [(s.kind, s.evidence, i.text) for part in plan.parts for s in part.sections for i in s.items]


def holds(plan: Plan) -> None:
    """What every plan promises."""
    ids = []
    end = 0
    for part in plan.parts:
        for section in part.sections:
            assert section.id.startswith(f"{part.id}.s")
            for one in section.items:
                assert one.id.startswith(f"{section.id}.i")
                assert plan.text[slice(*one.span)] == one.text
                assert one.span[0] >= end
                assert "\n" not in one.text
                end = one.span[1]
                ids.append(one.id)
    assert len(set(ids)) == len(ids)
    assert all(link.from_ in ids and link.to in ids for link in plan.links)
    assert {c for c in plan.corrected if "." in c} <= set(ids)
    assert from_json(plan_json(plan)) == plan


# ---- changes


def test_a_kind_is_shown_as_corrected() -> None:
    plan = base()
    done = apply(plan, [change(plan, TEXTS[0], KindChange(kind="goal"))])
    assert not done.unplaced
    holds(done.plan)
    assert shown(done.plan)[:2] == [("goal", "corrected", TEXTS[0]), ("activity", "heading", TEXTS[1])]
    assert done.plan.parts[0].sections[0].confidence == 1
    assert done.plan.corrected == ["p1.s1.i1"]
    assert done.plan.links[0].from_ == "p1.s2.i1"  # what was p1.s1.i2


def test_a_later_correction_holds() -> None:
    plan = base()
    both = [change(plan, TEXTS[0], KindChange(kind="goal")), change(plan, TEXTS[0], KindChange(kind="purpose"))]
    assert shown(apply(plan, both).plan)[0] == ("purpose", "corrected", TEXTS[0])


def test_an_item_is_split() -> None:
    plan = base()
    pieces = [Piece(text="Polisen besöker skolan."), Piece(text="Kommunen lagar lamporna.", kind="result")]
    done = apply(plan, [change(plan, TEXTS[1], BoundaryChange(how="split", pieces=pieces))])
    assert not done.unplaced
    holds(done.plan)
    assert shown(done.plan)[1:3] == [
        ("activity", "heading", "Polisen besöker skolan."),
        ("result", "corrected", "Kommunen lagar lamporna."),
    ]


def test_items_are_merged_to_one_line() -> None:
    plan = base()
    words = plan.text[item(plan, TEXTS[2])[0] : item(plan, TEXTS[3])[1]]
    pieces = [Piece(text="Vi mäter varje år med en enkät.", kind="follow_up")]
    done = apply(plan, [change(plan, words, BoundaryChange(how="merge", pieces=pieces))])
    assert not done.unplaced
    holds(done.plan)
    assert shown(done.plan)[2] == ("follow_up", "corrected", "Vi mäter varje år med en enkät.")
    assert len(done.plan.text) == len(plan.text)


def test_a_misread_word_is_mended_and_spans_follow() -> None:
    plan = base()
    piece = Piece(text="Otryggheten och oron ska minska.")
    done = apply(plan, [change(plan, TEXTS[0], BoundaryChange(how="retext", pieces=[piece]))])
    holds(done.plan)
    assert shown(done.plan)[0][2] == piece.text
    assert shown(done.plan)[1:] == shown(plan)[1:]
    assert done.plan.corrected == ["p1.s1.i1"]


def test_fields_are_set_and_checked() -> None:
    plan = base()
    actor = {"text": "Polisen", "kind": "police", "role": "acting"}
    good = [
        Correction(change=FieldChange(field="title", value="Ny titel"), origin=ME),
        change(plan, TEXTS[4], FieldChange(field="actors", value=[actor])),
    ]
    bad = [
        Correction(change=FieldChange(field="period", value={"start": "igår"}), origin=ME),
        change(plan, TEXTS[4], FieldChange(field="status", value="kanske")),
    ]
    done = apply(plan, [*good, *bad])
    holds(done.plan)
    assert done.plan.title == "Ny titel"
    assert done.plan.evidence["title"].confidence == 1
    assert done.plan.parts[0].sections[0].items[4].actors[0].text == "Polisen"
    assert [why for _, why in done.unplaced] == ["its value is no period", "its value is no status"]
    assert [w.code for w in done.plan.warnings][-2:] == ["unplaced_correction"] * 2
    assert done.plan.corrected == ["title", "p1.s1.i5"]


def test_words_that_are_gone_become_a_warning_and_change_nothing() -> None:
    plan = base()
    lost = Correction(
        anchor=anchor("Helt andra ord som ingen skrev.", 0, 31), change=KindChange(kind="goal"), origin=ME
    )
    wrong = change(plan, TEXTS[1], BoundaryChange(how="split", pieces=[Piece(text="Polisen"), Piece(text="skriver")]))
    over = change(
        plan, "Mål\n" + TEXTS[0], BoundaryChange(how="split", pieces=[Piece(text="Mål"), Piece(text=TEXTS[0])])
    )
    done = apply(plan, [lost, wrong, over])
    assert len(done.unplaced) == 3
    assert shown(done.plan) == shown(plan)
    assert done.plan.text == plan.text


# ---- anchors


def test_the_right_one_of_two_alike_is_found_by_its_context() -> None:
    text = "Skolan\nPolisen lovar besök.\nTorget\nPolisen lovar besök.\nSlut"
    second = text.rindex("Polisen")
    one = anchor(text, second, second + 20)
    newer = "Ny rad som flyttar allt\nTorget\nPolisen lovar besök.\nSlut\nSkolan\nPolisen lovar besök.\n"
    assert find(newer, one) == (newer.index("Polisen"), newer.index("Polisen") + 20)


@pytest.mark.parametrize(
    ("newer", "found"),
    [
        ("Före.\nVi ska för- bättra miljön på torget.\nEfter.", "Vi ska för- bättra miljön på torget."),
        ("Före.\nVi  ska förbättra\nmiljön på torget.\nEfter.", "Vi  ska förbättra\nmiljön på torget."),
        ("Före.\nVi ska förbättra rniljön på torget.\nEfter.", "Vi ska förbättra rniljön på torget."),
    ],
)
def test_words_are_found_when_the_reading_changed(newer: str, found: str) -> None:
    text = "Före.\nVi ska förbättra miljön på torget.\nEfter."
    place = find(newer, anchor(text, 6, 6 + len("Vi ska förbättra miljön på torget.")))
    assert place
    assert newer[slice(*place)] == found


def test_a_kind_comes_with_its_words_when_items_were_joined_or_parted() -> None:
    plan = base()
    wish = change(plan, TEXTS[3], KindChange(kind="follow_up"))
    items = plan.parts[0].sections[0].items
    joined = items[2].model_copy(
        update={"span": [items[2].span[0], items[3].span[1]], "text": f"{TEXTS[2]} {TEXTS[3]}"}
    )
    text = plan.text.replace(f"{TEXTS[2]}\n", f"{TEXTS[2]} ")
    newer = with_items(plan, [*items[:2], joined, items[4]]).model_copy(update={"text": text, "links": []})
    done = apply(newer, [wish])
    holds(done.plan)
    assert shown(done.plan)[2:4] == [("activity", "heading", TEXTS[2]), ("follow_up", "corrected", TEXTS[3])]

    wish = change(plan, TEXTS[1], KindChange(kind="result"))
    cut = items[1].span[0] + len("Polisen besöker skolan.")
    first = items[1].model_copy(update={"span": [items[1].span[0], cut], "text": "Polisen besöker skolan."})
    second = items[1].model_copy(
        update={"id": "x", "span": [cut + 1, items[1].span[1]], "text": "Kommunen lagar lamporna."}
    )
    newer = with_items(plan, [items[0], first, second, *items[2:]]).model_copy(update={"links": []})
    done = apply(newer, [wish])
    holds(done.plan)
    assert [row[0] for row in shown(done.plan)[:4]] == ["activity", "result", "result", "activity"]


# ---- what annotators do


def regions(plan: Plan) -> list[Region]:
    return [Region(i.span[0], i.span[1], s.kind, i.id) for part in plan.parts for s in part.sections for i in s.items]


def test_nothing_changed_is_no_correction() -> None:
    plan = base()
    assert list(corrections_of(plan.text, regions(plan), regions(plan), ME)) == []
    assert list(corrections_of(plan.text, regions(plan), [], ME)) == []


def test_a_moved_border_takes_words_along() -> None:
    plan = base()
    marked = regions(plan)
    cut = plan.text.index("år med")
    marked[2:4] = [Region(marked[2].start, cut + 2, "follow_up"), Region(cut + 3, marked[3].end, "goal")]
    (one,) = corrections_of(plan.text, regions(plan), marked, ME)
    assert isinstance(one.change, BoundaryChange)
    assert (one.change.how, [p.text for p in one.change.pieces]) == ("move", ["Vi mäter varje år", "med en enkät."])
    done = apply(plan, [one])
    holds(done.plan)
    assert not done.unplaced
    assert [row[::2] for row in shown(done.plan)[2:4]] == [
        ("follow_up", "Vi mäter varje år"),
        ("goal", "med en enkät."),
    ]


def test_a_shrunk_mark_leaves_the_rest_as_it_was() -> None:
    plan = base()
    marked = regions(plan)
    marked[1] = Region(marked[1].start, marked[1].start + len("Polisen besöker skolan."), "result")
    (one,) = corrections_of(plan.text, regions(plan), marked, ME)
    done = apply(plan, [one])
    holds(done.plan)
    assert shown(done.plan)[1:3] == [
        ("result", "corrected", "Polisen besöker skolan."),
        ("activity", "heading", "Kommunen lagar lamporna."),
    ]


# ---- round trips


def newer_parse(plan: Plan) -> Plan:
    """The same document as a later layout code might read it: all spans moved, the section cut, a furniture line in."""
    lead = "En sidfot som nu är text\n"
    moved = [
        i.model_copy(update={"span": [i.span[0] + len(lead), i.span[1] + len(lead)]})
        for i in plan.parts[0].sections[0].items
    ]
    section = plan.parts[0].sections[0]
    foot = Item(id="p1.s1.i1", text=lead.strip(), span=[0, len(lead) - 1], form="paragraph")
    halves: list[Section] = []
    for n, items in enumerate(([foot], moved[:2], moved[2:]), 1):
        named = [i.model_copy(update={"id": f"p1.s{n}.i{k}"}) for k, i in enumerate(items, 1)]
        halves.append(section.model_copy(update={"id": f"p1.s{n}", "items": named}))
    parts = [plan.parts[0].model_copy(update={"sections": halves}), plan.parts[1]]
    return plan.model_copy(update={"text": lead + plan.text, "links": [], "parts": parts})


def edited_task(folder: Path, to: Path) -> list[dict[str, Any]]:
    """Label Studio's tasks.json, with the second item split and the first one a goal, as a person leaves it."""
    export(folder, "labelstudio", to)
    (task,) = json.loads((to / "tasks.json").read_text("utf-8"))
    results = task.pop("predictions")[0]["result"]
    results[0]["value"]["labels"] = ["goal"]
    value = results[1]["value"]
    cut = value["start"] + len("Polisen besöker skolan.")
    second = {"start": cut + 1, "end": value["end"], "text": "Kommunen lagar lamporna.", "labels": ["result"]}
    value |= {"end": cut, "text": "Polisen besöker skolan."}
    results.insert(2, {**results[1], "id": "new", "value": second})
    at = "2026-11-25T10:00:00Z"
    done = {"id": 7, "completed_by": 3, "updated_at": at, "was_cancelled": False, "result": results}
    skipped = {"id": 8, "updated_at": "2027-01-01", "was_cancelled": True, "result": []}
    return [{**task, "id": 1, "annotations": [done, skipped], "predictions": [5]}]


EDITED = [
    ("goal", "corrected", TEXTS[0]),
    ("activity", "corrected", "Polisen besöker skolan."),
    ("result", "corrected", "Kommunen lagar lamporna."),
]


def test_plan_to_label_studio_and_back_to_a_newer_parse(tmp_path: Path) -> None:
    plan = base()
    folder = tmp_path / "plans"
    folder.mkdir()
    (folder / "a.json").write_text(plan_json(plan), "utf-8")
    (tmp_path / "done.json").write_text(json.dumps(edited_task(folder, tmp_path / "ls")), "utf-8")
    newer = newer_parse(plan)
    (folder / "a.json").write_text(plan_json(newer), "utf-8")

    done = planparse("import", tmp_path / "done.json", "--plans", folder)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "a: 2 corrections, 2 new\n")
    assert (folder / "a.json").read_text("utf-8") == plan_json(newer)

    done = planparse("apply", folder / "a.json")
    found = from_json(done.stdout)
    holds(found)
    assert found == amend(folder / "a.json", newer)
    assert shown(found)[1:4] == EDITED
    assert found.warnings == newer.warnings

    before = beside(folder / "a.json").read_bytes()
    (again,) = import_file(tmp_path / "done.json", folder)
    assert (again.found, again.new) == (2, 0)
    assert beside(folder / "a.json").read_bytes() == before

    done = planparse("to-gold", folder, "--to", tmp_path / "gold")
    assert done.returncode == 0
    gold = read_gold(tmp_path / "gold" / "a.gold.json")
    assert [(s.kinds[0], i.text) for part in gold.parts for s in part.sections for i in s.items] == [
        (kind, text) for kind, _, text in shown(found)
    ]


def test_json_min_says_the_same(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(plan_json(base()), "utf-8")
    (task,) = edited_task(tmp_path, tmp_path / "ls")
    results = [r["value"] for r in task["annotations"][0]["result"]]
    whole = [{**task["data"], "id": 1, "kind": results, "annotator": 3, "annotation_id": 7, "updated_at": "x"}]
    (tmp_path / "min").mkdir()
    (tmp_path / "min" / "x.json").write_text(json.dumps(whole), "utf-8")
    (one,) = import_file(tmp_path / "min" / "x.json", _only(tmp_path))
    assert one.new == 2


def _only(folder: Path) -> Path:
    """A folder with nothing but the plan a.json."""
    (folder / "only").mkdir()
    (folder / "a.json").rename(folder / "only" / "a.json")
    return folder / "only"


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("form", ["xmi", "document", "project"])
def test_plan_to_inception_and_back_to_a_newer_parse(form: str, tmp_path: Path) -> None:
    cassis = pytest.importorskip("cassis", reason="dkpro-cassis is not installed")
    plan = base()
    folder = tmp_path / "plans"
    folder.mkdir()
    (folder / "a.json").write_text(plan_json(plan), "utf-8")
    export(folder, "inception", tmp_path / "cas")
    types = (tmp_path / "cas" / "TypeSystem.xml").read_bytes()
    with (tmp_path / "cas" / "a.xmi").open("rb") as file:
        cas = cassis.load_cas_from_xmi(file, typesystem=cassis.load_typesystem(types.decode()))
    untouched = (tmp_path / "cas" / "a.xmi").read_bytes()
    roles = list(cas.select("webanno.custom.PlanRole"))
    roles[0].kind = "goal"
    cut = roles[1].begin + len("Polisen besöker skolan.")
    role = type(roles[1])
    cas.add(role(begin=cut + 1, end=roles[1].end, kind="result"))
    roles[1].end = cut
    cas.remove(roles[4])
    cas.to_xmi(tmp_path / "cas" / "a.xmi")
    given = tmp_path / "cas" / "a.xmi"
    if form != "xmi":
        given = tmp_path / f"{form}.zip"
        with zipfile.ZipFile(inner := tmp_path / "anna.zip", "w") as archive:
            archive.write(tmp_path / "cas" / "a.xmi", "a.xmi")
            archive.writestr("TypeSystem.xml", types)
        if form == "document":
            given = inner
        else:
            with zipfile.ZipFile(first := tmp_path / "INITIAL_CAS.zip", "w") as archive:
                archive.writestr("a.xmi", untouched)
                archive.writestr("TypeSystem.xml", types)
            with zipfile.ZipFile(given, "w") as archive:
                archive.writestr("exportedproject.json", "{}")
                archive.write(inner, "annotation/a.xmi/anna.zip")
                archive.write(first, "annotation/a.xmi/INITIAL_CAS.zip")
                archive.write(first, "annotation_ser/a.xmi/x.zip")
    (folder / "a.json").write_text(plan_json(newer_parse(plan)), "utf-8")
    (one,) = import_file(given, folder)
    assert (one.doc_id, one.found, one.new) == ("a", 2, 2)
    found = amend(folder / "a.json", newer_parse(plan))
    holds(found)
    assert shown(found)[1:4] == EDITED
    assert shown(found)[-1] == ("activity", "heading", TEXTS[4])


def test_the_pages_file_is_added_to_never_written_over(tmp_path: Path) -> None:
    plan = base()
    (tmp_path / "a.json").write_text(plan_json(plan), "utf-8")
    for number, kind in enumerate(("goal", "purpose")):
        one = change(plan, TEXTS[0], KindChange(kind=kind))  # type: ignore[arg-type]
        page = Corrections(sha256=plan.source.sha256, schema_version="1.0", corrections=[one])
        (tmp_path / "page").mkdir(exist_ok=True)
        (tmp_path / "page" / f"{number}.json").write_text(to_json(page), "utf-8")
    done = [one for n in range(2) for one in import_file(tmp_path / "page" / f"{n}.json", _alone(tmp_path))]
    assert [one.new for one in done] == [1, 1]
    kept = read_corrections(tmp_path / "alone" / "a.corrections.json").corrections
    assert [c.change.kind for c in kept if isinstance(c.change, KindChange)] == ["goal", "purpose"]
    assert shown(amend(tmp_path / "alone" / "a.json", plan))[0] == ("purpose", "corrected", TEXTS[0])


def _alone(folder: Path) -> Path:
    (folder / "alone").mkdir(exist_ok=True)
    if (folder / "a.json").exists():
        (folder / "a.json").rename(folder / "alone" / "a.json")
    return folder / "alone"


# ---- what can be wrong


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("x.json", "nothing", "neither JSON nor"),
        ("x.json", '{"a": 1}', "is no corrections file"),
        ("x.json", '[{"data": {"text": "a"}, "annotations": [{"result": []}]}]', "task 1 is not one of planparse's"),
        ("x.zip", "PK", "is no CAS"),
        ("x.xmi", "<x/>", "is no CAS"),
        (
            "x.json",
            '{"format": "planparse-corrections", "sha256": "00", "schema_version": "1.0", "corrections": []}',
            "has no plan here",
        ),
    ],
)
@pytest.mark.filterwarnings("ignore")
def test_what_cannot_be_imported_is_one_line_and_exit_code_7(
    name: str, content: str, told: str, tmp_path: Path
) -> None:
    pytest.importorskip("cassis", reason="dkpro-cassis is not installed")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.json").write_text(plan_json(base()), "utf-8")
    (tmp_path / name).write_text(content)
    done = planparse("import", tmp_path / name, "--plans", tmp_path / "in")
    assert done.returncode == 7, done.stderr
    assert told in done.stderr
    assert done.stderr.count("\n") == 1
    assert [p.name for p in (tmp_path / "in").iterdir()] == ["a.json"]


def test_another_documents_corrections_are_not_added_to(tmp_path: Path) -> None:
    plan = base()
    (tmp_path / "a.json").write_text(plan_json(plan), "utf-8")
    other = Corrections(sha256="00", schema_version="1.0")
    (tmp_path / "a.corrections.json").write_text(to_json(other), "utf-8")
    page = Corrections(
        sha256=plan.source.sha256, schema_version="1.0", corrections=[change(plan, TEXTS[0], KindChange(kind="goal"))]
    )
    (tmp_path / "page.txt").write_text(to_json(page), "utf-8")
    with pytest.raises(UnreadableCorrections, match="sha256 differs"):
        list(import_file(tmp_path / "page.txt", tmp_path))
    assert amend(tmp_path / "a.json", plan).warnings[-1].code == "unplaced_correction"

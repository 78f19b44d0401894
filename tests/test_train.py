"""The labeller: its features, tables and weights, and that training is reproducible and learns."""

from __future__ import annotations

import json
import math
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rapidfuzz import fuzz, process

from planparse import lexicon
from planparse.errors import ModelError
from planparse.model import Unit, load_labeller, model_folder
from planparse.model.features import Beside, beside, features
from planparse.model.forms import Forms, read_forms
from planparse.model.hits import CueHits, softmax
from planparse.model.linear import LinearLabeller, read_weights
from planparse.model.neighbours import NAMES
from planparse.model.neighbours import features as neighbour_features
from planparse.model.sequence import KINDS
from planparse.train.bank import Example, UnreadableBank, read_bank, read_gold_examples
from planparse.train.neighbours import partly_decided
from planparse.train.roles import fingerprint, labeller, train_roles, write_model
from planparse.train.tagger import write_forms

ROOT = Path(__file__).parent.parent
BANK = ROOT / "corpus" / "sentences"


def unit(text: str, **changes: object) -> Unit:
    plain = Unit(text, "paragraph", "body", 0.5, None, "action_plan", False, False, None)
    return replace(plain, **changes)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def bank() -> list[Example]:
    return list(read_bank(BANK))


def test_the_bank_has_three_thousand_units_that_differ(bank: list[Example]) -> None:
    texts = [one.text.casefold() for example in bank for one in example.units]
    near: set[int] = set()
    for start in range(0, len(texts), 400):
        found = process.cdist(texts[start : start + 400], texts, scorer=fuzz.ratio, score_cutoff=80)
        for i, row in enumerate(found):
            near |= {j for j, score in enumerate(row) if score and j > start + i}
    assert len(texts) - len(near) >= 3000


def test_no_sentence_of_the_bank_stands_in_dev_or_test_gold(bank: list[Example]) -> None:
    texts = {one.text.casefold() for example in bank for one in example.units if len(one.text) > 40}
    for split in ("dev", "test"):
        gold = {u.text.casefold() for e in read_gold_examples(ROOT / "gold" / split) for u in e.units}
        assert not texts & gold, split


def test_a_line_without_a_kind_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("== Plan | handlingsplan\ngoal\tFler ska våga.\nmål\tIngen kind.\n", "utf-8")
    with pytest.raises(UnreadableBank, match=r"line 3"):
        list(read_bank(tmp_path))


def test_forms_tell_mood_and_voice() -> None:
    forms = read_forms(model_folder("sv_plan_tagger"))
    assert "nofinite" in forms.morphology("Att minska skadegörelsen")
    assert any(m.startswith("fin:") and "Past" in m for m in forms.morphology("Vandringarna genomfördes i maj"))
    assert any("Pass" in m for m in forms.morphology("Belysningen ses över"))
    assert forms.class_of("2020") == "NUM"


def test_forms_are_counted_from_the_treebank(tmp_path: Path) -> None:
    line = "1\t{}\t_\t{}\t_\t{}\t0\troot\t_\t_\n"
    for split in ("train", "dev"):
        (tmp_path / f"{split}.conllu").write_text(
            line.format("Hoppade", "VERB", "Mood=Ind|Tense=Past|VerbForm=Fin|Voice=Act")
            + line.format("hus", "NOUN", "Number=Sing"),
            "utf-8",
        )
    write_forms(tmp_path, tmp_path)
    assert read_forms(tmp_path).forms == {"hoppade": "VERB:FinPastActInd", "hus": "NOUN"}


def test_neighbours_and_the_opening_sentence_are_features() -> None:
    cues, forms = CueHits(lexicon.rules("cues", "cue")), Forms({}, {})
    units = [unit("Detta gör vi:", opens_list=True), unit("fler vuxna ute", in_list=True, form="bullet")]
    near = beside(units)
    assert near[1].opener is units[0]
    assert "o:vi" in features(units[1].text, units[1], near[1], cues, forms)
    assert "pc:none" in features(units[0].text, units[0], near[0], cues, forms)
    broken = beside([units[0], replace(units[1], breaks=True)])
    assert broken[1] == Beside()


def column(rows: Any, name: str) -> list[int]:
    return [row[NAMES.index(name)] for row in rows.tolist()]


def test_what_stands_around_a_unit_is_told_in_thousandths() -> None:
    goal, activity = KINDS.index("goal"), KINDS.index("activity")
    sure = [[float(k == kind) for k in range(len(KINDS))] for kind in (goal, activity, goal, activity)]
    units = [
        unit("Färre bränder.", breaks=True, above="background", decided=frozenset({"background"})),
        unit("Vandringar.", in_list=True),
        unit("Fler vuxna.", in_list=True),
        unit("Information.", breaks=True, position=1.0),
    ]
    rows = neighbour_features(units, sure, False)
    assert rows.shape == (4, len(NAMES))
    assert column(rows, "before:goal") == [0, 1000, 0, 0]
    assert column(rows, "before2:goal") == [0, 0, 1000, 0]
    assert column(rows, "after:activity") == [1000, 0, 0, 0]  # nothing is heard over a heading …
    assert column(rows, "after_break:activity") == [0, 0, 1000, 0]  # … but from the unit beside it
    assert column(rows, "before_break:goal") == [0, 0, 0, 1000]
    assert column(rows, "list:goal") == [0, 1000, 0, 0]
    assert column(rows, "under_heading:goal") == [500, 1000, 500, 0]
    assert column(rows, "part:activity") == [666, 333, 666, 333]
    assert column(rows, "ever_after:activity") == [1000, 1000, 1000, 0]
    assert column(rows, "above:background") == [1000, 0, 0, 0]
    assert column(rows, "decided:background") == [1000, 0, 0, 0]
    assert column(rows, "alone_under_heading") == [0, 0, 0, 1000]
    assert column(rows, "place*own:activity") == [0, 500, 0, 1000]
    assert column(rows, "bias") == [1000] * 4
    assert column(rows, "booklet*own:goal") == [0] * 4
    assert column(neighbour_features(units, sure, True), "booklet*before:goal") == [0, 1000, 0, 0]


def test_headings_that_are_known_leave_the_other_units_to_ask() -> None:
    themes = ("Läget", "Dit vill vi", "Så gör vi", "Kvittot")
    kinds = ("background", "goal", "activity", "follow_up")
    units = tuple(unit(f"{theme} {i}.", theme=theme, breaks=i == 0) for theme in themes for i in range(2))
    example = Example("plan", units, tuple((kind,) for kind in kinds for _ in range(2)), False)
    fewer = list(partly_decided([example, replace(example, ordered=True)]))
    assert fewer
    for one in fewer:
        asked = [kind for (kind,) in one.kinds]
        assert set(one.units[0].decided) == set(kinds) - set(asked)
        for found, kind in zip(one.units, asked, strict=True):
            before = [k for k in kinds[: kinds.index(kind)] if k in found.decided]
            assert found.above == (before[-1] if before else None)
            assert found.below != kind


def test_training_is_reproducible_and_learns(bank: list[Example], tmp_path: Path) -> None:
    documents = sorted({example.document for example in bank})
    few = [example for example in bank if example.document in documents[:20]]
    unseen = [example for example in bank if example.document in documents[20:30]]
    first, second = train_roles(few), train_roles(few)
    assert first.weights.rows == second.weights.rows
    assert first.weights.neighbours is not None
    assert second.weights.neighbours is not None
    assert np.array_equal(first.weights.neighbours.weights, second.weights.neighbours.weights)
    model = labeller(first)
    right = sum(
        label.kind in kinds
        for example in unseen
        for label, kinds in zip(model.label(example.units, example.ordered), example.kinds, strict=True)
    )
    assert right / sum(len(example.units) for example in unseen) > 0.6
    write_model(first, tmp_path, few, {"accuracy": 0.5})
    stored = read_weights(tmp_path)
    assert stored.rows == first.weights.rows
    assert stored.neighbours is not None
    assert np.array_equal(stored.neighbours.weights, first.weights.neighbours.weights)
    assert json.loads((tmp_path / "card.json").read_text("utf-8"))["trained_on"]["sha256"] == fingerprint(few)


def test_the_shipped_labeller_was_trained_on_the_shipped_bank_and_gold(bank: list[Example]) -> None:
    card = json.loads((model_folder("sv_plan_roles") / "card.json").read_text("utf-8"))
    examples = [*bank, *read_gold_examples(ROOT / "gold" / "train", headings=True)]
    assert card["trained_on"]["sha256"] == fingerprint(examples), "run `planparse train roles`"
    assert card["scores"]["macro_f1"] > 0.85


def test_weights_of_another_version_are_refused(tmp_path: Path) -> None:
    shutil.copytree(model_folder("sv_plan_roles"), tmp_path / "m")
    card = json.loads((tmp_path / "m" / "card.json").read_text("utf-8"))
    (tmp_path / "m" / "card.json").write_text(json.dumps({**card, "features": -1}), "utf-8")
    with pytest.raises(ModelError, match="train it again"):
        read_weights(tmp_path / "m")
    (tmp_path / "m" / "card.json").write_text(json.dumps(card), "utf-8")
    told = (tmp_path / "m" / "neighbours.tsv").read_text("utf-8")
    (tmp_path / "m" / "neighbours.tsv").write_text(told.replace("own:goal", "own:aim"), "utf-8")
    with pytest.raises(ModelError, match="train it again"):
        read_weights(tmp_path / "m")
    (tmp_path / "m" / "weights.bin").unlink()
    with pytest.raises(ModelError, match="cannot be read"):
        read_weights(tmp_path / "m")
    with pytest.raises(ModelError, match="is missing"):
        model_folder("sv_no_such_model")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Fältgruppen delar ut reflexer utanför skolorna i oktober.", "activity"),
        ("Andelen som känner sig trygga i sitt bostadsområde ska öka till minst 80 procent.", "goal"),
        ("Syftet med samverkan är att göra kommunen tryggare för alla som bor här.", "purpose"),
        ("Under 2018 anmäldes 43 fall av skadegörelse, de flesta vid skolorna.", "background"),
        ("Antal genomförda vandringar och andel åtgärdade brister", "follow_up"),
    ],
)
def test_the_shipped_labeller_knows_plain_sentences(text: str, kind: str) -> None:
    found = load_labeller(lexicon.rules("cues", "cue"))
    assert found.label([unit(text)], False)[0].kind == kind


@pytest.mark.parametrize("change", [{}, {"theme": "Trygga skolvägar?", "hint": "report"}, {"in_list": True}])
def test_the_labeller_sees_the_features_that_it_was_trained_on(change: dict[str, Any]) -> None:
    weights = replace(read_weights(model_folder("sv_plan_roles")), cue_share=0.0)
    rules, forms = lexicon.rules("cues", "cue"), read_forms(model_folder("sv_plan_tagger"))
    units = [
        replace(unit(text), **change) for text in ("Vi mäter tryggheten.", "Ska minst 85 % av 12 klasser, som i Kil")
    ]
    found = LinearLabeller(weights, rules, forms).scores(units, False)
    for one, near, scores in zip(units, beside(units), found, strict=True):
        rows = [weights.index[f] for f in features(one.text, one, near, CueHits(rules), forms) if f in weights.index]
        width = len(scores)
        sums = [sum(weights.rows[row * width + kind] for row in rows) for kind in range(width)]
        told = softmax([value * weights.scale for value in sums])
        assert scores == pytest.approx([math.log(share + 1e-9) for share in told])


def test_temperature_changes_confidence_only() -> None:
    weights = read_weights(model_folder("sv_plan_roles"))
    rules, forms = lexicon.rules("cues", "cue"), read_forms(model_folder("sv_plan_tagger"))
    one = unit("Polisen besöker butikerna.")
    hot, cold = (
        LinearLabeller(replace(weights, temperature=t), rules, forms).label([one], False)[0] for t in (2.0, 0.5)
    )
    assert (hot.kind, hot.confidence < cold.confidence) == (cold.kind, True)


def labels_in_order(*texts: str) -> list[str]:
    units = [
        unit(text, form="sentence", part="appendix", document_type="agreement_appendices", position=i / len(texts))
        for i, text in enumerate(texts)
    ]
    return [label.kind for label in load_labeller(lexicon.rules("cues", "cue")).label(units, True)]


BOOKLET = (
    "Klotter får andra att klottra.",
    "Det skapar otrivsel på skolgårdarna.",
    "Invånarna ska känna sig trygga i parkerna.",
    "Skadegörelsen ska minska.",
    "Polisen besöker skolorna varje termin.",
    "Antal anmälda skadegörelser",
)


def test_the_state_that_opens_a_booklets_goals_is_its_purpose() -> None:
    assert labels_in_order(*BOOKLET)[2:4] == ["purpose", "goal"]
    level = (*BOOKLET[:2], "Minst 80 procent ska känna sig trygga i parkerna.", *BOOKLET[3:])
    assert labels_in_order(*level)[2] == "goal"  # a level is none
    told = (*BOOKLET[:2], "Syftet är att alla ska trivas.", *BOOKLET[2:])
    assert labels_in_order(*told)[2:4] == ["purpose", "goal"]  # one is named already


def test_the_rest_of_a_heading_word_holds_against_the_order() -> None:
    rest = "t med vandringarna är att skapa delaktighet bland de boende."
    told = ("Det finns många metoder.", rest, "Metoden bygger på samarbete och finns beskriven i en handbok.")
    assert labels_in_order(*told)[1] == "purpose"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Kommunens bussar går utan fossila bränslen år 2035.", "goal"),
        ("Senast 2040 är vattnet i Storsjön av god kvalitet.", "goal"),
        ("År 2040 beräknas var tredje invånare vara äldre än 65 år.", "background"),
    ],
)
def test_under_a_theme_a_far_year_speaks_for_a_goal_unless_it_is_a_forecast(text: str, kind: str) -> None:
    found = load_labeller(lexicon.rules("cues", "cue"))
    assert found.label([unit(text, theme="2. Vatten", breaks=True)], False)[0].kind == kind


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Löftet gäller från den 1 mars 2018 till och med den 28 februari 2019.", {"validity"}),
        ("Dnr KS 2018/129, kommunstyrelsen 2018-02-26 § 51", {"other"}),
        ("Antal kontroller på Storgatan.", {"goal", "activity", "background"}),
    ],
)
def test_under_a_promise_a_line_of_its_data_is_no_promise(text: str, kinds: set[str]) -> None:
    found = load_labeller(lexicon.rules("cues", "cue"))
    assert found.label([unit(text, hint="promise")], False)[0].kind in kinds

from __future__ import annotations

import pytest

from planparse.compare.reuse import ReuseText, find_reuse, shared_sentences, shingles

ONE = (
    "Polisen och kommunen ska tillsammans verka för att andelen invånare "
    "som känner sig trygga i centrum ökar under perioden"
)


def text(plan: int, words: str, year: int = 2018) -> ReuseText:
    return ReuseText(plan, f"p1.s1.i{plan}", words, f"{year}-01-01")


def test_the_earliest_plan_stands_first() -> None:
    (group,) = find_reuse([text(0, ONE, 2019), text(1, ONE, 2017), text(2, ONE + " ut", 2021)])
    assert [one.plan for one in group.texts] == [1, 0, 2]
    assert group.similarity[:2] == (1.0, 1.0)
    assert 0.8 < group.similarity[2] < 1


def test_a_plan_does_not_reuse_itself() -> None:
    assert find_reuse([text(0, ONE), text(0, ONE)]) == []


def test_other_words_are_no_reuse() -> None:
    assert (
        find_reuse(
            [
                text(0, ONE),
                text(1, "Räddningstjänsten driver ungdomsbrandkår med trettio platser i samverkan med fritidsgården"),
            ]
        )
        == []
    )


def test_numbers_do_not_hide_reuse() -> None:
    left = "Minst 80 procent av eleverna i årskurs 9 ska vara behöriga till gymnasiet våren 2016"
    assert shingles(left) == shingles(left.replace("80", "78").replace("2016", "2017"))


def test_short_texts_are_nobodys() -> None:
    assert find_reuse([text(0, "Antal anmälda brott"), text(1, "Antal anmälda brott")]) == []


def test_pairs_carry_their_true_similarity() -> None:
    ((first, second, value),) = shared_sentences([text(0, ONE), text(1, ONE + " ut", 2020)])
    assert (first.plan, second.plan) == (0, 1)
    a, b = shingles(first.text), shingles(second.text)
    assert value == pytest.approx(len(a & b) / len(a | b))

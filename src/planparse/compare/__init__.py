"""Plans side by side: editions over the years, municipalities against each other, promises and what became of them.

`compare` is the one verb: plans → a Comparison of every pair that can be compared. `statements` are what is
compared, `scoring` says how alike two of them are, `matching` pairs them one to one, `changes` says what changed,
`outcomes` finds what a follow-up reports, `reuse` finds shared sentences in a whole collection, `themes` codes what
an item is about. `tables` and `gold_pairs` write and measure.
"""

from planparse.compare.changes import TargetChange, word_diff
from planparse.compare.collection import Comparison, PairRelation, PlanPair, compare, compare_pair
from planparse.compare.matching import Match, Matching, match
from planparse.compare.reuse import Reuse, ReuseText, find_reuse, shared_sentences
from planparse.compare.statements import Statement, statements
from planparse.compare.themes import themes

__all__ = [
    "Comparison",
    "Match",
    "Matching",
    "PairRelation",
    "PlanPair",
    "Reuse",
    "ReuseText",
    "Statement",
    "TargetChange",
    "compare",
    "compare_pair",
    "find_reuse",
    "match",
    "shared_sentences",
    "statements",
    "themes",
    "word_diff",
]

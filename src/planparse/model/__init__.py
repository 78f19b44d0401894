"""What kind a piece of text is where no heading says it.

`load_labeller` gives the labeller that comes with the package; a trained one takes its place behind the same
`Labeller`. `shapes` are the questions and answers, `cues` weighs the words of a sentence, `sequence` weighs
its neighbours, `sentences` splits a paragraph.
"""

from planparse.model.cues import CueLabeller, load_labeller
from planparse.model.shapes import CueRule, Hint, Label, Labeller, Unit

__all__ = ["CueLabeller", "CueRule", "Hint", "Label", "Labeller", "Unit", "load_labeller"]

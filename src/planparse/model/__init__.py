"""What kind a piece of text is where no heading says it.

`load_labeller` gives the trained labeller that comes with the package. `shapes` are the questions and answers, `linear`
is the trained model, `features` what it looks at, `forms` the moods and tenses of words, `cues` weighs a sentence by
rules, `sequence` weighs its neighbours, `sentences` splits a paragraph, `store` finds the files in models/.
"""

from planparse.model.cues import CueLabeller
from planparse.model.shapes import CueRule, Hint, Label, Labeller, Unit
from planparse.model.store import load_labeller, model_folder

__all__ = ["CueLabeller", "CueRule", "Hint", "Label", "Labeller", "Unit", "load_labeller", "model_folder"]

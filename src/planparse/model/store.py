"""Where the trained models are: in the package, or beside its source tree."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from planparse.errors import ModelError
from planparse.model.forms import read_forms
from planparse.model.linear import LinearLabeller, read_weights
from planparse.model.shapes import CueRule, Labeller

ROLES = "sv_plan_roles"
TAGGER = "sv_plan_tagger"


def model_folder(name: str) -> Path:
    """The folder of a model: planparse/models/NAME of an installed package, models/NAME of a source tree.

    Raises ModelError where there is none.
    """
    package = Path(__file__).parent.parent
    for root in (package / "models", package.parent.parent / "models"):
        if (root / name).is_dir():
            return root / name
    raise ModelError(f"the model {name} is missing; install planparse again, or run `planparse train`")


@cache
def load_labeller(rules: tuple[CueRule, ...]) -> Labeller:
    """The labeller that comes with the package, over the cues that the caller read (`lexicon.rules`).

    Raises ModelError where its weights are missing or made for another version.
    """
    return LinearLabeller(read_weights(model_folder(ROLES)), rules, read_forms(model_folder(TAGGER)))

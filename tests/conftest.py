from __future__ import annotations

from pathlib import Path

import pytest
from plans import write_plans


@pytest.fixture(scope="session")
def plans(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of parsed plans; not to be changed."""
    return write_plans(tmp_path_factory.mktemp("plans"))

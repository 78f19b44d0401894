"""What the pictures of pages are made of: arrays of grey, masks, and places in pixels."""

from __future__ import annotations

from typing import Any

import numpy as np

Grey = np.ndarray[Any, np.dtype[np.uint8]]
"""0 black to 255 white, [row, column]."""
Mask = np.ndarray[Any, np.dtype[np.bool_]]
"""True where something is, ink or shade, [row, column]."""
Pixels = tuple[int, int, int, int]
"""(x0, top, x1, bottom) in pixels, half-open."""

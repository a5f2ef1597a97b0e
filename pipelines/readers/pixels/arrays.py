"""The types of a page's pixels."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

#: Rows x columns of grey, 0 black to 255 white.
Gray = NDArray[np.uint8]
#: Rows x columns x (red, green, blue).
Colours = NDArray[np.uint8]
#: Rows x columns of yes and no.
Mask = NDArray[np.bool_]

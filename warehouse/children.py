"""A process that a command starts for one of its steps ends with the command, killed or not.

Left to itself the step of a killed command would ask portals, or fill a candidate, beside the run that comes next.
"""

import os
import threading
import time

#: How often the parent is looked for, in seconds.
_LOOK = 0.5


def end_with(parent: int) -> None:
    """End this process within a second of `parent`, the process that started it: at once, as if it were killed itself.

    What a killed step leaves is mended by the next run, so there is nothing to put in order.
    """
    _end_if_left(parent)
    threading.Thread(target=_watch, args=(parent,), daemon=True).start()


def _watch(parent: int) -> None:
    while True:
        time.sleep(_LOOK)
        _end_if_left(parent)


def _end_if_left(parent: int) -> None:
    # whoever loses its parent is adopted, so another parent says so even before the old one is collected
    if os.getppid() != parent:
        os._exit(1)

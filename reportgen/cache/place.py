"""Where the cache lies: where the user says, or in the folder that the system keeps for caches."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from reportgen.cache.store import Store

VARIABLE: Final = "REPORTGEN_CACHE"
"""Names the folder of the cache, or says ``off``."""
OFF: Final = "off"


def store_at(wanted: str, *, settings: bool) -> Store | None:
    """Open the cache, or none.

    Args:
        wanted: a folder, or ``off``; where it is empty, the environment counts and then the settings.
        settings: whether the settings want a cache.
    """
    place = wanted or os.environ.get(VARIABLE, "") or ("" if settings else OFF)
    if place == OFF:
        return None
    return Store(Path(place).absolute() if place else _usual())


def _usual() -> Path:
    from platformdirs import user_cache_path  # noqa: PLC0415 - whoever names a folder does without

    return user_cache_path("reportgen", appauthor=False)

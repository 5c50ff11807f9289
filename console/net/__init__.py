"""The way to the backend: its API and its feed."""

import sys
from typing import Any

# httpx has a command line, and for it reads click, rich and pygments in wherever they are installed: six
# megabytes of a console that never asks for it. httpx itself does without where it is not to be had.
_loaded: dict[str, Any] = sys.modules
_loaded.setdefault("httpx._main", None)

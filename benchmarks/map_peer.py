"""The peer of `map_pan`: Leaflet's canvas, as folium writes it, in Qt WebEngine, on the same path with the
same areas, marks and changes.

Each step is redrawn whole, so that the ground it lays bare is drawn in its frame, as the goal of `map_pan`
says: left to itself Leaflet shifts its picture, and that ground stays bare until the hand lets go. No labels
are drawn, which favours it.

Qt WebEngine is in a virtual environment of its own (``packaging/make-venv.sh bench``): 160 MB that no seat
has. `python -m benchmarks.map_peer` tells the parts.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
LEAFLET = ROOT / "resources" / "leaflet"
PYTHON = ROOT / ".venv-bench" / "bin" / "python"
CHANGES = 20_000
"""More than fall due while the slowest machine is at it."""
LIMIT_S = 600

Frames = list[tuple[str, float]]
"""Part of the path, and ms from frame to frame."""


def peer() -> float | None:
    """The median of Leaflet's frames a second over the whole path; None where Qt WebEngine is not installed,
    which is said on stderr. Raises CalledProcessError where it fails."""
    if not PYTHON.exists():
        sys.stderr.write("map_pan: no peer without .venv-bench (packaging/make-venv.sh bench makes it)\n")
        return None
    import numpy as np

    return float(np.median([1000 / ms for _, ms in measured()]))


def measured() -> Frames:
    """The frames of the whole path. Raises CalledProcessError; what the browser said goes to stderr then."""
    from benchmarks import map_path
    from stage.screen import VirtualScreen

    with (
        tempfile.TemporaryDirectory(prefix="map-peer-") as folder,
        VirtualScreen(map_path.SIZE[0] + 20, map_path.SIZE[1] + 60) as screen,
    ):
        page = Path(folder) / "map.html"
        page.write_text(html(), encoding="utf-8")
        done = subprocess.run(
            [str(PYTHON), str(Path(__file__)), str(page), *map(str, map_path.SIZE)],
            env={**os.environ, **screen.environment, **software(Path(folder))},
            capture_output=True,
            timeout=LIMIT_S,
            check=False,
        )
    if done.returncode:
        sys.stderr.write(done.stderr.decode(errors="replace"))
        done.check_returncode()
    found: Frames = json.loads(done.stdout)
    return found


def software(folder: Path) -> dict[str, str]:
    """What makes Qt WebEngine draw without a graphics card, its profile in a folder."""
    flags = "--disable-gpu --disable-gpu-vsync --disable-frame-rate-limit --log-level=3"
    found = {
        "QTWEBENGINE_CHROMIUM_FLAGS": flags,
        "QT_QUICK_BACKEND": "software",
        "XDG_DATA_HOME": str(folder),
    }
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        # Chromium's sandbox does not take the administrator.
        found["QTWEBENGINE_DISABLE_SANDBOX"] = "1"
    return found


def html() -> str:
    """The page, with all its data in it."""
    from benchmarks import map_path

    standing = map_path.marks()
    data: dict[str, Any] = {
        "bounds": [map_path.WEST, map_path.SOUTH, map_path.EAST, map_path.NORTH],
        "areas": [ring[:, ::-1].round(6).tolist() for _, _, ring in map_path.areas()],
        "marks": list(
            zip(standing.lat.tolist(), standing.lon.tolist(), standing.light.tolist(), strict=True)
        ),
        "changes": [[c.key, c.lat, c.lon, c.light] for c in map_path.changes(CHANGES)],
        "changesASecond": map_path.CHANGES,
        "steps": map_path.path(),
        "stroke": map_path.STROKE,
    }
    script = (LEAFLET / "leaflet.js").read_text(encoding="utf-8")
    path = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
    style = (LEAFLET / "leaflet.css").read_text(encoding="utf-8")
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><style>{style}\nhtml, body, #map '
        "{ height: 100%; margin: 0; }</style></head>"
        f'<body><div id="map"></div><script type="application/json" id="data">{json.dumps(data)}</script>'
        f"<script>{script}</script><script>{path}</script></body></html>"
    )


# --- in the other environment, which has nothing of ours --------------------------------------------------
def child(page: str, width: int, height: int) -> None:
    """Shows the page until it has told, and hands that on."""
    from PySide6.QtCore import QUrl
    from PySide6.QtWebEngineWidgets import QWebEngineView
    from PySide6.QtWidgets import QApplication

    app = QApplication(["map_peer"])
    view = QWebEngineView()
    view.resize(width, height)

    def titled(title: str) -> None:
        if title == "told":
            view.page().runJavaScript("JSON.stringify(window.told)", 0, told)

    def told(found: str) -> None:
        sys.stdout.write(found + "\n")
        app.quit()

    view.titleChanged.connect(titled)
    view.load(QUrl.fromLocalFile(page))
    view.show()
    app.exec()


def tell() -> None:
    """Each part of the path by itself."""
    import numpy as np

    told = measured()
    for name in ("all", *dict(told)):
        times = [ms for part, ms in told if name in (part, "all")]
        middle, slow = np.percentile(times, (50, 99))
        print(f"{name:6} {1000 / middle:7.1f} frames/s  median {middle:7.2f} ms  p99 {slow:7.2f} ms")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        child(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
    else:
        sys.path.insert(0, str(ROOT))
        tell()

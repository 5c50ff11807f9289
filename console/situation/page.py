"""The page itself: folium's map with everything it needs written into it.

folium links its scripts and styles from the open net. `InlineMap` and `Sheet` put the released files of
``resources/leaflet`` in their place, and the page's own policy forbids it any request.

Nobody's words become markup: they travel as JSON in a block that no browser runs, and are shown as text
nodes; Leaflet's layer switch takes markup, so names are escaped for it. Nor do they become a template: branca
reads what a macro gave as a template once more, where ``{{ … }}`` out of a ticket would be run on this seat.
Every element here that says words is a `Once`.
"""

from __future__ import annotations

import base64
import re
from datetime import UTC, datetime, timedelta
from html import escape
from pathlib import Path
from typing import Any, ClassVar

import folium
import msgspec
from branca.element import Element, Figure, MacroElement
from folium.map import Layer
from folium.template import Template

from .gathering import Ground, Situation

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
LEAFLET = RESOURCES / "leaflet"
OWN = RESOURCES / "situation"
SCRIPTS = (LEAFLET / "leaflet.js", LEAFLET / "leaflet.markercluster.js", OWN / "situation.js")
STYLES = (LEAFLET / "leaflet.css", LEAFLET / "MarkerCluster.css", OWN / "situation.css")
LICENCES = (LEAFLET / "LICENSE-leaflet.txt", LEAFLET / "LICENSE-leaflet.markercluster.txt")
GROUPED_FROM = 600
"""From so many tickets on they are shown in groups at first."""
POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'"
_PICTURE = re.compile(r"url\((images/[a-z0-9-]+\.png)\)")
_SOURCE_MAP = re.compile(r"^//# sourceMappingURL=.*$", re.MULTILINE)


def script_text(file: Path) -> str:
    """A script as it stands between two tags, without the name of a map that only its makers have."""
    return _SOURCE_MAP.sub("", file.read_text(encoding="utf-8")).replace("</script", "<\\/script").strip()


def style_text(file: Path) -> str:
    """A style sheet with its pictures in it."""

    def inside(found: re.Match[str]) -> str:
        raw = base64.b64encode((file.parent / found[1]).read_bytes()).decode()
        return f"url(data:image/png;base64,{raw})"

    return _PICTURE.sub(inside, file.read_text(encoding="utf-8")).strip()


def json_text(value: object) -> str:
    """JSON as it stands in a block of a page: nothing in it can end the block or begin a comment."""
    raw = msgspec.json.encode(value).decode()
    return raw.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


class Literal(Element):
    """Text that stands in the page as it is; branca's own element would read it as a template."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def render(self, **_: object) -> str:
        """The text."""
        return self._text


class Once(MacroElement):
    """An element whose macros are rendered once: what comes out of them is put in literally."""

    def render(self, **kwargs: Any) -> str:
        """Puts header, html and script into the sheet, then the children theirs; gives nothing itself."""
        sheet = self.get_root()
        assert isinstance(sheet, Figure)
        module = self._template.module
        for part, place in (("header", sheet.header), ("html", sheet.html), ("script", sheet.script)):
            macro = getattr(module, part, None)
            if macro is not None:
                place.add_child(Literal(macro(self, kwargs)), name=self.get_name())
        for child in self._children.values():
            child.render(**kwargs)
        return ""


class Sheet(Figure):
    """folium's figure as one closed file: its language, title and policy, its scripts inside the body."""

    _template = Template(
        "<!DOCTYPE html>\n"
        '<html lang="{{ this.tag }}">\n<head>\n'
        '<meta charset="utf-8">\n'
        '<meta http-equiv="Content-Security-Policy" content="{{ this.policy }}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        "<title>{{ this.title|e }}</title>\n"
        "{{ this.header.render(**kwargs) }}\n</head>\n"
        "<body>\n{{ this.html.render(**kwargs) }}\n"
        "<script>\n{{ this.script.render(**kwargs) }}\n</script>\n</body>\n</html>\n"
    )

    def __init__(self, title: str, tag: str) -> None:
        super().__init__(title=title)
        self.tag = tag
        self.policy = POLICY
        # The encoding is said above, before the policy.
        self.header = Element()
        self.header._parent = self


class InlineMap(folium.Map):
    """folium's map that links nothing: what it needs, `Assets` has put into the page."""

    default_js: ClassVar[list[tuple[str, str]]] = []  # type: ignore[misc]
    default_css: ClassVar[list[tuple[str, str]]] = []  # type: ignore[misc]


class Assets(Once):
    """The released scripts and styles, and their licences, as parts of the page."""

    _template = Template(
        "{% macro header(this, kwargs) %}"
        "{% for text in this.styles %}<style>\n{{ text }}\n</style>\n{% endfor %}"
        "{% for text in this.scripts %}<script>\n{{ text }}\n</script>\n{% endfor %}"
        "{% endmacro %}"
        "{% macro html(this, kwargs) %}"
        '<template id="licences">'
        "{% for text in this.licences %}<pre>{{ text|e }}</pre>{% endfor %}"
        "</template>"
        "{% endmacro %}"
    )

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Assets"
        self.styles = [style_text(file) for file in STYLES]
        self.scripts = [script_text(file) for file in SCRIPTS]
        self.licences = [file.read_text(encoding="utf-8") for file in LICENCES]


class Heading(Once):
    """What the map is of: title, count, filter, time and sequence of the data; and the data itself."""

    _template = Template(
        "{% macro html(this, kwargs) %}"
        '<header><h1>{{ this.title|e }}</h1><p id="count">{{ this.count|e }}</p>'
        '<p id="filter">{{ this.filtered|e }}</p>'
        '<p id="time">{% for text in this.times %}<span>{{ text|e }}</span>{% endfor %}'
        '{% if this.age %}<span class="old">{{ this.age|e }}</span>{% endif %}</p></header>'
        '<script type="application/json" id="situation-data">{{ this.data }}</script>'
        "{% endmacro %}"
    )

    def __init__(self, situation: Situation, title: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Heading"
        said = situation.said
        self.title = title
        self.count = said["tickets"].format(n=f"{situation.count:,}")
        words = " · ".join(situation.filter_words)
        self.filtered = said["filter"].format(words=words) if words else said["all"]
        data = situation.as_of
        self.times = [
            said["as_of"].format(time=_time(data, situation)) if data is not None else said["unknown"],
            said["made"].format(time=_time(situation.made_at, situation)),
        ]
        if situation.seq is not None:
            self.times.insert(1, said["sequence"].format(seq=situation.seq))
        self.age = "" if situation.age is None else said["offline"].format(age=_age(situation.age, said))
        self.data = json_text(situation)


class AreaLayer(Layer, Once):
    """The areas of a level, of the data in the page: ``fill`` by their counts, ``border`` or ``names``."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "var {{ this.get_name() }} = gridSituation.areas({{ this.level|tojson }}, {{ this.kind|tojson }});"
        "{% endmacro %}"
    )

    def __init__(self, ground: Ground, kind: str, name: str, *, show: bool) -> None:
        super().__init__(name=escape(name), overlay=True, show=show)
        self._name = "AreaLayer"
        self.level = ground.key
        self.kind = kind


class TicketLayer(Layer, Once):
    """The tickets that have a point, ``single`` or ``grouped``; ``hidden`` shows none. One at a time."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "var {{ this.get_name() }} = gridSituation.tickets({{ this.kind|tojson }});"
        "{% endmacro %}"
    )

    def __init__(self, kind: str, name: str, *, show: bool) -> None:
        super().__init__(name=escape(name), overlay=False, show=show)
        self._name = "TicketLayer"
        self.kind = kind


class Switch(folium.LayerControl, Once):
    """folium's layer switch; the names of the layers are words of the district's profile."""


class Legend(Once):
    """Lights with their counts, to be switched, and the steps of the fill."""

    _template = Template(
        "{% macro script(this, kwargs) %}gridSituation.begin({{ this._parent.get_name() }});{% endmacro %}"
    )

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Legend"


def page_of(situation: Situation) -> str:
    """The whole file."""
    said = situation.said
    title = f"{situation.district} · {said['title']}"
    sheet = Sheet(title, "zh-CN" if situation.language.startswith("zh") else "en")
    Assets().add_to(sheet)
    Heading(situation, title).add_to(sheet)
    west, south, east, north = situation.bounds
    shown = InlineMap(
        location=[(south + north) / 2, (west + east) / 2],
        tiles=None,
        zoom_control=False,
        font_size="13px",
        prefer_canvas=True,
        attribution_control=False,
        zoom_snap=0.1,
        zoom_delta=0.5,
        wheel_px_per_zoom_level=90,
    )
    # folium hands these two to its tiles alone.
    shown.options |= {"min_zoom": 3, "max_zoom": 19}
    sheet.add_child(shown)
    # Where the map looks first, and what there is to switch, must be known before a layer is added.
    Legend().add_to(shown)
    measure = said["open_in"] if situation.all_open else said["count_in"]
    filled = [ground for ground in situation.grounds if len(ground.places) > 1] or situation.grounds[:1]
    for n, ground in enumerate(filled):
        AreaLayer(ground, "fill", measure.format(level=ground.name), show=n == 0).add_to(shown)
    for ground in situation.grounds:
        AreaLayer(ground, "border", said["borders"].format(level=ground.name), show=True).add_to(shown)
    if len(filled) > 1:
        AreaLayer(filled[1], "names", said["names"].format(level=filled[1].name), show=True).add_to(shown)
    grouped = situation.placed >= GROUPED_FROM
    TicketLayer("grouped", said["grouped"], show=grouped).add_to(shown)
    TicketLayer("single", said["single"], show=not grouped).add_to(shown)
    TicketLayer("hidden", said["hidden"], show=False).add_to(shown)
    Switch(collapsed=False).add_to(shown)
    text: str = sheet.render()
    return text


def _time(instant: int, situation: Situation) -> str:
    local = datetime.fromtimestamp(instant / 1000, UTC) + timedelta(minutes=situation.utc_offset)
    return local.strftime("%Y-%m-%d %H:%M:%S")


def _age(ms: int, said: dict[str, str]) -> str:
    minutes = max(ms // 60_000, 1)
    if minutes < 60:
        return said["minutes"].format(m=minutes)
    if minutes < 24 * 60:
        return said["hours"].format(h=minutes // 60, m=minutes % 60)
    return said["days"].format(d=minutes // 1440, h=minutes % 1440 // 60)

"""Every screen of every role, in both themes and both languages."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from tests.tour.station import Station, stations, until

LANGUAGES = ("zh_CN", "en")
THEMES = ("dark", "light")
SEAT_SCREENS = ("intake", "dispatch", "closing", "callback", "tickets", "deadlines", "map", "outbox")


def walk(
    server: str, folder: Path, out: Path, password: str, handler: str, worker: str, leader: str
) -> Iterator[str]:
    """Takes the pictures; yields each one's name as it is taken. Raises TourError."""
    for lang in LANGUAGES:
        cast = {
            "seat": Station("gallery-seat-" + lang, "seat05", server, folder, lang=lang),
            "handler": Station("gallery-handler-" + lang, handler, server, folder, lang=lang),
            "grid": Station("gallery-grid-" + lang, worker, server, folder, lang=lang),
            "duty": Station("gallery-duty-" + lang, "duty01", server, folder, lang=lang),
            "leader": Station("gallery-leader-" + lang, leader, server, folder, lang=lang),
        }
        with ExitStack() as stack:
            bright = stack.enter_context(
                Station("gallery-login-" + lang, "seat05", server, folder, lang=lang, theme="light")
            )
            bright.see("login.login")
            yield bright.shot(out / f"login-{lang}-light.png")
            bright.close()
            stack.enter_context(stations(*cast.values()))
            login = cast["seat"]
            login.see("login.login")
            yield login.shot(out / f"login-{lang}-dark.png")
            for seat in cast.values():
                seat.log_in(password)
            for role, seat in cast.items():
                screens = {
                    "seat": SEAT_SCREENS,
                    "handler": ("handling", "supervision", "tickets", "deadlines"),
                    "grid": ("grid",),
                    "duty": ("approvals", "arbitration", "supervision"),
                }
                for screen in screens.get(role, ("tickets", "approvals", "supervision", "deadlines")):
                    yield from _both_themes(seat, role, screen, lang, out)
            yield from _sheets(cast["seat"], lang, out)


def _both_themes(seat: Station, role: str, screen: str, lang: str, out: Path) -> Iterator[str]:
    seat.click(f"screen.{screen}.tab")
    seat.see(f"screen.{screen}")
    if screen != "outbox":
        until(f"{seat.name} to follow the backend", seat.settled)
        if (seat.find(f"{screen}.table") or {}).get("rows"):
            seat.key("Down", "Home")
            seat.see("ticket.timeline")
        if screen == "deadlines":
            seat.see("deadlines.board")
    for theme in THEMES:
        seat.theme(theme)
        yield seat.shot(out / f"{role}-{screen}-{lang}-{theme}.png")
    seat.theme(THEMES[0])


def _sheets(seat: Station, lang: str, out: Path) -> Iterator[str]:
    """What lies over a screen: the call form, the keys, why a ticket is due then."""
    seat.click("screen.intake.tab")
    seat.key("t")
    seat.see("call.form")
    for theme in THEMES:
        seat.theme(theme)
        yield seat.shot(out / f"seat-call-{lang}-{theme}.png")
    seat.theme(THEMES[0])
    seat.key("Escape")
    seat.click("screen.dispatch.tab")
    seat.key("y")
    seat.see("ticket.why")
    yield seat.shot(out / f"seat-why-{lang}-dark.png")
    seat.key("Escape")
    seat.key("F1")
    yield seat.shot(out / f"seat-keys-{lang}-dark.png")
    seat.key("Escape")

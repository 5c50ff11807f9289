"""The language of the interface: Qt's own texts, the docks' and ours, installed together or not at all."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

FOLDER = Path(__file__).resolve().parent.parent / "resources" / "translations"
LANGUAGES = ("zh_CN", "en")

_installed: list[QTranslator] = []


def system_language() -> str:
    """What the system's language asks for: Chinese where it is any Chinese, else English."""
    return "zh_CN" if QLocale.system().language() == QLocale.Language.Chinese else "en"


def install(language: str) -> str:
    """Installs a language ("" for the system's) in place of the one before; gives the one now in force.

    Texts that exist already stay as they are: windows are made anew after it.
    """
    chosen = language or system_language()
    app = QCoreApplication.instance()
    assert app is not None
    while _installed:
        app.removeTranslator(_installed.pop())
    if chosen != "zh_CN":
        QLocale.setDefault(QLocale(QLocale.Language.English))
        return "en"
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    qt = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    for folder, name in ((qt, "qtbase_zh_CN"), (str(FOLDER), "docking_zh_CN"), (str(FOLDER), "grid_zh_CN")):
        translator = QTranslator(app)
        if translator.load(name, folder):
            app.installTranslator(translator)
            _installed.append(translator)
    return chosen

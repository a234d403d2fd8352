"""Draws the icons of the installed site from the mark of the house: `python -m tests.browser.icons`."""

from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.architecture.sources import ROOT
from tests.browser.starting import launch

FOLDER = ROOT / "static" / "icons"
WALL, LIGHT, LAMP, PAPER = "#1b5b51", "#fffefb", "#e3bb70", "#f6f3ed"
# The mark in a square of 32; a maskable icon is cut to any shape within its middle four fifths.
MARK = f"""<path fill="{WALL}" d="M4 30V15a12 12 0 0 1 24 0v15z"/><g fill="none" stroke="{LIGHT}" stroke-width="2"
stroke-linecap="round"><path d="M10.5 26V16a5.5 5.5 0 0 1 11 0v10"/><path d="M16 6.5V4.8M10.6 8 9.7 6.7M21.4 8l.9-1.3"/></g>
<circle fill="{LAMP}" cx="16" cy="25" r="2"/>"""
DRAWINGS = {
    "icon-192.png": (192, "0 0 32 32", ""),
    "icon-512.png": (512, "0 0 32 32", ""),
    "maskable-512.png": (512, "-12 -11 56 56", f'<path fill="{PAPER}" d="M-12-11h56v56h-56z"/>'),
}


def draw(folder: Path) -> None:
    """Write every icon into a folder."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        for name, (size, box, ground) in DRAWINGS.items():
            page = browser.new_page(viewport={"width": size, "height": size})
            drawing = f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}" height="{size}" viewBox="{box}">'
            page.set_content(f'<body style="margin:0;background:none">{drawing}{ground}{MARK}</svg>')
            page.screenshot(path=folder / name, omit_background=True)
        browser.close()


if __name__ == "__main__":
    draw(FOLDER)

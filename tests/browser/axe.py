"""What axe-core finds wrong with a page for readers who see, hear or move otherwise, and whose fault it is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from tests.programs import require_file

if TYPE_CHECKING:
    from collections.abc import Iterable

    from playwright.sync_api import Page

_AXE: Final = Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js"

OURS: Final = (
    "[class^='cache-'], [class*=' cache-'], dl.cache, "
    "section:is(#build-cache, #tag, #explore, #package, #stack, #target):is([role=main] *, main *, .body *)"
)
"""What is ours on a page: whatever has a class of ours, descriptions in documents, and bodies of generated pages."""

_RUN: Final = """async ([ours, excepted]) => {
    const { violations } = await axe.run(document, { resultTypes: ["violations"] });
    return violations.flatMap(({ id, nodes }) =>
        nodes.flatMap(({ target, html, failureSummary }) => {
            const element = document.querySelector(target[0]);
            const isKnown = excepted.some(([rule, selector]) => rule === id && element?.matches(selector));
            if (isKnown && !element.closest(ours)) return [];
            return [`${id}: ${target.join(" ")} ${html.slice(0, 160)} ${failureSummary.replace(/\\s+/g, " ")}`];
        }),
    );
}"""

_CONTRASTS: Final = """(ours) => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 });
    const painter = canvas.getContext("2d", { willReadFrequently: true });
    const paint = (colour) => {
        painter.fillStyle = colour;
        painter.fillRect(0, 0, 1, 1);
        return [...painter.getImageData(0, 0, 1, 1).data].slice(0, 3);
    };
    const luminance = (parts) => {
        const [r, g, b] = parts.map((part) => {
            const share = part / 255;
            return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const tint = /^linear-gradient\\((.*), \\1\\)$/;
    /** The ratio of a colour to what lies below it: the grounds of all that the element stands in. */
    const ratio = (element, colour) => {
        const around = [];
        for (let place = element; place; place = place.parentElement) around.unshift(getComputedStyle(place));
        paint("white");
        let ground = [255, 255, 255];
        for (const { backgroundColor, backgroundImage } of around) {
            ground = paint(backgroundColor);
            const [, over] = tint.exec(backgroundImage) ?? [];
            if (over) ground = paint(over);
        }
        const [light, dark] = [luminance(paint(colour)), luminance(ground)].sort((a, b) => b - a);
        return (light + 0.05) / (dark + 0.05);
    };
    const isText = (node) => node.nodeType === Node.TEXT_NODE && node.data.trim();
    const found = [];
    for (const element of document.querySelectorAll("body *")) {
        if (!element.closest(ours) || element.closest(".cache-hidden, .headerlink, .highlight, option")) continue;
        const part = element.matches("input") ? "::placeholder" : null;
        if (!part && ![...element.childNodes].some(isText)) continue;
        if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
        const { color, fontSize, fontWeight } = getComputedStyle(element, part);
        const size = parseFloat(fontSize);
        const wanted = size >= 24 || (size >= 18.66 && fontWeight >= 700) ? 3 : 4.5;
        const measured = ratio(element, color);
        if (measured < wanted) {
            found.push(`${element.outerHTML.slice(0, 160)}: ${measured.toFixed(2)}, not ${wanted}`);
        }
    }
    return found;
}"""


def violations(page: Page, excepted: Iterable[tuple[str, str]] = ()) -> list[str]:
    """Every violation of a rule by an element.

    Args:
        page: The page.
        excepted: Rules, and selectors of what may violate each, unless it is ours.
    """
    page.evaluate(require_file(_AXE, "axe-core").read_text(encoding="utf-8"))
    found: list[str] = page.evaluate(_RUN, [OURS, [list(pair) for pair in excepted]])
    return found


def faint_texts(page: Page) -> list[str]:
    """What is ours and hard to read, with its contrast. Where a colour is laid over another one, axe does not tell."""
    found: list[str] = page.evaluate(_CONTRASTS, OURS)
    return found

"""The pages of our own making are what the script writes, and of every generation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.make_corpus import FOLDER, write_corpus

if TYPE_CHECKING:
    from pathlib import Path


def _files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_corpus_is_what_its_script_writes(tmp_path: Path) -> None:
    write_corpus(tmp_path)

    assert _files(tmp_path) == _files(FOLDER)


def test_every_generation_and_what_is_odd_in_it_is_there() -> None:
    pages = {path.relative_to(FOLDER).as_posix(): path.read_text(encoding="utf-8") for path in FOLDER.rglob("*.md")}
    signs = {
        "G0a": (' - "', "category: package"),
        "G0b": ("spec_names:", "category: package"),
        "G1": ("spec_names:", "categories: [package, v0.18]", " ^"),
        "G1b": ('"arches": "linux-', '"architecture": "linux-', '"size": 1234567'),
        "G2": ('spec_details: [{"hash": ', '"compiler": "gcc@=', '"stacks": ["root", ', '"tarball": '),
        "G3": ('spec_details: [{"compiler": "gcc@=', '"tarball": '),
        "G4": ('spec_details: [{"compiler": "gcc@=', '"size": "-", "stacks"'),
        "G5": ('spec_details: [{"compiler": "gcc@1',),
        "no compiler": ('"compiler": "none"',),
        "several values": ("cuda_arch:=100,90",),
        "versions as text": ('"versions": ["3.10.16", "3.9.1", ',),
        "like names": ("e4s-neoverse_v1", "e4s-neoverse-v2"),
        "no variants": ('"variants": []',),
        "Windows": ('"os": "windows10.0.20348", "platform": "windows"',),
        "a suffix": ("symbol_suffix=64_",),
        "unknown keys": ("more: {", '"licence": "MIT"'),
        "a package called root": ('title: "root"',),
    }

    missing = [
        name for name, parts in signs.items() if not any(all(p in text for p in parts) for text in pages.values())
    ]

    assert missing == []
    assert all(text.endswith("\n---") for text in pages.values())
    assert "root" not in pages["_cache/v0.19/bell/specs.md"]
    assert any(len(word) > 300 for text in pages.values() for word in text.split('"'))

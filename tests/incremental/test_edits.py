"""Random edits of a project, each followed by a build that must give what a build from nothing gives."""

from __future__ import annotations

import re
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final

import pytest
from hypothesis import HealthCheck, note, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test
from msgspec.structs import replace

from tests.incremental import choices
from tests.incremental.builds import Run, build, build_apart
from tests.incremental.sources import MASTER, Directive, Document, Link, Role, Sources
from tests.incremental.trees import Tree, differences, read_tree
from tests.projects import make_spec

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinxext_cache.catalog import Spec
    from tests.incremental.sources import Block

MODES: Final = ("-j1", "-j2")

_WARNING = re.compile(r"^(?:(?P<place>\S+?): )?WARNING: .*\[cache\.(?P<code>\w+)\]$", re.MULTILINE)


class Edits(RuleBasedStateMachine):
    """A project of a few documents and packages; each rule is one edit of it."""

    count: ClassVar[int] = 0

    @initialize()
    def start(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="edits-"))
        self.sources = Sources(
            root=self.folder / "project", conf={"html_theme": "basic", "exclude_patterns": ["_more"]}
        )
        self.sources.pages = {
            "_cache/develop/hdf5/specs.md": (make_spec(), make_spec(target="zen4", stacks=("hep", "root"))),
            "_cache/develop/zlib/specs.md": (make_spec("zlib", hash=choices.KNOWN_HASH),),
            "_cache/develop/py-a/specs.md": (make_spec("py-a", compiler=None),),
            "_cache/v1.0/zlib/specs.md": (make_spec("zlib", "v1.0"),),
        }
        matrix, package = Directive("cache:matrix", "", (("totals", ""),)), Role("cache:package", "hdf5")
        table, older = choices.BLOCKS[0], Role("cache:package", "v1.0/zlib")
        described: list[Block] = [Directive("cache:package", "hdf5"), Link("cache-package-zlib")]
        own = Document(title="Own", suffix=".md", blocks=[Directive("cache:package")], specs=(make_spec("cmake"),))
        self.sources.documents = {
            MASTER: Document(title="Start", blocks=[matrix, package]),
            "guide": Document(title="Guide", blocks=[table, older]),
            "notes": Document(title="Notes", suffix=".md", blocks=described),
            "own": own,
        }
        self.sources.toctree = ["guide", "notes", "own"]
        self.warned: set[tuple[str, str]] = set()
        self.before: Tree = {}
        self.stamps: dict[str, dict[str, tuple[int, int]]] = {}
        self.check()

    # -- pages of the cache ---------------------------------------------------------------------------------------

    @rule(path=choices.paths, specs=choices.specs())
    def write_page(self, path: str, specs: tuple[Spec, ...]) -> None:
        self.sources.pages[path] = specs
        self.check()

    @precondition(lambda self: self.sources.pages)
    @rule(data=st.data(), junk=st.sampled_from(choices.JUNK))
    def spoil_page(self, data: st.DataObject, junk: str) -> None:
        path = self._page(data)
        del self.sources.pages[path]
        self.sources.others[path] = junk
        self.check()

    @precondition(lambda self: self.sources.pages)
    @rule(data=st.data())
    def remove_page(self, data: st.DataObject) -> None:
        del self.sources.pages[self._page(data)]
        self.check()

    @precondition(lambda self: self.sources.pages)
    @rule(data=st.data(), where=choices.paths)
    def move_page(self, data: st.DataObject, where: str) -> None:
        self.sources.pages[where] = self.sources.pages.pop(self._page(data))
        self.check()

    @precondition(lambda self: self.sources.pages)
    @rule(data=st.data(), tag=choices.tags, name=choices.names)
    def rename_package(self, data: st.DataObject, tag: str, name: str) -> None:
        path = self._page(data)
        self.sources.pages[path] = tuple(replace(spec, tag=tag, package=name) for spec in self.sources.pages[path])
        self.check()

    @precondition(lambda self: self.sources.pages)
    @rule(data=st.data(), field=st.sampled_from(tuple(choices.FIELDS)))
    def change_spec(self, data: st.DataObject, field: str) -> None:
        path = self._page(data)
        first, *others = self.sources.pages[path]
        changed = replace(first, **{field: data.draw(st.sampled_from(choices.FIELDS[field]))})
        self.sources.pages[path] = (changed, *others)
        self.check()

    @rule(old=choices.tags, new=choices.tags, keep=st.booleans())
    def rename_or_copy_tag(self, old: str, new: str, keep: bool) -> None:
        for path, specs in list(self.sources.pages.items()):
            if specs[0].tag == old != new:
                if not keep:
                    del self.sources.pages[path]
                self.sources.pages[f"_cache/{new}/{specs[0].package}/specs.md"] = tuple(
                    replace(spec, tag=new) for spec in specs
                )
        self.check()

    @rule(tag=choices.tags)
    def remove_tag(self, tag: str) -> None:
        self.sources.pages = {path: specs for path, specs in self.sources.pages.items() if specs[0].tag != tag}
        self.check()

    # -- documents ------------------------------------------------------------------------------------------------

    @rule(name=choices.documents, suffix=st.sampled_from((".rst", ".md")), title=choices.titles, blocks=choices.blocks)
    def write_document(self, name: str, suffix: str, title: str, blocks: list[Block]) -> None:
        self.sources.documents[name] = Document(title=title, suffix=suffix, blocks=blocks)
        self.check()

    @rule(data=st.data(), block=st.sampled_from(choices.BLOCKS))
    def add_or_take_block(self, data: st.DataObject, block: Block) -> None:
        blocks = self.sources.documents[self._document(data)].blocks
        if block in blocks:
            blocks.remove(block)
        else:
            blocks.append(block)
        self.check()

    @rule(data=st.data(), title=choices.titles)
    def change_title(self, data: st.DataObject, title: str) -> None:
        self.sources.documents[self._document(data)].title = title
        self.check()

    @rule(data=st.data(), specs=st.just(()) | choices.specs())
    def make_document_a_page_or_not(self, data: st.DataObject, specs: tuple[Spec, ...]) -> None:
        self.sources.documents[self._document(data)].specs = specs
        self.check()

    @precondition(lambda self: len(self.sources.documents) > 1)
    @rule(data=st.data())
    def remove_document(self, data: st.DataObject) -> None:
        name = self._document(data, but=MASTER)
        del self.sources.documents[name]
        self.sources.toctree = [each for each in self.sources.toctree if each != name]
        self.check()

    @precondition(lambda self: len(self.sources.documents) > 1)
    @rule(data=st.data(), new=choices.documents.filter(lambda name: name != MASTER))
    def rename_document(self, data: st.DataObject, new: str) -> None:
        name = self._document(data, but=MASTER)
        self.sources.documents[new] = self.sources.documents.pop(name)
        self.sources.toctree = [new if each == name else each for each in self.sources.toctree]
        self.check()

    @precondition(lambda self: len(self.sources.documents) > 1)
    @rule(data=st.data())
    def change_toctree(self, data: st.DataObject) -> None:
        names = sorted(self.sources.documents.keys() - {MASTER})
        self.sources.toctree = data.draw(st.lists(st.sampled_from(names), unique=True))
        self.check()

    # -- configuration and templates ------------------------------------------------------------------------------

    @rule(data=st.data(), name=st.sampled_from(tuple(choices.CONF)))
    def configure(self, data: st.DataObject, name: str) -> None:
        self.sources.conf[name] = data.draw(st.sampled_from(choices.CONF[name]))
        self.check()

    @rule(data=st.data(), name=st.sampled_from(tuple(choices.TEMPLATES)))
    def write_template(self, data: st.DataObject, name: str) -> None:
        self.sources.others[f"_templates/{name}"] = data.draw(st.sampled_from(choices.TEMPLATES[name]))
        self.sources.conf["templates_path"] = ["_templates"]
        self.check()

    @precondition(lambda self: self.sources.others.keys() - {"_templates/layout.html"})
    @rule(data=st.data())
    def remove_template_or_junk(self, data: st.DataObject) -> None:
        # Sphinx does not notice that a template of its own pages is gone.
        found = sorted(self.sources.others.keys() - {"_templates/layout.html"})
        self.sources.others.pop(data.draw(st.sampled_from(found)))
        self.check()

    def _page(self, data: st.DataObject) -> str:
        return data.draw(st.sampled_from(sorted(self.sources.pages)))

    def _document(self, data: st.DataObject, but: str = "") -> str:
        return data.draw(st.sampled_from(sorted(self.sources.documents.keys() - {but})))

    # -- what must hold -------------------------------------------------------------------------------------------

    def check(self) -> None:
        """Build after an edit; nothing is built after one that changes no file."""
        touched = self.sources.write()
        if not touched:
            return
        note(f"written: {sorted(touched)}")
        Edits.count += bool(self.before)
        clean, right = self._build_clean(build)
        for mode in MODES:
            self._check_build(mode, clean, right)
        if clean.status:
            # It is not known how far a build came that failed.
            self.stamps.clear()
        else:
            self.warned = _warnings(clean)
            self.before = right

    def _build_clean(self, how: Callable[[Path, Path], Run]) -> tuple[Run, Tree]:
        out = self.folder / "clean"
        clean = how(self.sources.root, out)
        right = read_tree(out, self.sources.documents)
        shutil.rmtree(out)
        shutil.rmtree(f"{out}.doctrees")
        return clean, right

    def _check_build(self, mode: str, clean: Run, right: Tree) -> None:
        out = self.folder / mode
        again = build(self.sources.root, out, mode)
        assert again.status == clean.status, again.warned + clean.warned
        if clean.status:
            return
        wrong = differences(read_tree(out, self.sources.documents), right)
        assert not wrong, f"{mode}: " + "\n".join([*wrong, again.warned])
        assert _warnings(again) <= _warnings(clean), f"{mode} warns of what is right:\n{again.warned}\n{clean.warned}"
        hidden = _warnings(clean) - self.warned - _warnings(again)
        assert not hidden, f"{mode} hides what is wrong: {hidden}\n{again.warned}\n{clean.warned}"
        stamps, known = _stamps(out), self.stamps.get(mode, {})
        same = {name for name in known.keys() & stamps.keys() if right.get(name) == self.before.get(name)}
        assert {name for name in same if known[name] != stamps[name]} == set(), f"{mode} writes what is the same"
        self.stamps[mode] = stamps

    def teardown(self) -> None:
        """A build in a process of its own, which remembers nothing, gives what the last one in this process gave."""
        if not hasattr(self, "folder"):
            return
        try:
            clean, right = self._build_clean(build_apart)
            if not clean.status:
                assert differences(right, self.before) == []
        finally:
            shutil.rmtree(self.folder)


def _stamps(out: Path) -> dict[str, tuple[int, int]]:
    """Of each generated page, which file it is and since when."""
    pages = [path for path in out.rglob("*") if path.is_file() and "cache" in path.relative_to(out).parts]
    return {path.relative_to(out).as_posix(): (path.stat().st_ino, path.stat().st_mtime_ns) for path in pages}


def _warnings(run: Run) -> set[tuple[str, str]]:
    """Where we warned, and of which kind of mistake; the words may say what else there is."""
    return {(match["place"] or "", match["code"]) for match in _WARNING.finditer(run.warned)}


@pytest.mark.usefixtures("compiled_once")
@pytest.mark.parametrize("part", range(4))
def test_a_build_after_an_edit_gives_what_a_build_from_nothing_gives(part: int) -> None:
    Edits.count = 0

    run_state_machine_as_test(
        seed(part)(Edits),
        settings=settings(
            max_examples=5,  # of which Hypothesis spends two on the smallest
            stateful_step_count=22,
            derandomize=True,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )

    assert Edits.count >= 50, "200 edits in all parts"

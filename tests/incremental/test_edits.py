"""Random edits of a project, each followed by a build that must give what a build from nothing gives."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final

import pytest
import sphinx
from hypothesis import HealthCheck, Phase, note, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test
from msgspec.structs import replace

from sphinxext_cache.catalog import Version
from tests.incremental import choices
from tests.incremental.builds import Run, build, build_apart
from tests.incremental.sources import CACHE, MASTER, SAID, Directive, Document, Link, Role, Sources
from tests.incremental.trees import Tree, differences, read_tree
from tests.projects import make_spec

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from sphinxext_cache.catalog import Spec
    from tests.incremental.sources import Block

BUILDERS: Final = ("html", "dirhtml")
IS_SOAK: Final = bool(os.environ.get("SOAK"))
"""Whether there is time for hundreds of edits."""
COMES_TO_THE_END: Final = sphinx.version_info >= (8, 2)
"""Before, Sphinx ended a build with no document to write before it came to any other page."""
MODES: Final = ("-j1", "-j2", "-j4") if IS_SOAK else ("-j1", "-j2")

_WARNING = re.compile(r"^(?:(?P<place>\S+?): )?WARNING: .*\[cache\.(?P<code>\w+)\]$", re.MULTILINE)


@dataclass(slots=True, kw_only=True)
class Output:
    """An output folder, which is built into again and again.

    Attributes:
        mode: The option that says how many processes build.
        right: What was in it after the last build, as it should be.
        warned: What was warned of when the project was last built into it.
        files: Of each file, since when it is there, and what is in it.
    """

    mode: str
    right: Tree = field(default_factory=dict)
    warned: set[tuple[str, str]] = field(default_factory=set)
    files: dict[str, tuple[int, bytes]] = field(default_factory=dict)


class Edits(RuleBasedStateMachine):
    """A project of a few documents and packages; each rule is one edit of it, or something that befalls its output."""

    builder: ClassVar[str] = "html"
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
        self.outputs = [Output(mode=mode) for mode in MODES]
        self.last: tuple[Run, Tree] | None = None
        self.is_shared = False
        self.late: Output | None = None
        self.builder_before = ""
        self.kill_at = 0
        self.dateless = ""
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

    # -- what somebody says of them -------------------------------------------------------------------------------

    @rule(file=st.sampled_from(choices.FACTS), said=st.sampled_from(choices.SAID))
    def say_or_take_back(self, file: str, said: str) -> None:
        """Whoever says it first names the files, too; what contradicts itself in a file is a warning."""
        lines = self.sources.others.get(file, "").splitlines()
        lines = [line for line in lines if line != said] if said in lines else [*lines, said]
        self.sources.others[file] = "".join(f"{line}\n" for line in lines)
        self.sources.conf.setdefault("cache_facts", [*choices.FACTS])
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

    @precondition(lambda _self: COMES_TO_THE_END)
    @rule(text=st.sampled_from(choices.CODE))
    def write_code(self, text: str) -> None:
        self.sources.code = text
        self.check()

    @precondition(lambda _self: COMES_TO_THE_END)
    @rule(data=st.data(), name=st.sampled_from(tuple(choices.TEXTS)))
    def write_file_on_which_no_document_depends(self, data: st.DataObject, name: str) -> None:
        self.sources.others[name] = data.draw(st.sampled_from(choices.TEXTS[name]))
        self.check()

    # -- data whose change nothing but its content tells ----------------------------------------------------------

    @precondition(lambda self: self.sources.pages)
    @rule(data=st.data(), digit=st.sampled_from("0123456789"))
    def change_a_digit(self, data: st.DataObject, digit: str) -> None:
        """The files of pages keep their date always, and here their size, too."""
        path = self._page(data)
        first, *others = self.sources.pages[path]
        self.sources.pages[path] = (_with_last_digit(first, digit), *others)
        self.check()

    @precondition(lambda self: any(_is_described(each) for each in self.sources.documents.values()))
    @rule(data=st.data(), digit=st.sampled_from("0123456789"))
    def change_a_digit_of_a_document_that_is_a_page(self, data: st.DataObject, digit: str) -> None:
        names = [name for name, document in self.sources.documents.items() if _is_described(document)]
        name = data.draw(st.sampled_from(sorted(names)))
        document = self.sources.documents[name]
        first, *others = document.specs
        document.specs = (_with_last_digit(first, digit), *others)
        # Sphinx, which goes by dates, need not see that its copy of the source is old; what is shown is not.
        self.dateless = name + document.suffix
        self.check()
        self.sources.touch(self.dateless)
        self.dateless = ""
        self.check(anyway=True)

    # -- what befalls the output ------------------------------------------------------------------------------------

    @rule()
    def move_the_checkout(self) -> None:
        moved = Path(tempfile.mkdtemp(prefix="edits-")) / "moved"
        self.folder.rename(moved)
        shutil.rmtree(self.folder.parent) if self.folder.name == "moved" else None
        self.folder, self.sources.root = moved, moved / "project"
        self.check(anyway=True)

    @rule()
    def build_again(self) -> None:
        """Twice, for after a build with warnings the next one looks at everything."""
        self.check(anyway=True)
        self.check(anyway=True)

    @precondition(lambda _self: COMES_TO_THE_END)
    @rule(name=st.sampled_from(choices.OUTPUTS), is_removed=st.booleans())
    def remove_or_change_an_output(self, name: str, is_removed: bool) -> None:
        documents = {*self.sources.documents}
        for output in self.outputs:
            file = self._out(output) / self._path(name)
            if file.is_file() and is_removed:
                file.unlink()
            elif file.is_file() and name != ".buildinfo" and name not in documents:  # of which Sphinx says so
                file.write_bytes(file.read_bytes() + b"\n")
            output.files.pop(self._path(name), None)
        self.check(anyway=True)

    def _path(self, name: str) -> str:
        """The path of a page, or of any other file."""
        if "." in name:
            return name
        is_folder = self.builder == "dirhtml" and name != "index" and not name.endswith("/index")
        return f"{name}/index.html" if is_folder else f"{name}.html"

    @rule(output=st.integers(0, len(MODES) - 1))
    def delete_doctrees(self, output: int) -> None:
        shutil.rmtree(self._doctrees(self.outputs[output]), ignore_errors=True)
        self.check(anyway=True)

    @rule()
    def share_or_part_doctrees(self) -> None:
        """Two output folders over one folder of doctrees, or each over one of its own, which may be of long ago."""
        self.is_shared = not self.is_shared
        self.check(anyway=True)

    @rule(output=st.integers(0, len(MODES) - 1))
    def build_later(self, output: int) -> None:
        """Leave one of the folders out after the next edit."""
        self.late = self.outputs[output]

    @rule(builder=st.sampled_from(("latex", "text", "singlehtml", *BUILDERS)))
    def build_otherwise_first(self, builder: str) -> None:
        """After the next edit, another builder reads the documents first."""
        self.builder_before = builder

    @rule(moment=st.integers(1, 200))
    def kill_the_next_build(self, moment: int) -> None:
        self.kill_at = moment

    def _page(self, data: st.DataObject) -> str:
        return data.draw(st.sampled_from(sorted(self.sources.pages)))

    def _document(self, data: st.DataObject, but: str = "") -> str:
        return data.draw(st.sampled_from(sorted(self.sources.documents.keys() - {but})))

    # -- what must hold -------------------------------------------------------------------------------------------

    def check(self, *, anyway: bool = False) -> None:
        """Build after an edit; nothing is built after one that changes no file, unless something befell the output."""
        touched = self.sources.write(keep_date=self.dateless)
        if not touched and not anyway:
            return
        note(f"written: {sorted(touched)}")
        Edits.count += self.last is not None
        if touched or self.last is None:
            self.last = self._build_clean(build)
        clean, right = self.last
        late, self.late = self.late, None
        said: set[tuple[str, str]] = set()
        for output in self.outputs:
            if output is not late:
                self._prepare(output, said)
                self._check_build(output, clean, right, said)
        self.builder_before, self.kill_at = "", 0

    def _out(self, output: Output) -> Path:
        return self.folder / output.mode

    def _doctrees(self, output: Output) -> Path:
        return self.folder / ("shared" if self.is_shared else f"{output.mode}.doctrees")

    def _build_clean(self, how: Callable[..., Run]) -> tuple[Run, Tree]:
        out = self.folder / "clean"
        clean = how(self.sources.root, out, "-b", self.builder)
        right = read_tree(out, self.sources.documents)
        shutil.rmtree(out)
        shutil.rmtree(f"{out}.doctrees")
        return clean, right

    def _prepare(self, output: Output, said: set[tuple[str, str]]) -> None:
        """Do what shall come before a build: that of another builder, or one that does not end."""
        doctrees = ("-d", str(self._doctrees(output)))
        if self.builder_before and self.builder_before != self.builder:
            out = self._out(output).with_name(f"{output.mode}.{self.builder_before}")
            run = build(self.sources.root, out, "-b", self.builder_before, *doctrees)
            said |= _warnings(run)
        if self.kill_at:
            hooks = {"WATCHED_FOLDER": str(self.folder), "KILL_AT": str(self.kill_at)}
            killed = build_apart(
                self.sources.root, self._out(output), "-b", self.builder, output.mode, *doctrees, **hooks
            )
            said |= _warnings(killed)

    def _check_build(self, output: Output, clean: Run, right: Tree, said: set[tuple[str, str]]) -> None:
        out = self._out(output)
        doctrees = ("-d", str(self._doctrees(output)))
        again = build(self.sources.root, out, "-b", self.builder, output.mode, *doctrees)
        assert again.status == clean.status, again.warned + clean.warned
        if clean.status:
            output.files.clear()  # it is not known how far a build came that failed
            return
        found = read_tree(out, self.sources.documents)
        if self.dateless:
            copy = f"_sources/{self.dateless}.txt"
            found[copy] = right[copy]
        wrong = differences(found, right)
        assert not wrong, f"{output.mode}: " + "\n".join([*wrong, again.warned])
        said |= _warnings(again)
        assert _warnings(again) <= _warnings(clean), (
            f"{output.mode} warns of what is right:\n{again.warned}\n{clean.warned}"
        )
        hidden = _warnings(clean) - output.warned - said
        # Whoever reads a document warns of it, be it for another output.
        assert not hidden or self.is_shared, (
            f"{output.mode} hides what is wrong: {hidden}\n{again.warned}\n{clean.warned}"
        )
        of_sources = {(place, code) for place, code in _warnings(clean) if place.startswith((*CACHE, SAID))}
        assert of_sources <= _warnings(again), f"{output.mode} does not say again what is wrong: {again.warned}"
        files = _files(out, self.sources.documents)
        written = {name for name, (_time, content) in output.files.items() if files.get(name, ())[1:] == (content,)}
        written = {name for name in written if files[name] != output.files[name]}
        assert written == set(), f"{output.mode} writes what is the same"
        output.files, output.right, output.warned = files, right, _warnings(clean)

    def teardown(self) -> None:
        """A build in a process of its own, which remembers nothing, gives what the last one in this process gave."""
        if not hasattr(self, "folder"):
            return
        try:
            clean, right = self._build_clean(build_apart)
            if not clean.status and self.last is not None:
                assert differences(right, self.last[1]) == []
        finally:
            shutil.rmtree(self.folder)


def _with_last_digit(spec: Spec, digit: str) -> Spec:
    text = spec.version.text
    return replace(spec, version=Version(text[:-1] + digit)) if text[-1].isdigit() else spec


def _is_described(document: Document) -> bool:
    """Whether a document is a page, and shows itself."""
    return bool(document.specs) and any(
        isinstance(block, Directive) and block == choices.ITSELF for block in document.blocks
    )


def _files(out: Path, documents: Collection[str]) -> dict[str, tuple[int, bytes]]:
    """Of each file, since when it is there, and what is in it.

    The pages of documents are left out, and their sources, for Sphinx says when they are written; and so is what says
    how the last build went.
    """
    found = {path.relative_to(out).as_posix(): path for path in out.rglob("*") if path.is_file()}
    theirs = {f"{name}{end}" for name in documents for end in (".html", "/index.html")}
    wanted = [name for name in found if name not in theirs and not name.startswith(("_sources/", "."))]
    return {name: (found[name].stat().st_mtime_ns, found[name].read_bytes()) for name in wanted}


def _warnings(run: Run) -> set[tuple[str, str]]:
    """Where we warned, and of which kind of mistake; the words may say what else there is."""
    found = _WARNING.finditer(run.warned)
    return {((match["place"] or "").rpartition("/project/")[2], match["code"]) for match in found}


@pytest.mark.parametrize("part", range(4))
def test_a_build_after_an_edit_gives_what_a_build_from_nothing_gives(
    part: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With ``SOAK=1`` in the environment, there are some hundred edits in each part."""
    monkeypatch.setattr(Edits, "builder", BUILDERS[part % len(BUILDERS)])
    Edits.count = 0

    run_state_machine_as_test(
        seed(part + int(os.environ.get("SOAK_SEED", "0")))(Edits),
        settings=settings(
            max_examples=20 if IS_SOAK else 5,  # of which Hypothesis spends two on the smallest
            stateful_step_count=30 if IS_SOAK else 22,
            derandomize=not IS_SOAK,
            database=None,
            phases=[Phase.generate],  # to find a shorter way to a mistake takes far longer than to read this one
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )

    assert Edits.count >= (300 if IS_SOAK else 40), "so many edits, and as many builds of each kind"

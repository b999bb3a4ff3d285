"""The reference names all there is, and nothing else."""

from __future__ import annotations

import ast
import inspect
import re
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Final

import jinja2
import pytest
from docutils import nodes
from jinja2.sandbox import SandboxedEnvironment
from sphinx import addnodes
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.config import Config

from sphinxext_cache import catalog
from sphinxext_cache.catalog import Code
from sphinxext_cache.catalog.model import DEPENDENCY_TYPES
from sphinxext_cache.catalog.sources.front_matter import header
from sphinxext_cache.catalog.sources.front_matter.wire import FullDetail, Meta
from sphinxext_cache.catalog.spack import syntax, variants, versions
from sphinxext_cache.command.main import COMMANDS, main
from sphinxext_cache.config.register import read_config
from sphinxext_cache.config.settings import PREFIX, CacheConfig
from sphinxext_cache.documents.directives import DIRECTIVES
from sphinxext_cache.documents.directives.changes import GROUPS
from sphinxext_cache.documents.directives.package import PARTS
from sphinxext_cache.documents.directives.packages import COLUMNS as PACKAGE_COLUMNS
from sphinxext_cache.documents.directives.packages import STYLES
from sphinxext_cache.domain.cache_domain import cache_domain
from sphinxext_cache.domain.lookup import KINDS
from sphinxext_cache.pages.page import VARIABLES
from sphinxext_cache.pages.theming import PAGE_KIND, template_environment
from sphinxext_cache.tables import CELLS, COLUMNS, FACETS, HISTORY_CELLS
from sphinxext_cache.tables import STYLES as TABLE_STYLES
from sphinxext_cache.tables.change_columns import COLUMNS as CHANGE_COLUMNS
from sphinxext_cache.tables.columns import for_scripts
from tests.checkout import assets
from tests.environments import ROOT
from tests.projects import Project, make_spec

if TYPE_CHECKING:
    from collections.abc import Collection

    from tests.docs.blocks import Documentation

_PACKAGE: Final = Path(catalog.__file__).parents[1]
_OLDER_NAMES: Final = {"noindex", "noindexentry", "nocontentsentry"}
"""Sphinx's former names of options, which the description of the newer ones mentions."""
_KNOWN_VALUES: Final = {
    ("cache:specs", "columns"): tuple(COLUMNS),
    ("cache:matrix", "rows"): tuple(FACETS),
    ("cache:matrix", "cell"): CELLS,
    ("cache:packages", "style"): STYLES,
    ("cache:packages", "columns"): PACKAGE_COLUMNS,
    ("cache:changes", "columns"): tuple(CHANGE_COLUMNS),
    ("cache:changes", "group"): GROUPS,
    ("cache:package", "show"): PARTS,
    ("cache:history", "style"): TABLE_STYLES,
    ("cache:targets", "style"): TABLE_STYLES,
    ("cache:stacks", "style"): TABLE_STYLES,
    ("cache:history", "cell"): HISTORY_CELLS,
    ("cache:tree", "types"): DEPENDENCY_TYPES,
}
"""The options whose values are names, with those names."""


def _objects(docs: Documentation, domain: str, kind: str) -> set[str]:
    """The names of all objects of a type that the documentation describes."""
    return {each[0] for each in docs.app.env.get_domain(domain).get_objects() if each[2] == kind}


def _literals(node: nodes.Element) -> set[str]:
    """What is set as code within a node, but for references, and for examples with what they give."""
    return {
        literal.astext()
        for literal in node.findall(nodes.literal)
        if not isinstance(literal.parent, addnodes.pending_xref) and not _is_shown(literal)
    }


def _is_shown(node: nodes.Node | None) -> bool:
    while node is not None:
        if isinstance(node, nodes.container) or (isinstance(node, addnodes.desc) and node["domain"] == "cache"):
            return True
        node = node.parent
    return False


def _section(docs: Documentation, docname: str, title: str) -> nodes.section:
    """The section of a document that has a title."""
    sections = docs.app.env.get_doctree(docname).findall(nodes.section)
    return next(section for section in sections if section[0].astext() == title)


def _field_names(node: nodes.Element) -> set[str]:
    """The names of the fields right in a section."""
    lists = [child for child in node.children if isinstance(child, nodes.field_list)]
    return {name.astext() for each in lists for name in each.findall(nodes.field_name)}


def test_the_documentation_builds_without_a_warning(docs: Documentation) -> None:
    assert docs.warnings == []


def test_each_directive_and_each_of_its_options_is_described(docs: Documentation) -> None:
    options = {
        f"cache:{directive}:{option}"
        for directive, made in DIRECTIVES.items()
        for option in made.option_spec or ()
        if option not in _OLDER_NAMES
    }

    assert _objects(docs, "rst", "directive") == {f"cache:{name}" for name in DIRECTIVES}
    assert _objects(docs, "rst", "directive:option") == options


def test_older_names_of_options_are_mentioned(docs: Documentation) -> None:
    exist = {option for made in DIRECTIVES.values() for option in made.option_spec or () if option in _OLDER_NAMES}
    assert exist == _OLDER_NAMES
    assert _literals(docs.app.env.get_doctree("reference/directives")) >= _OLDER_NAMES


@pytest.mark.parametrize(("directive", "option"), _KNOWN_VALUES)
def test_an_option_that_takes_names_lists_them_all(directive: str, option: str, docs: Documentation) -> None:
    described = next(
        desc
        for desc in docs.app.env.get_doctree("reference/directives").findall(addnodes.desc)
        if desc["objtype"] == "directive:option"
        and f"directive-option-{directive}-{option}".replace(":", "-") in _ids(desc)
    )

    assert _literals(described) == set(_KNOWN_VALUES[directive, option])


def _ids(desc: addnodes.desc) -> set[str]:
    return {name for signature in desc.findall(addnodes.desc_signature) for name in signature["ids"]}


def test_each_role_is_described(docs: Documentation) -> None:
    domain = cache_domain(docs.app.env)
    assert _objects(docs, "rst", "role") == {f"cache:{name}" for name in domain.roles}


def test_each_configuration_value_is_described(docs: Documentation) -> None:
    registered = {value.name for value in docs.app.config if value.name.startswith(PREFIX)}
    assert _objects(docs, "std", "confval") == registered
    assert registered == {PREFIX + item.name for item in fields(CacheConfig)}


def test_each_configuration_value_has_an_example_that_is_valid(docs: Documentation) -> None:
    described = [
        desc
        for desc in docs.app.env.get_doctree("reference/configuration").findall(addnodes.desc)
        if desc["objtype"] == "confval"
    ]
    assert len(described) == len(fields(CacheConfig))
    for desc in described:
        (name,) = (signature["fullname"] for signature in desc.findall(addnodes.desc_signature))
        (example,) = (block.astext() for block in desc.findall(nodes.literal_block))
        (assigned,) = ast.parse(example).body
        assert isinstance(assigned, ast.Assign)
        config = Config({}, {name: ast.literal_eval(assigned.value)})
        for item in fields(CacheConfig):
            config.add(PREFIX + item.name, getattr(CacheConfig(), item.name), "env", ())

        read_config(docs.app, config)

        assert ast.unparse(assigned.targets[0]) == name
        assert getattr(CacheConfig.of(config), name.removeprefix(PREFIX)) != getattr(
            CacheConfig(), name.removeprefix(PREFIX)
        ), "it shows something else than the default"


def test_each_group_of_values_leads_to_a_guide(docs: Documentation) -> None:
    sections = docs.app.env.get_doctree("reference/configuration").findall(nodes.section)
    groups = [each for each in sections if any(isinstance(child, addnodes.desc) for child in each.children)]
    assert len(groups) == 5
    for group in groups:
        leads = [ref["reftarget"] for ref in group.findall(addnodes.pending_xref) if ref["reftype"] == "doc"]
        assert any(target.startswith("/how-to/") for target in leads), group[0].astext()


def test_each_warning_is_described(docs: Documentation) -> None:
    terms = docs.app.env.get_doctree("reference/warnings").findall(nodes.term)
    assert {term.astext() for term in terms} == {f"cache.{code}" for code in Code}


def test_each_warning_is_given_somewhere() -> None:
    sources = "".join(path.read_text(encoding="utf-8") for path in _PACKAGE.rglob("*.py"))
    assert set(re.findall(r"\bCode\.([A-Z]+)\b", sources)) == {code.name for code in Code}


def test_each_variable_of_each_template_is_described_and_given(
    docs: Documentation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: dict[str, set[str]] = {}
    render = jinja2.Template.render

    def record(self: jinja2.Template, *arguments: dict[str, object], **named: object) -> str:
        if (self.name or "").startswith("cache/"):
            assert self.name is not None
            given.setdefault(self.name, set()).update(dict(*arguments, **named))
        return render(self, *arguments, **named)

    monkeypatch.setattr(jinja2.Template, "render", record)
    project = Project(root=tmp_path)
    project.add(make_spec(), make_spec(tag="v1.0"))
    project.write("index.rst", "Title\n=====\n")
    project.build()

    assert given.keys() == {f"cache/{kind}.html" for kind in VARIABLES}
    for template, variables in given.items():
        assert _field_names(_section(docs, "reference/pages", template)) == variables, template


def test_what_all_templates_have_is_described(docs: Documentation) -> None:
    assert isinstance(docs.app.builder, StandaloneHTMLBuilder)
    ours = template_environment(docs.app.builder).globals.keys() - SandboxedEnvironment().globals.keys()
    section = _section(docs, "reference/pages", "Templates")
    said = {
        text.partition("(")[0]
        for part in section.children
        if isinstance(part, nodes.paragraph)
        for text in _literals(part)
    }

    assert {name for name in said if name.isidentifier()} == ours | {PAGE_KIND, "templates_path"}


def test_each_template_is_named(docs: Documentation) -> None:
    said = {
        text
        for text in _literals(docs.app.env.get_doctree("reference/pages"))
        if re.fullmatch(r"cache/\w+\.html", text)
    }
    assert said == {f"cache/{kind}.html" for kind in VARIABLES}


@pytest.mark.parametrize(
    ("title", "keys"),
    [
        ("Keys of front matter", header.KEYS),
        ("Keys of a spec", FullDetail.__struct_fields__),
        ("Keys of meta", Meta.__struct_fields__),
    ],
)
def test_each_key_of_a_page_is_described(title: str, keys: Collection[str], docs: Documentation) -> None:
    assert _field_names(_section(docs, "reference/input", title)) == set(keys)


def test_the_pages_that_the_reference_shows_are_read(docs: Documentation) -> None:
    shown = [block.text for block in docs.blocks("reference/input") if block.language == "yaml"]
    assert len(shown) > 1
    for text in shown:
        page = catalog.read_front_matter(text.encode(), "specs.md")
        assert page.problems == ()
        assert page.package is not None
        assert len(page.package.specs) == 1


def test_each_name_of_the_python_api_is_described(docs: Documentation) -> None:
    described = {
        name.removeprefix("sphinxext_cache.catalog.")
        for name, _shown, _kind, docname, _anchor, _priority in docs.app.env.get_domain("py").get_objects()
        if docname == "reference/python"
    }

    assert {name for name in described if "." not in name} == set(catalog.__all__)
    members = {name for name in dir(catalog.Catalog) if not name.startswith("_")}
    assert {name.removeprefix("Catalog.") for name in described if name.startswith("Catalog.")} == members


def test_each_command_is_described_by_its_own_help(
    docs: Documentation, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    shown = [block.text for block in docs.blocks("reference/command-line") if block.language == "console"]

    assert len(shown) == len(COMMANDS) + 1
    for name, text in zip(("", *COMMANDS), shown, strict=True):
        assert main([*name.split(), "--help"]) == 0
        assert text == f"$ {' '.join(['sphinxext-cache', *name.split()])} --help\n{capsys.readouterr().out}"
    titles = [node[0].astext() for node in docs.app.env.get_doctree("reference/command-line").findall(nodes.section)]
    assert titles[1:] == [*COMMANDS]


def test_each_type_of_object_and_each_of_its_labels_is_in_the_list_of_the_inventory(docs: Documentation) -> None:
    said = _literals(docs.app.env.get_doctree("reference/inventory"))
    assert {text for text in said if text.startswith("cache:")} == {f"cache:{kind}" for kind in KINDS}
    labels = {text for text in said if text.startswith("cache-")}
    assert labels == {f"cache-{kind}-<{kind}>" for kind in KINDS if kind != "spec"}


def test_each_rule_of_the_grammar_is_listed(docs: Documentation) -> None:
    section = _section(docs, "reference/queries", "Grammar")
    listed = [rule[1] for item in section.findall(nodes.list_item) if (rule := re.match(r"(\w+) = ", item.astext()))]
    sources = [inspect.getsource(module) for module in (syntax, versions, variants)]

    assert sorted(listed) == sorted(re.findall(r'"""Read ``(\w+) = ', "".join(sources)))
    assert len(listed) > 10


def test_each_key_of_queries_is_named(docs: Documentation) -> None:
    section = _section(docs, "reference/queries", "Grammar")
    *_rules, last = section.findall(nodes.paragraph)
    keys = {text for text in _literals(last) if text.isidentifier()}
    assert {"stack", "tag", "os", "target", "platform", "arch"} <= keys
    for key in keys:
        assert syntax.read_keys(f"{key}=a-b-c", syntax.read_terms(f"{key}=a-b-c")), key


def _fields_of(docs: Documentation, docname: str) -> set[str]:
    """The names of all fields of a document."""
    return {name.astext() for name in docs.app.env.get_doctree(docname).findall(nodes.field_name)}


def _static(suffix: str) -> str:
    """All our files of a kind that pages load, as they are written, in one."""
    return "".join(text for name, text in assets.join().items() if name.endswith(f".{suffix}"))


def test_each_class_that_pages_or_scripts_give_is_described(docs: Documentation) -> None:
    name = r"cache-[a-z]+(?:-[a-z]+)*(?:-[0-9])?\b"
    given = set(re.findall(rf"\.({name})", _static("css")))
    given |= set(re.findall(rf'(?<=[" .])({name})(?=[" ,)\]`])', _static("js")))
    for path in Path(docs.app.outdir).rglob("*.html"):
        classes = re.findall(r' class="([^"]*)"', path.read_text(encoding="utf-8"))
        given.update(each for each in " ".join(classes).split() if re.fullmatch(name, each))

    assert {each for each in _fields_of(docs, "reference/styles") if each.startswith("cache-")} == given


def test_each_custom_property_is_described(docs: Documentation) -> None:
    given = set(re.findall(r"--cache-[a-z]+", _static("css") + _static("js")))
    assert {each for each in _fields_of(docs, "reference/styles") if each.startswith("--")} == given


def test_each_file_that_pages_load_is_described(docs: Documentation) -> None:
    given = {path.name for path in (Path(docs.app.outdir) / "_static").glob("sphinxext-cache*")}
    assert {each for each in _fields_of(docs, "reference/styles") if each.startswith("sphinxext")} == given


def test_each_key_of_an_address_and_what_is_remembered_is_described(docs: Documentation) -> None:
    scripts = _static("js")
    facets = {name for name, _field in for_scripts()["facets"]}
    address = (ROOT / "sphinxext_cache/assets/scripts/address.js").read_text(encoding="utf-8")
    keys = facets | (set(re.findall(r"@property \{.+?\} (\w+)", address)) - {"chosen"})
    remembered = {f"sphinxext-cache-{name}" for name in re.findall(r'const (?:STORED|HIDDEN) = "([^"]+)"', scripts)}

    assert set(re.findall(r"(?<!\.)\bremember\((\w+)", scripts)) == {"STORED", "HIDDEN"}
    assert _fields_of(docs, "reference/tables") == keys | remembered


def test_the_fields_of_a_download_are_named_in_their_order(docs: Documentation) -> None:
    fields = [field["name"] for field in for_scripts()["fields"]]
    literals = _section(docs, "reference/data-files", "The rows of a table").findall(nodes.literal)
    # A list of packages has some of them, too, which come later.
    named = dict.fromkeys(literal.astext() for literal in literals)
    assert [name for name in named if name in fields] == fields

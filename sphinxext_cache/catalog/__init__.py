"""Spack build caches as data: read sources, order versions and targets, answer queries. No Sphinx, no docutils."""

from __future__ import annotations

from sphinxext_cache.catalog.compare import apply, compare
from sphinxext_cache.catalog.difference import Change, ChangeKind, Count, Difference, PackageDifference, Values
from sphinxext_cache.catalog.fact_files.load import load_facts, survey_facts
from sphinxext_cache.catalog.facts import Extra, Fact, FactKind, FactName, Facts
from sphinxext_cache.catalog.graph import Graph
from sphinxext_cache.catalog.index import Catalog
from sphinxext_cache.catalog.model import Dependency, Installation, Origin, Package, Spec
from sphinxext_cache.catalog.names import is_safe_segment, natural_key
from sphinxext_cache.catalog.problems import Code, Problem
from sphinxext_cache.catalog.providers import PROVIDERS
from sphinxext_cache.catalog.query import DependencyTerm, Query
from sphinxext_cache.catalog.query_text import parse_query
from sphinxext_cache.catalog.sources.admit import Admission
from sphinxext_cache.catalog.sources.draft import AnyDraft, Draft, Edge, More
from sphinxext_cache.catalog.sources.expand import expand_sources
from sphinxext_cache.catalog.sources.file_admission import FileAdmission
from sphinxext_cache.catalog.sources.folder import SourceFolder
from sphinxext_cache.catalog.sources.front_matter.reader import FrontMatter, FrontMatterReader, read_front_matter
from sphinxext_cache.catalog.sources.front_matter.writer import dump
from sphinxext_cache.catalog.sources.intake import Content, Intake
from sphinxext_cache.catalog.sources.item import SourceItem
from sphinxext_cache.catalog.sources.load import load, survey
from sphinxext_cache.catalog.sources.source import Source
from sphinxext_cache.catalog.sources.spack_files.spack_file import SpackFile
from sphinxext_cache.catalog.spack.syntax import QuerySyntaxError
from sphinxext_cache.catalog.spack.versions import Version, VersionList, VersionRange, VersionSyntaxError, preferred
from sphinxext_cache.catalog.tag_index import spec_key
from sphinxext_cache.catalog.tag_order import newest_first
from sphinxext_cache.catalog.virtuals import Provider, Virtuals
from sphinxext_cache.catalog.vocabulary import Vocabulary

__all__ = [
    "PROVIDERS",
    "Admission",
    "AnyDraft",
    "Catalog",
    "Change",
    "ChangeKind",
    "Code",
    "Content",
    "Count",
    "Dependency",
    "DependencyTerm",
    "Difference",
    "Draft",
    "Edge",
    "Extra",
    "Fact",
    "FactKind",
    "FactName",
    "Facts",
    "FileAdmission",
    "FrontMatter",
    "FrontMatterReader",
    "Graph",
    "Installation",
    "Intake",
    "More",
    "Origin",
    "Package",
    "PackageDifference",
    "Problem",
    "Provider",
    "Query",
    "QuerySyntaxError",
    "Source",
    "SourceFolder",
    "SourceItem",
    "SpackFile",
    "Spec",
    "Values",
    "Version",
    "VersionList",
    "VersionRange",
    "VersionSyntaxError",
    "Virtuals",
    "Vocabulary",
    "apply",
    "compare",
    "dump",
    "expand_sources",
    "is_safe_segment",
    "load",
    "load_facts",
    "natural_key",
    "newest_first",
    "parse_query",
    "preferred",
    "read_front_matter",
    "spec_key",
    "survey",
    "survey_facts",
]

"""Support for references other than resolving them: helpful warnings, and labels for other projects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinxext_cache.catalog import Code
from sphinxext_cache.catalog.names import shorten
from sphinxext_cache.catalog.unknown import unknown_name
from sphinxext_cache.domain.cache_domain import CacheDomain, cache_domain
from sphinxext_cache.domain.claims import OUR_INDICES
from sphinxext_cache.domain.lookup import BY_LABEL, KINDS, LABEL, LABELLED, SHORTEST_PREFIX, split_target
from sphinxext_cache.host.environment import standard_domain
from sphinxext_cache.tables import Ref
from sphinxext_cache.warnings import warn_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.addnodes import pending_xref
    from sphinx.application import Sphinx
    from sphinx.domains import Domain
    from sphinx.environment import BuildEnvironment


def note_references(app: Sphinx, doctree: nodes.document) -> None:
    """Record the references in a document, including labels."""
    found = {
        (node["reftype"], node["reftarget"])
        for node in doctree.findall(addnodes.pending_xref)
        if node.get("refdomain") == CacheDomain.name or node.get("reftype") in BY_LABEL
    }
    if found:
        cache_domain(app.env).references[app.env.docname] = found


def warn_missing(_app: Sphinx, domain: Domain | None, node: pending_xref) -> bool | None:
    """Warn about an unresolved reference, and suggest similar names; return True if Sphinx need not warn."""
    if not isinstance(domain, CacheDomain) or node.get("reftype") not in KINDS:
        return None
    kind, target = node["reftype"], node["reftarget"]
    found = domain.lookup.find(kind, target)
    if len(found) > 1:
        fitting = ", ".join(f"/{ref.name} ({domain.catalog.find(ref.name, ref.tag)[0].package})" for ref in found[:8])
        more = f" and {len(found) - 8} more" if len(found) > 8 else ""  # noqa: PLR2004 the number of specs shown
        warn_at(Code.AMBIGUOUS, f"the hash prefix '{target}' matches {len(found)} specs: {fitting}{more}", node)
    else:
        warn_at(Code.REFERENCE, _missing(domain, kind, target), node)
    return True


def _missing(domain: CacheDomain, kind: str, target: str) -> str:
    catalog = domain.catalog
    tag, name = split_target(kind, target)
    if tag and tag not in catalog.tags:
        return _no_tag(domain, kind, tag, name)
    if kind != "spec":
        return unknown_name(catalog, kind, name, tag).message
    others = [other for other in KINDS if other != "spec" and domain.lookup.find(other, target)]
    hint = f"; there is a {others[0]} of that name: write :cache:{others[0]}:`{shorten(target)}`" if others else ""
    if len(name) < SHORTEST_PREFIX:
        return f"the hash prefix '{shorten(target)}' is too short: use at least {SHORTEST_PREFIX} characters{hint}"
    place = f"in '{tag}'" if tag else "in any tag"
    lower = name.lower()
    if lower != name and domain.lookup.find(kind, f"{tag}/{lower}" if tag else lower):
        hint = f"; did you mean {lower}?"
    return f"no spec whose hash begins with '{shorten(name)}' {place} of the build cache{hint}"


def _no_tag(domain: CacheDomain, kind: str, tag: str, name: str) -> str:
    """The message for a reference with an unknown tag before its slash."""
    catalog = domain.catalog
    if kind == "spec" and domain.lookup.find("package", tag):
        # In Spack, the hash follows the package.
        known = "" if domain.lookup.find(kind, name) else ", but no spec has that hash"
        return f"expected a hash, or tag/hash, found '{tag}/{name}': '{tag}' is a package; write '/{name}'{known}"
    if name in catalog.tags and domain.lookup.find(kind, f"{name}/{tag}"):
        return f"expected tag/{kind}, found '{tag}/{name}'; write '{name}/{tag}'"
    return unknown_name(catalog, "tag", tag).message


def update_labels(_app: Sphinx, env: BuildEnvironment) -> None:
    """Register labels such as ``cache-package-hdf5``, which projects without this extension can use as well.

    Every build makes them anew: the catalog may have changed, and not every builder has generated pages. A label that a
    document defines takes precedence.
    """
    standard = standard_domain(env)
    for labels in (standard.labels, standard.anonlabels):
        for label in [label for label in labels if LABEL.fullmatch(label)]:
            if labels[label][0] not in env.all_docs or _is_ours(env, labels[label][0], labels[label][1]):
                del labels[label]
    for label, docname, anchor, text in _labels(cache_domain(env)):
        if label not in standard.labels and label not in standard.anonlabels:
            standard.labels[label] = (docname, anchor, text)
            standard.anonlabels[label] = (docname, anchor)


def have_labels_last(env: BuildEnvironment) -> None:
    """Make our labels point to permalinks, once they are only needed for the inventory."""
    standard, domain = standard_domain(env), cache_domain(env)
    permalinks = domain.page_places.permalinks if domain.page_places is not None else {}
    for (kind, name), permalink in permalinks.items():
        label = f"cache-{kind}-{name}".lower()
        place = domain.places.locate(Ref(kind, domain.catalog.default_tag or "", name))
        if place is not None and standard.labels.get(label) == (place.page, place.anchor, name):
            standard.labels[label] = (permalink.page, "", name)
            standard.anonlabels[label] = (permalink.page, "")


def is_label_of_ours(name: str) -> bool:
    """Whether a label depends on the catalog, including those of indices."""
    return LABEL.fullmatch(name) is not None or name in OUR_INDICES


def _is_ours(env: BuildEnvironment, docname: str, anchor: str) -> bool:
    return any(each.node_id == anchor for each in cache_domain(env).descriptions.by_document.get(docname, ()))


def _labels(domain: CacheDomain) -> Iterator[tuple[str, str, str, str]]:
    tag = domain.catalog.default_tag or ""
    for kind in LABELLED:
        another = domain.page_names.renamed(kind, tag)  # names that differ from these only in case have their labels
        for name in domain.lookup.names(kind, tag):
            if name in another:
                continue
            place = domain.places.locate(Ref(kind, name if kind == "tag" else tag, name))
            if place is not None and (place.is_document or domain.has_pages):
                # Sphinx looks labels up in lower case.
                yield f"cache-{kind}-{name}".lower(), place.page, place.anchor, name


class ResolveLabels(SphinxPostTransform):
    """Turns references to our labels into references of the domain if the builder has no pages with these labels.

    They can be written as ``:ref:`cache-package-hdf5```, likewise with ``:any:``, or as ``[HDF5](#cache-package-hdf5)``
    in MyST.
    """

    default_priority = 8  # before MyST and Sphinx resolve references

    def run(self, **_kwargs: Any) -> None:  # noqa: ANN401 the signature is docutils'
        """Process the references in a document."""
        domain = cache_domain(self.env)
        known = standard_domain(self.env).anonlabels
        for node in self.document.findall(addnodes.pending_xref):
            match = LABEL.fullmatch(node.get("reftarget", ""))
            if match is None or node.get("reftype") not in BY_LABEL or node["reftarget"] in known:
                continue
            # Intersphinx resolves unknown labels, which other projects may have.
            name = domain.lookup.labelled(match[1], match[2]) or match[2]  # it may be described only in a document
            if domain.lookup.find(match[1], name):
                if not node.get("refexplicit"):
                    node[:] = [nodes.inline(name, name)]
                node.attributes.update(refdomain="cache", reftype=match[1], reftarget=name)


def setup_references(app: Sphinx) -> None:
    """Register the transform."""
    app.add_post_transform(ResolveLabels)

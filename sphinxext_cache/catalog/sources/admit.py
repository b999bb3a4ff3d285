"""Decides what becomes a `Spec`, whatever its source: the only place that decides what is safe to show and to link to.

A reader parses its format into drafts, and knows how values are written there. `file_admission` notes what is refused,
with its place in the file.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import msgspec

from sphinxext_cache.catalog.limits import MAX_SIZE, MAX_SPECS, MAX_STACKS, max_fields
from sphinxext_cache.catalog.model import Spec
from sphinxext_cache.catalog.names import first_unseen, is_safe_segment, natural_key, shorten
from sphinxext_cache.catalog.problems import Code
from sphinxext_cache.catalog.sources.extras import Extras
from sphinxext_cache.catalog.sources.findings import UnusableError, missing, unsafe
from sphinxext_cache.catalog.sources.intake import Intake
from sphinxext_cache.catalog.sources.known import Known
from sphinxext_cache.catalog.spack.versions import Version

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from sphinxext_cache.catalog.sources.draft import AnyDraft, More

_HASH: Final = re.compile(r"[a-z0-9]{32}")
_HASH_LENGTH: Final = 32
_OF_HASHES: Final = b"abcdefghijklmnopqrstuvwxyz0123456789"
_NO_SIZE: Final = frozenset(("-", None))
_WEB_ADDRESS: Final = re.compile(r"https?://[A-Za-z0-9!#$%&()*+,./:;=?@\[\]_~-]+")


class Admission:
    """Decides for all sources of a catalog what becomes a spec; what their specs have in common is held once.

    Args:
        hidden_stacks: Names that are no stacks: taken away from every spec.
        intake: Reads files for the same sources; None for one that begins here.

    Attributes:
        intake: What reads files.
    """

    def __init__(self, hidden_stacks: Collection[str] = (), intake: Intake | None = None) -> None:
        self.intake = intake or Intake()
        self._hidden_stacks = frozenset(hidden_stacks)
        self._names: Known[str, bool] = Known(is_safe_segment)
        self._versions: Known[str, Version] = Known(_version)
        self._compilers: Known[str, str | None] = Known(_compiler)
        self._oss: Known[str | None, str] = Known(partial(_shown, "os"))
        self._platforms: Known[str | None, str] = Known(partial(_shown, "platform"))
        self._targets: Known[str | None, str] = Known(_target)
        self._variants: Known[tuple[str, ...], tuple[str, ...]] = Known(_variants)
        self._stacks: Known[tuple[str, ...], tuple[str, ...]] = Known(self._visible)
        self._extras = Extras()

    def is_name(self, name: str) -> bool:
        """Tell whether something may be the name of a package, a tag, a stack or a target."""
        return self._names[name]

    def at_once(self, drafts: Sequence[AnyDraft], package: str, tag: str) -> tuple[Spec, ...] | None:
        """Admit all specs of a package; None if anything is unusual about any, which a `FileAdmission` then tells.

        Args:
            drafts: The specs, each with a hash. The reader knows that all strings in them are printable.
            package: The name of the package.
            tag: The tag.
        """
        hashes = {draft.hash or "" for draft in drafts}
        if not _are_hashes(hashes) or len(hashes) != len(drafts) or len(drafts) > MAX_SPECS:
            return None
        sizes = {draft.size for draft in drafts}
        if not (sizes <= _NO_SIZE or all(isinstance(size, int) and 0 <= size <= MAX_SIZE for size in sizes - _NO_SIZE)):
            return None
        addresses = [draft.tarball for draft in drafts if draft.tarball]
        if addresses and not all(map(is_web_address, addresses)):
            return None
        if not (self.is_name(package) and self.is_name(tag)):
            return None
        try:
            specs = self._make(drafts, package, tag, self._variants.setdefault, self._stacks.__getitem__)
            found = [draft.more for draft in drafts]
            if any(found):
                specs = [self._with_more(spec, more) for spec, more in zip(specs, found, strict=True)]
        except UnusableError:
            return None
        return tuple(specs)

    def one(self, draft: AnyDraft, package: str, tag: str, others: Collection[str] = ()) -> Spec:
        """Admit a spec without its stacks, its size and what most do not know: a fault of these must not cost more.

        Args:
            draft: The spec.
            package: The name of the package.
            tag: The tag.
            others: The keys beside those of the spec; one of them may be a slip for one that is missing.

        Raises:
            UnusableError: It cannot be used.
        """
        if draft.hash is not None and not _HASH.fullmatch(draft.hash):
            message = f"'{shorten(draft.hash)}' is not a hash of 32 letters and digits"
            raise UnusableError(Code.SCHEMA, ("hash",), message)
        for key in ("platform", "os", "target"):
            if not getattr(draft, key):
                raise UnusableError(Code.SCHEMA, (key,), missing(key, others))
        for name in (package, tag):
            if not self.is_name(name):
                raise UnusableError(Code.UNSAFE, (), unsafe(name))
        return self._make((draft,), package, tag, lambda texts, _: self._variants[texts], lambda _: ())[0]

    def stacks(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """Those of some stacks that are shown, in order.

        Raises:
            UnusableError: They are too many, or one of them is no name.
        """
        return self._stacks[names]

    def more(self, more: More, refuse: Callable[[str, UnusableError], None]) -> dict[str, Any]:
        """The fields of a `Spec` that say what most sources do not know.

        Args:
            more: What was found.
            refuse: Called with a key and why its value cannot be used, with the place within the value.
        """
        return self._extras.fields(more, refuse)

    def _with_more(self, spec: Spec, more: More | None) -> Spec:
        return spec if more is None else msgspec.structs.replace(spec, **self.more(more, _raise))

    def _make(
        self,
        drafts: Sequence[AnyDraft],
        package: str,
        tag: str,
        variants: Callable[[tuple[str, ...], tuple[str, ...]], tuple[str, ...]],
        stacks: Callable[[tuple[str, ...]], tuple[str, ...]],
    ) -> list[Spec]:
        """Make specs. It is done for all of a file at once, for little of it is work on one spec alone."""
        versions, compilers, targets = self._versions, self._compilers, self._targets
        oss, platforms = self._oss, self._platforms
        return [
            Spec(
                package=package,
                tag=tag,
                version=versions[draft.version],
                compiler=compilers[draft.compiler],
                os=oss[draft.os],
                platform=platforms[draft.platform],
                target=targets[draft.target],
                variants=variants(draft.variants, draft.variants),
                stacks=stacks(draft.stacks),
                hash=draft.hash,
                size=size if isinstance(size := draft.size, int) else None,
            )
            for draft in drafts
        ]

    def _visible(self, names: tuple[str, ...]) -> tuple[str, ...]:
        distinct = set(names)
        if len(distinct) > MAX_STACKS:
            raise UnusableError(Code.LIMIT, ("stacks",), f"has {len(distinct)} stacks")
        for name in names:
            if not self.is_name(name):
                raise UnusableError(Code.UNSAFE, ("stacks",), unsafe(name))
        return tuple(sorted(distinct - self._hidden_stacks, key=natural_key))


def _raise(_key: str, fault: UnusableError) -> None:
    raise fault


def _are_hashes(hashes: Collection[str]) -> bool:
    """Tell whether some strings are all hashes: nothing is left of all together without what a hash is made of."""
    together = "".join(hashes).encode("ascii", "replace")
    return not together.translate(None, _OF_HASHES) and set(map(len, hashes)) <= {_HASH_LENGTH}


def is_web_address(text: str) -> bool:
    """Tell whether a string is an ``http`` or ``https`` address that needs no quoting anywhere."""
    return _WEB_ADDRESS.fullmatch(text) is not None


def is_crowded(specs: Collection[Spec]) -> bool:
    """Tell whether specs have so many stacks and targets that their matrix cannot show them all."""
    stacks = {stack for spec in specs for stack in spec.stacks or ("",)}
    targets = {spec.target for spec in specs}
    return (len(stacks) + 1) * (len(targets) + 1) > max_fields(len(specs))


def _shown(key: str, text: str | None) -> str:
    """A string that is shown as it is, so that whoever reads it must be able to see all of it."""
    if not text:
        raise UnusableError(Code.SCHEMA, (key,), missing(key))
    _see(key, text)
    return text


def _see(key: str, text: str) -> None:
    if unseen := first_unseen(text):
        message = f"'{shorten(text)}' contains the invisible character U+{ord(unseen):04X}"
        raise UnusableError(Code.UNSAFE, (key,), message)


def _target(text: str | None) -> str:
    target = _shown("target", text)
    if not is_safe_segment(target):
        raise UnusableError(Code.UNSAFE, ("target",), unsafe(target))
    return target


def _variants(texts: tuple[str, ...]) -> tuple[str, ...]:
    for text in texts:
        _see("variants", text)
    return texts


def _version(text: str) -> Version:
    _see("versions", text)
    return Version(text)


def _compiler(text: str) -> str | None:
    _see("compiler", text)
    return None if text in {"", "none"} else text.replace("@=", "@", 1)

"""Model packs out and in: what an office passes on, and what it takes from another as drafts."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from data_access import audit
from data_access.errors import Refused
from data_access.kept_models import kept_models, kept_texts
from data_access.library import is_draft, model_of
from data_access.model_shelf import shelve_all
from data_access.pack_files import MOST_PACKED, pack_bytes, read_pack
from data_access.pack_fits import ModelFit, fits
from data_access.scope import Scope
from data_access.stores import Stores
from supervision.declaration import load_models, packaged_texts
from supervision.model_format import Model
from supervision.model_pack import ModelTexts, PackVerdict
from supervision.vocabulary import ModelOrigin


@dataclass(frozen=True, kw_only=True, slots=True)
class PackedVersion:
    """One model that went into a pack."""

    id: str
    version: int
    title: str


@dataclass(frozen=True, kw_only=True, slots=True)
class MadePack:
    """A pack that was made: its bytes, their sha256, and what is in it."""

    content: bytes
    sha256: str
    models: tuple[PackedVersion, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class PackReport:
    """How a pack fits (适配报告); is_kept: its new models are drafts of the viewer's unit now."""

    sha256: str
    is_kept: bool
    models: tuple[ModelFit, ...]


def made_pack(stores: Stores, scope: Scope, model_ids: Sequence[str]) -> MadePack:
    """The pack of these models of the viewer's library; audited.

    Raises UnknownName, NotAllowed (the line, the restricted space), Refused for a draft.
    """
    chosen = [_packable(stores, scope, name) for name in dict.fromkeys(model_ids)]
    content, manifest = pack_bytes(chosen)
    sha256 = hashlib.sha256(content).hexdigest()
    with stores.writing() as connection:
        detail = {"models": [one.id for one in manifest.models], "sha256": sha256}
        audit.append(connection, scope, "pack_made", object_kind="pack", detail=detail)
    return MadePack(
        content=content,
        sha256=sha256,
        models=tuple(
            PackedVersion(id=one.id, version=one.version, title=one.title)
            for one in manifest.models
        ),
    )


def take_in_pack(
    stores: Stores, scope: Scope, content: bytes, name: str, *, dry_run: bool = False
) -> PackReport:
    """How the pack fits; its new models become drafts of the viewer's unit, all of them or none.

    name: of the file, for sentences. dry_run: only the report.
    Raises Refused for what is no pack, and, unless it is a dry run, where one of its models is
    refused; then nothing is kept.
    """
    pack = read_pack(content, name)
    found, proposed = fits(stores, scope, pack)
    refused = [one for one in found if one.verdict is PackVerdict.REFUSED]
    if dry_run or refused or not proposed:
        if refused and not dry_run:
            raise Refused(
                f"Nothing of {name} is kept: {refused[0].why}",
                hint="`sijian pack in FILE --dry-run` says how each of its models fits.",
            )
        return PackReport(sha256=pack.sha256, is_kept=False, models=found)
    shelve_all(stores, scope, proposed, origin=ModelOrigin.PACK)
    return PackReport(sha256=pack.sha256, is_kept=True, models=found)


def pack_content(path: Path) -> bytes:
    """The bytes of a pack's file, no more than a pack may have and one; raises Refused."""
    try:
        with path.open("rb") as file:
            return file.read(MOST_PACKED + 1)
    except OSError as error:
        raise Refused(f"{path} cannot be read.", hint=error.strerror or "") from error


def _packable(stores: Stores, scope: Scope, model_id: str) -> tuple[Model, ModelTexts]:
    model = model_of(stores, scope, model_id)
    scope.require_model(model)
    if model_id in load_models():
        return model, packaged_texts(model_id)
    if is_draft(stores, model.id, model.version):
        raise Refused(
            f"{model_id} is a draft, which is not passed on.",
            hint="A model goes out when a second person has published it.",
        )
    entry = next(
        one for one in kept_models(stores, scope, model_id) if one.version == model.version
    )
    return model, kept_texts(stores, scope, entry.entry_id)

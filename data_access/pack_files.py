"""Model packs as ZIP archives: written the same to the byte, read as something from a stranger.

Nothing of a pack is unpacked onto the disk and no name in it is used as a path: what the manifest
names is read into memory within limits, and a pack that holds anything else is refused.
"""

import hashlib
import io
import json
import struct
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from data_access.errors import Refused
from data_access.shelf_checks import MOST_CHARACTERS
from supervision.clocks import load_periods
from supervision.model_format import Model
from supervision.model_pack import (
    FIXTURES,
    FORMAT,
    LAYERS,
    MANIFEST,
    MODEL,
    OVERLAY,
    Manifest,
    ModelTexts,
    PackedModel,
    names_of,
    overlay_schema,
    packed_model,
)

MOST_PACKED = 5 * 1024**2
MOST_PARTS = 400
MOST_UNPACKED = 20 * 1024**2
MOST_PART = 4 * MOST_CHARACTERS
"""A character takes four bytes at the most."""

_THEN = (1980, 1, 1, 0, 0, 0)
"""The first day a ZIP archive can name: when a pack is written says nothing of what is in it."""
_OWNERS = 0o600 << 16
_READ = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_IS_LOCKED = 0x1
_DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError, RuntimeError),
    *(EOFError, OSError, ValueError, IndexError),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Pack:
    """A pack that was read: its sha256, what its manifest says, the texts of each model by id."""

    sha256: str
    manifest: Manifest
    texts: dict[str, ModelTexts]


def pack_bytes(models: Sequence[tuple[Model, ModelTexts]]) -> tuple[bytes, Manifest]:
    """The archive of these models and its manifest; the same models give the same bytes."""
    parts: dict[str, bytes] = {}
    listed: list[PackedModel] = []
    for model, texts in sorted(models, key=lambda one: one[0].id):
        own = {name: text.encode() for name, text in texts.files.items()}
        own[OVERLAY] = _json(overlay_schema(model))
        sums = {name: hashlib.sha256(content).hexdigest() for name, content in own.items()}
        listed.append(packed_model(model, texts, sums, load_periods()))
        parts |= {f"{model.id}/{name}": content for name, content in own.items()}
    manifest = Manifest(format=FORMAT, models=tuple(listed))
    parts[MANIFEST] = _json(manifest.model_dump(mode="json"))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in sorted(parts):
            entry = zipfile.ZipInfo(name, _THEN)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, _OWNERS
            entry.create_system = 3
            archive.writestr(entry, parts[name], compresslevel=9)
    return packed.getvalue(), manifest


def read_pack(content: bytes, name: str) -> Pack:
    """The pack of these bytes; name: of the file, for the sentence.

    Raises Refused for anything that is no pack, is beyond the limits or does not hold exactly what
    its manifest says.
    """
    if len(content) > MOST_PACKED:
        raise _refused(name, f"it is larger than {MOST_PACKED // 1024**2} MB")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = _parts(archive, name)
    except _DAMAGED as error:
        raise _refused(name, "it is no ZIP archive, or damaged") from error
    manifest = _manifest(parts, name)
    if set(parts) != names_of(manifest.models):
        raise _refused(name, "it does not hold exactly what its manifest names")
    return Pack(
        sha256=hashlib.sha256(content).hexdigest(),
        manifest=manifest,
        texts={one.id: _texts(parts, one, name) for one in manifest.models},
    )


def _parts(archive: zipfile.ZipFile, name: str) -> dict[str, bytes]:
    """Each part by its name, no more of it read than may be there."""
    entries = archive.infolist()
    if len(entries) > MOST_PARTS or len({entry.filename for entry in entries}) != len(entries):
        raise _refused(name, "it holds too many parts, or one twice")
    found: dict[str, bytes] = {}
    for entry in entries:
        if entry.flag_bits & _IS_LOCKED or entry.compress_type not in _READ:
            raise _refused(name, "it is locked, or packed in a way that is not read here")
        with archive.open(entry) as part:
            found[entry.filename] = part.read(MOST_PART + 1)
        if len(found[entry.filename]) > MOST_PART:
            raise _refused(name, "a part of it is too long")
        if sum(map(len, found.values())) > MOST_UNPACKED:
            raise _refused(name, "it unpacks to too much")
    return found


def _manifest(parts: dict[str, bytes], name: str) -> Manifest:
    if MANIFEST not in parts:
        raise _refused(name, f"it has no {MANIFEST}")
    try:
        found = Manifest.model_validate_json(parts[MANIFEST])
    except (ValueError, RecursionError) as error:
        raise _refused(name, f"its {MANIFEST} is not that of a pack") from error
    if found.format != FORMAT:
        raise _refused(name, f"its format is {found.format}, and {FORMAT} is read here")
    if len({one.id for one in found.models}) != len(found.models):
        raise _refused(name, "it holds one model twice")
    return found


def _texts(parts: dict[str, bytes], one: PackedModel, name: str) -> ModelTexts:
    for part, sha256 in one.files.items():
        if hashlib.sha256(parts[f"{one.id}/{part}"]).hexdigest() != sha256:
            raise _refused(name, f"{part} of {one.id} is not what the manifest says")
    if not {MODEL, FIXTURES} <= set(one.files) <= {MODEL, FIXTURES, LAYERS, OVERLAY}:
        raise _refused(name, f"{one.id} lacks a file, or has one too many")
    try:
        texts = {part: parts[f"{one.id}/{part}"].decode("utf-8") for part in one.files}
    except UnicodeDecodeError as error:
        raise _refused(name, f"a file of {one.id} is no text in UTF-8") from error
    return ModelTexts(model=texts[MODEL], fixtures=texts[FIXTURES], shared=texts.get(LAYERS))


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _refused(name: str, why: str) -> Refused:
    return Refused(
        f"{name} is not taken as a model pack: {why}.",
        hint="Ask the office that sent it for a pack made by `sijian pack out`.",
    )

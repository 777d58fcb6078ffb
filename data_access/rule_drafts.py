"""Rules as they are being written, kept for their unit (规则草稿): finished or not, opened again.

A draft outlives the browser it was written in, and its model: a rule that was kept is changed by
opening its draft. Nothing is overwritten; the last state of a draft stands.
"""

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa

from data_access import audit, tables
from data_access.errors import Conflict, NotFound
from data_access.library import known_model
from data_access.scope import Scope, scoped
from data_access.shelf_laws import own_unit
from data_access.stores import Stores
from supervision.rule_draft import RuleDraft, read_draft

UNNAMED = "未命名规则"


@dataclass(frozen=True, kw_only=True, slots=True)
class KeptDraft:
    """A draft as it stands.

    entry_id: its last state. model, version: what it was last kept as; None while it is no model.
    draft: None where it was written in a form that this installation no longer reads.
    """

    draft_id: str
    entry_id: int
    title: str
    draft: RuleDraft | None
    model: str | None
    version: int | None
    written_by: str
    written_at: datetime


def keep_draft(  # noqa: PLR0913 - one argument a part of the row
    stores: Stores,
    scope: Scope,
    draft: RuleDraft,
    *,
    draft_id: str | None = None,
    model: str | None = None,
    version: int | None = None,
    seen: int | None = None,
) -> KeptDraft:
    """Keeps the draft for the viewer's own unit, as a new one or as the next state of this one.

    seen: the state that the viewer changed; None asks not whether somebody was faster.
    model, version: what it was kept as just now; None leaves what it was kept as before.
    Raises NotFound for a draft that is not there, NotAllowed (the line), Refused (no unit),
    Conflict where somebody else kept it since.
    """
    unit = own_unit(scope)
    scope.require_line(draft.line)
    known = None if draft_id is None else kept_draft(stores, scope, draft_id)
    if known is not None and seen not in {None, known.entry_id}:
        raise Conflict(
            f"{known.written_by} kept this draft since you opened it.",
            hint="Open it again, or begin another rule.",
        )
    if known is not None and model is None:
        model, version = known.model, known.version
    if known is not None and (known.draft, known.model, known.version) == (draft, model, version):
        return known
    found = draft_id or uuid.uuid4().hex
    row: dict[str, object] = {
        "draft_id": found,
        "unit_code": unit,
        "line": draft.line.value,
        "title": draft.title.strip() or UNNAMED,
        "draft": draft.model_dump_json(exclude_defaults=True),
        "model": model,
        "version": version,
        "is_discarded": False,
    }
    _write(stores, scope, row, "rule_draft_kept")
    return kept_draft(stores, scope, found)


def discard_draft(stores: Stores, scope: Scope, draft_id: str) -> None:
    """Takes a draft off the list; its states stay. A model it was kept as stays as it is.

    Raises NotFound for a draft that is not there.
    """
    known = _read(stores, scope, draft_id)
    if not known or known[0]["is_discarded"]:
        raise _no_such_draft()
    row = {**known[0], "is_discarded": True}
    del row["entry_id"]
    _write(stores, scope, row, "rule_draft_discarded")


def kept_drafts(stores: Stores, scope: Scope) -> list[KeptDraft]:
    """The drafts of the viewer's own unit and lines as they stand, newest first."""
    rows = _read(stores, scope)
    found = [_kept(row) for row in rows if not row["is_discarded"]]
    return [one for one in found if _is_open(stores, scope, one)]


def kept_draft(stores: Stores, scope: Scope, draft_id: str) -> KeptDraft:
    """One draft as it stands; raises NotFound where there is none within the viewer's scope."""
    rows = _read(stores, scope, draft_id)
    found = _kept(rows[0]) if rows and not rows[0]["is_discarded"] else None
    if found is None or not _is_open(stores, scope, found):
        raise _no_such_draft()
    return found


def _is_open(stores: Stores, scope: Scope, kept: KeptDraft) -> bool:
    """Whether the viewer sees the model on whose layer the rule is built."""
    if kept.draft is None or not kept.draft.source.model:
        return True
    model = known_model(stores, scope, kept.draft.source.model)
    return model is not None and scope.sees(model)


def _read(stores: Stores, scope: Scope, draft_id: str | None = None) -> list[sa.RowMapping]:
    """The last state of each draft, newest first."""
    own = tables.rule_drafts.c
    last = (
        sa.select(sa.func.max(own.entry_id).label("entry_id"))
        .where(own.unit_code == scope.own_unit, own.line.in_(sorted(scope.lines)))
        .group_by(own.draft_id)
    )
    if draft_id is not None:
        last = last.where(own.draft_id == draft_id)
    with stores.reading() as connection:
        entries = connection.execute(scoped(last, scope)).scalars().all()
        statement = sa.select(tables.rule_drafts).where(own.entry_id.in_(entries))
        statement = statement.order_by(own.entry_id.desc())
        return list(connection.execute(scoped(statement, scope)).mappings())


def _write(stores: Stores, scope: Scope, row: dict[str, object], event: str) -> None:
    row |= {"written_by": scope.viewer, "written_at": datetime.now(UTC)}
    with stores.writing() as connection:
        connection.execute(tables.rule_drafts.insert().values(row))
        audit.append(
            connection,
            scope,
            event,
            object_kind="rule_draft",
            object_id=str(row["draft_id"]),
            detail={"model": row["model"], "version": row["version"]},
        )


def _kept(row: sa.RowMapping) -> KeptDraft:
    return KeptDraft(
        draft_id=row["draft_id"],
        entry_id=row["entry_id"],
        title=row["title"],
        draft=read_draft(row["draft"]),
        model=row["model"],
        version=row["version"],
        written_by=row["written_by"],
        written_at=row["written_at"],
    )


def _no_such_draft() -> NotFound:
    return NotFound(
        "There is no such draft of a rule in your unit.", hint="The page of rules lists those."
    )

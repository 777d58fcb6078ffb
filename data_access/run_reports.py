"""What a run amounts to, as `screen` answers it and `runs` shows it again."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from data_access.run_samples import LayerSample
from supervision.expressions import Value
from supervision.lead_rows import FoundLead
from supervision.ledger import DRAFT, Caution, Coverage, LayerLedger
from supervision.vocabulary import Line, RunStatus


@dataclass(frozen=True, kw_only=True, slots=True)
class RunReport:
    """One run of a model.

    run_id: None for a dry run. why: which datasets or columns are missing, and for how many rows;
    None when completed. layers: empty when refused.
    """

    run_id: str | None
    model: str
    version: int
    line: Line
    snapshot: int
    as_of: date
    parameters: dict[str, Value]
    status: RunStatus
    why: str | None
    layers: tuple[LayerLedger, ...]
    coverage: tuple[Coverage, ...]
    warnings: tuple[Caution, ...]
    units: tuple[str, ...]
    leads_found: int
    leads_new: int
    leads_known: int
    leads_reopened: int
    started_at: datetime
    run_by: str
    seconds: float


def is_for_reference(report: RunReport) -> bool:
    """Whether what the run found is for reference (参考): data incomplete, or the model a draft."""
    is_draft = any(one.code == DRAFT for one in report.warnings)
    return is_draft or report.status is RunStatus.DEGRADED


@dataclass(frozen=True, kw_only=True, slots=True)
class LeadCounts:
    """What became of the leads a run found; found is the sum of the others."""

    found: int = 0
    new: int = 0
    known: int = 0
    reopened: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """All that a run read from the pool: what the casework writes need, and nothing else.

    warnings: of the run as a whole. batches: those whose rows stand behind each lead, by lead_id.
    """

    coverage: tuple[Coverage, ...]
    layers: tuple[LayerLedger, ...] = ()
    leads: tuple[FoundLead, ...] = ()
    warnings: tuple[Caution, ...] = ()
    samples: tuple[LayerSample, ...] = ()
    batches: Mapping[str, frozenset[str]] = field(default_factory=dict)

"""The field's controlled words, as enums whose values are the codes of the command-line contract.

A code never changes once released: scripts outside the project read it. Chinese labels live in the
locale files under `code.<enum>.<value>`.
"""

from enum import StrEnum


class Line(StrEnum):
    """One of the four lines of prosecution (四大检察)."""

    CRIMINAL = "criminal"
    CIVIL = "civil"
    ADMINISTRATIVE = "administrative"
    PUBLIC_INTEREST = "public_interest"


class Business(StrEnum):
    """One of the ten businesses (十大业务) and the two added since."""

    ORDINARY_CRIME = "ordinary_crime"
    MAJOR_CRIME = "major_crime"
    DUTY_CRIME = "duty_crime"
    ECONOMIC_CRIME = "economic_crime"
    PENAL_EXECUTION = "penal_execution"
    CIVIL = "civil"
    ADMINISTRATIVE = "administrative"
    PUBLIC_INTEREST = "public_interest"
    JUVENILE = "juvenile"
    COMPLAINTS = "complaints"
    PROCURATORIAL_INVESTIGATION = "procuratorial_investigation"
    IP = "ip"


class Kind(StrEnum):
    """How a model decides: by a clock, a pattern, a list match, a quantity or a place."""

    CLOCK = "clock"
    PATTERN = "pattern"
    MATCH = "match"
    QUANTITY = "quantity"
    PLACE = "place"


class Maturity(StrEnum):
    """How far a model has been proven."""

    EXPERIMENTAL = "experimental"
    TRIAL = "trial"
    STABLE = "stable"
    RETIRED = "retired"


class ModelOrigin(StrEnum):
    """Where a model comes from: this installation, this office, or a pack of another."""

    PACKAGED = "packaged"
    RULE = "rule"
    PACK = "pack"


class ModelState(StrEnum):
    """What became of a model that an office keeps itself."""

    DRAFT = "draft"
    PUBLISHED = "published"
    RETURNED = "returned"
    RETIRED = "retired"


class RunStatus(StrEnum):
    """What a run amounts to: a verdict, a verdict for reference (参考), or none."""

    COMPLETED = "completed"
    DEGRADED = "degraded"
    REFUSED = "refused"


class Outcome(StrEnum):
    """What became of one row of a layer; each row has exactly one."""

    KEPT = "kept"
    DROPPED = "dropped"
    EXCLUDED = "excluded"
    CANNOT_JUDGE = "cannot_judge"


class Verdict(StrEnum):
    """What a run says of one subject."""

    FLAGGED = "flagged"
    DROPPED = "dropped"
    EXCLUDED = "excluded"
    CANNOT_JUDGE = "cannot_judge"
    ABSENT = "absent"


class LeadState(StrEnum):
    """Where a lead stands in its workflow."""

    NEW = "new"
    TRIAGED = "triaged"
    ACCEPTED = "accepted"
    ASSIGNED = "assigned"
    VERIFYING = "verifying"
    DECIDED = "decided"
    SUPERVISED = "supervised"
    FOLLOWED_UP = "followed_up"
    CLOSED = "closed"
    DISMISSED = "dismissed"
    SNOOZED = "snoozed"


class DismissalReason(StrEnum):
    """Why a lead was dismissed."""

    DATA_MISSING = "data_missing"
    DATA_WRONG = "data_wrong"
    DUPLICATE = "duplicate"
    HANDLED = "handled"
    LAWFUL = "lawful"
    RULE_TOO_WIDE = "rule_too_wide"
    WRONG_SUBJECT = "wrong_subject"
    NO_JURISDICTION = "no_jurisdiction"
    TIME_BARRED = "time_barred"
    EVIDENCE_SHORT = "evidence_short"


class MoveReason(StrEnum):
    """Why a lead moved, dismissals apart; `leads.py` says which code is of which move."""

    FOUND = "found"
    FACTS_CHANGED = "facts_changed"
    WORTH_CHECKING = "worth_checking"
    DOUBTFUL = "doubtful"
    WITHIN_JURISDICTION = "within_jurisdiction"
    TRANSFERRED_IN = "transferred_in"
    BY_DUTY = "by_duty"
    HANDED_OVER = "handed_over"
    RETURNED = "returned"
    VERIFICATION_STARTED = "verification_started"
    MORE_VERIFICATION = "more_verification"
    CASE_OPENED = "case_opened"
    JOINED_CASE = "joined_case"
    TRANSFERRED_OUT = "transferred_out"
    KEPT_ON_FILE = "kept_on_file"
    ENDED = "ended"
    OPINION_ISSUED = "opinion_issued"
    SUGGESTION_ISSUED = "suggestion_issued"
    SUPERVISED_FURTHER = "supervised_further"
    REPLY_ADOPTED = "reply_adopted"
    REPLY_PARTLY_ADOPTED = "reply_partly_adopted"
    REPLY_DECLINED = "reply_declined"
    NO_REPLY = "no_reply"
    LOOKED_BACK = "looked_back"
    COMPLETED = "completed"
    AWAITING_DATA = "awaiting_data"
    AWAITING_PROCEDURE = "awaiting_procedure"
    AWAITING_REPLY = "awaiting_reply"
    LATER = "later"
    RESUMED = "resumed"
    RECONSIDERED = "reconsidered"


class Confidence(StrEnum):
    """How surely two records speak of the same subject: C1 identifier exact … C5 name only."""

    C1 = "C1"
    C2 = "C2"
    C3 = "C3"
    C4 = "C4"
    C5 = "C5"


class ThresholdTag(StrEnum):
    """Where a threshold comes from: statute, published practice, or our own default."""

    STATUTE = "L"
    PRACTICE = "S"
    DEFAULT = "D"


class SubjectKind(StrEnum):
    """What a lead is about."""

    PERSON = "person"
    FIRM = "firm"
    CASE = "case"
    LOT = "lot"
    INVOICE = "invoice"
    PLACE = "place"
    OFFICE = "office"
    POST = "post"
    CLUSTER = "cluster"


class Sensitivity(StrEnum):
    """How closely a dataset or column is held."""

    PUBLIC = "public"
    INTERNAL = "internal"
    PERSONAL = "personal"
    SECRET_WORK = "secret_work"  # noqa: S105 - a class of data, not a password


class BatchState(StrEnum):
    """Where a batch stands: claimed and not yet in the pool, in the pool, or taken out again."""

    LOADING = "loading"
    LOADED = "loaded"
    WITHDRAWN = "withdrawn"


class DueCause(StrEnum):
    """What makes a standing model's run due: a batch came into the pool, or was taken out."""

    ARRIVED = "arrived"
    WITHDRAWN = "withdrawn"


class JobState(StrEnum):
    """Where a piece of long work stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class QualityLevel(StrEnum):
    """What a check of quality looks at: a field, a row, a dataset, or its change over time."""

    FIELD = "field"
    ROW = "row"
    DATASET = "dataset"
    CHANGE = "change"


class CheckKind(StrEnum):
    """Which check it is: one that the contract declares, or one that every dataset has."""

    DECLARED = "declared"
    CHECK_DIGIT = "check_digit"
    REQUIRED_FILLED = "required_filled"
    KEYS_MEET = "keys_meet"
    MONTHS_COMPLETE = "months_complete"
    FRESH = "fresh"
    BATCH_ROWS = "batch_rows"
    COVERAGE_KEPT = "coverage_kept"
    SHARES_KEPT = "shares_kept"


class CheckVerdict(StrEnum):
    """What a check answers; what it cannot judge is never clean."""

    PASS = "pass"  # noqa: S105 - a verdict, not a password
    FAIL = "fail"
    NOT_APPLICABLE = "not_applicable"


class CheckReason(StrEnum):
    """Why a check failed, or why it does not apply."""

    ROWS_FAIL = "rows_fail"
    CONDITION_FAILS = "condition_fails"
    KEYS_NOT_FOUND = "keys_not_found"
    EMPTY_MONTHS = "empty_months"
    OVERDUE = "overdue"
    FEWER_ROWS = "fewer_rows"
    MORE_ROWS = "more_rows"
    COVERAGE_FELL = "coverage_fell"
    SHARE_MOVED = "share_moved"
    NO_ROWS = "no_rows"
    ALL_EMPTY = "all_empty"
    COUNTERPART_EMPTY = "counterpart_empty"
    NO_RHYTHM = "no_rhythm"
    SUPPLIED_ONCE = "supplied_once"
    NEVER_RECEIVED = "never_received"
    UNDATED = "undated"
    RARER_THAN_MONTHLY = "rarer_than_monthly"
    TOO_FEW_BATCHES = "too_few_batches"
    TOO_FEW_ROWS = "too_few_rows"


class FreshnessState(StrEnum):
    """How a supply stands against its rhythm."""

    FRESH = "fresh"
    OVERDUE = "overdue"
    NO_RHYTHM = "no_rhythm"
    SUPPLIED_ONCE = "supplied_once"
    NEVER_RECEIVED = "never_received"

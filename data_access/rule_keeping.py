"""A finished rule is kept: as a draft model of the viewer's unit, with its samples as fixtures.

Somebody else publishes it (`model_shelf.py`). The form in which it was written is kept beside it,
so that it can be opened and changed again (decision 0022).
"""

from collections.abc import Mapping
from datetime import date

from data_access.errors import Refused
from data_access.kept_models import ShelvedModel
from data_access.model_shelf import next_rule_id, next_version, shelve
from data_access.quality import today
from data_access.rule_drafts import KeptDraft, keep_draft, kept_draft
from data_access.rule_samples import SampleSet
from data_access.scope import Scope
from data_access.shelf_laws import own_unit
from data_access.stores import Stores
from supervision.fixtures import FixtureFile
from supervision.model_format import Model
from supervision.model_text import fixtures_text, model_text
from supervision.rule_draft import RuleDraft, RuleHead
from supervision.rule_model import rule_model
from supervision.rule_review import Judgement, review
from supervision.rule_rows import RuleRows
from supervision.vocabulary import ModelOrigin


def model_of_rule(
    stores: Stores, scope: Scope, draft: RuleDraft, rule_rows: RuleRows, draft_id: str | None
) -> Model:
    """The model that the draft would be kept as: of its own id in the next version, or of a new id.

    Raises ModelMistakes for a draft that is not finished, NotFound for one that is not there,
    Refused for a viewer without a unit.
    """
    known = None if draft_id is None else kept_draft(stores, scope, draft_id)
    return rule_model(draft, rule_rows, _head(stores, scope, known, today()))


def text_of_rule(
    stores: Stores, scope: Scope, draft: RuleDraft, rule_rows: RuleRows, draft_id: str | None
) -> str:
    """The text of that model; raises as `model_of_rule` does."""
    return model_text(model_of_rule(stores, scope, draft, rule_rows, draft_id))


def keep_rule(  # noqa: PLR0913, PLR0917 - everything that makes a rule meets here
    stores: Stores,
    scope: Scope,
    draft: RuleDraft,
    rule_rows: RuleRows,
    samples: SampleSet,
    said: Mapping[str, Judgement],
    *,
    draft_id: str | None = None,
) -> tuple[ShelvedModel, KeptDraft]:
    """Keeps a finished draft as a model of the viewer's unit, to be published by somebody else.

    said: what the author expects of each sample, by subject.
    Raises Refused where a sample is lacking, not judged or judged otherwise, or the draft changed
    since its samples were made; and as `shelve`. Then nothing is written.
    """
    model = model_of_rule(stores, scope, draft, rule_rows, draft_id)
    _require_samples(model, samples)
    _require_agreement(samples, said)
    fixtures = FixtureFile(fixtures=(samples.fixture,))
    shelved = shelve(
        stores, scope, model_text(model), fixtures_text(fixtures), origin=ModelOrigin.RULE
    )
    kept = keep_draft(
        stores, scope, draft, draft_id=draft_id, model=shelved.model, version=shelved.version
    )
    return shelved, kept


def _head(stores: Stores, scope: Scope, known: KeptDraft | None, day: date) -> RuleHead:
    unit = own_unit(scope)
    model_id = known.model if known is not None else None
    return RuleHead(
        id=model_id or next_rule_id(stores, scope),
        version=1 if model_id is None else next_version(stores, scope, model_id),
        owner=f"{unit} 自建",
        created_on=day,
        changed_on=day,
    )


def _require_samples(model: Model, samples: SampleSet) -> None:
    """Raises Refused unless the samples are of this very rule and show everything."""
    same = ("layers", "parameters", "requires", "lead")
    if any(getattr(model, name) != getattr(samples.model, name) for name in same):
        raise Refused("The rule was changed after its samples were made.", hint="Make them anew.")
    if samples.lacking:
        lacking = ", ".join(one.purpose.value for one in samples.lacking)
        raise Refused(
            f"The rule has no sample of: {lacking}.",
            hint="Give a condition another limit or margin, so that one can be made.",
        )


def _require_agreement(samples: SampleSet, said: Mapping[str, Judgement]) -> None:
    """Raises Refused unless the author expects of every sample what the rule answers."""
    found = review({one.subject: one.verdict for one in samples.samples}, said)
    if found.open:
        raise Refused(
            f"{len(found.open)} samples were not judged by the author.", hint="Judge each of them."
        )
    if found.disagreed:
        places = [
            str(place)
            for place, one in enumerate(samples.samples, 1)
            if one.subject in found.disagreed
        ]
        raise Refused(
            f"The rule answers otherwise than its author expects, in sample {', '.join(places)}.",
            hint="Change the rule, or what is expected of the sample.",
        )

"""A rule from its first count to the model of its unit: tried, sampled, judged, kept, published."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from data_access.errors import Conflict, NotAllowed, NotFound, Refused
from data_access.model_shelf import kept_models, kept_texts, publish
from data_access.rule_columns import rule_rows, usable_layers
from data_access.rule_drafts import discard_draft, keep_draft, kept_draft, kept_drafts
from data_access.rule_keeping import keep_rule, model_of_rule, text_of_rule
from data_access.rule_samples import rule_samples
from data_access.rule_trials import try_rule
from data_access.screening import screen
from supervision.contracts import ColumnType
from supervision.declaration import model, read_model
from supervision.errors import UnknownName
from supervision.fixtures import FixtureFile
from supervision.model_text import fixtures_text
from supervision.rule_draft import (
    Period,
    RuleCondition,
    RuleDraft,
    RuleGrouping,
    RuleHead,
    RuleSource,
)
from supervision.rule_model import trial_model
from supervision.rule_operators import Operator
from supervision.rule_review import Judgement, judgement_of
from supervision.rule_samples import Purpose
from supervision.rule_start import begun
from supervision.vocabulary import Business, Confidence, Line, ModelState, SubjectKind, Verdict
from tests.data_access.lead_builder import audit_lines
from tests.data_access.pool_rows import add_rows
from tests.data_access.shelf_models import publisher

DAY = date(2026, 11, 22)
HEAD = RuleHead(id="U-990101-01", version=1, owner="990101", created_on=DAY, changed_on=DAY)
SOURCE = RuleSource(dataset="admin_penalty")
PENALTIES = """
decision_no,agency_name,party_id,party_name,behaviour,decided_on,fine_yuan,paid_on,status
某罚〔2025〕1号,某市监局,330106199001011234,张三丰,无证经营餐饮,2025-03-01,90000.00,,unperformed
某罚〔2025〕2号,某市监局,330106199001011234,张三丰,无证经营网吧,2025-04-01,60000.00,,unperformed
某罚〔2025〕3号,某城管局,330106198502024321,李四光,占道经营,2025-03-09,1000.00,2025-03-10,performed
某罚〔2025〕4号,某城管局,330106198502024321,李四光,占道经营,2025-03-10,,,unperformed
某罚〔2025〕5号,某城管局,330106197703031111,王五六,无证经营,2025-03-11,70000.00,,revoked
"""
FINE = RuleCondition(
    column="fine_yuan", operator=Operator.AT_LEAST, number=Decimal(50000), margin=Decimal(2000)
)
UNPAID = RuleCondition(column="paid_on", operator=Operator.IS_EMPTY)
REVOKED = RuleCondition(column="status", operator=Operator.EQUALS, words=("revoked",))
DRAFT = RuleDraft(
    source=SOURCE,
    conditions=(FINE, UNPAID),
    exclusions=(REVOKED,),
    subject_column="decision_no",
    subject_kind=SubjectKind.CASE,
    event_column="decided_on",
    amount_column="fine_yuan",
    title="大额罚款长期未缴",
    line=Line.ADMINISTRATIVE,
    business=Business.ADMINISTRATIVE,
)
REPEATED = DRAFT.model_copy(
    update={
        "subject_column": "party_id",
        "subject_kind": SubjectKind.PERSON,
        "grouping": RuleGrouping(period=Period.YEAR),
    }
)
NAMES = ("张三丰", "李四光", "王五六", "餐饮", "网吧", "占道", "某市监局", "某罚", "3301")


@pytest.fixture(scope="module")
def fill():
    """The penalties of one unit, and one of another that the viewer's unit has nothing to do with."""

    def filled(stores):
        add_rows(stores, "admin_penalty", PENALTIES)
        lines = PENALTIES.strip().splitlines()
        foreign = "\n".join((lines[0], lines[1].replace("1号", "9号")))
        add_rows(stores, "admin_penalty", foreign, batch_id="batch-2", unit="990103")

    return filled


def rows_of(stores, scope):
    return rule_rows(stores, scope, SOURCE)


def sampled(stores, scope, draft, draft_id=None):
    rows = rows_of(stores, scope)
    found = model_of_rule(stores, scope, draft, rows, draft_id)
    return rule_samples(stores, scope, draft, rows, found)


def agreed(samples):
    return {one.subject: judgement_of(one.verdict) for one in samples.samples}


def kept(stores, scope, draft, draft_id=None):
    samples = sampled(stores, scope, draft, draft_id)
    rows = rows_of(stores, scope)
    return keep_rule(stores, scope, draft, rows, samples, agreed(samples), draft_id=draft_id)


def test_every_layer_and_condition_is_counted_on_the_rows_of_the_own_unit(screened, scope):
    unnamed = DRAFT.model_copy(update={"title": ""})
    trial = try_rule(screened, scope, unnamed, rows_of(screened, scope), with_rows=True)
    layer = trial.layers[-1]
    assert (layer.rows_in, layer.rows_kept, layer.rows_dropped) == (5, 2, 1)
    assert (layer.rows_excluded, layer.rows_cannot_judge) == (1, 1)
    counts = [(one.false_count, one.null_count) for one in layer.conditions]
    assert counts == [(1, 1), (1, 0)]
    assert (trial.leads_found, trial.twins, trial.near) == (2, 0, {"rule_1": 0})
    assert {row.outcome for row in trial.samples} == {"kept", "dropped", "excluded", "cannot_judge"}
    line = audit_lines(screened, "rule_tried")[-1]
    assert (line.object_id, line.detail["rows_shown"]) == ("admin_penalty", len(trial.samples))


def test_persons_are_masked_wherever_a_trial_shows_rows(screened, scope):
    trial = try_rule(screened, scope, REPEATED, rows_of(screened, scope), with_rows=True)
    assert (trial.leads_found, trial.layers[-1].rows_kept) == (1, 1)
    shown = str(trial.samples) + str(trial.leads)
    assert "330106199001011234" not in shown
    assert "33**************34" in shown
    assert "330106" not in str(audit_lines(screened, "rule_tried")[-1].detail)


def test_two_rows_of_one_subject_and_day_are_told_before_a_run_refuses_them(screened, scope):
    same_day = DRAFT.model_copy(update={"subject_column": "agency_name", "event_column": ""})
    trial = try_rule(screened, scope, same_day, rows_of(screened, scope))
    assert (trial.leads_found, trial.twins) == (1, 1)


def test_a_closed_line_cannot_be_written_for(screened, scope):
    civil = replace(scope, lines=frozenset({Line.CIVIL}))
    with pytest.raises(NotAllowed):
        try_rule(screened, civil, DRAFT, rows_of(screened, scope))
    with pytest.raises(NotAllowed):
        keep_draft(screened, civil, DRAFT)


@pytest.mark.parametrize("draft", [DRAFT, REPEATED], ids=["alone", "grouped"])
def test_samples_show_everything_and_name_nobody(screened, scope, draft):
    found = sampled(screened, scope, draft)
    assert found.lacking == ()
    shown = [(one.sample.shown.purpose, one.verdict) for one in found.samples]
    assert shown == [
        (Purpose.FLAGGED, Verdict.FLAGGED),
        (Purpose.DROPPED, Verdict.DROPPED),
        (Purpose.NEAR_MISS, Verdict.DROPPED),
        (Purpose.CANNOT_JUDGE, Verdict.CANNOT_JUDGE),
        (Purpose.EXCLUDED, Verdict.EXCLUDED),
    ]
    assert found.samples[0].sample.is_live, "what the pool has is taken from there"
    assert not found.samples[2].sample.is_live or draft is REPEATED, "and made up where it has none"
    assert not [name for name in NAMES if name in str(found.fixture)]


def test_what_no_sample_can_show_is_said_and_keeps_the_rule_from_being_kept(screened, scope):
    certain = DRAFT.model_copy(
        update={
            "conditions": (
                FINE,
                FINE.model_copy(update={"operator": Operator.AT_MOST, "number": 1}),
            ),
        }
    )
    samples = sampled(screened, scope, certain)
    assert Purpose.FLAGGED in {shown.purpose for shown in samples.lacking}
    with pytest.raises(Refused, match="no sample of: flagged"):
        keep_rule(screened, scope, certain, rows_of(screened, scope), samples, agreed(samples))


def test_a_rule_is_kept_only_where_its_author_expects_what_it_answers(screened, scope):
    rows, samples = rows_of(screened, scope), sampled(screened, scope, DRAFT)
    said = agreed(samples)
    with pytest.raises(Refused, match="5 samples were not judged"):
        keep_rule(screened, scope, DRAFT, rows, samples, {})
    other = {**said, samples.samples[3].subject: Judgement.CLEAR}
    with pytest.raises(Refused, match="otherwise than its author expects, in sample 4"):
        keep_rule(screened, scope, DRAFT, rows, samples, other)
    cheaper = DRAFT.model_copy(update={"conditions": (FINE,)})
    with pytest.raises(Refused, match="changed after its samples"):
        keep_rule(screened, scope, cheaper, rows, samples, said)
    assert kept_models(screened, scope) == []
    assert kept_drafts(screened, scope) == []


def test_a_kept_rule_is_published_by_a_second_person_and_changed_in_a_next_version(own, scope):
    trial = try_rule(own, scope, DRAFT, rows_of(own, scope))
    shelved, draft = kept(own, scope, DRAFT)
    assert (shelved.model, shelved.version, shelved.state) == ("U-990101-01", 1, ModelState.DRAFT)
    assert (draft.draft, draft.model, draft.version) == (DRAFT, "U-990101-01", 1)
    texts = kept_texts(own, scope, shelved.entry_id)
    assert not [name for name in NAMES if name in texts.model + texts.fixtures]
    assert read_model(texts.model, "U-990101-01.toml", texts.fixtures).title == DRAFT.title
    report = screen(own, scope, shelved.model)
    assert (report.leads_found, report.leads_new) == (trial.leads_found, 2)
    with pytest.raises(Refused, match="cannot publish it"):
        publish(own, scope, shelved.model)
    assert publish(own, publisher(own), shelved.model).state is ModelState.PUBLISHED
    dearer = DRAFT.model_copy(
        update={"conditions": (FINE.model_copy(update={"number": Decimal(80000)}), UNPAID)}
    )
    changed = keep_draft(own, scope, dearer, draft_id=draft.draft_id)
    assert (changed.draft, changed.model, changed.version) == (dearer, "U-990101-01", 1)
    again, draft = kept(own, scope, dearer, draft.draft_id)
    assert (again.model, again.version, draft.version) == ("U-990101-01", 2, 2)
    assert [one.draft_id for one in kept_drafts(own, scope)] == [draft.draft_id]


def test_drafts_are_of_their_unit_and_of_the_space_of_what_they_are_built_on(own, scope):
    unfinished = RuleDraft(source=SOURCE, conditions=(RuleCondition(),), line=Line.CIVIL)
    draft = keep_draft(own, scope, unfinished)
    assert kept_draft(own, scope, draft.draft_id).draft == unfinished
    with pytest.raises(Conflict, match="kept this draft since"):
        keep_draft(own, scope, DRAFT, draft_id=draft.draft_id, seen=draft.entry_id - 1)
    assert keep_draft(own, scope, unfinished, draft_id=draft.draft_id) == draft
    elsewhere = replace(scope, own_unit="990102")
    assert kept_drafts(own, elsewhere) == []
    with pytest.raises(NotFound):
        discard_draft(own, elsewhere, draft.draft_id)
    discard_draft(own, scope, draft.draft_id)
    assert kept_drafts(own, scope) == []
    with pytest.raises(NotFound):
        kept_draft(own, scope, draft.draft_id)
    with pytest.raises(Refused):
        keep_draft(own, replace(scope, own_unit=None), unfinished)
    base = model("M09-B")
    layer = usable_layers(base)[0]
    source = RuleSource(model=base.id, layer=layer.id)
    rows = rule_rows(own, scope, source)
    draft = begun(RuleDraft(line=base.line, title="试写规则"), rows, base.lead)
    made = trial_model(draft, rows, HEAD)
    assert made.is_restricted
    assert made.lead.confidence is base.lead.confidence is not Confidence.C1
    kept_one = keep_draft(own, scope, draft)
    outside = replace(scope, may_investigate=False)
    assert kept_drafts(own, outside) == []
    with pytest.raises(NotFound):
        kept_draft(own, outside, kept_one.draft_id)
    with pytest.raises(NotAllowed):
        rule_rows(own, outside, source)


def test_a_layer_of_a_model_is_a_source_with_the_types_of_what_it_derives(screened, scope):
    source = RuleSource(model="M11-A-NL-3", layer="late")
    rows = rule_rows(screened, scope, source)
    types = {column.name: column.type for column in rows.columns}
    assert (types["late_days"], types["apply_ends_on"]) == (ColumnType.INTEGER, ColumnType.DATE)
    assert [layer.id for layer in rows.layers][-1] == "late"
    assert {need.dataset for need in rows.requires} == {"nonlit_exec", "admin_penalty", "holiday"}
    with pytest.raises(UnknownName):
        rule_rows(screened, scope, RuleSource(model="M11-A-NL-3", layer="nothing"))
    assert "late" in {layer.id for layer in usable_layers(model("M11-A-NL-3"))}


def test_a_rule_on_a_layer_loads_with_samples_from_the_fixtures_of_its_model(screened, scope):
    source = RuleSource(model="M11-A-NL-3", layer="late")
    rows = rule_rows(screened, scope, source)
    late = FINE.model_copy(update={"column": "late_days", "number": Decimal(30)})
    draft = RuleDraft(
        source=source,
        conditions=(late.model_copy(update={"margin": Decimal(10)}),),
        subject_column="decision_no",
        event_column="applied_on",
        title="申请期限届满后很久才申请",
        line=Line.ADMINISTRATIVE,
        business=Business.ADMINISTRATIVE,
    )
    samples = rule_samples(
        screened, scope, draft, rows, model_of_rule(screened, scope, draft, rows, None)
    )
    assert samples.lacking == ()
    assert {one.sample.is_live for one in samples.samples} == {False}
    text = text_of_rule(screened, scope, draft, rows, None)
    fixtures = fixtures_text(FixtureFile(fixtures=(samples.fixture,)))
    read = read_model(text, f"{samples.model.id}.toml", fixtures)
    assert [layer.id for layer in read.layers][-3:] == ["late", "rule_known", "rule_rows"]

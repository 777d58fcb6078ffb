"""Every model answers its own fixtures exactly: counts of each layer, leads with reasons, verdicts."""

from functools import cache

import pytest
import sqlalchemy as sa

from data_access import fixture_runs
from data_access.fixture_runs import UNIT, run_fixture
from data_access.layer_runs import Question
from supervision.declaration import load_fixtures, model
from supervision.fixtures import counts_of
from supervision.vocabulary import Verdict

CASES = [
    pytest.param(name, fixture, id=f"{name}-{fixture.id}")
    for name, file in load_fixtures().items()
    for fixture in file.fixtures
]


@cache
def first_answer(name, fixture_id):
    """The model's answer to one of its fixtures, worked out once for all tests of it."""
    fixtures = load_fixtures()[name].fixtures
    return run_fixture(model(name), next(one for one in fixtures if one.id == fixture_id))


@pytest.mark.parametrize(("name", "fixture"), CASES)
def test_each_layer_counts_as_its_fixture_expects(name, fixture):
    answer = first_answer(name, fixture.id)
    for expected, layer in zip(fixture.layers, answer.layers, strict=True):
        found = {count: getattr(layer, count) for count in counts_of(expected)}
        assert (layer.id, found) == (expected.id, counts_of(expected))
        excluded = {one.id: one.excluded_count for one in layer.exclusions if one.excluded_count}
        assert excluded == expected.exclusions


@pytest.mark.parametrize(("name", "fixture"), CASES)
def test_the_leads_are_those_of_the_fixture_with_their_reasons(name, fixture):
    answer = first_answer(name, fixture.id)
    found = [
        (lead.subject, lead.period, lead.title, lead.score, tuple(one.id for one in lead.reasons))
        for lead in answer.leads
    ]
    assert found == [
        (lead.subject, lead.period, lead.title, lead.score, lead.reasons) for lead in fixture.leads
    ]


@pytest.mark.parametrize(("name", "fixture"), CASES)
def test_each_subject_s_verdict_is_that_of_the_fixture(name, fixture):
    answer = first_answer(name, fixture.id)
    found = {
        subject: courses[0].verdict if courses else Verdict.ABSENT
        for subject, courses in answer.courses.items()
    }
    assert found == fixture.verdicts


@pytest.mark.parametrize(("name", "fixture"), CASES)
def test_the_same_fixture_again_is_the_same_answer_to_the_byte(name, fixture):
    first, again = first_answer(name, fixture.id), run_fixture(model(name), fixture)
    assert first.leads == again.leads
    assert first.courses == again.courses


def test_a_cluster_is_followed_from_the_first_layer_that_knows_all_its_members():
    declared = model("M01-A")
    answer = run_fixture(declared, load_fixtures()["M01-A"].fixtures[0])
    (course,) = answer.courses["cluster:firm:S2+office:评一+person:律乙"]
    assert declared.lead_path[0].id == "agents"
    assert [one.layer for one in course.conditions][:1] == ["insurer_suits"]
    assert (course.verdict, course.stopped_at) == (Verdict.DROPPED, "clusters")


def test_the_run_of_a_fixture_opens_no_file_and_stays_so(tmp_path):
    (tmp_path / "secret.csv").write_text("a\n1\n", encoding="utf-8")
    declared = model("auction_bidding")
    fixture = load_fixtures()["auction_bidding"].fixtures[0]
    question = Question(
        model=declared, parameters={}, snapshot=0, as_of=fixture.as_of, units=frozenset({UNIT})
    )
    with fixture_runs._given(question, fixture) as connection:
        for statement in (
            f"SELECT * FROM read_csv('{tmp_path / 'secret.csv'}')",
            "SET enable_external_access = true",
            f"COPY (SELECT 1) TO '{tmp_path / 'out.csv'}'",
        ):
            with pytest.raises(sa.exc.DBAPIError, match=r"disabled|locked|Permission"):
                connection.exec_driver_sql(statement)
            connection.rollback()

"""Statutory periods: what is declared, what nobody vouches for yet, what a wrong file is told."""

import importlib.util
from datetime import date
from pathlib import Path

import pytest

from supervision.clock_format import Unit
from supervision.clocks import clock, in_force, load_periods, read_periods, version_on
from supervision.errors import ClockMistakes, UnknownName

SMALL = """
[[laws]]
id = "some_law"
title = "某法"
in_force_from = 2020-01-01

[[clocks]]
id = "reply"
title = "回复期限"
title_en = "Reply"
line = "civil"
starts = "收到之日"
must = "回复"
holiday_end = "moves"
versions = [{ law = "some_law", article = "第1条", days = 10 }]
"""

IN_THE_DOMAIN_DOCUMENT = {
    *("bail_max", "residence_max", "arrest_request", "arrest_request_serious", "arrest_review"),
    *("detention_max", "invest_custody", "prosecution_review", "prosecution_review_fast"),
    *("first_instance", "second_instance", "custody_notice", "custody_notice_detention"),
    *("custody_notice_investigation", "doc_delivery", "prison_transfer", "cc_notice", "cc_papers"),
    *("cc_report", "cc_recall_decision", "fine_term", "property_transfer", "property_exec_filing"),
    *("property_exec", "commutation_start_under_5", "commutation_start_under_10"),
    *("commutation_start_ten_up", "commutation_interval_under_10", "commutation_interval_ten_up"),
    *("commutation_strict_start", "commutation_strict_interval_to_10"),
    *("commutation_strict_interval_over_10", "no_filing_reason", "nonlit_apply", "nonlit_urge"),
    *("nonlit_court_accept", "nonlit_court_rule", "nonlit_court_rule_hearing"),
    *("penalty_limitation", "penalty_limitation_serious", "pil_reply", "pil_reply_urgent"),
    *("pil_announcement", "suggestion_objection", "reverse_reply", "zb_query", "zb_query_span"),
    *("auction_announce_movable", "auction_announce", "auction_announce_again_movable"),
    *("auction_announce_again", "auction_again", "auction_bidding", "auction_preemptor_notice"),
    *("auction_preemptor_shown", "supplementary_investigation", "non_prosecution_complaint"),
    *("protest_judgment", "protest_ruling", "civil_supervision", "suggestion_reply"),
    "suggestion_reply_urgent",
}
"""Every period of section 0.2 of the models, of M04 and of section 8 of the metrics."""

NOT_VOUCHED_FOR = {
    "bail_max": {"criminal_procedure_2012 article", "holiday_end"},
    "residence_max": {"criminal_procedure_2012 article", "holiday_end"},
    "arrest_request": {"criminal_procedure_2012 article"},
    "arrest_request_serious": {"criminal_procedure_2012 article"},
    "arrest_review": {"criminal_procedure_2012 article"},
    "detention_max": {"criminal_procedure_2012 article"},
    "invest_custody": {"criminal_procedure_2012 article"},
    "custody_notice_detention": {"police_custody_rule article", "police_custody_rule length"},
    "custody_notice_investigation": {"police_custody_rule article", "police_custody_rule length"},
    "prosecution_review": {"criminal_procedure_2012 article"},
    "supplementary_investigation": {
        *("criminal_procedure_2012 article", "criminal_procedure_2012 length"),
        *("criminal_procedure_2018 article", "criminal_procedure_2018 length"),
    },
    "non_prosecution_complaint": {
        *("criminal_procedure_2012 article", "criminal_procedure_2012 length"),
        *("criminal_procedure_2018 article", "criminal_procedure_2018 length"),
    },
    "protest_judgment": {
        *("criminal_procedure_2012 article", "criminal_procedure_2012 length"),
        *("criminal_procedure_2018 article", "criminal_procedure_2018 length"),
    },
    "protest_ruling": {
        *("criminal_procedure_2012 article", "criminal_procedure_2012 length"),
        *("criminal_procedure_2018 article", "criminal_procedure_2018 length"),
    },
    "first_instance": {"criminal_procedure_2012 article", "last_to_last"},
    "second_instance": {"criminal_procedure_2012 article", "last_to_last"},
    "doc_delivery": {"criminal_procedure_2012 article"},
    "cc_notice": {"holiday_end"},
    "cc_papers": {"holiday_end"},
    "cc_report": {"holiday_end"},
    "cc_recall_decision": {"holiday_end"},
    "fine_term": {"holiday_end"},
    "nonlit_apply": {
        "administrative_litigation_rules_2000 article",
        "administrative_litigation_rules_2000 length",
    },
    "nonlit_urge": {"administrative_coercion_2011 unit"},
    "nonlit_court_accept": {"administrative_coercion_2011 unit"},
    "nonlit_court_rule": {"administrative_coercion_2011 unit"},
    "nonlit_urge_working": {
        "administrative_coercion_2011 article",
        "administrative_coercion_2011 unit",
    },
    "nonlit_court_accept_working": {
        "administrative_coercion_2011 article",
        "administrative_coercion_2011 unit",
    },
    "nonlit_court_rule_working": {
        "administrative_coercion_2011 article",
        "administrative_coercion_2011 unit",
    },
    "penalty_limitation": {
        *("administrative_penalty_1996 article", "administrative_penalty_1996 length"),
        "holiday_end",
    },
    "penalty_limitation_serious": {"holiday_end"},
    "pil_reply": {"public_interest_2018 article", "public_interest_2018 length"},
    "pil_reply_urgent": {"public_interest_2018 article", "public_interest_2018 length"},
    "pil_announcement": {"public_interest_2018 article", "public_interest_2018 length"},
    "suggestion_reply": {"suggestions_2019 article", "suggestions_2019 length", "holiday_end"},
    "suggestion_reply_urgent": {
        *("suggestions_2019 article", "suggestions_2019 length", "holiday_end"),
    },
    "suggestion_objection": {"suggestions_2019 article"},
    "reverse_reply": {"transfer_2021 article", "transfer_2021 length", "holiday_end"},
    "civil_supervision": {
        f"civil_procedure_{year} {key}"
        for year in (2012, 2021, 2023)
        for key in ("article", "length")
    },
    "zb_query": {
        *("ended_enforcement_2016 article", "ended_enforcement_2016 length", "holiday_end"),
    },
    "zb_query_span": {"ended_enforcement_2016 article", "ended_enforcement_2016 length"},
    "auction_again": {"holiday_end"},
    "penalty_surcharge_daily": {
        "administrative_penalty_1996 article",
        "administrative_penalty_1996 value",
    },
}
"""待核对: take a line out once somebody has read the article."""


def mistakes_of(text: str) -> list[str]:
    with pytest.raises(ClockMistakes) as raised:
        read_periods({"small.toml": text})
    return [f"{one.where}: {one.says}" for one in raised.value.mistakes]


def test_every_period_of_the_domain_document_is_declared():
    working = {"nonlit_urge_working", "nonlit_court_accept_working", "nonlit_court_rule_working"}
    assert set(load_periods().clocks) == IN_THE_DOMAIN_DOCUMENT | working


def test_what_nobody_vouches_for_is_listed():
    periods = load_periods()
    found = {}
    for one in (*periods.clocks.values(), *periods.limits.values()):
        keys = {f"{version.law} {key}" for version in one.versions for key in version.to_check}
        keys |= set(getattr(one, "to_check", ()))
        if keys:
            found[one.id] = keys
    assert found == NOT_VOUCHED_FOR


def test_nobody_vouches_for_a_date_in_force_yet():
    laws = load_periods().laws.values()
    assert [law.id for law in laws if "in_force_from" not in law.to_check] == []
    ended = [law for law in laws if law.in_force_to is not None]
    assert [law.id for law in ended if "in_force_to" not in law.to_check] == []


def test_the_version_in_force_on_the_day_applies():
    bail, apply = clock("bail_max"), clock("nonlit_apply")
    assert version_on(bail, date(2018, 10, 25)).article == "第77条"
    assert version_on(bail, date(2018, 10, 26)).article == "第79条"
    assert version_on(bail, date(2012, 12, 31)) is None
    assert version_on(apply, date(2011, 12, 31)).days == 180
    assert version_on(apply, date(2012, 1, 1)).months == 3
    assert in_force(apply.versions[0]) == (date(2000, 3, 10), date(2011, 12, 31))


def test_a_law_without_a_known_beginning_has_none():
    [version] = clock("custody_notice_detention").versions
    assert in_force(version) == (date.min, date.max)


def test_an_unknown_period_is_refused():
    with pytest.raises(UnknownName, match="nonsense"):
        clock("nonsense")


def test_a_further_period_is_only_a_further_table():
    read = read_periods({"small.toml": SMALL})
    assert read.clocks["reply"].versions[0].unit is Unit.DAYS
    assert list(read.laws) == ["some_law"]


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ("days = 10", "days = 10, months = 1", "exactly one of"),
        (", days = 10", "", "exactly one of"),
        ('law = "some_law"', 'law = "no_law"', "there is no law of this id"),
        ("2020-01-01", "2020-01-01\nin_force_to = 2019-01-01", "ends before it begins"),
        ("2020-01-01", '"待核对"', "must stand in to_check"),
        ("第1条", "待核对", "must stand in to_check"),
        ("days = 10", "hours = 24", "moves at its end"),
        ("days = 10", "working_days = 10", "moves at its end"),
        ('"moves"', '"moves"\nbound = "earliest"', "does not move"),
        ('"moves"', '"moves"\nbackwards = true', "counted forwards"),
        ("days = 10", "days = 10, in_force_to = 2019-01-01", "ends outside"),
        ('"moves"', '"moves"\nlast_to_last = true', "months and years"),
        (
            "days = 10",
            'days = 10, extensions = [{ id = "in_custody", title = "甲", article = "乙", days = 1 }]',
            "somebody is held",
        ),
        (
            "days = 10",
            'days = 10, extensions = [{ id = "more", title = "甲", article = "乙" }]',
            "adds neither",
        ),
        (
            "versions = [",
            'versions = [{ law = "some_law", article = "第1条", days = 9 }, ',
            "begins before the version above",
        ),
        ("[[clocks]]", "[[clocks]]\nnonsense = 1", "nexpected keyword"),
        ("[[clocks]]", "[[clocks", "TOML"),
    ],
)
def test_a_wrong_file_is_told_what_is_wrong(before, after, says):
    assert any(says in one for one in mistakes_of(SMALL.replace(before, after, 1)))


def test_the_mistakes_of_all_files_are_reported_together():
    wrong = SMALL.replace("days = 10", "hours = 2").replace("2020-01-01", '"待核对"')
    second = SMALL.replace('"moves"', '"moves"\nbound = "earliest"')
    with pytest.raises(ClockMistakes) as raised:
        read_periods({"one.toml": wrong, "two.toml": second})
    found = [(one.file, one.where) for one in raised.value.mistakes]
    assert {("one.toml", "laws.some_law"), ("one.toml", "clocks.reply")} <= set(found)
    assert {("two.toml", "clocks.reply"), ("periods", "clocks.reply")} <= set(found)


def test_the_page_of_periods_is_as_declared():
    """Run `make docs` when this fails."""
    page = Path(__file__).resolve().parents[2] / "docs"
    spec = importlib.util.spec_from_file_location("write_clocks", page / "write_clocks.py")
    writer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(writer)
    text = (page / "clocks.md").read_text(encoding="utf-8")
    assert writer.clocks_page(text) == text

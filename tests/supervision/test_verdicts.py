from supervision.verdicts import CheckAnswer, Course, Standing, courses, joined
from supervision.vocabulary import Outcome, Verdict

PATH = ("rows", "groups", "last")


def standing(layer: str, outcome: Outcome, period: str | None = None, unit: str | None = None):
    answer = CheckAnswer(
        layer=layer, says="", when="", outcome=None, actual=None, limit=None, near=False
    )
    return Standing(layer=layer, period=period, unit_code=unit, outcome=outcome, answers=(answer,))


def followed(**layers: list[tuple]) -> tuple[Course, ...]:
    """The courses of a subject that stands so in the layers: outcome, period, unit."""
    standings = {layer: [standing(layer, *one) for one in layers.get(layer, [])] for layer in PATH}
    return courses(PATH, standings)


def test_a_subject_that_passes_every_layer_is_flagged():
    found = followed(
        rows=[(Outcome.KEPT,)],
        groups=[(Outcome.KEPT, "2024", "u")],
        last=[(Outcome.KEPT, "2024", "u")],
    )
    assert [(one.verdict, one.reached, one.stopped_at) for one in found] == [
        (Verdict.FLAGGED, "last", None)
    ]
    assert [answer.layer for answer in found[0].conditions] == list(PATH)


def test_a_subject_stops_where_it_is_not_kept():
    found = followed(rows=[(Outcome.KEPT,)], groups=[(Outcome.CANNOT_JUDGE, "2024", "u")])
    assert (found[0].verdict, found[0].stopped_at) == (Verdict.CANNOT_JUDGE, "groups")


def test_the_period_that_came_furthest_comes_first():
    found = followed(
        rows=[(Outcome.KEPT,)],
        groups=[(Outcome.CANNOT_JUDGE, "2023", "u"), (Outcome.KEPT, "2024", "u")],
        last=[(Outcome.DROPPED, "2024", "u")],
    )
    assert [(one.period, one.verdict) for one in found] == [
        ("2024", Verdict.DROPPED),
        ("2023", Verdict.CANNOT_JUDGE),
    ]


def test_at_the_same_layer_cannot_judge_stands_before_excluded_before_dropped():
    outcomes = {
        "2021": Outcome.DROPPED,
        "2022": Outcome.EXCLUDED,
        "2023": Outcome.CANNOT_JUDGE,
        "2024": Outcome.KEPT,
    }
    found = courses(
        ("groups",),
        {"groups": [standing("groups", out, year, "u") for year, out in outcomes.items()]},
    )
    assert [one.period for one in found] == ["2024", "2023", "2022", "2021"]


def test_a_join_that_finds_nothing_stops_a_subject_as_dropped():
    found = followed(rows=[(Outcome.KEPT,)])
    assert (found[0].verdict, found[0].reached, found[0].stopped_at) == (
        Verdict.DROPPED,
        "rows",
        "groups",
    )


def test_a_period_that_is_not_known_does_not_hide_one_that_is():
    found = followed(
        rows=[(Outcome.KEPT,)],
        groups=[(Outcome.CANNOT_JUDGE, None, "u"), (Outcome.KEPT, "2024", "v")],
        last=[(Outcome.KEPT, "2024", "v")],
    )
    assert [(one.unit_code, one.verdict) for one in found] == [
        ("v", Verdict.FLAGGED),
        ("u", Verdict.CANNOT_JUDGE),
    ]


def test_an_absent_subject_has_no_course():
    assert followed() == ()


def test_of_several_ways_the_furthest_decides_and_all_are_told():
    layers = ("deaths", "terms", "together", "last")

    def way(first: str, *standings: Standing) -> tuple[Course, ...]:
        path = (first, "together", "last")
        return courses(path, {name: [s for s in standings if s.layer == name] for name in path})

    stopped = way("deaths", standing("deaths", Outcome.DROPPED))
    passed = way(
        "terms",
        standing("terms", Outcome.KEPT),
        standing("together", Outcome.KEPT, "2024", "u"),
        standing("last", Outcome.CANNOT_JUDGE, "2024", "u"),
    )
    (found,) = joined((*stopped, *passed), layers)
    assert (found.verdict, found.stopped_at, found.period) == (
        Verdict.CANNOT_JUDGE,
        "last",
        "2024",
    )
    assert [answer.layer for answer in found.conditions] == list(layers)
    (only,) = joined(stopped, layers)
    assert (only.verdict, only.stopped_at) == (Verdict.DROPPED, "deaths")

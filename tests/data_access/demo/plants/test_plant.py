"""Planted rows and their truth."""

import polars as pl

from data_access.demo.plants.plant import Kind, Plants, truth_details
from data_access.demo.truth import Label


def test_each_kind_has_its_label():
    plants = Plants()
    for kind in Kind:
        plants.say("M", "case", [kind.value], ["990101"], kind, "why")
    labels = {one.kind: (one.planted().label, one.planted().trap) for one in plants.truth}
    assert labels[Kind.BORDERLINE_IN] == (Label.POSITIVE, "borderline")
    assert labels[Kind.BORDERLINE_OUT] == (Label.NEGATIVE, "borderline")
    assert labels[Kind.LOOKALIKE] == (Label.NEGATIVE, "look_alike")
    assert labels[Kind.CANNOT_JUDGE] == (Label.NOT_JUDGEABLE, "missing_field")


def test_families_are_joined():
    one, other = Plants(), Plants()
    other.add("household", pl.DataFrame({"person_id": ["1"]}))
    other.say("M", "person", ["1"], ["990101"], Kind.POSITIVE, "why")
    one.join(other)
    assert one.frames["household"][0].height == 1
    assert truth_details(one.truth) == (
        "model,subject,unit,period,kind,why\nM,person:1,990101,2025,positive,why\n"
    )

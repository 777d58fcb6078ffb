"""Frames in the shape of their contracts."""

from data_access.demo.city.people import CITY
from data_access.demo.city.shape import typed
from supervision.contracts import contract


def test_what_many_frames_hold_becomes_one_block(city):
    people = city.everyone.select("person_id", "person_name")
    frames = [people.slice(place, 1) for place in range(50)]
    rows = typed(contract("household"), frames, CITY)
    assert (rows.height, rows.n_chunks()) == (50, 1)

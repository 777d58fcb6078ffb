"""How often a run reads what, and which layers it writes."""

from supervision.declaration import model
from supervision.layer_readings import times_read, written_layers


def test_the_readings_of_a_dataset_are_counted_through_the_layers_folded_in():
    reads = times_read(model("M08-D"))
    assert reads["traffic_violation"] == 3  # a sieve, its counts, the batches behind the leads
    assert reads["cc_subject"] == 4  # one layer folded into another, a join, the batches
    assert reads["cc_leave"] == 1
    assert reads["holiday"] == 0


def test_rows_whose_texts_are_matched_are_written_though_one_layer_reads_them():
    oil = written_layers(model("M05-A"))
    assert "oil_lines" in oil  # two patterns over all invoices
    assert "registered" not in written_layers(model("M08-D"))  # a plain filter


def test_a_plain_filter_over_a_dataset_in_memory_is_written():
    assert "registered" in written_layers(model("M08-D"), {"cc_subject"})

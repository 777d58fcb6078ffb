from supervision.declaration import model, read_model
from supervision.layer_columns import (
    available,
    check_texts,
    lead_columns,
    needed,
    reasoned_layers,
    source_columns,
    template_columns,
)
from supervision.layer_format import Layer
from tests.supervision.model_text import FIXTURES, MODEL

SMALL = read_model(MODEL, "small.toml", FIXTURES)


def test_a_grouping_layer_offers_its_keys_and_measures_only():
    offers = available(SMALL)
    assert offers["lots"] == ("unit_code", "lot_code", "bid_count", "start_yuan", "last_on")
    assert offers["busy"] == offers["lots"]
    assert "source_line" in offers["auction_bid"]


def test_what_nobody_reads_is_not_needed():
    bidding = model("auction_bidding")
    needs = needed(bidding)
    assert "previous_yuan" not in needs["bids"]
    assert "break_position" in needs["bids"]
    assert set(lead_columns(bidding)) <= set(needs["verdict"])


def test_a_grouping_at_which_nobody_looks_carries_only_what_is_read():
    oil = model("M05-A")
    looked_at, dry = needed(oil), needed(oil, is_looked_at=False)
    assert "invoice_count" in looked_at["buyers"]
    assert "invoice_count" not in dry["buyers"]
    assert {"unit_code", "buyer_code", "oil_year", "bought_tonnes"} <= set(dry["buyers"])
    assert "total_yuan" in looked_at["oil_lines"]
    assert "total_yuan" not in dry["oil_lines"]
    assert looked_at["verdict"] == dry["verdict"]


def test_reasons_come_from_the_last_grouping_on():
    layers = [layer.id for layer in reasoned_layers(model("auction_bidding"))]
    assert layers == ["lots", "verdict"]


def test_the_path_of_a_lead_leaves_side_layers_out():
    path = [layer.id for layer in model("invoice_voiding").lead_path]
    assert path == ["sales", "firm_years", "comparable", "outliers", "unexplained"]


def test_the_path_of_a_lead_begins_where_layers_are_put_together():
    lots, busy = SMALL.layers
    both = {"together": {"layers": ["lots", "quiet"], "columns": ["unit_code", "lot_code"]}}
    quiet = lots.model_copy(update={"id": "quiet"})
    every = Layer.model_validate({"id": "every", "title": "全部标的", **both})
    last = busy.model_copy(update={"source": "every"})
    whole = SMALL.model_copy(update={"layers": (lots, quiet, every, last)})
    assert [layer.id for layer in whole.lead_path] == ["every", "busy"]
    assert [layer.id for layer in whole.lead_layers] == ["lots", "quiet", "every", "busy"]


def test_of_a_dataset_only_what_layers_and_batches_are_made_from_is_read():
    oil = source_columns(model("M05-A"))
    assert oil["market_entity"] == ("firm_uscc", "industry", "unit_code")
    assert "batch_id" in oil["vat_invoice"]
    assert "source_line" not in oil["vat_invoice"]
    assert set(oil) == {need.dataset for need in model("M05-A").requires}


def test_a_layer_counts_rows_until_something_groups():
    bidding = model("auction_bidding")
    grains = {layer.id: bidding.grain(layer) for layer in bidding.layers}
    assert grains["bids"] == grains["late_bids"] == "rows"
    assert grains["lots"] == grains["verdict"] == "groups"


def test_every_expression_of_a_test_is_read():
    many, started = SMALL.layer("busy").conditions
    assert check_texts(many) == ("bid_count >= :least_bids", "bid_count", ":least_bids", "1")
    assert check_texts(started) == ("start_yuan > 100",)


def test_a_title_names_its_columns():
    assert template_columns("{a}：{b:count} 次") == ("a", "b")
    assert template_columns("没有") == ()

from supervision.sharing import with_shared

LAYERS = [
    {"id": "lots", "from": "auction_lot", "derive": [{"name": "n", "as": "x * :rate"}]},
    {"id": "busy", "from": "lots", "joins": [{"layer": "cases", "kind": "left"}]},
    {"id": "cases", "from": "exec_case"},
    {"id": "unused", "from": "other_dataset"},
]
SHARED = {
    "requires": [
        {"dataset": "auction_lot", "required": {"lot_code": 1.0}, "optional": {"price": 0.0}},
        {"dataset": "exec_case", "required": {"case_no": 1.0}},
        {"dataset": "other_dataset", "required": {"id": 1.0}},
    ],
    "parameters": [{"name": "rate", "default": 2}, {"name": "spare", "default": 3}],
    "basis": [{"law": "某法"}],
    "layers": LAYERS,
}


def rule(**more):
    return {"id": "M04-01", "shares": "lots", "layers": [{"id": "flagged", "from": "lots"}], **more}


def test_a_rule_takes_only_the_layers_it_builds_on():
    found = with_shared(rule(), SHARED)
    assert [layer["id"] for layer in found["layers"]] == ["lots", "flagged"]


def test_layers_behind_joins_come_with_it_in_their_order():
    found = with_shared(rule(layers=[{"id": "flagged", "from": "busy"}]), SHARED)
    assert [layer["id"] for layer in found["layers"]] == ["lots", "busy", "cases", "flagged"]


def test_only_what_the_layers_read_is_required():
    found = with_shared(rule(), SHARED)
    assert [one["dataset"] for one in found["requires"]] == ["auction_lot"]


def test_what_a_rule_asks_itself_stands_before_what_is_shared():
    own = [{"dataset": "auction_lot", "required": {"price": 0.9}}]
    found = with_shared(rule(requires=own), SHARED)
    assert found["requires"] == [
        {"dataset": "auction_lot", "required": {"lot_code": 1.0, "price": 0.9}, "optional": {}}
    ]


def test_only_parameters_in_use_are_taken_and_the_rules_own_stand_first():
    assert [one["name"] for one in with_shared(rule(), SHARED)["parameters"]] == ["rate"]
    own = with_shared(rule(parameters=[{"name": "rate", "default": 9}]), SHARED)
    assert own["parameters"] == [{"name": "rate", "default": 9}]


def test_the_articles_of_both_are_the_basis():
    found = with_shared(rule(basis=[{"law": "另一法"}]), SHARED)
    assert [one["law"] for one in found["basis"]] == ["某法", "另一法"]

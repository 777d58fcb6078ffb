from supervision.networks import Link, Node, bounded, layout, network


def star(leaves: int):
    """One member that is linked to each of the others."""
    nodes = [Node(kind="firm", key=f"F{place}", is_member=True) for place in range(leaves + 1)]
    links = [Link(first=0, second=place, count=place) for place in range(1, leaves + 1)]
    return network(nodes, links, "次数")


def test_each_node_knows_its_links():
    assert [node.link_count for node in star(3).nodes] == [3, 1, 1, 1]


def test_a_picture_holds_the_nodes_of_most_links_and_says_how_many_it_leaves_out():
    whole = star(5)
    shown = bounded(whole, 3)
    assert [node.key for node in shown.nodes] == ["F0", "F1", "F2"]
    assert [(link.first, link.second) for link in shown.links] == [(0, 1), (0, 2)]
    assert (shown.left_out, shown.nodes[0].link_count) == (3, 5)
    assert bounded(whole, 6) is whole


def test_the_same_group_is_always_drawn_the_same_way_and_no_two_nodes_alike():
    whole = star(59)
    points = layout(whole)
    assert points == layout(whole)
    assert len(set(points)) == 60
    assert all(-1 <= value <= 1 for point in points for value in point)


def test_what_members_share_stands_around_them():
    nodes = [
        Node(kind="firm", key="F", is_member=True),
        *(Node(kind="shared", key=f"案{place}", is_member=False) for place in range(3)),
    ]
    member, *shared = layout(network(nodes, [], ""))
    assert member == (0.0, 0.0)
    assert {round(x * x + y * y, 3) for x, y in shared} == {1.0}

"""A lead's group as a network: its members, what links them, and where each is drawn.

The layout is two circles, made here: with sixty nodes at most it needs no library, and the same
lead is always drawn the same way.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

MOST_NODES = 60
"""More are no picture any more."""

INNER = 0.5
"""The radius of the members' circle where what they share stands around them."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Node:
    """One node: a member of the group, or something that its members share.

    kind: a subject's kind, or `shared`; key: masked where the viewer may not see it whole;
    link_count: how many links lead to it.
    """

    kind: str
    key: str
    is_member: bool
    link_count: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Link:
    """A link between two nodes, by their places in the list; count: see `Network.says`."""

    first: int
    second: int
    count: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Network:
    """The members of a group, in the order of its subject, then what they share, and the links.

    says: what the counts of the links are. left_out: how many nodes are not in it.
    """

    nodes: tuple[Node, ...]
    links: tuple[Link, ...]
    says: str
    left_out: int = 0

    @property
    def members(self) -> tuple[Node, ...]:
        """The members alone."""
        return tuple(node for node in self.nodes if node.is_member)


def network(nodes: Sequence[Node], links: Sequence[Link], says: str) -> Network:
    """The network of these nodes and links; each node knows how many links lead to it."""
    ends = [end for link in links for end in (link.first, link.second)]
    counted = tuple(replace(node, link_count=ends.count(place)) for place, node in enumerate(nodes))
    return Network(nodes=counted, links=tuple(links), says=says)


def bounded(whole: Network, most: int = MOST_NODES) -> Network:
    """At most so many nodes: those of most links, in their order; equally linked ones, the first.

    Their links are those among them; how often a node is linked is said of the whole.
    """
    if len(whole.nodes) <= most:
        return whole
    by_links = sorted(range(len(whole.nodes)), key=lambda place: -whole.nodes[place].link_count)
    kept = sorted(by_links[:most])
    place_of = {old: new for new, old in enumerate(kept)}
    return Network(
        nodes=tuple(whole.nodes[place] for place in kept),
        links=tuple(
            Link(first=place_of[link.first], second=place_of[link.second], count=link.count)
            for link in whole.links
            if link.first in place_of and link.second in place_of
        ),
        says=whole.says,
        left_out=len(whole.nodes) - most,
    )


def layout(drawn: Network) -> tuple[tuple[float, float], ...]:
    """Where each node stands, within -1 to 1: members on a circle, what they share around them."""
    members = [place for place, node in enumerate(drawn.nodes) if node.is_member]
    shared = [place for place, node in enumerate(drawn.nodes) if not node.is_member]
    points = _circle(members, INNER if shared else 1.0) | _circle(shared, 1.0)
    return tuple(points[place] for place in range(len(drawn.nodes)))


def _circle(places: Sequence[int], radius: float) -> dict[int, tuple[float, float]]:
    """Evenly spread from the top on, clockwise; a single one in the middle."""
    if len(places) == 1:
        return {places[0]: (0.0, 0.0)}
    return {
        place: (
            round(radius * math.sin(2 * math.pi * turn / len(places)), 6),
            round(radius * math.cos(2 * math.pi * turn / len(places)), 6),
        )
        for turn, place in enumerate(places)
    }

"""The demo world: a fictional city whose sources look like real ones, with its planted truth.

Invoices and bids go into the pool through the ordinary intake, as files an agency might send; the
demo city, which is larger, is loaded in bulk from files that are whole.
What was planted is written to a file of its own and is known to nothing else: no model, no contract
and no screen can tell a planted row from another.
"""

from data_access.demo.whole import fill_whole
from data_access.demo.world import DemoReport, fill

__all__ = ["DemoReport", "fill", "fill_whole"]

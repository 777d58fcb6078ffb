"""What the tests of review lists share: an export in one line, and hostile leads."""

from dashboard.exports.writers import writer
from data_access import review_lists
from data_access.leads import LeadFilter
from tests.data_access.lead_builder import REASON, lead_values

HOSTILE = (
    "=1+1",
    "+86 130",
    "-1",
    "@SUM(A1)",
    "|cmd",
    "\t=1",
    "\n=1",
    "\r=1",
    "\x00=1",
    "＝1+1",
    "－1",
    "\u200b=1",
    "\u202e=cmd",
    "'=1",
    '=HYPERLINK("http://example.invalid","x")',
    "http://example.invalid/",
    'a,"b"\r\nc',
    "a\x0bb\x1b[31m",
    "\ud800",
    "䶮𠮷·",
    "_x0041_",
    "案" * 40_000,
    "330106199001011328",
    "00012",
    "  leading and trailing  ",
)


def exported(stores, scope, kind="xlsx", chosen=None, **options):
    """An export of the filter with a reason."""
    options = {"reason": "送核查"} | options
    return review_lists.export(
        stores, scope, chosen or LeadFilter(), format=kind, write=writer(kind), **options
    )


def hostile_leads():
    """Leads whose every text field holds what a spreadsheet must not obey."""
    return [
        lead_values(
            number,
            subject=f"firm:{text.encode('utf-8', 'replace').decode() or 'x'}",
            title=text.encode("utf-8", "replace").decode(),
            assignee=text.encode("utf-8", "replace").decode(),
            period=text.encode("utf-8", "replace").decode(),
            reasons=[REASON | {"says": text, "actual": text, "limit": -0.5}],
        )
        for number, text in enumerate(HOSTILE, start=1)
    ]

"""Who looks at what: the home, its units as a tree, accounts and their sessions."""

from sqlalchemy import Column, ForeignKey, Index, Table, types

from data_access.tables.schema import TEXT, Instant, metadata

facts = Table(
    "facts",
    metadata,
    Column("key", TEXT, primary_key=True),
    Column("value", TEXT, nullable=False),
    comment="What is true of this home: is_demo, created_at.",
)

units = Table(
    "units",
    metadata,
    Column("unit_code", TEXT, primary_key=True),
    Column("unit_name", TEXT, nullable=False),
    Column("parent_code", TEXT, ForeignKey("units.unit_code")),
    Column("level", types.Integer, nullable=False),
    comment="Procuratorates as a tree: 1 supreme, 2 province, 3 city, 4 county.",
)

users = Table(
    "users",
    metadata,
    Column("username", TEXT, primary_key=True),
    Column("display_name", TEXT, nullable=False),
    Column("unit_code", TEXT, comment="The viewer's own unit: owner of what the viewer takes in."),
    Column("password_hash", TEXT, comment="argon2id; null for an account without a sign-in."),
    Column("may_unmask", types.Boolean, nullable=False, default=False),
    Column("may_investigate", types.Boolean, nullable=False, default=False, server_default="0"),
    Column("may_publish", types.Boolean, nullable=False, default=False, server_default="0"),
    Column("is_disabled", types.Boolean, nullable=False, default=False),
    Column("created_at", Instant, nullable=False),
)

user_units = Table(
    "user_units",
    metadata,
    Column("username", TEXT, ForeignKey("users.username"), primary_key=True),
    Column("unit_code", TEXT, primary_key=True),
    comment="Units whose rows the user may see; their sub-units follow from the tree.",
)

user_lines = Table(
    "user_lines",
    metadata,
    Column("username", TEXT, ForeignKey("users.username"), primary_key=True),
    Column("line", TEXT, primary_key=True),
)

sessions = Table(
    "sessions",
    metadata,
    Column("token_sha256", TEXT, primary_key=True, comment="The token itself is never stored."),
    Column("session_id", TEXT, nullable=False, unique=True),
    Column("username", TEXT, ForeignKey("users.username"), nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("address", TEXT),
)

sign_in_failures = Table(
    "sign_in_failures",
    metadata,
    Column("failure_id", types.Integer, primary_key=True),
    Column("username", TEXT, nullable=False),
    Column("address", TEXT, nullable=False),
    Column("failed_at", Instant, nullable=False),
    Index(None, "username", "failed_at"),
    Index(None, "address", "failed_at"),
)

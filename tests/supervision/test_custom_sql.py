import duckdb
import pytest

from supervision.custom_sql import SelectRefused, checked_select, named_columns, select_sql
from supervision.expressions import PORTABLE, with_literals
from supervision.relation_format import Selected
from supervision.relation_sql import relation_sql

HARMLESS = (
    "SELECT unit_code, COUNT(*) AS n FROM lots WHERE start_yuan > :least GROUP BY unit_code",
    "WITH many AS (SELECT lot_code FROM lots) SELECT lot_code FROM many",
    "SELECT a.lot_code FROM lots AS a JOIN bids AS b ON a.lot_code = b.lot_code",
    "SELECT lot_code FROM lots UNION ALL SELECT lot_code FROM bids",
    "SELECT lot_code, ROW_NUMBER() OVER (PARTITION BY unit_code ORDER BY lot_code) AS n FROM lots",
    "SELECT lot_code FROM lots WHERE EXISTS (SELECT bid_yuan FROM bids WHERE bid_yuan > 1)",
    "WITH a AS (SELECT lot_code FROM lots), b AS (SELECT lot_code FROM a) SELECT lot_code FROM b",
)

HARMFUL = (
    "COPY lots TO 'x.csv'",
    "ATTACH 'x.db'",
    "PRAGMA database_list",
    "SET memory_limit = '1TB'",
    "INSTALL httpfs",
    "LOAD httpfs",
    "CREATE TABLE x AS SELECT lot_code FROM lots",
    "DELETE FROM lots",
    "INSERT INTO lots SELECT lot_code FROM lots",
    "SELECT lot_code FROM lots; DROP TABLE lots",
    "EXPLAIN SELECT lot_code FROM lots",
    "SELECT content FROM read_text('/etc/passwd')",
    "SELECT a FROM read_csv('/etc/passwd') AS t(a)",
    "SELECT a FROM '/etc/passwd'",
    'SELECT a FROM "/etc/passwd"',
    "SELECT lot_code FROM lake.main.lots",
    "SELECT table_name FROM information_schema.tables",
    "SELECT sql FROM duckdb_tables()",
    "SELECT getenv('HOME') FROM lots",
    "SELECT current_setting('temp_directory') FROM lots",
    "SELECT i FROM range(1000000000) AS t(i)",
    "SELECT UNNEST(GENERATE_SERIES(1, 1000000000)) AS i FROM lots",
    "WITH RECURSIVE t AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM t) SELECT n FROM t",
    "SELECT a.lot_code FROM lots AS a, bids AS b",
    "SELECT a.lot_code FROM lots AS a CROSS JOIN bids AS b",
    "SELECT a.lot_code FROM lots AS a JOIN bids AS b ON TRUE",
    "SELECT a.lot_code FROM lots AS a JOIN bids AS b ON a.lot_code < b.lot_code",
    "SELECT * FROM lots",
    "SELECT lots.* FROM lots",
    "SELECT lot_code FROM users",
    "SELECT (SELECT password FROM users) AS p FROM lots",
    "WITH users AS (SELECT lot_code FROM users) SELECT lot_code FROM users",
    "WITH a AS (SELECT x FROM users), users AS (SELECT x FROM lots) SELECT x FROM a",
    "VALUES (1)",
    "FROM lots",
    "SELECT lot_code FROM lots USING SAMPLE 10",
    "SELECT lot_code FROM lots FOR UPDATE",
    "SELECT pg_sleep(10) FROM lots",
    "SELECT lot_code FROM lots LIMIT (SELECT COUNT(*) FROM users)",
    "PIVOT lots ON lot_code USING COUNT(*)",
    "SUMMARIZE lots",
    "DESCRIBE lots",
    "CALL pragma_version()",
    "SELECT nextval('x') FROM lots",
    "not a statement at all (",
    "",
)


@pytest.mark.parametrize("text", HARMLESS)
def test_a_plain_select_over_declared_relations_is_allowed(text):
    checked_select(text, ("lots", "bids"), PORTABLE)


@pytest.mark.parametrize("text", HARMFUL)
def test_anything_else_is_refused_with_one_sentence(text):
    with pytest.raises(SelectRefused) as caught:
        checked_select(text, ("lots", "bids"), PORTABLE)
    assert "\n" not in str(caught.value)


def test_relations_are_replaced_and_parameters_become_literals():
    sql = select_sql(
        HARMLESS[0],
        lambda name: f"SELECT unit_code, start_yuan FROM source_{name}",
        lambda node: with_literals(node, {"least": 5}),
    )
    with duckdb.connect() as connection:
        connection.execute(
            "CREATE TABLE source_lots AS SELECT 'u' AS unit_code, UNNEST([1, 6, 9]) AS start_yuan"
        )
        assert connection.execute(sql).fetchall() == [("u", 2)]


def test_the_columns_a_select_names_are_known():
    assert named_columns(HARMLESS[0]) == ("start_yuan", "unit_code")
    assert named_columns("not a statement (") == ()


def test_a_select_reads_of_a_relation_only_the_columns_it_names():
    asked = {}

    def rows(name, columns):
        asked[name] = list(columns)
        return f"SELECT {', '.join(columns)} FROM {name}"

    relation = Selected(sql="SELECT lot_code FROM lots", relations=("lots",), columns=("lot_code",))
    relation_sql(relation, rows, {"lots": ("unit_code", "lot_code", "start_yuan")}, {})
    assert asked == {"lots": ["lot_code"]}

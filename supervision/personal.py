"""Which columns name persons, and how their values look to whoever may not see them whole.

A contract says of a column that it holds names, numbers or telephones of persons (`mask`). Firms
that stand in such a column keep their name and credit code: they are no persons. What a model
derives from such a column is masked as the column is.
"""

from collections.abc import Iterable, Mapping
from typing import Literal

import polars as pl

from supervision.contracts import DatasetContract, contract
from supervision.expressions import columns_of
from supervision.ledger import Plain
from supervision.measure import Derived
from supervision.model_format import Model
from supervision.subjects import MASK
from supervision.vocabulary import SubjectKind

Mask = Literal["person_name", "identifier", "phone"]

_STARS = MASK * 64
_ANY = r"(?s)."
FIRM_CODE = r"^[1-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}$"
BORN = r"^[0-9]{6}(18|19|20)[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9X]$"
_FIRM_NAME = (
    r"公司|企业|集团|合作社|银行|医院|学校|中学|小学|幼儿园|大学|工厂|商店|超市|饭店|宾馆"
    r"|中心|事务所|委员会|政府|法院|检察院|(厂|店|局|所|站|部|社|馆|院)$"
)

_KINDS = "|".join(kind.value for kind in SubjectKind)
_SPELLED = rf"^({_KINDS}):"
"""A value that is spelled as a subject, or as several joined by a plus sign."""

_PARTIES = ("first", "second", "node", "seed", "member", "cluster_key")
"""The columns of made relations that hold what is paired, reached or joined."""


def personal_columns(declared: DatasetContract) -> dict[str, Mask]:
    """The columns of a dataset that name persons, with how each is masked."""
    return {column.name: column.mask for column in declared.columns if column.mask is not None}


def personal_columns_of(model: Model) -> dict[str, Mask]:
    """The same for everything that a model reads or makes, by the column's name."""
    found: dict[str, Mask] = {}
    for need in model.requires:
        found |= personal_columns(contract(need.dataset))
    for layer in model.layers:
        if layer.relation is not None and set(_items(layer.relation.reads)) & set(found):
            found |= dict.fromkeys(_PARTIES, "identifier")
        _add_made(found, layer.made)
    for evidence in model.lead.evidence:
        _add_made(found, (*evidence.group_by, *evidence.measures))
    return found


def _add_made(found: dict[str, Mask], made: Iterable[Derived]) -> None:
    """Adds the columns that are made of columns known to name persons."""
    for column in made:
        used = [found[name] for name in columns_of(column.sql) if name in found]
        if used:
            found.setdefault(column.name, used[0])


def masked_rows(rows: pl.DataFrame, masks: Mapping[str, Mask]) -> pl.DataFrame:
    """The rows with the texts of these columns masked, persons' only; other columns as they are."""
    texts = [name for name in masks if rows.schema.get(name) == pl.String]
    return rows.with_columns(_masked(pl.col(name), masks[name]).alias(name) for name in texts)


def masked_record(record: Mapping[str, Plain], masks: Mapping[str, Mask]) -> dict[str, Plain]:
    """One record with its texts masked as `masked_rows` does."""
    texts = {name: value for name, value in record.items() if isinstance(value, str)}
    row = masked_rows(pl.DataFrame([texts], schema=dict.fromkeys(texts, pl.String)), masks)
    return {**record, **(row.row(0, named=True) if texts else {})}


def _masked(text: pl.Expr, mask: Mask) -> pl.Expr:
    shown = pl.when(text.is_null() | _is_firm(text, mask)).then(text)
    return (
        shown.when(text.str.contains(_SPELLED)).then(_masked_members(text)).otherwise(_hidden(text))
    )


def _masked_members(text: pl.Expr) -> pl.Expr:
    """Subjects joined by plus signs, the persons among them masked as `subjects.masked` does."""
    part, named = pl.element(), "person:"
    is_person = part.str.starts_with(named)
    person = pl.lit(named) + _hidden(part.str.strip_prefix(named))
    other = pl.when(part.str.contains(_SPELLED)).then(part).otherwise(_hidden(part))
    shown = pl.when(is_person).then(person).otherwise(other)
    return text.str.split("+").list.eval(shown).list.join("+")


def _hidden(text: pl.Expr) -> pl.Expr:
    """A person's name, number or code with all but its ends hidden, as `subjects.masked_key`."""
    length, stars = text.str.len_chars(), text.str.replace_all(_ANY, MASK)
    short = text.str.slice(0, 1) + stars.str.slice(1)
    long = text.str.slice(0, 2) + stars.str.slice(4) + text.str.slice(-2)
    return pl.when(length <= 1).then(pl.lit(MASK)).when(length < 8).then(short).otherwise(long)


def _is_firm(text: pl.Expr, mask: Mask) -> pl.Expr:
    if mask == "identifier":
        return text.str.contains(FIRM_CODE) & ~text.str.contains(BORN)
    if mask == "person_name":
        return text.str.contains(_FIRM_NAME)
    return pl.lit(value=False)


def _items(reads: Mapping[str, tuple[str, ...]]) -> list[str]:
    return [name for columns in reads.values() for name in columns]

"""All agencies of the demo city, and which module makes each dataset."""

from collections.abc import Mapping

from data_access.demo.city import (
    civil_affairs,
    court_civil,
    court_enforcement,
    court_other,
    criminal,
    enforcement,
    finance,
    human_resources,
    justice,
    land_and_water,
    market,
    medical_fund,
    oversight,
    places,
    police_cases,
    police_public,
    procuratorate,
    reference,
    registers,
    supplies,
    tax,
    traffic,
)
from data_access.demo.city.city import Builder

_AGENCIES = (
    *(reference, civil_affairs, medical_fund, human_resources, market, tax, traffic, finance),
    *(land_and_water, places, enforcement, criminal, police_cases, police_public, court_civil),
    *(court_enforcement, court_other, justice, procuratorate, oversight, registers, supplies),
)
BUILDERS: Mapping[str, Builder] = {
    name: builder for agency in _AGENCIES for name, builder in agency.TABLES.items()
}
"""Builders by dataset; a name with an underscore before it is no dataset but what some rest on."""

DATASETS = tuple(name for name in BUILDERS if not name.startswith("_"))

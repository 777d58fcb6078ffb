"""All families that are planted, in the order in which they take from the reserve."""

from collections.abc import Callable

from data_access.demo.city.city import City
from data_access.demo.plants.allowances import allowances
from data_access.demo.plants.arbitrations import arbitrations
from data_access.demo.plants.auctions import auctions
from data_access.demo.plants.benefits import benefits
from data_access.demo.plants.commutations import commutations
from data_access.demo.plants.corrected import corrected
from data_access.demo.plants.detained import detained
from data_access.demo.plants.dumping import dumping
from data_access.demo.plants.enforced import enforcement
from data_access.demo.plants.food import food
from data_access.demo.plants.fund import fund
from data_access.demo.plants.hotels import hotels
from data_access.demo.plants.insurance_suits import insurance_suits
from data_access.demo.plants.land import land
from data_access.demo.plants.licences import licences
from data_access.demo.plants.marriages import marriages
from data_access.demo.plants.minors import minors
from data_access.demo.plants.oil import oil
from data_access.demo.plants.opinions import opinions
from data_access.demo.plants.penalties import penalties
from data_access.demo.plants.pensions import pensions
from data_access.demo.plants.plant import Plants
from data_access.demo.plants.registered import registered
from data_access.demo.plants.shells import shells
from data_access.demo.plants.vouchers import vouchers
from data_access.demo.plants.wage_claims import wage_claims
from data_access.demo.plants.water import water
from data_access.demo.plants.wrong_entries import wrong_entries

FAMILIES: tuple[Callable[[City], Plants], ...] = (
    *(penalties, detained, pensions, auctions, enforcement, corrected, oil, arbitrations),
    *(wage_claims, insurance_suits, commutations, fund, wrong_entries),
    *(opinions, licences, shells, registered, benefits, allowances),
    *(marriages, water, dumping, food, vouchers, land, minors, hotels),
)

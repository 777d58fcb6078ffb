"""All families that are planted, in the order in which they take from the reserve."""

from collections.abc import Callable

from data_access.demo.city.city import City
from data_access.demo.plants.allowances import allowances
from data_access.demo.plants.arbitrations import arbitrations
from data_access.demo.plants.auctions import auctions
from data_access.demo.plants.benefits import benefits
from data_access.demo.plants.commutations import commutations
from data_access.demo.plants.confirmations import confirmations
from data_access.demo.plants.corrected import corrected
from data_access.demo.plants.custody import custody
from data_access.demo.plants.custody_posts import custody_posts
from data_access.demo.plants.delivery import delivery
from data_access.demo.plants.detained import detained
from data_access.demo.plants.dispensers import dispensers
from data_access.demo.plants.disqualified import disqualified
from data_access.demo.plants.drink_driving import drink_driving
from data_access.demo.plants.dumping import dumping
from data_access.demo.plants.elder_frauds import elder_frauds
from data_access.demo.plants.elder_homes import elder_homes
from data_access.demo.plants.elder_subsidies import elder_subsidies
from data_access.demo.plants.enforced import enforcement
from data_access.demo.plants.enforced_traps import enforcement_traps
from data_access.demo.plants.enforcement_posts import enforcement_posts
from data_access.demo.plants.false_loans import false_loans
from data_access.demo.plants.false_suit_posts import false_suit_posts
from data_access.demo.plants.food import food
from data_access.demo.plants.fraud_accounts import fraud_accounts
from data_access.demo.plants.fraud_links import fraud_links
from data_access.demo.plants.fund import fund
from data_access.demo.plants.fund_withdrawals import fund_withdrawals
from data_access.demo.plants.hotels import hotels
from data_access.demo.plants.house_suits import house_suits
from data_access.demo.plants.ineligible import ineligible
from data_access.demo.plants.injury_suits import injury_suits
from data_access.demo.plants.insurance_suits import insurance_suits
from data_access.demo.plants.land import land
from data_access.demo.plants.lenders import lenders
from data_access.demo.plants.lenient_posts import lenient_posts
from data_access.demo.plants.licences import licences
from data_access.demo.plants.marriages import marriages
from data_access.demo.plants.medical_paroles import medical_paroles
from data_access.demo.plants.minors import minors
from data_access.demo.plants.oil import oil
from data_access.demo.plants.opinions import opinions
from data_access.demo.plants.penalties import penalties
from data_access.demo.plants.pensions import pensions
from data_access.demo.plants.plant import Plants
from data_access.demo.plants.polluters import polluters
from data_access.demo.plants.property_penalties import property_penalties
from data_access.demo.plants.reductions import reductions
from data_access.demo.plants.registered import registered
from data_access.demo.plants.rehabilitation import rehabilitation
from data_access.demo.plants.review_entries import review_entries
from data_access.demo.plants.sand_mining import sand_mining
from data_access.demo.plants.shells import shells
from data_access.demo.plants.staged_collisions import staged_collisions
from data_access.demo.plants.stations import stations
from data_access.demo.plants.stolen_goods import stolen_goods
from data_access.demo.plants.uncontested_awards import uncontested_awards
from data_access.demo.plants.unfiled import unfiled
from data_access.demo.plants.unpaid_fees import unpaid_fees
from data_access.demo.plants.untransferred import untransferred
from data_access.demo.plants.vouchers import vouchers
from data_access.demo.plants.wage_claims import wage_claims
from data_access.demo.plants.water import water
from data_access.demo.plants.wrong_entries import wrong_entries

FAMILIES: tuple[Callable[[City], Plants], ...] = (
    *(penalties, detained, pensions, auctions, enforcement, corrected, oil, arbitrations),
    *(wage_claims, insurance_suits, commutations, fund, wrong_entries),
    *(reductions, medical_paroles, delivery, property_penalties, custody, rehabilitation),
    *(lenient_posts, enforcement_posts, false_suit_posts, custody_posts),
    *(staged_collisions, drink_driving, unfiled, fraud_accounts, fraud_links, stolen_goods),
    review_entries,
    *(injury_suits, sand_mining, polluters, untransferred, disqualified, ineligible, unpaid_fees),
    *(stations, dispensers, lenders, false_loans, house_suits, confirmations, uncontested_awards),
    *(enforcement_traps, fund_withdrawals, elder_homes, elder_frauds, elder_subsidies),
    *(opinions, licences, shells, registered, benefits, allowances),
    *(marriages, water, dumping, food, vouchers, land, minors, hotels),
)

"""The government side of the pool: every dataset of the table dictionary, with its fields."""

import pytest

from supervision.contracts import contract
from supervision.vocabulary import Sensitivity

DICTIONARY = {
    "vat_invoice": "inv_no seller_uscc buyer_uscc item_name item_code qty unit amt tax issue_date deducted",
    "tax_declare": "uscc tax_kind declared_sales declared_qty payable paid paid_date",
    "market_entity": "uscc name kind address room_no established status legal_rep_id phone agent_name scope annual_report_years",
    "entity_role": "uscc person_id role from to",
    "special_equipment": "uscc equip_kind capacity status",
    "fuel_dispenser": "station_uscc gun_no fuel_kind total_counter read_date seal_no tamper",
    "station_purchase": "station_uscc month qty_ton supplier",
    "transport_vehicle": "uscc plate_no fuel_kind load gps_id",
    "transport_cert": "id_no cert_kind status cancelled_date",
    "vehicle_gps": "plate_no ts lon lat speed weight",
    "land_grant": "contract_no uscc parcel_id price due_date paid paid_date start_by late_fee_rate",
    "planning_permit": "permit_no uscc project floor_area is_civil_building issued_date",
    "civil_defense": "project required_area built_area fee_payable fee_paid waived waive_basis decided_date",
    "realty_registry": "parcel unit owner_id prior_owner transfer_date transfer_basis price",
    "water_permit": "uscc permit_no source annual_quota valid_to",
    "water_meter": "uscc month qty",
    "tap_water": "uscc month qty",
    "power_use": "uscc month qty",
    "output_stat": "uscc year product qty",
    "mi_settlement": "settle_id id_no org_code org_kind ts total fund_pay diagnosis doctor is_inpatient in_date out_date settle_channel",
    "mi_item": "settle_id drug_code qty amt trace_code",
    "mi_special": "id_no disease appraised_date org_code basis",
    "death_record": "id_no death_date cremation_date source",
    "marriage_reg": "reg_no party_a_id party_b_id kind date agency photo_ref status",
    "allowance_pay": "program id_no month amount bank_acct status",
    "elder_home": "uscc beds resident_id month stay_days subsidy prepaid_balance registered",
    "voucher_use": "batch merchant_uscc user_id phone ts face off device lat lon",
    "bank_account": "acct owner_id open_date open_branch opener_staff",
    "bank_txn": "acct ts dir amt cp_acct cp_name ip balance",
    "insurance_policy": "policy_no plate_no insured_id",
    "insurance_claim": "claim_no policy_no report_ts place driver_id counter_driver_id liability loss_assessed assessed_amt paid_amt payee repair_shop_uscc is_litigated court_case_no",
    "admin_penalty": "decision_no agency party_id behaviour decided_date served_date fine other pay_due paid paid_date urged_date suit_deadline installment_to transferred_to_police",
    "sand_mining": "case vessel qty_ton value place date transferred_to_police",
    "waste_permit": "site uscc permit_no qty",
    "waste_site": "polygon",
    "poi_venue": "uscc kind lon lat license_date",
    "poi_school": "school lon lat boundary",
    "staff_minor_contact": "uscc id_no post hired_date checked_date",
    "hospital_visit": "visit_id id_no age diagnosis ts reported",
}
"""Dataset -> its fields, as the table dictionary of the domain document spells them."""

BESIDE = (
    "asset_query border_crossing case_transfer child_in_need designated_hospital fiscal_payment"
    " food_licence food_sampling hotel_registry hotline_complaint housing_fund_withdrawal"
    " judicial_staff online_shop pollution_permit pollution_reading practice_registration"
    " remote_change river_patrol school_bus special_group station_receipt subject_list wage_tax"
)
"""What models need beside the dictionary."""

REFERENCE = (
    "cause charge charge_agency division duty_list holiday loan_prime_rate office_unit"
    " serious_disease transfer_standard water_norm"
)

CLOSE = (
    "bank_account bank_txn border_crossing child_in_need hospital_visit judicial_staff subject_list"
)


@pytest.mark.parametrize("dataset", DICTIONARY)
def test_a_dataset_of_the_dictionary_knows_its_fields_as_headers(dataset):
    one = contract(dataset)
    known = {word for column in one.columns for word in (column.name, *column.headers)}
    assert set(DICTIONARY[dataset].split()) <= known


@pytest.mark.parametrize("dataset", BESIDE.split())
def test_what_models_need_beside_the_dictionary_is_there(dataset):
    assert contract(dataset).columns


@pytest.mark.parametrize("dataset", REFERENCE.split())
def test_a_reference_table_is_keyed_by_what_is_always_there(dataset):
    one = contract(dataset)
    assert one.key
    assert all(one.column(name).required for name in one.key)


@pytest.mark.parametrize("dataset", CLOSE.split())
def test_bank_data_minors_and_staff_are_held_most_closely(dataset):
    assert contract(dataset).sensitivity is Sensitivity.SECRET_WORK

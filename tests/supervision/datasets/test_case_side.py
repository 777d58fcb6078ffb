"""The case side of the pool: every dataset of the table dictionary, with its fields as headers."""

import pytest

from supervision.contracts import contract

DICTIONARY = {
    "civil_case": "case_no court_code cause_code procedure filed_date hearing_date closed_date close_type is_default is_notice_service trial_mode judge_name claim_amt award_amt dispute_raised",
    "civil_party": "case_no role name id_no uscc birth address is_present",
    "civil_agent": "case_no for_role agent_name agent_id law_firm agent_kind",
    "judgment_doc": "doc_id case_no doc_type doc_date full_text",
    "case_evidence": "case_no kind amount is_handwritten has_bank_proof made_date",
    "appraisal": "case_no institution appraiser kind commissioned_by result amount objection_by_defendant date",
    "exec_case": "exec_no basis_doc_no basis_type applicant debtor_id amount filed_date closed_date close_type paid_amt",
    "dishonest_list": "debtor_id exec_no listed_date term_end removed_date",
    "mediation_confirm": "confirm_no agreement_date applied_date ruling_date mediation_org mediator party_a party_b subject_matter amount property_city",
    "auction_lot": "lot_id exec_no court_code asset_kind round announce_date start_ts end_ts appraisal_price market_price start_price prev_start_price deposit has_basis_doc has_appraisal_report tax_burden_text priority_claim_amt defects_text vacancy_text preemptor_notified_date platform status deal_price",
    "auction_bid": "lot_id bidder_id bidder_name bid_ts bid_price deposit_payer_id ip phone is_winner defaulted",
    "bankruptcy_case": "bk_no debtor_uscc accepted_date administrator",
    "bankruptcy_claim": "bk_no creditor_id class declared_amt basis_doc_no accepted_amt",
    "criminal_judgment": "case_no defendant_id charge effective_date main_penalty prison_months probation_months fine_amt confiscation restitution_amt prohibition_order drunk_mg",
    "property_penalty_exec": "case_no transfer_date exec_filed_date exec_no close_type treasury_date paid_amt",
    "nonlit_exec": "nl_no agency decision_no applied_date accepted_date ruling_date ruling exec_unit exec_result",
    "labor_arbitration": "award_no employer_uscc worker_id claim_kind employment_from employment_to award_amt applied_date award_date employer_agent employer_objected arbitrator",
    "commercial_arbitration": "award_no org party_a party_b amount asset date",
    "social_insurance": "id_no uscc kind month base_amt status registered_date",
    "si_lumpsum": "id_no uscc period_from period_to amount basis_doc_no pay_date",
    "pension_payment": "id_no scheme month amount status stop_date",
    "police_call": "call_no ts place caller_id kind",
    "criminal_filing": "pf_no filed_date agency_code cause suspect_id suspect_residence_code victim_id filing_basis status last_action_date",
    "coercive_measure": "pf_no suspect_id kind start_date due_date end_date approve_doc",
    "police_admin_penalty": "penalty_no person_id behaviour injury_level has_injury_exam alcohol_mg penalty date",
    "traffic_accident": "acc_no ts place plate_no driver_id driver_name insurer liability counter_plate counter_driver_id injury collision_part",
    "vehicle_registry": "plate_no owner_id kind use_kind",
    "driver_license": "id_no class status revoked_date revoke_basis lifetime_ban",
    "hotel_stay": "hotel_code id_no check_in check_out room",
    "household": "id_no birth death_date cancel_date family_no",
    "travel_record": "id_no from_city to_city ts",
    "traffic_violation": "plate_no driver_id ts city",
    "detention_in_out": "id_no place in_date out_date reason transfer_prison_date",
    "rehab_order": "id_no decision_no decided_date exec_from exec_to left_for_criminal_date returned_date",
    "checkpoint_track": "plate_no ts lon lat",
    "proc_case": "kind accepted_date suspect_id charge result result_date",
    "non_prosecution": "person_id kind charge decided_date opinion_issued opinion_no target_agency opinion_date reply_date reply_result",
    "proc_event": "subject stage event_type doc_no event_date approved_extension_days",
    "inmate": "id_no prison charge sentence_months start_date end_date strict_category property_total property_paid",
    "inmate_score": "id_no month score base reward post ward deduction_reason",
    "inmate_account": "id_no month deposit spend payer quota",
    "commutation": "id_no seq proposed_date ruled_date months merit points_at_proposal",
    "medical_parole": "id_no decided_date kind disease hospital expiry review_date review_result recalled_date",
    "cc_subject": "id_no kind effective_date report_date end_date home_city ban_text",
    "cc_checkin": "id_no ts lon lat device face_ok",
    "cc_leave": "id_no apply_ts from_ts to_ts dest_city approved cancelled_ts",
    "cc_sanction": "id_no date kind",
}
"""Dataset -> its fields, as the table dictionary of the domain document spells them."""

BESIDE = (
    "loan_element phone_card case_identifier second_hand_purchase theft_case wanted_person id_card_loss"
    " custody_event arrest_review prosecution_review proc_document criminal_supervision"
    " civil_supervision administrative_supervision public_interest_case juvenile_case"
    " complaint_case enforcement_supervision own_investigation proc_lead case_quality_review"
    " prosecutor"
)
"""What models and metrics need beside the dictionary."""


@pytest.mark.parametrize("dataset", DICTIONARY)
def test_a_dataset_of_the_dictionary_knows_its_fields_as_headers(dataset):
    one = contract(dataset)
    known = {word for column in one.columns for word in (column.name, *column.headers)}
    assert set(DICTIONARY[dataset].split()) <= known


@pytest.mark.parametrize("dataset", BESIDE.split())
def test_what_models_and_metrics_need_beside_the_dictionary_is_there(dataset):
    assert contract(dataset).checks


def test_the_items_of_the_case_to_work_ratio_are_events():
    items = [
        "批捕（不批捕）申诉",
        "不批捕复议",
        "不批捕复核",
        "一次退补",
        "二次退补",
        "一次延长",
        "二次延长",
        "三次延长",
        "不起诉复议",
        "不起诉复核",
        "不起诉申诉",
        "撤回起诉",
        "法院退回",
        "检察机关建议延期审理",
        "国家赔偿",
        "被告人上诉",
    ]
    known = contract("proc_event").column("event_type").codes
    assert len(items) == 16
    assert len({known[item] for item in items}) == 16


@pytest.mark.parametrize(
    ("dataset", "column", "word", "code"),
    [
        ("prosecution_review", "result", "其他情节轻微不起诉", "not_prosecuted_discretionary"),
        ("prosecution_review", "result", "相对不起诉", "not_prosecuted_discretionary"),
        ("prosecution_review", "result", "其他证据不足不起诉", "not_prosecuted_evidence"),
        ("arrest_review", "result", "决定逮捕", "decided"),
        ("case_quality_review", "grade", "瑕疵", "basically_qualified"),
        ("exec_case", "close_manner", "终本", "ended_for_now"),
        ("criminal_judgment", "main_penalty", "免刑", "exempted"),
    ],
)
def test_what_agencies_write_becomes_one_code(dataset, column, word, code):
    assert contract(dataset).column(column).codes[word] == code


@pytest.mark.parametrize("dataset", ["juvenile_case", "inmate", "phone_card", "own_investigation"])
def test_what_is_held_most_closely_is_work_secret(dataset):
    assert contract(dataset).sensitivity.value == "secret_work"

"""Every contract is told from all others by its titles, and the drill-down exports by theirs."""

from pathlib import Path

import pytest

from data_access.recognition import Recogniser, Wishes
from supervision.contracts import load_contracts

CONTRACTS = load_contracts()
JUDGE = Recogniser(list(CONTRACTS.values()), Wishes())


def recognised(headers) -> str:
    line = ",".join(f'"{header}"' for header in headers)
    return JUDGE.recognise(Path("表.csv"), f"{line}\n".encode()).form.dataset


@pytest.mark.parametrize("dataset", CONTRACTS)
def test_a_table_with_all_titles_is_recognised(dataset):
    assert recognised(column.title for column in CONTRACTS[dataset].columns) == dataset


@pytest.mark.parametrize("dataset", CONTRACTS)
def test_a_table_with_only_what_is_required_is_recognised(dataset):
    columns = CONTRACTS[dataset].columns
    wanted = [column for column in columns if column.required or column.from_file_name]
    assert recognised(column.title for column in wanted) == dataset


PERSON = ("部门受案号", "嫌疑人编号", "作案时年龄", "全案_受理日期", "全案_移送案由", "审结案由")


@pytest.mark.parametrize(
    ("dataset", "headers"),
    [
        ("arrest_review", ("审结处理结果", "审结日期", "是否为纠正漏捕的犯罪嫌疑人")),
        (
            "prosecution_review",
            (
                "移诉案由",
                "审结处理情况",
                "审结日期",
                "庭审程序",
                "一审宣告刑",
                "一审宣告刑刑期(月)",
                "全案_一次退查日期",
                "全案_二次退查日期",
                "一次退查后未重报事由",
                "二次退查后未重报事由",
                "审查起诉阶段检察机关适用认罪认罚",
                "撤回起诉日期",
            ),
        ),
    ],
)
def test_a_drill_down_export_is_recognised(dataset, headers):
    assert recognised((*PERSON, *headers)) == dataset

"""Pages whose whole text came on one line: the report, its year and its sections are read all the same."""

from __future__ import annotations

import pytest

from indexer.extraction import extract
from indexer.outlines import read
from indexer.report.report import Kind, Report
from indexer.settings import Settings


def of(*lines: str) -> Report:
    return read(extract("\n".join(lines).encode(), "report.txt", Settings()))


def numbers(report: Report) -> list[int]:
    return [section.number for section in report.sections if section.heading]


_OLDER = "云泽市东湖区2012年政府信息公开工作年度报告"
_LATER = "云泽市西岭区民政局2021年政府信息公开工作年度报告"


@pytest.mark.parametrize(
    ("line", "year", "sections"),
    [
        (
            f"{_OLDER} 一、概述 推进公开。二、主动公开政府信息情况 公开96条。"
            "三、依申请公开政府信息情况 收到2件。四、存在的主要问题及改进措施 宣传不够。",
            2012,
            [1, 2, 3, 5],
        ),
        (
            f"{_OLDER} 统计期限自2012年1月1日起至2012年12月31日止。 一、 概况 机制健全。 "
            "二、 主动公开情况 公开96条。 三、 依申请公开情况 无。 四、 收费及减免情况 未收费。 "
            "五、 行政复议、行政诉讼情况 无。",
            2012,
            [1, 2, 3, 6, 4],
        ),
        (
            "首页 政务公开 年报 云泽市东湖区水利局2012年政府信息公开年报 发布时间：2013-02-20 "
            "一、基本情况 我局公开有序。二、主动公开政府信息情况（一）数量 公开96条。"
            "三、政府信息依申请公开办理情况（一）申请 无。四、存在的主要问题和改进情况 宣传不够。 "
            "二〇一三年二月二十日",
            2012,
            [1, 2, 3, 5],
        ),
        (
            f"当前位置：首页 > 政务公开 > 年报 {_OLDER} 发布时间：2013-02-20 一、概述 推进公开。"
            "二、主动公开政府信息情况 公开96条。三、依申请公开情况 无。四、存在的主要问题 宣传不够。",
            2012,
            [1, 2, 3, 5],
        ),
        (
            f"{_LATER} 一、总体情况 公开12条。二、主动公开政府信息情况 见附表。"
            "三、收到和处理政府信息公开申请情况 无。四、政府信息公开行政复议、行政诉讼情况 无。"
            "五、存在的主要问题及改进情况 培训不够。六、其他需要报告的事项 无。",
            2021,
            [1, 2, 3, 4, 5, 6],
        ),
    ],
)
@pytest.mark.parametrize("headed", [False, True])
def test_disclosure_report_on_one_line(line: str, year: int, sections: list[int], headed: bool) -> None:
    title = next(part for part in line.split() if str(year) in part)
    found = of(*(f"标题: {title}", "=====") * headed, line)
    assert (found.kind, found.year, numbers(found)) == (Kind.DISCLOSURE, year, sections)


@pytest.mark.parametrize(
    "line",
    [
        "政府工作报告（2022） ——2022年1月8日在西岭区第五届人民代表大会第二次会议上各位代表：现在，"
        "我代表西岭区人民政府，向大会作报告。一、2021年工作回顾增长6%。二、2022年工作安排再上台阶。"
        "三、加强自身建设依法行政。",
        "当前位置：首页 > 政府工作报告 2022年西岭区政府工作报告 发布时间：2022-01-20 来源：区政府办 "
        "各位代表：现在，我代表区人民政府向大会报告工作，请予审议。 一、2021年工作回顾 增长6%。 "
        "二、2022年主要任务 再上台阶。",
        "政府工作报告 2022年1月8日在云泽市西岭区第五届人民代表大会第二次会议上 区长 某某 各位代表： "
        "我代表区政府向大会报告工作，请审议。 一、2021年工作回顾 增长6%。 二、2022年工作目标 再上台阶。",
        "西岭区2022年政府工作报告 各位代表：我代表区人民政府作工作报告，请审议。一、过去一年工作回顾 "
        "增长6%。二、今年的工作任务 2022年，再上台阶。三、加强政府自身建设 依法行政。",
    ],
)
def test_work_report_on_one_line(line: str) -> None:
    found = of(line)
    assert (found.kind, found.year) == (Kind.WORK, 2022)
    assert len(numbers(found)) >= 2

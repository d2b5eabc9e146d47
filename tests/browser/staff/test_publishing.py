"""A January morning: five files of five formats come in, one is corrected, all are published and found."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Paragraph, SimpleDocTemplate
from werkzeug.security import generate_password_hash

from indexer.settings import Settings
from tests.browser.accessibility import check

PASSWORD = "云泽市 2026"
FOLDER = Path(__file__).parents[3] / "corpus" / "disclosure"
HEADINGS = ("一、总体情况", "二、主动公开政府信息情况", "五、存在的主要问题及改进情况")


def _lines(district: str, year: int, word: str) -> list[str]:
    lines = [f"云泽市{district}{year}年政府信息公开工作年度报告（示例）"]
    for heading in HEADINGS:
        lines += [
            heading,
            f"{year}年，{district}人民政府推进{word}，主动公开政府信息1200条，群众满意度不断提高。",
        ]
    return lines


def _docx(lines: list[str]) -> bytes:
    word, buffer = docx.Document(), io.BytesIO()
    for line in lines:
        word.add_paragraph(line)
    word.save(buffer)
    return buffer.getvalue()


def _pdf(lines: list[str]) -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    style = ParagraphStyle("body", fontName="STSong-Light", fontSize=14, leading=26, wordWrap="CJK")
    buffer = io.BytesIO()
    SimpleDocTemplate(buffer, pagesize=A4).build([Paragraph(line, style) for line in lines])
    return buffer.getvalue()


def _files() -> list[FilePayload]:
    bundle = io.BytesIO()
    with zipfile.ZipFile(bundle, "w") as archive:
        archive.writestr("2020.html", (FOLDER / "东湖区" / "2020.html").read_bytes())
    named = {
        "word.docx": _docx(_lines("东湖区", 2023, "烟花管控")),
        "print.pdf": _pdf(_lines("西岭区", 2024, "灯塔修缮")),
        "plain.txt": "\n".join(_lines("未名区", 2022, "渡口复航")).encode(),
        "page.html": (FOLDER / "东湖区" / "2019.html").read_bytes(),
        "folder.zip": bundle.getvalue(),
    }
    return [{"name": n, "mimeType": "application/octet-stream", "buffer": d} for n, d in named.items()]


@pytest.fixture(params=[True, False], ids=["scripts", "no scripts"])
def page(
    request: pytest.FixtureRequest,
    browser: Browser,
    tmp_path: Path,
    serve: Callable[[Settings], AbstractContextManager[str]],
) -> Iterator[Page]:
    settings = Settings(
        home=tmp_path, password_hash=generate_password_hash(PASSWORD, method="scrypt:1024:8:1")
    )
    with serve(settings) as address:
        context = browser.new_context(
            base_url=address,
            java_script_enabled=request.param,
            locale="zh-CN",
            viewport={"width": 360, "height": 800},
        )
        context.set_default_timeout(40_000)
        yield context.new_page()
        context.close()


def _sound(page: Page, scripts: bool) -> None:
    if scripts:
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        check(page)


def test_five_formats_come_in_are_mended_published_and_found(
    page: Page, request: pytest.FixtureRequest
) -> None:
    scripts = "no scripts" not in request.node.name
    page.goto("/staff")
    page.get_by_label("署名").fill("编辑")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.get_by_label("报告文件").set_input_files(_files())
    page.get_by_role("button", name="上传", exact=True).click()
    expect(page.get_by_text("收到 5 个文件")).to_be_visible(timeout=30_000)  # reading takes a while
    _sound(page, scripts)

    item = page.locator(".waiting > li", has_text="plain.txt")
    expect(item).not_to_contain_text("西岭区")
    item.get_by_role("link", name="细看与改正").click()
    _sound(page, scripts)
    page.get_by_label("地区").fill("西岭区")
    page.get_by_role("button", name="改正").click()
    expect(item).to_contain_text("示例省 › 云泽市 › 西岭区")

    # Only two have all their sections: the others are doubtful, and not published before somebody says so.
    expect(page.locator(".waiting input:checked")).to_have_count(2)
    for box in page.locator(".waiting input").all():
        box.check()
    page.get_by_role("button", name="发布所选").click()
    expect(page.get_by_text("发布完毕：收录 5 个。")).to_be_visible(timeout=30_000)
    expect(page.get_by_text("没有等待发布的文件")).to_be_visible()
    expect(page.get_by_role("region", name="刚才发布的").get_by_role("link")).to_have_count(5)
    for words, district in (("烟花管控", "东湖区"), ("灯塔修缮", "西岭区"), ("渡口复航", "西岭区")):
        page.goto(f"/search?q=“{words}”&district={district}")
        expect(page.locator(".hit").first).to_contain_text(words)
    for year in (2019, 2020):
        page.goto(f"/search?q=公开&year={year}&district=东湖区")
        expect(page.locator(".hit").first).to_be_visible()

    page.locator(".hit h2 a").first.click()
    page.get_by_role("link", name="撤下这份报告").click()
    _sound(page, scripts)
    page.get_by_role("button", name="撤下").click()
    expect(page.get_by_text("已撤下")).to_be_visible()


def test_a_wrong_password_is_slowed_down_and_a_forged_form_refused(page: Page) -> None:
    page.goto("/staff")
    for _ in range(6):
        page.get_by_label("署名").fill("某人")
        page.get_by_label("密码").fill("不是密码")
        page.get_by_role("button", name="登录").click()
    expect(page.get_by_text("一分钟后再试")).to_be_visible()
    forged = page.request.post("/staff/publish", form={"do": "publish", "csrf_token": "x"})
    assert forged.status == 400

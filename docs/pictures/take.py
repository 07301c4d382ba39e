"""Take the pictures of docs/page.md anew: `python docs/pictures/take.py`, then look at every one."""

import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent.parent / "tests"))

from browser import Served, browser  # noqa: E402

from jineng.addin.samples import write_samples  # noqa: E402


def take() -> None:
    with tempfile.TemporaryDirectory() as folder, browser() as started:
        files = write_samples(Path(folder) / "示例")
        served = Served(Path(folder))
        page = served.window(started)
        page.set_input_files("#chosen", files)
        page.wait_for_selector(f"text=共 {len(files)} 个文件")
        page.screenshot(path=HERE / "page-files.png")
        page.click("text=其他设置")
        page.evaluate("document.querySelector('#more-settings').scrollIntoView()")
        page.screenshot(path=HERE / "page-settings.png")
        page.evaluate("scrollTo(0, 0)")
        page.click("text=行业协会和企业.xlsx")
        page.wait_for_load_state()
        page.locator("summary").first.click()
        page.locator("#documents li", has=page.locator("b", has_text="标记的副本")).locator("button").first.click()
        page.wait_for_selector("#documents a.file")
        page.evaluate("scrollTo(0, 0)")
        page.screenshot(path=HERE / "page-findings.png")
        for name in ("deadlines", "charts", "rules", "help"):
            page.goto(f"{served.home}{name}")
            page.screenshot(path=HERE / f"page-{name}.png", full_page=name == "help")
        page.goto(f"{served.home}blanks")
        page.locator("#blanks button").first.click()
        page.wait_for_selector("#blanks a.file")
        page.screenshot(path=HERE / "page-blanks.png")
        page.goto(f"{served.home}rules/P-014")
        page.screenshot(path=HERE / "page-rule.png")
        page.click("text=结束")
        page.wait_for_selector("text=已结束")
        page.screenshot(path=HERE / "page-closed.png")
        served.process.wait(timeout=15)


if __name__ == "__main__":
    take()

"""What a person meets around the exercises: pages that read as pages, in JupyterLab."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

Open = Callable[..., Page]


def test_a_page_runs_on_opening_and_shows_no_code(open_notebook: Open) -> None:
    page = open_notebook("pages/first")
    expect(page.get_by_text("six times seven is 42")).to_be_visible()
    assert page.locator(".jp-CodeCell .jp-InputArea:visible").count() == 0
    assert page.locator(".jp-InputPrompt:visible, .jp-OutputPrompt:visible").count() == 0
    assert page.evaluate("document.querySelector('.jp-WindowedPanel-outer').scrollTop") == 0
    assert page.title() == "The first page – Commissioning workbook"

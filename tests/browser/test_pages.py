"""The pages in a real Chromium: addresses, filters, sorting, Back, downloads, narrow windows, hostile text.

Its fixtures fail a test whose page asks anything of another server, or logs an error.
"""

import csv
import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import rest

ROWS = "tbody [role=row]"
NOTHING = ("–", "not stated", "undisclosed", "contested")
"""What stands in a cell without a value."""


def comparison(page: Page) -> Locator:
    """The rows of the comparison table."""
    return page.get_by_role("region", name="Comparison of the models").locator(ROWS)


def texts(cells: Locator) -> list[str]:
    """What stands in the cells of a table, of which there is at least one."""
    expect(cells.first).to_be_visible()
    return cells.all_inner_texts()


def column(page: Page, title: str) -> list[str]:
    """What stands in a column of the comparison table."""
    return texts(page.locator(f"{ROWS} [data-title='{title}']"))


def names(page: Page) -> list[str]:
    """The row heads of the page's first table."""
    return texts(page.get_by_role("region").first.get_by_role("rowheader"))


def point(page: Page, name: str) -> Locator:
    """A point of the timeline."""
    return page.locator(f"[data-testid=stVegaLiteChart] path[aria-label^='{name},']")


def downloaded(page: Page, button: str) -> list[dict[str, str]]:
    """The rows of a CSV that a button saves."""
    rest(page)
    with page.expect_download() as started:
        page.get_by_role("button", name=button).click()
    with Path(started.value.path()).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


# ---- addresses


@pytest.mark.parametrize(
    ("address", "title"),
    [
        ("/", "models from"),
        ("/timeline", "Largest model: from"),
        ("/timeline?quantity=training_tokens&scale=linear", "Most training tokens"),
        ("/model", "Choose a model"),
        ("/model?id=gopher", "Gopher 280B"),
        ("/model?id=palm-8b", "PaLM 8B"),
        ("/model?id=nothing", "No such model"),
    ],
)
def test_a_first_visit_goes_straight_to_any_address(visit, address, title):
    page = visit(address)
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)


def test_a_filter_is_in_the_address_and_the_address_gives_the_same_view(visit, new_context):
    page = visit("/")
    page.get_by_role("combobox", name="Organization").press_sequentially("Google")  # opens the list
    page.get_by_role("option", name="Google", exact=True).click()
    expect(page).to_have_url(re.compile(r"\?organization=google$"))
    page.keyboard.press("Escape")
    page.get_by_text("All sizes", exact=True).click()
    expect(page).to_have_url(re.compile(r"organization=google&?.*sizes=all|sizes=all.*organization=google"))
    page.get_by_role("textbox", name="Search").fill("glam")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("q=glam"))
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_contain_text("sizes of 1 model ")
    expect(comparison(page)).to_have_count(int(heading.inner_text().split()[0]))
    shown, title = names(page), page.title()
    assert all(name.startswith("GLaM ") for name in shown)
    page.reload()
    expect(comparison(page)).to_have_count(len(shown))
    assert names(page) == shown
    elsewhere = visit(page.url, new_context().new_page())
    expect(comparison(elsewhere)).to_have_count(len(shown))
    assert (names(elsewhere), elsewhere.title()) == (shown, title)
    expect(elsewhere.get_by_role("textbox", name="Search")).to_have_value("glam")


def test_the_head_of_a_column_sorts_by_it(visit):
    def sizes() -> list[float]:
        units = {"K": 1e3, "M": 1e6, "B": 1e9, "T": 1e12}
        stated = [text for text in column(page, "Parameters") if "≥" not in text]
        texts = [re.sub("[^0-9.KMBT]", "", text) for text in stated]
        return [float(text[:-1]) * units[text[-1]] for text in texts if text]

    page = visit("/?sizes=all")
    page.get_by_role("columnheader", name="Parameters").get_by_role("link").click()
    expect(page).to_have_url(re.compile(r"sizes=all&sort=-parameters$"))
    expect(page.get_by_role("columnheader", name="Parameters")).to_have_attribute("aria-sort", "descending")
    assert sizes() == sorted(sizes(), reverse=True)
    page.get_by_role("columnheader", name="Parameters").get_by_role("link").click()
    expect(page.get_by_role("columnheader", name="Parameters")).to_have_attribute("aria-sort", "ascending")
    assert sizes() == sorted(sizes())
    page.go_back()
    expect(page.get_by_role("columnheader", name="Parameters")).to_have_attribute("aria-sort", "descending")


def test_values_that_mean_nothing_are_named_and_ignored(visit):
    page = visit("/?organization=deepmind,<img src=x>&sort=-size&x=%2A%2Ab%2A%2A%20:dog:")
    expect(page.get_by_role("alert")).to_contain_text(
        "organization=<img src=x>, sort=-size, x=**b** :\u2060dog:"
    )
    assert all("DeepMind" in makers for makers in column(page, "Organization"))
    expect(page.locator("[data-testid=stMain] img")).to_have_count(0)


# ---- Back


def test_a_point_opens_its_model_and_back_returns_to_the_view(visit):
    page = visit("/timeline?quantity=training_flop&sizes=all&scale=linear")
    before = names(page)
    point(page, "PaLM 540B").click()
    expect(page).to_have_url(re.compile(r"/model\?id=palm-540b$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("PaLM 540B")
    page.go_back()
    expect(page).to_have_url(re.compile(r"/timeline\?quantity=training_flop&sizes=all&scale=linear$"))
    for chosen in ("Training compute", "All sizes", "Linear"):
        expect(page.get_by_role("radio", name=chosen)).to_be_checked()
    expect(point(page, "PaLM 540B")).to_be_visible()
    assert names(page) == before


@pytest.mark.parametrize("way", ["link", "keyboard", "navigation"])
def test_back_returns_to_the_filtered_overview(visit, way):
    page = visit("/")
    everything = comparison(page).count()
    page.get_by_role("textbox", name="Search").fill("google")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"\?q=google$"))
    expect(comparison(page)).not_to_have_count(everything)
    before = names(page)
    if way == "navigation":
        page.get_by_test_id("stTopNav").get_by_role("link", name="Timeline").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Largest model")
    else:
        link = page.get_by_role("rowheader").get_by_role("link", name="PaLM", exact=True)
        link.click() if way == "link" else link.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("PaLM 540B")
    page.go_back()
    expect(page).to_have_url(re.compile(r"/\?q=google$"))
    expect(page.get_by_role("textbox", name="Search")).to_have_value("google")
    expect(comparison(page)).to_have_count(len(before))
    assert names(page) == before


def test_choosing_another_size_can_be_undone(visit):
    page = visit("/model?id=opt")
    page.get_by_role("combobox", name="Size").click()
    page.get_by_role("option", name="OPT 66B").click()
    expect(page).to_have_url(re.compile(r"\?id=opt-66b$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("OPT 66B")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("OPT 175B")


def test_links_to_sections_stay_on_the_page(visit):
    page = visit("/model?id=gpt-3")
    page.get_by_role("link", name="Sources", exact=True).click()
    expect(page.get_by_role("heading", name="Sources")).to_be_in_viewport()
    expect(page.get_by_role("heading", level=1)).to_have_text("GPT-3 175B")


@pytest.mark.parametrize("place", ["sources", "languages-section", "mfu"])
def test_an_address_with_a_place_shows_it_after_the_charts_above_are_drawn(visit, place):
    page = visit(f"/model?id=palm-540b#{place}")
    expect(page.locator("[data-testid=stVegaLiteChart] .mark-rect").last).to_be_visible()
    target = page.locator(f"[id='{place}']").first
    expect(target).to_be_in_viewport()
    offset = target.evaluate("element => element.getBoundingClientRect().top")
    room = page.locator("[data-testid=stMain]").evaluate(
        "main => main.scrollHeight - main.scrollTop - main.clientHeight"
    )
    assert offset < 150 or room < 2, "neither at the top of the window nor at the end of the page"


def test_the_visitor_may_scroll_away_from_the_place_of_the_address(visit):
    page = visit("/model?id=palm-540b#sources")
    expect(page.locator("#sources").first).to_be_in_viewport()
    page.get_by_role("link", name="Architecture", exact=True).first.click()
    expect(page.get_by_role("heading", name="Architecture")).to_be_in_viewport()


# ---- downloads


def test_the_overviews_file_holds_what_is_shown(visit):
    page = visit("/?sizes=all&rows=all&access=open-weights&sort=-training_tokens")
    shown = texts(page.get_by_role("region", name="Comparison of the models").get_by_role("rowheader"))
    rows = downloaded(page, f"CSV ({len(shown)} rows)")
    assert [row["name"] for row in rows] == shown
    for field, title in (
        ("announced_shown", "Date"),
        ("parameters_shown", "Parameters"),
        ("training_tokens_shown", "Training tokens"),
        ("lesson", "What we learned"),
    ):
        shown = [re.sub("^([≠†≈ƒ?] *)+", "", text) for text in column(page, title)]
        for row, text in zip(rows, shown, strict=True):
            assert text == row[field] if row[field] else text in NOTHING
    numbers = [float(row["parameters"]) for row in rows if row["parameters"]]
    assert min(numbers) > 1e6
    assert all(row["parameters_receipt"] for row in rows if row["parameters"])
    assert [row["organization_name"] for row in rows] == column(page, "Organization")


def test_the_timelines_file_holds_what_is_shown(visit):
    page = visit("/timeline?quantity=training_flop")
    rows = downloaded(page, "CSV")
    assert [row["name"] for row in rows] == names(page)
    assert [row["receipt"] for row in rows] == column(page, "Receipt")
    assert all(float(row["training_flop"]) > 1e18 for row in rows)


def test_files_of_a_models_tables_hold_what_is_shown(visit):
    page = visit("/model?id=palm-540b")
    for table, file, title, column_ in (
        ("Sizes of the model", "sizes-of-palm.csv", "Training compute", "training_flop"),
        ("Quantities computed from these facts", "computed-palm-540b.csv", "Filled in", "filled"),
    ):
        region = page.get_by_role("region", name=table)
        shown = texts(region.locator(f"[data-title='{title}']"))
        with page.expect_download() as started:
            region.locator("xpath=following::*[@data-testid='stDownloadButton'][1]").get_by_role(
                "button"
            ).click()
        assert started.value.suggested_filename == file
        with Path(started.value.path()).open(newline="", encoding="utf-8") as saved:
            assert [row[column_] for row in csv.DictReader(saved)] == [text.lstrip("≠†≈ƒ ") for text in shown]


def test_a_models_file_holds_every_claim_of_its_page(visit):
    page = visit("/model?id=chinchilla")
    rows = downloaded(page, "Every claim of this page")
    shown = page.locator("[data-testid=stMain]").inner_text()
    facts = [row for row in rows if "/" not in row["field"]]
    assert len(facts) > 30
    for row in facts:
        assert f"catalog/{row['file']}:{row['line']}" in shown
        assert row["locator"] in shown


# ---- windows and text


@pytest.mark.parametrize("address", ["/", "/timeline", "/model?id=palm-540b"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_narrow_window_needs_no_sideways_scrolling(visit, new_context, address, scheme):
    narrow = new_context(viewport={"width": 400, "height": 800}, color_scheme=scheme).new_page()
    page = visit(address, narrow)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    main = page.locator("[data-testid=stMain]")
    assert main.evaluate("element => element.scrollWidth") <= 400
    wide = main.locator("a, th, td, dd").evaluate_all(
        "elements => elements.filter(e => e.getBoundingClientRect().right > 400).map(e => e.textContent)"
    )
    assert wide == []


def test_names_in_the_chart_do_not_overlap(visit, new_context):
    for width in (400, 900, 1440):
        window = new_context(viewport={"width": width, "height": 900}).new_page()
        page = visit("/timeline", window)
        expect(point(page, "GLaM")).to_be_visible()
        boxes = page.locator("[data-testid=stVegaLiteChart] .mark-text.role-mark text").evaluate_all(
            """elements => elements.filter(e => e.textContent).map(e => {
                const box = e.getBoundingClientRect();
                return [box.left, box.top, box.right, box.bottom];
            })"""
        )
        assert len(boxes) > 5
        expect(page.locator("[data-testid=stVegaLiteChart] text", has_text="GPT-3")).to_be_visible()
        for number, (left, top, right, bottom) in enumerate(boxes):
            for other in boxes[number + 1 :]:
                across = min(right, other[2]) - max(left, other[0])
                along = min(bottom, other[3]) - max(top, other[1])
                assert min(across, along) < 0.5, f"two names overlap at {width} pixels"


def test_markup_in_the_catalog_is_text(visit, own_server):
    hostile = (
        "![x](http://evil.test/x.png) <img src=http://evil.test/y.png> **b** :material/home: http://evil.test"
    )
    path = own_server.catalog / "models" / "gopher.yaml"
    text = path.read_text()
    receipt = f"at: {json.dumps(hostile)}, note: {json.dumps(hostile)}"
    path.write_text(
        re.sub(r"^lesson: .*$", "lesson: '**Bold** :dog: $x^2$ www.evil.test'", text, flags=re.M).replace(
            "variants:\n", f"pue: {{value: 1.5, {receipt}}}\nvariants:\n", 1
        )
    )
    page = visit(f"{own_server.url}/model?id=gopher-44m")
    expect(page.get_by_text("Power usage effectiveness")).to_be_visible()
    main = page.locator("[data-testid=stMain]")
    assert main.inner_text().count(hostile) == 2
    assert "**Bold** :\u2060dog: $x^2$ www\u2060.evil.test" in main.inner_text()
    expect(main.locator("img, [href*=evil]")).to_have_count(0)
    expect(main.locator("b, strong").get_by_text(re.compile("^(b|Bold)$"))).to_have_count(0)
    expect(visit(f"{own_server.url}/").get_by_text("**Bold** :dog:")).to_be_visible()

"""What a visitor sees on each page, without a browser. What is expected is read from the database."""

import json
from collections.abc import Callable

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from catalog.quantities import format_quantity
from db import queries
from db.build import build
from db.engine import Snapshot, store
from pages.parts import formats, tables
from tests.visiting import PAGES, points, rows, specification, text, trees, values, visit

pytestmark = pytest.mark.usefixtures("snapshot")


@pytest.fixture(scope="module")
def variants(snapshot) -> pd.DataFrame:
    return queries.variants(engine=snapshot.engine)


@pytest.fixture(scope="module")
def flagships(variants) -> pd.DataFrame:
    return variants[variants["flagship"]]


# ---- every page


@pytest.mark.parametrize("script", PAGES)
def test_a_page_has_one_title(script):
    assert len(visit(script).title) == 1


@pytest.mark.parametrize("script", PAGES)
def test_hostile_parameters_leave_a_page_working_and_are_named(script):
    evil = {
        "q": "x" * 5000,
        "organization": "<script>alert(1)</script>",
        "sort": "'; drop table claim; --",
        "from": "9999-99",
        "quantity": "![x](http://evil.test/x.png)",
        "id": "../../etc/passwd",
        ":material/home:": "\0\n🙂",
    }
    app = visit(script, **evil)
    said = app.warning[-1].value
    assert ":material/home:" not in said  # which would become an icon
    assert "![x]" not in said  # which would fetch a picture
    for name in ("q", "organization", "sort"):
        if name in said:
            assert f"{name}\\=" in said
    assert len(said) < 2000


# ---- overview


def test_the_overview_shows_each_model_as_its_first_claims_say(snapshot, flagships):
    app = visit("overview.py")
    shown = {row["Model"]: row for row in rows(app)}
    assert set(shown) == set(flagships["model_name"])
    claims = queries.first_claims(engine=snapshot.engine, fields=("parameters", "training_tokens"))
    first = {(claim.subject, claim.field): claim for claim in queries.rows(claims)}
    for flagship in queries.rows(flagships):
        row = shown[flagship.model_name]
        assert row["What we learned"] == flagship.lesson
        assert row["Date"].endswith((flagship.announced or "–")[:4])
        for field, title in (("parameters", "Parameters"), ("training_tokens", "Training tokens")):
            claim = first.get((flagship.id, field))
            if claim is None:
                continue
            if claim.number is not None:
                assert row[title].endswith(format_quantity(claim.number, "count"))
            assert ("≠" in row[title]) == (claim.conflict and claim.number is not None)
            assert ("†" in row[title]) == (claim.kind == "third-party")


def test_the_overviews_title_says_what_is_shown(variants, flagships):
    title = visit("overview.py").title[0].value.replace("\\", "")
    assert title.startswith(f"{len(flagships)} models from {formats.month(flagships['announced'].min())} to ")
    assert title.endswith(f"to {format_quantity(flagships['parameters'].max(), 'count')} parameters")
    everything = visit("overview.py", sizes="all", rows="all")
    assert everything.title[0].value.startswith(f"{len(variants)} sizes of {len(flagships)} models ")
    assert len(rows(everything)) == len(variants)


def test_a_long_table_shows_its_first_rows_and_a_link_to_all(variants):
    first = visit("overview.py", sizes="all")
    assert len(rows(first)) == tables.MOST < len(variants)
    assert f"The first {tables.MOST} of {len(variants):,} rows" in text(first)
    labels = [link.proto.label for link in first.get("page_link")]
    assert f"Show all {len(variants):,} rows" in labels


def test_the_overview_says_how_much_is_in_the_catalog(snapshot):
    found = queries.coverage(engine=snapshot.engine)
    said = visit("overview.py").caption[0].value
    assert f"{found.claims:,} claims from {found.sources} sources" in said
    assert f"{100 * found.known:.0f} % are known" in said


@pytest.mark.parametrize(
    ("parameters", "keep"),
    [
        ({"organization": "deepmind"}, lambda row: "deepmind" in row.organization.split(";")),
        ({"organization": "nvidia,tii"}, lambda row: row.organization in ("microsoft;nvidia", "tii")),
        ({"architecture": "moe-decoder"}, lambda row: row.architecture == "moe-decoder"),
        ({"access": "open-weights"}, lambda row: row.access == "open-weights"),
        (
            {"from": "2022-01", "to": "2022-04"},
            lambda row: "2022-01" <= (row.announced or "")[:7] <= "2022-04",
        ),
        ({"q": "gopher"}, lambda row: row.model == "gopher"),
        (
            {"architecture": "moe-decoder", "organization": "google", "q": "64e"},
            lambda row: row.architecture == "moe-decoder" and "64e" in row.id,
        ),
    ],
    ids=["maker", "makers", "architecture", "access", "dates", "search", "together"],
)
def test_filters_leave_what_they_name(variants, parameters, keep: Callable):
    expected = {row.name for row in queries.rows(variants) if keep(row)}
    assert expected
    assert {
        row["Model"] for row in rows(visit("overview.py", sizes="all", rows="all", **parameters))
    } == expected


def test_a_search_finds_makers_and_lessons(flagships):
    makers = rows(visit("overview.py", q="technology innovation"))
    assert [row["Model"] for row in makers] == list(
        flagships[flagships["organization"] == "tii"]["model_name"]
    )
    word = flagships[flagships["model"] == "chinchilla"]["lesson"].iloc[0].split()[-1].strip(".")
    assert "Chinchilla" in {row["Model"] for row in rows(visit("overview.py", q=word))}


def test_a_search_finds_makers_by_their_short_names(flagships):
    shown = {row["Model"] for row in rows(visit("overview.py", q="Facebook AI"))}
    assert shown == set(flagships[flagships["organization"].str.contains("meta")]["model_name"])
    tii = rows(visit("overview.py", q="tii"))
    assert {row["Organization"] for row in tii} == {"Technology Innovation Institute"}


def test_too_long_a_search_is_named():
    app = visit("overview.py", q="x" * 300)
    assert "longer than 100 characters" in app.warning[0].value
    assert rows(app)


def test_numbers_sort_as_numbers_and_empty_cells_come_last(variants):
    down = [
        row["Model"] for row in rows(visit("overview.py", sizes="all", rows="all", sort="-training_tokens"))
    ]
    numbers = dict(zip(variants["name"], variants["training_tokens"], strict=True))
    known = [numbers[name] for name in down if not pd.isna(numbers[name])]
    assert known == sorted(known, reverse=True)
    assert [pd.isna(numbers[name]) for name in down] == sorted(pd.isna(numbers[name]) for name in down)
    up = [row["Model"] for row in rows(visit("overview.py", sizes="all", rows="all", sort="training_tokens"))]
    assert [numbers[name] for name in up if not pd.isna(numbers[name])] == known[::-1]
    assert pd.isna(numbers[up[-1]])


def test_unknown_choices_are_ignored_with_a_word_and_the_rest_holds():
    app = visit("overview.py", organization="deepmind,nobody", access="<b>", sort="beauty", utm="x")
    assert all("DeepMind" in row["Organization"] for row in rows(app))
    said = app.warning[0].value.replace("\\", "")
    assert said.endswith("organization=nobody, access=<b>, sort=beauty, utm=x")


def test_an_empty_result_says_what_to_do():
    app = visit("overview.py", q="no such model")
    assert app.title[0].value == "No model matches"
    assert "Take one away" in app.info[0].value
    assert app.get("page_link")


def test_using_a_filter_changes_the_rows():
    app = visit("overview.py")
    app.multiselect(key="overview.organization").select("deepmind").run()
    assert all("DeepMind" in row["Organization"] for row in rows(app))
    app.text_input(key="overview.q").input("chinchilla").run()
    assert [row["Model"] for row in rows(app)] == ["Chinchilla"]
    assert app.query_params == {"organization": "deepmind", "q": "chinchilla"}


def test_two_filters_used_in_quick_succession_both_count():
    app = visit("overview.py")
    before = dict(app.query_params)
    app.multiselect(key="overview.organization").select("deepmind").run()
    # The browser sends the second before it has heard of the address that the first led to.
    app.query_params.clear()
    app.query_params.update(before)
    app.text_input(key="overview.q").input("chinchilla").run()
    assert [row["Model"] for row in rows(app)] == ["Chinchilla"]
    assert app.query_params == {"organization": "deepmind", "q": "chinchilla"}


def test_an_address_from_before_that_comes_back_alone_decides():
    app = visit("overview.py")
    app.multiselect(key="overview.organization").select("deepmind").run()
    app.query_params.clear()
    app.run()
    assert app.multiselect(key="overview.organization").value == []
    assert len({row["Organization"] for row in rows(app)}) > 1


# ---- timeline


def test_the_timelines_title_says_the_finding(flagships):
    title = visit("timeline.py").title[0].value.replace("\\", "")
    dated = flagships.dropna(subset=["announced", "parameters"]).sort_values("announced")
    largest = dated.loc[dated["parameters"].idxmax()]
    assert title.startswith("Largest model: from ")
    size, month = format_quantity(largest["parameters"], "count"), formats.month(largest["announced"])
    assert title.endswith(f" to {size} ({largest['model_name']}, {month})")


@pytest.mark.parametrize(
    "quantity", ["parameters", "training_tokens", "training_flop", "tokens_per_parameter"]
)
def test_each_quantity_shows_every_size_that_has_it(variants, quantity):
    app = visit("timeline.py", quantity=quantity, sizes="all", rows="all")
    columns = [column for column in (quantity, f"{quantity}_estimated") if column in variants]
    expected = variants[variants[columns].notna().any(axis=1) & variants["announced"].notna()]
    assert sorted(row["Model"] for row in rows(app)) == sorted(expected["name"])
    assert sorted(point["href"] for point in points(app)) == sorted(f"model?id={id}" for id in expected["id"])


def test_what_cannot_be_computed_tells_which_input_lacks(snapshot, flagships):
    fields = ("training_tokens",)
    lamda = flagships[flagships["model"] == "lamda"]["id"].iloc[0]
    claims = queries.first_claims(engine=snapshot.engine, fields=fields)
    [kind] = claims[claims["subject"] == lamda]["kind"]
    said = text(visit("timeline.py", quantity="tokens_per_parameter"))
    assert f"LaMDA (training tokens: {kind})" in said


def test_the_title_leaves_small_sizes_out_where_a_large_value_means_little(variants):
    title = visit("timeline.py", quantity="tokens_per_parameter", sizes="all").title[0].value
    most = variants[variants["flagship"]]["tokens_per_parameter_estimated"].max()
    assert most < variants["tokens_per_parameter_estimated"].max()
    assert f" to {formats.quantity(most, 'tokens_per_parameter')} " in title.replace("\\", "")


def test_computed_values_are_hollow_and_tell_their_formula(snapshot, variants):
    app = visit("timeline.py", quantity="training_flop", sizes="all")
    stated = variants.dropna(subset=["training_flop"])["id"]
    derived = queries.derived(engine=snapshot.engine, field="training_flop")
    formulas = {row.variant: row for row in queries.rows(derived)}
    hollow = {point["href"].removeprefix("model?id=") for point in points(app) if point["hollow"]}
    assert hollow.isdisjoint(
        set(stated) - set(variants[variants["standing"].str.contains("training_flop=")]["id"])
    )
    computed = {id for id in hollow if id not in set(stated)}
    assert computed
    for point in points(app):
        id = point["href"].removeprefix("model?id=")
        if id in computed:
            assert point["said"] == f"{formulas[id].formula} = {formulas[id].filled}"


def test_a_point_tells_its_receipt(snapshot):
    app = visit("timeline.py")
    claims = queries.first_claims(engine=snapshot.engine, fields=("parameters",))
    places = {claim.subject: claim.locator for claim in queries.rows(claims)}
    flagship = {
        row.model: row.id for row in queries.rows(queries.variants(engine=snapshot.engine)) if row.flagship
    }
    for point in points(app):
        model = point["href"].removeprefix("model?id=")
        assert point["said"].endswith(f", {places[flagship[model]]}")
        assert point["stands"]


def test_a_month_stands_in_its_middle(flagships):
    dates = dict(zip(flagships["model"], flagships["announced"], strict=True))
    monthly = [point for point in points(visit("timeline.py")) if len(dates[point["href"][9:]]) == 7]
    assert monthly
    for point in monthly:
        assert point["day"][:7] == dates[point["href"][9:]]
        assert point["day"][8:] in ("14", "15", "16")


def test_scales_are_logarithmic_unless_told_otherwise():
    layer = specification(visit("timeline.py"))["layer"][0]
    assert layer["encoding"]["y"]["scale"]["type"] == "log"
    layer = specification(visit("timeline.py", scale="linear"))["layer"][0]
    assert layer["encoding"]["y"]["scale"]["type"] == "linear"


def test_colour_and_shape_are_the_same_on_every_view():
    def looks(**parameters: str) -> dict[str, tuple[str, str]]:
        encoding = specification(visit("timeline.py", **parameters))["layer"][0]["encoding"]
        colour, shape = encoding["fill"]["scale"], encoding["shape"]["scale"]
        assert colour["domain"] == shape["domain"]
        return dict(zip(colour["domain"], zip(colour["range"], shape["range"], strict=True), strict=True))

    few, many = looks(quantity="training_flop"), looks(sizes="all")
    both = few.keys() & many.keys()
    assert len(both) > 10
    assert {maker: few[maker] for maker in both} == {maker: many[maker] for maker in both}
    assert len(set(many.values())) == len(many)


# ---- model


def receipts_of(snapshot: Snapshot, variant: str) -> pd.DataFrame:
    """The claims that stand in the sections of facts, without the tables of shares."""
    found = queries.claims(engine=snapshot.engine, variant=variant)
    return found[~found["field"].str.contains("/")]


@pytest.mark.parametrize(
    "id", ["gpt-3", "gopher-280b", "palm-540b", "glam", "lamda-137b", "bloom-176b", "falcon-7b"]
)
def test_every_claim_is_on_the_page_with_its_receipt(snapshot, variants, id):
    variant = variants[(variants["id"] == id) | (variants["flagship"] & (variants["model"] == id))].iloc[0][
        "id"
    ]
    app = visit("model.py", id=id)
    shown = text(app)
    found = receipts_of(snapshot, variant)
    cited_as = formats.citations(queries.sources(engine=snapshot.engine))
    assert len(found) > 40
    for claim in queries.rows(found):
        assert f"catalog/{claim.file}:{claim.line}" in shown
        for said in (claim.locator, claim.note, claim.derived_from):
            assert not said or said in shown
        for source in (claim.source or "").split(";"):
            assert cited_as.get(source, source) in shown


def test_rival_claims_stand_together_with_both_receipts_and_their_conflict(snapshot):
    claims = pd.concat(
        receipts_of(snapshot, id) for id in queries.variants(engine=snapshot.engine)["id"].head(60)
    ).query("conflict and also == 0 and subject_kind == 'variant'")
    pairs = claims.groupby(["subject", "field"]).filter(lambda group: len(group) > 1)
    assert len(pairs)
    subject, field = pairs.iloc[0][["subject", "field"]]
    expected = list(queries.rows(pairs[(pairs["subject"] == subject) & (pairs["field"] == field)]))
    fields = [
        each
        for tree in trees(visit("model.py", id=subject))
        for each in tree.findall(".//div[@class='field']")
        if each.findtext("dt/a") == formats.label(field)
    ]
    assert len(fields) == 1
    disputed = [
        "".join(claim.itertext())
        for claim in fields[0].findall("dd/div")
        if "≠ conflict" in "".join(claim.itertext())
    ]
    names = queries.names(engine=snapshot.engine)
    cited_as = formats.citations(queries.sources(engine=snapshot.engine))
    assert len(disputed) == len(expected)
    for shown, claim in zip(disputed, expected, strict=True):
        assert shown.startswith(formats.claim_value(claim, names, exact=True))
        assert formats.receipt(claim.source, claim.locator, cited_as) in shown


def test_what_is_not_stated_says_where_it_was_looked_for(snapshot, variants):
    found = pd.concat(receipts_of(snapshot, id) for id in variants[variants["flagship"]]["id"])
    claim = next(queries.rows(found[(found["kind"] == "not-stated") & (found["rank"] == 1)]))
    fields = {
        each.findtext("dt/a"): "".join(each.itertext())
        for tree in trees(visit("model.py", id=claim.subject))
        for each in tree.findall(".//div[@class='field']")
    }
    shown = fields[formats.label(claim.field)]
    assert "not stated" in shown
    assert "looked for in " in shown
    for source in claim.source.split(";"):
        assert formats.citations(queries.sources(engine=snapshot.engine))[source] in shown


def test_derived_quantities_stand_apart_with_their_formulas(snapshot):
    app = visit("model.py", id="palm-540b")
    shown = {row["Quantity"]: row for row in rows(app)}
    for derived in queries.rows(queries.derived(engine=snapshot.engine, variant="palm-540b")):
        row = shown[formats.label(derived.field)]
        assert (row["Formula"], row["Filled in"]) == (derived.formula, derived.filled)
        assert row["Computed"].startswith("ƒ")


def test_a_run_in_stages_has_chip_hours_in_place_of_chips_and_days():
    def headline(id: str) -> list[str]:
        [found] = [tree for tree in trees(visit("model.py", id=id)) if "headline" in tree.get("class", "")]
        return ["".join(title.itertext()) for title in found.iter("dt")]

    assert "Chip-hours" in headline("palm-540b")
    assert not {"Chips", "Training time"} & set(headline("palm-540b"))
    assert {"Chips", "Training time"} <= set(headline("lamda"))


def test_each_receipt_has_an_address_and_no_two_have_the_same():
    ids = [
        found.get("id")
        for tree in trees(visit("model.py", id="palm-540b"))
        for found in tree.iter()
        if found.get("id")
    ]
    assert {"mfu", "parameters"} <= set(ids)
    assert len(ids) == len(set(ids))


def test_rivals_that_round_to_the_same_show_how_they_differ():
    shown = {
        each.findtext("dt/a"): [figure.text for figure in each.iterfind(".//*[@class='figure']")]
        for tree in trees(visit("model.py", id="gpt-3"))
        for each in tree.findall(".//div[@class='field']")
    }
    assert {"175B", "174.6B"} <= set(shown["Parameters"])


def test_stages_and_project_have_receipts_of_their_own(snapshot, variants):
    stages = queries.claims(engine=snapshot.engine, variant="palm-540b").query("subject_kind == 'stage'")
    assert len(stages)
    shown = text(visit("model.py", id="palm-540b"))
    assert "Stages of the training" in shown
    for claim in queries.rows(stages):
        assert formats.words(claim.subject.rpartition("/")[2]).capitalize() in shown
        assert claim.locator in shown
    assert "The whole project" in text(visit("model.py", id="bloom"))
    assert "The whole project" not in shown


def test_a_mixture_is_a_picture_and_a_table(snapshot):
    app = visit("model.py", id="gpt-3")
    parts = queries.mixture(engine=snapshot.engine, variant="gpt-3-175b", table="mixture")
    drawn = {point["part"]: point["share"] for point in points(app)}
    assert list(drawn.values()) == list(parts["share"])
    tables = [
        rows(app, number) for number in range(len([t for t in trees(app) if t.find(".//table") is not None]))
    ]
    table = next(table for table in tables if "Epochs" in table[0])
    assert [row["Share"] for row in table] == [format_quantity(share, "fraction") for share in parts["share"]]
    assert {row["Part"] for row in table} == set(drawn)


def test_many_languages_are_twenty_bars_and_the_rest(snapshot):
    parts = queries.mixture(engine=snapshot.engine, variant="palm-540b", table="language_shares")
    drawn = points(visit("model.py", id="palm-540b"), chart=1)
    assert len(drawn) == 21
    assert drawn[-1]["part"] == f"{len(parts) - 20} others"
    assert sum(part["share"] for part in drawn) == pytest.approx(parts["share"].sum())


def test_all_sizes_are_listed_and_this_one_is_marked(variants):
    app = visit("model.py", id="gpt-3-13b")
    table = next(tree for tree in trees(app) if tree.get("aria-label") == "Sizes of the model")
    links = {link.text: link.get("href") for link in table.iterfind(".//a")}
    siblings = variants[variants["model"] == "gpt-3"]
    assert links == {row.name: f"model?id={row.id}" for row in queries.rows(siblings)}
    [current] = table.findall(".//tr[@aria-current='true']")
    assert current.findtext("th//a") == siblings[siblings["id"] == "gpt-3-13b"]["name"].iloc[0]


def test_every_column_of_the_sizes_has_the_standing_of_its_values():
    app = visit("model.py", id="lamda")
    many = len([tree for tree in trees(app) if tree.find(".//table") is not None])
    lines = [row for number in range(many) for row in rows(app, number)]
    flagship = next(row for row in lines if row.get("Size") == "LaMDA 137B")
    assert (flagship["Training tokens"], flagship["Training compute"]) == ("contested", "not stated")
    legend = next(tree for tree in trees(app) if "contested: no claim" in "".join(tree.itertext()))
    assert "not stated: looked for" in "".join(legend.itertext())
    assert "≠" not in "".join(legend.itertext())  # a contested field shows no value to mark


def test_every_table_has_a_name():
    for script, parameters in (("model.py", {"id": "gpt-3"}), ("overview.py", {}), ("data.py", {})):
        for tree in trees(visit(script, **parameters)):
            assert all(table.get("aria-label") for table in tree.iter("table"))


def test_a_models_page_begins_with_what_was_learned(variants):
    lesson = variants[variants["id"] == "gpt-3-175b"]["lesson"].iloc[0]
    assert values(visit("model.py", id="gpt-3"), "markdown")[0] == formats.plain(lesson)


@pytest.mark.parametrize("id", ["GPT-3", "Palm-540B"])
def test_an_id_may_have_capitals(id):
    assert visit("model.py", id=id).title[0].value != "No such model"


def test_a_model_shows_its_flagship(flagships):
    for flagship in queries.rows(flagships.head(3)):
        assert visit("model.py", id=flagship.model).title[0].value.replace("\\", "") == flagship.name


def test_choosing_a_model_and_a_size_changes_the_address(variants):
    app = visit("model.py")
    assert app.title[0].value == "Choose a model"
    app.selectbox(key="model.model").select("glam").run()
    assert app.query_params == {"id": "glam"}
    smallest = variants[variants["model"] == "glam"].sort_values("parameters").iloc[0]
    app.selectbox(key="model.size").select(smallest["id"]).run()
    assert app.query_params == {"id": smallest["id"]}
    assert app.title[0].value.replace("\\", "") == smallest["name"]


@pytest.mark.parametrize(
    ("wanted", "near"), [("gpt3", "gpt-3"), ("Chinchila-70B", "chinchilla-70b"), ("palm-540", "palm-540b")]
)
def test_an_unknown_id_suggests_the_nearest_and_lists_all(wanted, near, flagships):
    app = visit("model.py", id=wanted)
    assert wanted in app.warning[0].value.replace("\\", "")
    links = [link.proto for link in app.get("page_link")]
    assert any(link.query_string == f"id={near}" for link in links)
    assert {row["Model"] for row in rows(app)} == set(flagships["model_name"])


def test_the_page_says_how_to_cite_it(snapshot):
    cited = next(code for code in values(visit("model.py", id="opt-66b"), "code") if "LLM catalog" in code)
    assert cited.startswith("OPT 66B. ")
    assert "?id=opt-66b" in cited
    assert f"version {snapshot.version.rpartition('-')[2][:12]}" in cited


def test_citations_name_the_repository_where_it_is_known(monkeypatch):
    monkeypatch.setenv("CATALOG_REPOSITORY_URL", "https://example.org/catalog/")
    cited = [code for code in values(visit("model.py", id="opt-66b"), "code") if "LLM catalog" in code]
    assert cited[0].endswith(" https://example.org/catalog")
    assert "{https://example.org/catalog}" in cited[1]
    assert "{https://example.org/catalog}" in values(visit("data.py"), "code")[-1]


@pytest.mark.parametrize(
    ("repository", "linked"),
    [
        ("https://example.org/catalog/", "https://example.org/catalog/blob/main/catalog/models/opt.yaml#L"),
        ("javascript:alert(1)//", None),
        ("", None),
    ],
)
def test_the_line_of_the_catalog_is_a_link_where_the_repository_is_known(monkeypatch, repository, linked):
    monkeypatch.setenv("CATALOG_REPOSITORY_URL", repository)
    app = visit("model.py", id="opt")
    links = [link.get("href", "") for tree in trees(app) for link in tree.iterfind(".//*[@class='yaml']//a")]
    assert all(link.startswith(linked) for link in links) if linked else not links
    assert bool(links) == bool(linked)
    assert "catalog/models/opt.yaml:" in text(app)


# ---- text from the catalog


HOSTILE = "![x](http://evil.test/x.png) <img src=x> **b** :material/home: [l](javascript:alert(1)) $x^2$ =1+1"


def test_text_from_the_catalog_is_shown_as_it_is(tiny, tmp_path, monkeypatch):
    quoted = json.dumps(HOSTILE)
    tiny.model(
        head="aliases: [Teeny]\nannounced: {value: 2022-03, at: title}",
        variant=f"layers: {{value: 24, at: {quoted}, note: {quoted}}}\nparameters: {{value: 1B, at: title}}",
    )
    assert tiny.problems() == []
    monkeypatch.setenv("CATALOG_DIR", str(tiny.root))
    monkeypatch.setenv("CATALOG_BUILD_DIR", str(tmp_path / "var"))
    assert build(tiny.root, tmp_path / "var").database
    store.cache_clear()
    try:
        app = visit("model.py", id="tiny")
    finally:
        store.cache_clear()
    assert text(app).count(HOSTILE) == 2
    assert not any(tree.find(".//img") is not None for tree in trees(app))


# ---- related models


def test_a_fine_tune_has_its_base_and_the_base_has_its_fine_tunes(variants):
    tuned = next(queries.rows(variants[variants["base"].notna()]))
    assert any(row.get("Relation") == "its base" for row in all_rows(visit("model.py", id=tuned.id)))
    made = [row["Model"] for row in all_rows(visit("model.py", id=tuned.base)) if row.get("Relation")]
    assert f"{tuned.name}" in made


def test_the_models_most_like_another_are_named_with_what_was_compared():
    shown = [row for row in all_rows(visit("model.py", id="gpt-3-175b")) if "Cosine" in row]
    likenesses = [float(row["Cosine"]) for row in shown if row.get("Compared on")]
    assert likenesses == sorted(likenesses, reverse=True)
    assert all(-1 <= likeness <= 1 for likeness in likenesses)
    products = {row["Sentences"]: row["Dot product"] for row in shown if "Sentences" in row}
    assert [product.rpartition("= ")[2] for product in products.values()] == ["74", "20", "10"]


def all_rows(app: AppTest) -> list[dict[str, str]]:
    """The rows of all tables of a page."""
    tables = sum(tree.find(".//table") is not None for tree in trees(app))
    return [row for table in range(tables) for row in rows(app, table)]

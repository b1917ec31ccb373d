"""Dictionary, data, policy and resources: what they say is what the release and the catalogue say."""

import re
from html import unescape
from pathlib import Path

import pyarrow.parquet
import pytest

from difang.atlas.formulas import formulas
from difang.indicators import Figures, catalogue
from difang.lake import Lake, Release
from difang.sources import freshness

LANGUAGES = pytest.mark.parametrize(("prefix", "lang"), [("", "zh"), ("/en", "en")])


@pytest.fixture(scope="module")
def release(published_home: Path) -> Release:
    return Lake(published_home).current()


def page(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def column(release: Release, dataset: str, name: str) -> list:
    return pyarrow.parquet.read_table(release.path(dataset), columns=[name])[name].to_pylist()


@LANGUAGES
def test_dictionary_lists_every_indicator_once_with_question_and_unit(client, prefix: str, lang) -> None:
    html = page(client, f"{prefix}/indicators/")
    rows = re.findall(
        r'<tr><th scope="row"><a href="([^"]+)">([^<]+)</a></th><td[^>]*>([^<]*)</td><td[^>]*>([^<]*)', html
    )
    known = catalogue()
    assert rows == [
        (
            f"{prefix}/indicators/{one.id}/",
            one.name.get(lang),
            one.question.get(lang),
            known.unit(one.unit).name.get(lang),
        )
        for one in known.all()
    ]


def test_dictionary_numbers_lead_to_the_caveats_of_the_indicator(client) -> None:
    html = page(client, "/indicators/")
    for map_id in {one.map for one in catalogue().all()}:
        section = re.search(rf'<section class="sec long" id="{map_id}">.*?</section>', html, re.S).group()
        legend = dict(re.findall(r"<li><b>(\d+)</b><span>([^<]*)</span>", section))
        cells = re.findall(r'<td class="when"[^>]*>[^<]*</td><td[^>]*>([^<]*)</td></tr>', section)
        told = [{legend[number] for number in cell.split(", ") if number} for cell in cells]
        assert told == [
            {catalogue().caveat(each).text.zh for each in one.caveats} for one in catalogue().all(map_id)
        ]


def test_formula_of_a_share_divides_within_the_named_data_set(release: Release) -> None:
    one = catalogue().get("population.old_age_share")
    assert formulas(one, release, "zh")[0] == (
        "〈鄉鎮市區單一年齡人口〉 population（age ≥ 65） ÷ 同一資料集 population × 100"
    )
    assert formulas(one, release, "en")[-1].endswith("age_65_up ÷ the same data set population × 100")


def test_formula_of_a_change_names_the_years_between(release: Release) -> None:
    (said,) = formulas(catalogue().get("population.change_10y"), release, "en")
    assert said.endswith("population, change from the same period 10 years earlier, × 100")


@LANGUAGES
def test_every_indicator_page_names_its_formula_and_the_hash_of_every_source(
    client, release: Release, prefix: str, lang
) -> None:
    for one in catalogue().all():
        html = page(client, f"{prefix}/indicators/{one.id}/")
        for line in formulas(one, release, lang):
            assert line in html, one.id
        hashes = re.findall(r"sha256 ([0-9a-f]{64})", html)
        assert len(hashes) == len(set(hashes)) == len(one.datasets), one.id


def test_indicator_page_with_a_place_shows_the_figure_and_three_citations(client, release: Release) -> None:
    html = page(client, "/indicators/population.old_age_share/?place=10008020&period=2025-12")
    figure = Figures(release).one("population.old_age_share", "10008020", "2025-12")
    assert f"南投縣埔里鎮，2025 年 12 月：{figure.text('zh')}" in html
    cited = re.findall(r'<pre class="cited">(.*?)</pre>', html, re.S)
    assert cited == [figure.cite(form, "zh") for form in ("text", "bibtex", "ris")]


def test_downloads_of_a_page_asked_under_a_release_stay_under_it_and_answer(client, release: Release) -> None:
    html = page(client, f"/indicators/population.total/?place=10008020&release={release.id}")
    (address,) = re.findall(r'href="([^"]*/population\.total\.csv[^"]*)"', html)
    assert address == f"/r/{release.id}/figures/population.total.csv?place=10008020"
    assert client.get(address).status_code == 200


def test_data_page_shows_title_rows_and_freshness_of_every_data_set(client, release: Release) -> None:
    from django.utils import timezone

    html = page(client, "/data/")
    names = [name for name in release.datasets if not name.startswith("figures")]
    assert len(re.findall(r'<article class="entry">', html)) == len(names)
    for name in names:
        manifest = release.manifest(name)
        (entry,) = [
            one
            for one in re.findall(r'<article class="entry">.*?</article>', html, re.S)
            if f'"/data/{name}.csv"' in one
        ]
        fresh = freshness(manifest, timezone.localdate())
        assert manifest["title"]["zh"] in entry
        assert f"{manifest['rows']:,} 列" in entry
        assert fresh.words.zh in entry
        assert ("逾期</span>" in entry) == (fresh.state == "late")
        assert all(str(check["what"]) in entry for check in manifest["checks"])


@pytest.mark.parametrize(
    "address", ["/data/", "/resources/", "/policy/", "/indicators/circulation.income_median/"]
)
def test_no_link_leads_nowhere(client, address: str) -> None:
    if "median" in address:
        address = f"/indicators/{catalogue().all('circulation')[0].id}/"
    assert 'href=""' not in page(client, address)


def test_policy_timeline_runs_in_order_of_date(client, release: Release) -> None:
    dates = re.findall(r'<li><time datetime="([^"]+)">', page(client, "/policy/"))
    assert dates == sorted(column(release, "policy.timeline", "date"))


@LANGUAGES
def test_policy_marks_as_unverified_what_has_no_source_and_nothing_else(
    client, release: Release, prefix: str, lang
) -> None:
    html = page(client, f"{prefix}/policy/")
    table = pyarrow.parquet.read_table(release.path("policy.timeline")).to_pylist()
    tag = {"zh": "未查證</span>", "en": "unverified</span>"}[lang]
    marked = [line for line in re.findall(r"<li><time.*?</li>", html, re.S) if tag in line]
    assert len(marked) == sum(row["source_status"] == "?" for row in table)
    for row in table:
        if row["source_status"] == "?":
            assert any(row[lang] in line for line in marked)


@LANGUAGES
def test_policy_shows_every_element_item_and_duty(client, release: Release, prefix: str, lang) -> None:
    html = page(client, f"{prefix}/policy/")
    suffix = "" if lang == "zh" else "_en"
    for dataset, name in (
        ("policy.strategies", "strategy"),
        ("policy.arrows", "element"),
        ("policy.framework", "duty"),
        ("policy.work_items", "item"),
    ):
        for text in column(release, dataset, name + suffix):
            assert text in html


def test_resources_say_how_many_of_37_are_documented(client, release: Release) -> None:
    documented = column(release, "resources.programmes", "of_37").count("named_in_plan")
    assert documented == 5
    assert "<h1>37 項部會計畫，有文件可查的 5 項</h1>" in page(client, "/resources/")
    assert "<h1>5 of 37 ministries' programmes are documented</h1>" in page(client, "/en/resources/")


def programmes(html: str) -> list[str]:
    section = html.split('<section class="sec long">')[1]
    return re.findall(r'<tr><th scope="row">([^<]*)</th>', section)


def test_resources_filter_by_agency_and_kind(client, release: Release) -> None:
    table = pyarrow.parquet.read_table(release.path("resources.programmes")).to_pylist()
    listed = [
        name.removesuffix(" 中小企業城鄉創生轉型輔導計畫") for name in programmes(page(client, "/resources/"))
    ]
    assert listed == sorted(row["name"] for row in table)
    shown = programmes(page(client, "/resources/?agency=國發會&kind=scheme"))
    assert shown == sorted(r["name"] for r in table if (r["agency"], r["kind"]) == ("國發會", "scheme"))
    assert 0 < len(shown) < len(table)
    none = page(client, "/resources/?agency=無此機關")
    assert programmes(none) == []
    assert "沒有符合的計畫" in none


def test_resources_with_an_unknown_filter_name_the_filters(client) -> None:
    answer = client.get("/resources/?colour=red")
    assert answer.status_code == 422
    assert "agency、kind" in answer.content.decode()


def test_awards_without_a_page_are_marked_and_amounts_are_grouped(client) -> None:
    html = page(client, "/resources/")
    (row,) = re.findall(r'<tr><th scope="row">利他行動168</th>.*?</tr>', html, re.S)
    assert words(row).split() == [
        "利他行動168",
        "國發會",
        "徵件與補助",
        "2026-",
        "不屬",
        "37",
        "項",
        "680,000",
        "最高獎勵",
        "未查證",
        "沒有來源",
    ]


def test_approvals_show_every_case_with_its_source(client, release: Release) -> None:
    html = page(client, "/en/resources/")
    for row in pyarrow.parquet.read_table(release.path("resources.approvals")).to_pylist():
        named = re.escape(row["proposal"])
        lines = re.findall(rf'<tr><th scope="row">[^<]+<span[^>]*>{named}</span></th>.*?</tr>', html, re.S)
        assert any(row["source"] in line and f"/places/{row['place']}/" in line for line in lines)


def republished(home: Path, release: Release) -> tuple[str, str]:
    """Publish one data set, then again with one row less and the reason; return both snapshots."""
    lake, table = Lake(home), pyarrow.parquet.read_table(release.path("finance.debt"))
    snapshots: list[str] = []
    for rows in (table, table.slice(0, table.num_rows - 1)):
        told = release.manifest("finance.debt") | {"rows": rows.num_rows, "checks": [], "sources": []}
        for measured in ("sha256", "bytes"):
            told.pop(measured, None)
        if snapshots:
            told["supersedes"] = {
                "snapshot": snapshots[0],
                "reason": {"zh": "最後一列有誤", "en": "the last row was wrong"},
            }
        with lake.publication() as publication:
            snapshots.append(publication.add_table(rows, told).id)
            publication.commit("0" * 64, "test")
    return snapshots[0], snapshots[1]


def test_data_page_tells_what_changed_and_what_was_wrong(client, release, tmp_path, monkeypatch) -> None:
    old, new = republished(tmp_path, release)
    monkeypatch.setenv("DIFANG_HOME", str(tmp_path))
    lake = Lake(tmp_path)
    html = page(client, "/en/data/")
    (report,) = lake.changes(lake.release(lake.releases()[1].id), lake.current()).values()
    section = html.split('id="releases"')[1]
    assert f"finance.debt {report.text.en}" in words(section)
    assert f"finance.debt the last row was wrong {old} → {new}" in words(section)
    assert len(re.findall(r'href="/api/v1/releases/[^"]+"', section)) == 2


def test_data_page_of_a_first_release_says_there_is_nothing_to_compare(client) -> None:
    html = page(client, "/data/")
    assert "沒有更早的版本可比較" in html
    assert "目前沒有更正" in html

"""Indigenous people by township and by people, with small counts hidden."""

from functools import lru_cache
from pathlib import Path

import pyarrow as pa

from difang.text import Text
from tools.build_bundled.disclosure import given_away, marked, protect, protected, sums_of_places
from tools.build_bundled.frame import Check, Dataset, Measure, Meta, Shared, dataset, total
from tools.build_bundled.levels import number, with_sums
from tools.build_bundled.origins import ORIGINS

BY_PEOPLE = "diversity/indigenous_population_town_2018-04.csv"
BY_TOWNSHIP = "diversity/indigenous_population_town_2021-06.csv"
EARLIER = "diversity/indigenous_population_county.csv"
BY_AGE = "diversity/indigenous_population_county_age_2026-06.csv"
ORIGINS.update(
    {
        BY_PEOPLE: ("github.com/whyang/cippop", "d4a7217c4b45"),
        EARLIER: ("github.com/whyang/cippop", "d4a7217c4b45"),
        BY_TOWNSHIP: ("github.com/ntupsc/pscdata", "8ebe70f74f09"),
        BY_AGE: ("github.com/yazelin/taiwan-people", "5dc243577b77"),
    }
)
PEOPLES = {
    "阿美族": "amis",
    "泰雅族": "atayal",
    "排灣族": "paiwan",
    "布農族": "bunun",
    "卑南族": "pinuyumayan",
    "魯凱族": "rukai",
    "鄒族": "tsou",
    "賽夏族": "saisiyat",
    "雅美族": "yami",
    "邵族": "thao",
    "噶瑪蘭族": "kavalan",
    "太魯閣族": "truku",
    "撒奇萊雅族": "sakizaya",
    "賽德克族": "seediq",
    "拉阿魯哇族": "hlaalua",
    "卡那卡那富族": "kanakanavu",
    "尚未申報": "undeclared",
}
TOTAL = "total"
MONTH = "2018-04"
HIDDEN_ZH = (
    "1 至 4 人不公布；凡能由公布的合計推算出來者，另藏起一個較小的數（complement），"
    "直到每個不公布的數至少有兩種可能。檔案裡也沒有這些數。"
)
HIDDEN_EN = (
    "Counts of 1 to 4 are withheld; where published sums would give one away, a further small cell is hidden "
    "(complement) until every withheld count has at least two possible values. The file does not hold them "
    "either."
)
PUBLISHER = Text("原住民族委員會、內政部", "Council of Indigenous Peoples; Ministry of the Interior")
PAGE = "https://www.cip.gov.tw/zh-tw/news/data-list/940F9579765AC6A0/index.html"


@dataset("diversity.indigenous")
def indigenous(shared: Shared) -> Dataset:
    """Indigenous people by township (2018-04, 2021-06) and county (also 2011, 2013, 2014, 2026-06)."""
    month = marked(_totals(shared), "persons", ["place", "period"], _hidden_totals(shared))
    recent = shared.sql(
        """
        select town_code as place, period, value::bigint as persons
        from {t} where indicator = 'indigenous_population'
        """,
        t=BY_TOWNSHIP,
    )
    recent = protected(with_sums(shared, recent, ["place", "period"], ["persons"]), "persons")
    county = marked(_counties(shared), "persons", ["place", "period"], {})
    table = pa.concat_tables([part.select(month.column_names) for part in (month, recent, county)])
    nation = "place = 'TW' and period = "
    return Dataset(
        table=table,
        keys=["place", "period"],
        measures=[Measure("persons", "persons")],
        meta=_meta(
            Text("原住民族人口", "Indigenous people"),
            ("indigenous_registered", "small_counts_hidden"),
            Text(
                f"鄉鎮為 2018 年 4 月與 2021 年 6 月；縣市另有 2011、2013、2014 年底與 2026 年 6 月。{HIDDEN_ZH}",
                "Townships for April 2018 and June 2021; counties also for the ends of 2011, 2013 and 2014 and "
                f"for June 2026. {HIDDEN_EN}",
            ),
        ),
        checks=[
            Check("2018-04, nation", 561_327, total(table, "persons", f"{nation} '2018-04'")),
            Check("2021-06, nation", 578_847, total(table, "persons", f"{nation} '2021-06'")),
            Check("2026-06, nation", 637_620, total(table, "persons", f"{nation} '2026-06'")),
            Check("2014-12, nation", 540_023, total(table, "persons", f"{nation} '2014-12'")),
            Check("published counts of 1 to 4", 0, total(table, "1", "persons between 1 and 4")),
        ],
    )


@dataset("diversity.indigenous_peoples")
def indigenous_peoples(shared: Shared) -> Dataset:
    """The sixteen peoples and the undeclared by township, county and nation, April 2018."""
    counts, sums = _cells(shared)
    hidden = _hidden(shared)
    rows = [(place, people, count) for (place, people), count in counts.items() if people != TOTAL]
    table = pa.table(
        {
            "place": [r[0] for r in rows],
            "period": [MONTH] * len(rows),
            "people": [r[1] for r in rows],
            "persons": pa.array([r[2] for r in rows], pa.int64()),
        }
    )
    of_all = total(table, "persons", "place = 'TW'")
    amis = total(table, "persons", "place = 'TW' and people = 'amis'")
    table = marked(table, "persons", ["place", "people"], hidden)
    return Dataset(
        table=table,
        keys=["place", "period", "people"],
        measures=[Measure("persons", "persons")],
        meta=_meta(
            Text("原住民族人口按族別", "Indigenous people by people"),
            ("indigenous_registered", "small_counts_hidden", "peoples_as_registered"),
            Text(
                f"2018 年 4 月一個時點；十六族與尚未申報者。{HIDDEN_ZH}",
                f"One date, April 2018; sixteen peoples and those undeclared. {HIDDEN_EN}",
            ),
        ),
        checks=[
            Check("all peoples, nation", 561_327, of_all),
            Check("Amis, nation", 209_430, amis),
            Check("cells", (368 + 22 + 1) * 17, table.num_rows),
            Check("small counts in the source", _small(shared), total(table, "1", "reason = 'too_few'")),
            Check("small counts that the published sums give away", 0, len(given_away(counts, sums, hidden))),
            Check("published counts of 1 to 4", 0, total(table, "1", "persons between 1 and 4")),
        ],
    )


def _meta(title: Text, caveats: tuple[str, ...], notes: Text) -> Meta:
    return Meta(
        title=title,
        publisher=PUBLISHER,
        official_id="原住民人口數統計資料",
        page=PAGE,
        level="township",
        retrieved="2026-11-23",
        published="20261123",
        update="irregular",
        caveats=caveats,
        notes=notes,
    )


def _by_people(shared: Shared) -> pa.Table:
    return shared.sql(
        f"""
        select code as place, level,
          case indicator when 'indigenous_population' then '{TOTAL}'
            else split_part(indicator, ':', 2) end as people, value::bigint as persons
        from {{t}} where status = 'all' order by all
        """,
        t=BY_PEOPLE,
    )


def _cells(
    shared: Shared,
) -> tuple[dict[tuple[str, str], int], list[tuple[tuple[str, str], list[tuple[str, str]]]]]:
    """Return the counts of April 2018 by place and people, and which of them add up to which."""
    counts: dict[tuple[str, str], int] = {}
    for row in _by_people(shared).to_pylist():
        people = PEOPLES.get(row["people"], row["people"])
        counts[row["place"], people] = row["persons"]
        if row["level"] == "county":
            counts["TW", people] = counts.get(("TW", people), 0) + row["persons"]
    columns = [*PEOPLES.values(), TOTAL]
    places = sorted({place for place, _ in counts})
    tree = sums_of_places(place for place in places if len(place) == len("10008020"))
    sums = [((whole, c), [(part, c) for part in parts]) for whole, parts in tree for c in columns]
    sums += [((place, TOTAL), [(place, people) for people in PEOPLES.values()]) for place in places]
    broken = [w for w, parts in sums if counts[w] != sum(counts[p] for p in parts)]
    if broken:
        raise ValueError(f"{BY_PEOPLE}: sums do not hold at {broken[:3]}")
    return counts, sums


def _hidden(shared: Shared) -> dict[tuple[str, str], str]:
    shared.path(BY_PEOPLE)
    return _hidden_of(shared.folder)


@lru_cache(maxsize=1)
def _hidden_of(folder: Path) -> dict[tuple[str, str], str]:
    counts, sums = _cells(Shared(folder))
    keep = [cell for cell in counts if cell[0] == "TW" or (len(cell[0]) == len("10008") and cell[1] == TOTAL)]
    return dict(protect(counts, sums, keep).reasons)


def _hidden_totals(shared: Shared) -> dict[tuple[str, str], str]:
    return {(place, MONTH): reason for (place, people), reason in _hidden(shared).items() if people == TOTAL}


def _totals(shared: Shared) -> pa.Table:
    counts, _ = _cells(shared)
    rows = sorted((place, count) for (place, people), count in counts.items() if people == TOTAL)
    return pa.table(
        {
            "place": [place for place, _ in rows],
            "period": [MONTH] * len(rows),
            "persons": pa.array([count for _, count in rows], pa.int64()),
        }
    )


def _counties(shared: Shared) -> pa.Table:
    return shared.sql(
        """
        with read as (
          select county_code as place, date[:7] as period, value::bigint as persons
          from {earlier} where date < '2018'
          union all select county_code, period, population::bigint from {ages}
        )
        select place, period, sum(persons)::bigint as persons from read group by all
        union all select 'TW', period, sum(persons)::bigint from read group by all
        """,
        earlier=EARLIER,
        ages=BY_AGE,
    )


def _small(shared: Shared) -> int:
    query = f"select count(*) from {{t}} where persons between 1 and 4 and people != '{TOTAL}'"
    return number(shared, query, t=_by_people(shared))

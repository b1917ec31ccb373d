"""Hakka people, civil organisations and new immigrants."""

from difang.text import Text
from tools.build_bundled.frame import Check, Dataset, Measure, Meta, Shared, dataset, total
from tools.build_bundled.levels import counted, number
from tools.build_bundled.origins import ORIGINS

HAKKA = "diversity/hakka_population_town.csv"
ORGANISATIONS = "diversity/civil_organisations_2018.csv.gz"
IMMIGRANTS = "diversity/new_immigrants_county_2026.csv"
COUNTIES = "places/counties.csv"
ORIGINS.update(
    {
        HAKKA: ("github.com/tiffk935/hakka", "53b14e9bd2b1"),
        ORGANISATIONS: ("github.com/kiang/npo.moi.gov.tw", "f7fcfab13f33"),
        IMMIGRANTS: ("github.com/yazelin/taiwan-people", "5dc243577b77"),
    }
)
RETRIEVED = "2026-11-23"
PUBLISHED = "20261123"
SHOWN_KINDS = (
    "temple",
    "religious_foundation",
    "farmers_association",
    "fishermen_association",
    "cooperative",
)


@dataset("diversity.hakka")
def hakka(shared: Shared) -> Dataset:
    """Hakka people and their share by township, county and nation, survey of 2021."""
    table = shared.sql(
        """
        with read as (
          select coalesce(h.town_code, c.county_code) as place,
            max(value::double) filter (indicator = 'hakka_population') as hakka,
            max(value::double) filter (indicator = 'population') as population,
            max(value::double) filter (indicator = 'hakka_share') as share
          from {t} h left join {c} c on c.county_zh = h.county group by all
        ),
        county as (
          select place[:5] as place, round(sum(hakka), 1) as hakka, round(sum(population), 1) as population
          from read group by all
        )
        select place, hakka, population, share from read
        union all select place, hakka, population, round(100 * hakka / population, 2) from county
          where place not in (select place from read)
        union all select 'TW', round(sum(hakka), 1), round(sum(population), 1),
          round(100 * round(sum(hakka), 1) / round(sum(population), 1), 2) from county
        """,
        t=HAKKA,
        c=COUNTIES,
    )
    table = shared.sql("select place, '2021' as period, hakka, population, share from {t}", t=table)
    return Dataset(
        table=table,
        keys=["place", "period"],
        measures=[
            Measure("hakka", "thousand_persons", "double"),
            Measure("population", "thousand_persons", "double"),
            Measure("share", "percent", "double"),
        ],
        meta=Meta(
            title=Text("客家人口", "Hakka people"),
            publisher=Text("客家委員會", "Hakka Affairs Council"),
            official_id="110 年全國客家人口暨語言基礎資料調查",
            page="https://www.hakka.gov.tw/",
            level="township",
            retrieved=RETRIEVED,
            published=PUBLISHED,
            update="irregular",
            caveats=("hakka_survey_estimate", "hakka_year_unverified", "hakka_islands_county_only"),
            estimated="survey estimates as published; counties and nation added up from townships in thousands",
            notes=Text(
                "抽樣調查推估；352 個鄉鎮市區與金門、連江、澎湖三縣。其他縣市與全國由千人數加總後計算比率。"
                "來源與年份由內容推定。",
                "Estimates from a sample survey: 352 townships and the counties of Kinmen, Lienchiang and "
                "Penghu. The shares of other counties and the nation are computed from sums in thousands. "
                "Origin and year are inferred from the content.",
            ),
        ),
        checks=[
            Check("townships", 352, total(table, "1", "length(place) = 8")),
            Check(
                "thousand people, nation, tenths", 46_698, total(table, "round(hakka * 10)", "place = 'TW'")
            ),
            Check("share, nation, hundredths", 1_982, total(table, "round(share * 100)", "place = 'TW'")),
            Check(
                "townships of a third or more",
                58,
                total(table, "1", "length(place) = 8 and share >= 100 / 3"),
            ),
        ],
    )


@dataset("diversity.organisations")
def organisations(shared: Shared) -> Dataset:
    """Temples, religious foundations, farmers' and fishermen's associations and cooperatives, October 2018."""
    kinds = ", ".join(f"'{kind}'" for kind in SHOWN_KINDS)
    listed = shared.sql(
        f"""
        select o.town_code as place, c.county_code as county, kind
        from {{t}} o left join {{c}} c on c.county_zh = o.county
        where kind in ({kinds}) and (kind != 'cooperative' or status = '已登記')
        """,
        t=ORGANISATIONS,
        c=COUNTIES,
    )
    table = counted(shared, listed, "2018-10", "kind", "organisations")
    of = "place = 'TW' and kind = "
    return Dataset(
        table=table,
        keys=["place", "period", "kind"],
        measures=[Measure("organisations", "organisations")],
        meta=Meta(
            title=Text("人民團體與宗教團體", "Civil and religious organisations"),
            publisher=Text("內政部", "Ministry of the Interior"),
            official_id="全國人民團體資訊、全國宗教資訊",
            page="https://group.moi.gov.tw/",
            level="township",
            retrieved="2018-10-23",
            published=PUBLISHED,
            update="once",
            caveats=("organisations_2018_registered", "organisations_without_township"),
            notes=Text(
                "2018 年 10 月。合作社只計已登記者（3,828 個；解散或清算者 1,890 個不計）。社區發展協會在取得的版本"
                "中只有四個縣市且新竹市與高雄市的列大量重複，職業團體缺臺東縣等，皆不收錄。住址、人名不收錄。",
                "October 2018. Cooperatives are those registered (3,828; 1,890 dissolved ones are not counted). "
                "Community development associations cover four counties only in the copy at hand, with many "
                "repeats in Hsinchu City and Kaohsiung, and occupational associations lack Taitung and others: "
                "both are left out, as are addresses and names of persons.",
            ),
        ),
        checks=[
            Check("temples", 10_615, total(table, "organisations", f"{of} 'temple'")),
            Check(
                "religious foundations", 1_053, total(table, "organisations", f"{of} 'religious_foundation'")
            ),
            Check("farmers' associations", 283, total(table, "organisations", f"{of} 'farmers_association'")),
            Check(
                "fishermen's associations", 35, total(table, "organisations", f"{of} 'fishermen_association'")
            ),
            Check("cooperatives registered", 3_828, total(table, "organisations", f"{of} 'cooperative'")),
            Check("counted without a township", 2, total(listed, "1", "place is null")),
            Check(
                "counties in the list of community development associations",
                4,
                number(
                    shared,
                    "select count(distinct county) from {t} where kind = 'community_development_association'",
                    t=ORGANISATIONS,
                ),
            ),
        ],
    )


@dataset("diversity.new_immigrants")
def new_immigrants(shared: Shared) -> Dataset:
    """Foreign and mainland spouses by county, cumulative from 1987 to June 2026."""
    table = shared.sql(
        """
        with read as (
          select county_code as place, period,
            case indicator when 'prc_hk_macau' then 'mainland_hong_kong_macau' else 'foreign' end as origin,
            sum(value::bigint)::bigint as spouses
          from {t} where indicator in ('foreign_spouse', 'prc_hk_macau') group by all
        )
        select place, period, origin, spouses from read
        union all select 'TW', period, origin, sum(spouses)::bigint from read group by all
        """,
        t=IMMIGRANTS,
    )
    return Dataset(
        table=table,
        keys=["place", "period", "origin"],
        measures=[Measure("spouses", "persons")],
        meta=Meta(
            title=Text("新住民配偶歷年累計", "Immigrant spouses, cumulative"),
            publisher=Text("內政部移民署", "National Immigration Agency"),
            official_id="外籍配偶人數與大陸(含港澳)配偶人數按證件分",
            page="https://www.immigration.gov.tw/5385/7344/7350/8887/",
            level="county",
            retrieved="2026-08-21",
            published=PUBLISHED,
            update="monthly",
            caveats=("immigrants_cumulative",),
            notes=Text(
                "1987 年 1 月至 2026 年 6 月的累計申請人數，不是現住人數；另有 3,023 人縣市不詳，不在全國合計內。"
                "來源另有國籍別，部分縣市僅數人，不收錄。",
                "Applications from January 1987 to June 2026, added up: not people who live there now. Another "
                "3,023 of unknown county are not in the sum. The source also has nationalities, a few people in "
                "some counties: left out.",
            ),
        ),
        checks=[
            Check("of 22 counties", 618_249, total(table, "spouses", "place = 'TW'")),
            Check("printed total less unknown", 621_272 - 3_023, total(table, "spouses", "place != 'TW'")),
        ],
    )

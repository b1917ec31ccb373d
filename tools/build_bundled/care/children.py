"""Infant-care centres, kindergartens and elementary schools by township."""

from difang.text import Text
from tools.build_bundled.frame import Check, Dataset, Measure, Meta, Shared, dataset, total
from tools.build_bundled.levels import TOWNSHIPS, number
from tools.build_bundled.origins import ORIGINS, POP_MAP

CENTRES = "medical/infant_care_centres.csv"
KINDERGARTENS = "education/kindergartens_by_town_2026-07.csv"
SCHOOLS = "education/elementary_schools_2025.csv"
COUNTIES = "places/counties.csv"
ORIGINS.update(
    {
        CENTRES: ("github.com/kiang/ncwisweb.sfaa.gov.tw", "c51a1dfa8b34"),
        KINDERGARTENS: POP_MAP,
        SCHOOLS: POP_MAP,
    }
)
PUBLISHED = "20261123"
SMALL_SCHOOL_PUPILS = 50


@dataset("care.infant_care_centres")
def infant_care_centres(shared: Shared) -> Dataset:
    """Active infant-care centres by township, August 2026."""
    table = shared.sql(
        """
        select town_code as place, '2026-08' as period, count(*) as centres
        from {t} where active = '1' group by all
        """,
        t=CENTRES,
    )
    return Dataset(
        table=table,
        keys=["place", "period"],
        measures=[Measure("centres", "centres")],
        meta=Meta(
            title=Text("托嬰中心", "Infant-care centres"),
            publisher=Text("衛生福利部社會及家庭署", "Social and Family Affairs Administration"),
            official_id="全國托嬰中心",
            page="https://ncwisweb.sfaa.gov.tw/",
            level="township",
            retrieved="2026-08-23",
            published=PUBLISHED,
            update="irregular",
            missing="zero",
            caveats=("infant_centres_not_places",),
            notes=Text(
                "1,961 家營運中，另 89 家停業或歇業未計。來源的收托人數欄位沒有確認的定義，不收錄。"
                "不含居家保母與公設民營家園。",
                "1,961 centres in operation; 89 closed ones are not counted. The number of children in the "
                "source has no confirmed definition and is left out. Childminders and community homes are not "
                "in the list.",
            ),
        ),
        checks=[
            Check("active centres", 1_961, total(table, "centres")),
            Check("townships with a centre", 230, table.num_rows),
        ],
    )


@dataset("care.kindergartens")
def kindergartens(shared: Shared) -> Dataset:
    """Kindergartens and approved places by township and sector, July 2026."""
    table = shared.sql(
        """
        with read as (
          select coalesce(k.town_code, c.county_code) as place, k.period,
            case sector when '公立' then 'public' when '私立' then 'private' else 'non_profit' end as sector,
            sum(value::bigint) filter (indicator = 'kindergartens') as kindergartens,
            sum(value::bigint) filter (indicator = 'approved_capacity') as places
          from {t} k join {c} c on c.county_zh = k.county where sector != 'all' group by all
        ),
        grid as (
          select town_code as place, sector
          from {towns} cross join (select distinct sector from read)
          where town_code[:5] not in (select place from read)
          union all select distinct r.place, s.sector from read r cross join read s
        )
        select place, '2026-07' as period, sector, coalesce(kindergartens, 0) as kindergartens,
          coalesce(places, 0) as places
        from (select distinct * from grid) left join read using (place, sector)
        """,
        t=KINDERGARTENS,
        c=COUNTIES,
        towns=TOWNSHIPS,
    )
    printed = "select sum(value::bigint) from {t} where sector = 'all' and indicator = "
    return Dataset(
        table=table,
        keys=["place", "period", "sector"],
        measures=[Measure("kindergartens", "kindergartens"), Measure("places", "places")],
        meta=Meta(
            title=Text("幼兒園與核定招收名額", "Kindergartens and approved places"),
            publisher=Text("教育部國民及學前教育署", "K-12 Education Administration, Ministry of Education"),
            official_id="全國教保資訊網",
            page="https://ap.ece.moe.edu.tw/webecems/",
            level="township",
            retrieved="2026-07-24",
            published=PUBLISHED,
            update="irregular",
            caveats=("places_not_children", "kindergartens_two_cities"),
            notes=Text(
                "7,311 園。新竹市與嘉義市在來源中只有全市數，兩市的鄉鎮市區為未公布。烏坵鄉沒有幼兒園。",
                "7,311 kindergartens. The source gives Hsinchu City and Chiayi City as wholes only, so their "
                "districts are not published. Wuqiu has none.",
            ),
        ),
        checks=[
            Check("kindergartens", 7_311, total(table, "kindergartens")),
            Check("approved places", 835_449, total(table, "places")),
            Check(
                "kindergartens printed for all sectors",
                7_311,
                number(shared, printed + "'kindergartens'", t=KINDERGARTENS),
            ),
            Check(
                "places (townships without those of two cities, and two cities)",
                365,
                number(shared, "select count(distinct place) from {t}", t=table),
            ),
        ],
    )


@dataset("care.elementary_schools")
def elementary_schools(shared: Shared) -> Dataset:
    """Elementary schools, small ones, classes, pupils and teachers by township, school year 2025."""
    table = shared.sql(
        f"""
        select town_code as place, school_year as period, count(*) as schools,
          count(*) filter (students::bigint < {SMALL_SCHOOL_PUPILS}) as small_schools,
          sum(classes::bigint)::bigint as classes, sum(students::bigint)::bigint as pupils,
          sum(grade1::bigint)::bigint as first_graders, sum(teachers::bigint)::bigint as teachers
        from {{t}} group by all
        """,
        t=SCHOOLS,
    )
    units = {
        "schools": "schools",
        "small_schools": "schools",
        "classes": "classes",
        "pupils": "pupils",
        "first_graders": "pupils",
        "teachers": "persons",
    }
    return Dataset(
        table=table,
        keys=["place", "period"],
        measures=[Measure(name, unit) for name, unit in units.items()],
        meta=Meta(
            title=Text("國民小學", "Elementary schools"),
            publisher=Text("教育部統計處", "Department of Statistics, Ministry of Education"),
            official_id="114_basec",
            page="https://stats.moe.gov.tw/",
            level="township",
            retrieved="2026-07-24",
            published=PUBLISHED,
            update="yearly",
            missing="zero",
            caveats=("school_year", "pupils_by_school"),
            notes=Text(
                "114 學年度（2025 年 8 月至 2026 年 7 月）。小校指學生未滿 50 人；分校分班可能併入本校計算。"
                "烏坵鄉沒有國小。",
                "School year 114 (August 2025 to July 2026). A small school has fewer than 50 pupils; branches "
                "may be counted with their main school. Wuqiu has no school.",
            ),
        ),
        checks=[
            Check("schools", 2_663, total(table, "schools")),
            Check("schools under 50 pupils", 529, total(table, "small_schools")),
            Check("pupils", 1_165_258, total(table, "pupils")),
            Check("first graders", 173_868, total(table, "first_graders")),
            Check("townships with a school", 367, table.num_rows),
        ],
    )

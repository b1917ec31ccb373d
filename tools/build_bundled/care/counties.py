"""Physicians and homes for older people by county, from the county statistics of the statistical office."""

from difang.text import Text
from tools.build_bundled.circulation_county import OLD, county_meta, county_values
from tools.build_bundled.frame import Check, Dataset, Measure, Shared, dataset, total
from tools.build_bundled.levels import number


@dataset("care.physicians")
def physicians(shared: Shared) -> Dataset:
    """Practising physicians by county, 1998 to 2014 and 2024."""
    table = county_values(shared, {"physicians": "執業醫師數"})
    off = """
    with w as (
      select county, year, max(value::double) filter (indicator = '執業醫師數') as doctors,
        max(value::double) filter (indicator = '戶籍登記人口數') as people,
        max(value::double) filter (indicator = '平均每一執業醫師服務之人口數') as printed
      from {t} group by all
    )
    select count(*) from w where abs(people / doctors - printed) > 1
    """
    counted = number(shared, off, t=OLD)
    return Dataset(
        table=table,
        keys=["place", "period"],
        measures=[Measure("physicians", "persons")],
        meta=county_meta(
            Text("執業醫師", "Practising physicians"),
            ("county_gap_2015_2023", "counties_back_cast", "physicians_without_dentists"),
        ),
        checks=[
            Check("county-years off the printed people per physician by over 1", 0, counted),
            Check("rows", 391 + 22, table.num_rows),
            Check("physicians, 22 counties, 2024", 79_957, total(table, "physicians", "period = '2024'")),
            Check(
                "counties less the printed nation, 2014",
                0,
                total(table, "case place when 'TW' then -physicians else physicians end", "period = '2014'"),
            ),
        ],
    )


@dataset("care.elderly_homes")
def elderly_homes(shared: Shared) -> Dataset:
    """Homes for older people, their places and residents by county, 1998 to 2014 and 2024."""
    table = county_values(
        shared,
        {
            "homes": "老人長期照顧、安養機構數",
            "places": "老人長期照顧、安養機構可供進住人數",
            "residents": "老人長期照顧、安養機構實際進住人數",
        },
    )
    return Dataset(
        table=table,
        keys=["place", "period"],
        measures=[
            Measure("homes", "institutions"),
            Measure("places", "places"),
            Measure("residents", "persons"),
        ],
        meta=county_meta(
            Text("老人長期照顧與安養機構", "Homes for older people"),
            ("county_gap_2015_2023", "counties_back_cast", "homes_not_nursing_homes"),
        ),
        checks=[
            Check("homes, 2024", 1_023, total(table, "homes", "period = '2024'")),
            Check("places, 2024", 54_660, total(table, "places", "period = '2024'")),
            Check("residents, 2024", 46_898, total(table, "residents", "period = '2024'")),
        ],
    )

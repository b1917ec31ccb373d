"""People in low-income and middle-low-income households by township."""

from difang.text import Text
from tools.build_bundled.disclosure import protected
from tools.build_bundled.frame import Check, Dataset, Measure, Meta, Shared, dataset, total
from tools.build_bundled.levels import number, with_sums
from tools.build_bundled.origins import ORIGINS

SOURCE = "medical/low_income_town_2021-06.csv"
ORIGINS[SOURCE] = ("github.com/ntupsc/pscdata", "8ebe70f74f09")


@dataset("care.low_income")
def low_income(shared: Shared) -> Dataset:
    """People of low-income and middle-low-income households together, June 2021."""
    towns = shared.sql(
        """
        select town_code as place, period, sum(value::bigint)::bigint as persons
        from {t} where indicator in ('low_income_persons', 'middle_low_income_persons') group by all
        """,
        t=SOURCE,
    )
    table = protected(with_sums(shared, towns, ["place", "period"], ["persons"]), "persons")
    kinds = "select sum(value::bigint) from {t} where indicator = "
    return Dataset(
        table=table,
        keys=["place", "period"],
        measures=[Measure("persons", "persons")],
        meta=Meta(
            title=Text("低收入戶與中低收入戶人數", "People in low-income and middle-low-income households"),
            publisher=Text(
                "內政部統計處（衛生福利部資料）", "Ministry of the Interior, from the health ministry"
            ),
            official_id="SEGIS 110Y06M",
            page="https://segis.moi.gov.tw/",
            level="township",
            retrieved="2026-11-23",
            published="20261123",
            update="irregular",
            caveats=("low_income_registered", "small_counts_hidden"),
            notes=Text(
                "2021 年 6 月一個時點；兩類合計。1 至 4 人的鄉鎮不公布，並隱藏同縣市一個較小的數，使其無法由相減"
                "得出。來源的比率前後不一，未採用。",
                "One date, June 2021; both kinds together. A township with 1 to 4 people is withheld, and so is "
                "one more small figure of its county, so that it cannot be had by subtraction. The source's own "
                "ratios contradict each other and are not used.",
            ),
        ),
        checks=[
            Check("low-income persons", 293_640, number(shared, kinds + "'low_income_persons'", t=SOURCE)),
            Check(
                "middle-low-income persons",
                300_835,
                number(shared, kinds + "'middle_low_income_persons'", t=SOURCE),
            ),
            Check("persons, nation", 594_475, total(table, "persons", "place = 'TW'")),
            Check("townships withheld", 2, total(table, "1", "status = 'suppressed'")),
            Check("published counts of 1 to 4", 0, total(table, "1", "persons between 1 and 4")),
        ],
    )

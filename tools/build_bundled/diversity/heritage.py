"""Monuments and historic buildings by township."""

from difang.text import Text
from tools.build_bundled.frame import Check, Dataset, Measure, Meta, Shared, dataset, total
from tools.build_bundled.origins import ORIGINS

MONUMENTS = "diversity/monuments.csv"
BUILDINGS = "diversity/historic_buildings.csv"
ORIGINS.update(
    {
        MONUMENTS: ("github.com/HsinMuShen/city-diff", "c4529064f08f"),
        BUILDINGS: ("github.com/cw75964/GIS-finals", "9728205b94b0"),
    }
)
PUBLISHER = Text("文化部文化資產局", "Bureau of Cultural Heritage, Ministry of Culture")


def _meta(title: Text, official_id: str, page: str, retrieved: str, notes: Text) -> Meta:
    return Meta(
        title=title,
        publisher=PUBLISHER,
        official_id=official_id,
        page=page,
        level="township",
        retrieved=retrieved,
        published="20261123",
        missing="zero",
        caveats=("heritage_registered",),
        notes=notes,
    )


@dataset("diversity.monuments")
def monuments(shared: Shared) -> Dataset:
    """Registered monuments by township and class, August 2026."""
    table = shared.sql(
        """
        select town_code as place, '2026-08' as period,
          case classification when '國定古蹟' then 'national' else 'local' end as class, count(*) as sites
        from {t} group by all
        """,
        t=MONUMENTS,
    )
    return Dataset(
        table=table,
        keys=["place", "period", "class"],
        measures=[Measure("sites", "sites")],
        meta=_meta(
            Text("古蹟", "Monuments"),
            "data.gov.tw 6246",
            "https://data.gov.tw/dataset/6246",
            "2026-08-10",
            Text(
                "登錄 1,063 處，其中 6 處沒有坐標，無法歸入鄉鎮，未計。",
                "1,063 are registered; 6 without coordinates cannot be placed and are not counted.",
            ),
        ),
        checks=[
            Check("national monuments", 110, total(table, "sites", "class = 'national'")),
            Check("municipal and county monuments", 520 + 427, total(table, "sites", "class = 'local'")),
        ],
    )


@dataset("diversity.historic_buildings")
def historic_buildings(shared: Shared) -> Dataset:
    """Registered historic buildings by township, December 2024."""
    table = shared.sql(
        "select town_code as place, '2024-12' as period, count(*) as sites from {t} group by all", t=BUILDINGS
    )
    return Dataset(
        table=table,
        keys=["place", "period"],
        measures=[Measure("sites", "sites")],
        meta=_meta(
            Text("歷史建築", "Historic buildings"),
            "文化資產個案導覽：歷史建築",
            "https://data.gov.tw/dataset/6246",
            "2024-12-24",
            Text(
                "1,748 處依地址歸入鄉鎮；沒有列出的鄉鎮為零。",
                "1,748 buildings placed by address; a township that is not listed has none.",
            ),
        ),
        checks=[
            Check("historic buildings", 1_748, total(table, "sites")),
            Check("townships with one", 289, table.num_rows),
        ],
    )

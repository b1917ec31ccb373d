"""From a list of things, some of them without a township, to counts of townships, counties and the nation."""

import pyarrow as pa

from tools.build_bundled.frame import Shared

TOWNSHIPS = "places/townships.csv"


def counted(shared: Shared, listed: pa.Table, period: str, kind: str, measure: str) -> pa.Table:
    """Count `listed` (columns place or null, county or null, and a kind) on the full grid of places.

    Every township has a row for every kind, zero included. Rows of counties and of TW count things without a
    township too, so a county may have more than its townships together.
    """
    return shared.sql(
        f"""
        with kinds as (select distinct {kind} from {{listed}}),
        places as (
          select town_code as code from {{towns}}
          union all select distinct county_code from {{towns}} union all select 'TW'
        )
        select code as place, '{period}' as period, k.{kind}, count(l.{kind}) as {measure}
        from places cross join kinds k left join {{listed}} l on l.{kind} = k.{kind}
          and case length(code) when 8 then l.place = code when 5 then l.county = code else true end
        group by all
        """,
        listed=listed,
        towns=TOWNSHIPS,
    )


def with_sums(shared: Shared, table: pa.Table, keys: list[str], measures: list[str]) -> pa.Table:
    """Return a table of townships with the rows of counties and TW that they add up to."""
    others = "".join(f", {key}" for key in keys if key != "place")
    added = ", ".join(f"sum({m})::bigint as {m}" for m in measures)
    return shared.sql(
        f"""
        select place{others}, {", ".join(measures)} from {{t}}
        union all select place[:5]{others}, {added} from {{t}} group by all
        union all select 'TW'{others}, {added} from {{t}} group by all
        """,
        t=table,
    )


def number(shared: Shared, query: str, **tables: str | pa.Table) -> int:
    """Return the one whole number that a query answers with."""
    return int(shared.sql(query, **tables).column(0)[0].as_py())

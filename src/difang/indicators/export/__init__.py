"""A table of figures in every form that people and programs ask for.

>>> from difang.indicators import export
>>> export.write(table, "csv")                       # doctest: +SKIP
b'indicator,place,name,…'

Every form says release, filter and citation: forms for programs (CSV, Parquet, GeoJSON) beside the rows,
forms for people (XLSX, ODS, Markdown) on a second sheet or below the table. Equal tables give equal bytes.
"""

from difang.indicators.export.about import About
from difang.indicators.export.opendocument import workbook
from difang.indicators.export.writing import FORMATS, MEDIA_TYPES, about, media_type, write

__all__ = ["FORMATS", "MEDIA_TYPES", "About", "about", "media_type", "workbook", "write"]

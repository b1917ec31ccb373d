"""Life tables, models of mortality and fertility by age, and rates of small areas."""

from difang.methods.rates.fertility import fertility_schedule
from difang.methods.rates.lee_carter import LeeCarter, LeeCarterForecast, lee_carter_fit, lee_carter_forecast
from difang.methods.rates.life_tables import LifeTable, life_table, rates_from_probabilities
from difang.methods.rates.relational import Relation, brass_apply, brass_fit
from difang.methods.rates.shrinkage import Shrunk, shrink

__all__ = [
    "LeeCarter",
    "LeeCarterForecast",
    "LifeTable",
    "Relation",
    "Shrunk",
    "brass_apply",
    "brass_fit",
    "fertility_schedule",
    "lee_carter_fit",
    "lee_carter_forecast",
    "life_table",
    "rates_from_probabilities",
    "shrink",
]

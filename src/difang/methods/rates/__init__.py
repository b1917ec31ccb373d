"""Life tables, models of mortality and fertility by age, and rates of small areas."""

from difang.methods.rates.life_tables import LifeTable, life_table, rates_from_probabilities

__all__ = ["LifeTable", "life_table", "rates_from_probabilities"]

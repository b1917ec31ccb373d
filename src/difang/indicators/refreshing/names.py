"""The datasets that a refresh publishes."""

FIGURES = "figures"
"""All figures from township level up, sorted (indicator, period, place)."""
BY_PLACE = "figures_by_place"
"""The same rows sorted (place, indicator, period)."""
VILLAGE = "figures_village"
"""The same columns for villages, sorted (indicator, period, place)."""
PERIODS = "figures_periods"
"""How many places have what in each (indicator, level, period)."""
PUBLISHED = (FIGURES, BY_PLACE, VILLAGE, PERIODS)

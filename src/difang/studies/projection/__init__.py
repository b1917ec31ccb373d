"""The population of 368 townships ahead: launch, rates, members, average, constraint, draws, and their test."""

from difang.studies.projection.study import QUANTILES, Study, study

__all__ = ["QUANTILES", "Study", "study"]

"""The population of 368 townships ahead: launch, rates, members, average, constraint, draws, and their test."""

from difang.studies.projection.outlook import Outlook, outlook
from difang.studies.projection.stored import stored
from difang.studies.projection.study import QUANTILES, Study, study

__all__ = ["QUANTILES", "Outlook", "Study", "outlook", "stored", "study"]

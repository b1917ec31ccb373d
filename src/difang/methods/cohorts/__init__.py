"""Cohort-component projection: one path by age and sex, or the quantiles of many drawn ones.

`project` returns a path, `project_draws` yields drawn paths area by area, `project_quantiles` keeps their
quantiles; `Shocks` say what a draw changes, `Noise` makes them for a nation, its regions and its places.
"""

from difang.methods.cohorts.draws import project_draws, project_quantiles
from difang.methods.cohorts.groups import standard_groups
from difang.methods.cohorts.noise import Noise, Spread, normals
from difang.methods.cohorts.paths import Projection, project
from difang.methods.cohorts.shocks import Shocks

__all__ = [
    "Noise",
    "Projection",
    "Shocks",
    "Spread",
    "normals",
    "project",
    "project_draws",
    "project_quantiles",
    "standard_groups",
]

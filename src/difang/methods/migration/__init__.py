"""Who moves at what age, how many moved on balance, and flows that add up."""

from difang.methods.migration.flows import Balanced, balance_flows
from difang.methods.migration.ratios import HamiltonPerry, hamilton_perry
from difang.methods.migration.residual import NetMigration, net_migration, net_migration_total
from difang.methods.migration.schedule import (
    RogersCastro,
    RogersCastroFit,
    rogers_castro,
    rogers_castro_fit,
)

__all__ = [
    "Balanced",
    "HamiltonPerry",
    "NetMigration",
    "RogersCastro",
    "RogersCastroFit",
    "balance_flows",
    "hamilton_perry",
    "net_migration",
    "net_migration_total",
    "rogers_castro",
    "rogers_castro_fit",
]

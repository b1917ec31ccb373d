"""Every choice of the model, frozen before the launch of 2019-10 was judged; see docs/projection.md for each reason."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Settings:
    """What the model takes as given. Weights are in persons or events; years in years."""

    deaths_months: int = 36
    deaths_prior_place: float = 100.0
    births_months: int = 36
    births_prior_place: float = 60.0
    births_trend_years: int = 5
    births_damping: float = 0.7
    moves_prior: float = 60.0
    moves_cap: float = 0.08
    moves_lead: int = 3
    moves_half_life: float = 12.0
    trend_years: tuple[int, ...] = (4, 5)
    trend_prior: float = 1_000.0
    trend_damping: float = 0.98
    ratios_weight: float = 60.0
    weight_component: float = 1.0
    weight_ratios: float = 0.5
    weight_trend: float = 2.0

    @property
    def weights(self) -> dict[str, float]:
        """Weights of the members in the average."""
        return {
            "component": self.weight_component,
            "ratios": self.weight_ratios,
            "trend": self.weight_trend,
        }


FROZEN = Settings()

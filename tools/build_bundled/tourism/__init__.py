"""Data sets of the tourism map: visits at counted spots, tourist hotels, railway stations, domestic trips."""

from tools.build_bundled.tourism import hotels, stations, travel, visits

__all__ = ["hotels", "stations", "travel", "visits"]

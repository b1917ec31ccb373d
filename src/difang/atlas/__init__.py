"""Read-only pages: places, six maps, goals, indicators, data, policy."""

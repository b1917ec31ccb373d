"""Data sets of the care map: health, old age, childhood, and who has little."""

from tools.build_bundled.care import children, counties, health, poverty

__all__ = ["children", "counties", "health", "poverty"]

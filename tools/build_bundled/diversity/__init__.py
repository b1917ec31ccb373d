"""Data sets of the diversity map: peoples, organisations, heritage and protected nature."""

from tools.build_bundled.diversity import groups, heritage, nature, peoples

__all__ = ["groups", "heritage", "nature", "peoples"]

"""The demonstration: people of every role and plans in every stage, in a home of its own.

Everything here is made up and marked so (示範); the figures beside it are real. A normal home refuses it.
"""

from difang.site.demo.filling import fill

__all__ = ["fill"]

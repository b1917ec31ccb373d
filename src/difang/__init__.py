"""difang: evidence for regional revitalisation, from a township's name to a plan.

>>> import difang
>>> ws = difang.open()                                                # doctest: +SKIP
>>> ws.figures("population.old_age_share", "埔里")                      # doctest: +SKIP
"""

TYPE_CHECKING = False  # as type checkers read it; importing typing would cost more than all of this

if TYPE_CHECKING:
    from difang.workspace import Workspace, publish_bundled
    from difang.workspace import open_workspace as open  # noqa: A004 - difang.open is the library's entry

__all__ = ["Workspace", "__version__", "open", "publish_bundled"]


def __getattr__(name: str) -> object:
    # Lazily (PEP 562): the command and `difang.methods` start without DuckDB and Arrow.
    if name == "__version__":
        from importlib.metadata import version

        return version("difang")
    if name in ("open", "Workspace", "publish_bundled"):
        from difang import workspace

        return getattr(workspace, "open_workspace" if name == "open" else name)
    raise AttributeError(f"module 'difang' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)

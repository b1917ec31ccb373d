"""Which backend runs, and the door to the compiled loops: numba is imported when they're first needed."""

from functools import cache
from types import ModuleType

BACKENDS = ("numba", "numpy")
WORTH_LOADING_CELLS = 5_000_000


def chosen(backend: str | None, cells: int) -> str:
    """Return the backend to use; None is numba where it's installed and the work outweighs loading it.

    `cells` counts the updates of a cell: rows × draws × intervals × sexes × ages. NumPy carries out
    WORTH_LOADING_CELLS in the time that numba takes to load, a fraction of a second.

    Raises
    ------
    ValueError
        For an unknown backend, or numba asked for and not installed.
    """
    if backend is None:
        return "numba" if cells >= WORTH_LOADING_CELLS and installed() else "numpy"
    if backend not in BACKENDS:
        raise ValueError(f"backend: {backend!r}; must be one of {', '.join(BACKENDS)} or None")
    if backend == "numba" and not installed():
        raise ValueError("backend: 'numba' is not installed; install the extra 'fast' or use 'numpy'")
    return backend


@cache
def installed() -> bool:
    """Return whether numba is there and works with the NumPy that is."""
    try:
        loops()
    except ImportError:
        return False
    return True


def loops() -> ModuleType:
    """Return the compiled loops; the first call imports numba, the first use compiles or loads them."""
    from difang.methods.cohorts import loops as compiled

    return compiled

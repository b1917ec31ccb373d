"""Refusals in one voice: the argument, the place of the first offender and the rule."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]


def numbers(
    name: str,
    values: ArrayLike,
    rule: str,
    *,
    low: float = -np.inf,
    high: float = np.inf,
    scalar: bool = False,
) -> Floats:
    """Return `values` as floats, or refuse the first that is not finite or lies outside [low, high].

    Parameters
    ----------
    name : the argument as the caller knows it.
    values : any shape with at least one axis; with `scalar` a single number too.
    rule : what a value must be, as the end of a sentence: "rates must be ≥ 0".

    Raises
    ------
    ValueError
        "name: value at [index]; rule".
    """
    array = np.asarray(values, dtype=np.float64)
    if array.ndim == 0 and not scalar:
        raise ValueError(f"{name}: a single number; must be an array")
    refuse(name, array, ~(np.isfinite(array) & (array >= low) & (array <= high)), rule)
    return array


def refuse(name: str, array: Floats, wrong: Mask, rule: str) -> None:
    """Raise a ValueError for the first cell where `wrong` holds; do nothing when none does."""
    if wrong.any():
        place = tuple(int(index) for index in np.argwhere(wrong)[0])
        where = f" at {list(place)}" if place else ""
        raise ValueError(f"{name}: {array[place]:g}{where}; {rule}")


def axis(name: str, array: Floats, size: int, labels: str) -> None:
    """Raise a ValueError unless the last axis of `array` has `size` cells; `labels` is what it should be."""
    if array.shape[-1:] != (size,):
        raise ValueError(f"{name}: shape {array.shape}; must be {labels} with {size} cells on the last axis")


def together(**arrays: Floats) -> None:
    """Raise a ValueError naming the first array whose shape does not broadcast with those before it."""
    shape: tuple[int, ...] = ()
    for name, array in arrays.items():
        try:
            shape = np.broadcast_shapes(shape, array.shape)
        except ValueError:
            raise ValueError(f"{name}: shape {array.shape}; must broadcast with {shape}") from None


def share(name: str, value: float) -> float:
    """Return `value`, or refuse one that does not lie strictly between 0 and 1."""
    if not 0 < value < 1:
        raise ValueError(f"{name}: {value}; must lie between 0 and 1")
    return value

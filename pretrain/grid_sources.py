"""Where each cell of an output comes from, for puzzles that only move cells.

Rules that turn, shift or drop cells are learnt late: until a model looks at the right cell exactly, it guesses colours.
As with the reader (reader_sources.py), a loss on the attention of one head for part of training says where to look; what
the rule is, the model still has to find in the demonstrations.
"""

import numpy as np

NOWHERE = -1
# The ways to turn and mirror a grid: from which row and column of the input a cell of the output comes.
VIEWS = [
    ("row", "mirrored column"),
    ("mirrored row", "column"),
    ("mirrored row", "mirrored column"),
    ("column", "row"),
    ("column", "mirrored row"),
    ("mirrored column", "row"),
    ("mirrored column", "mirrored row"),
]


def agreeing_cells(given, answer):
    """For each cell of the output and each view the number of the input's cell that it would come from; NOWHERE if that
    has another colour or is not there. [cells, views]"""
    (height, width), (rows, columns) = given.shape, np.indices(answer.shape)
    places = {"row": rows, "column": columns}
    places |= {"mirrored row": answer.shape[0] - 1 - rows, "mirrored column": answer.shape[1] - 1 - columns}
    found = []
    for row, column in ((places[a], places[b]) for a, b in VIEWS):
        inside = (row < height) & (column < width)
        cell = np.where(inside, row * width + column, 0)
        found.append(np.where(inside & (given.ravel()[cell] == answer), cell, NOWHERE).ravel())
    return np.stack(found, 1)


def sources_of(pairs):
    """For each output the number of the input's cell that each of its cells comes from, row by row; or None.

    Some rule that only moves cells must hold for all pairs; where several do, the first of the list counts.
    """
    places = [np.arange(given.size).reshape(given.shape) for given, _ in pairs]
    if all(np.array_equal(given, answer) for given, answer in pairs):
        return None
    for move in moves_of(pairs):
        moved = [move(given, place) for (given, _), place in zip(pairs, places)]
        if all(fits(given, answer, where) for (given, answer), where in zip(pairs, moved)):
            return [where.ravel() for where in moved]
    return None


def moves_of(pairs):
    """Functions of an input and of its cells' numbers; they give the numbers where the output would have them."""
    if all(np.array_equal(np.bincount(a.ravel(), minlength=10), np.bincount(b.ravel(), minlength=10)) for a, b in pairs):
        for turns in range(4):
            for mirrored in (False, True):
                yield lambda _, place, k=turns, m=mirrored: np.rot90(place.T if m else place, k)
        height, width = (max(given.shape[axis] for given, _ in pairs) for axis in (0, 1))
        for down in range(height):
            for right in range(width):
                yield lambda _, place, by=(down, right): np.roll(place, by, (0, 1))
        for turns in range(4):
            yield lambda given, place, k=turns: fallen(given, place, k)
    for down in (-2, -1, 0, 1, 2):
        for right in (-2, -1, 0, 1, 2):
            if down or right:
                yield lambda _, place, by=(down, right): pushed(place, *by)


def fallen(given, place, turns):
    """Every line's coloured cells at its end, in their order."""
    given, place = np.rot90(given, turns), np.rot90(place, turns)
    order = np.argsort(given > 0, axis=1, kind="stable")
    return np.rot90(np.take_along_axis(place, order, 1), -turns)


def pushed(place, down, right):
    """All cells as far in one direction; what comes in from outside comes from nowhere."""
    moved = np.full(place.shape, NOWHERE)
    height, width = place.shape
    if abs(down) < height and abs(right) < width:
        to = (slice(max(0, down), height + min(0, down)), slice(max(0, right), width + min(0, right)))
        of = (slice(max(0, -down), height - max(0, down)), slice(max(0, -right), width - max(0, right)))
        moved[to] = place[of]
    return moved


def fits(given, answer, where):
    """Whether the output is the input with its cells moved so; cells from nowhere are the background's."""
    if where.shape != answer.shape or not (where >= 0).any():
        return False
    expected = np.where(where >= 0, given.ravel()[np.maximum(where, 0)], 0)
    return np.array_equal(expected, answer)

"""Cells and tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, ClassVar, Union

if TYPE_CHECKING:
    import pandas

Label = Union[str, int]


class State(Enum):
    """What is known of a cell."""

    PUBLISHED = "published"
    SUPPRESSED = "suppressed"
    NOT_REPORTED = "not_reported"
    NOT_COLLECTED = "not_collected"


class NoFigure(ValueError):
    """A figure was asked of cells that have none; ``states`` says why, and is empty if there are no cells at all."""

    def __init__(self, states: Iterable[State]) -> None:
        self.states = frozenset(states)
        reasons = ", ".join(sorted(state.value for state in self.states))
        super().__init__(
            f"there is no figure, because cells are: {reasons}" if reasons else "there is no figure, because there are no cells"
        )


@dataclass(frozen=True)
class Published:
    """A cell with a figure, which may be 0."""

    labels: Mapping[str, Label]
    figure: int
    #: When an earlier release published the figure (ISO 8601); None if it is of this release.
    as_of: str | None = None
    state: ClassVar[State] = State.PUBLISHED


@dataclass(frozen=True)
class Suppressed:
    """A cell whose count is withheld. It lies between ``low`` and ``high``; None is no bound."""

    labels: Mapping[str, Label]
    low: int | None
    high: int | None
    state: ClassVar[State] = State.SUPPRESSED


@dataclass(frozen=True)
class NotReported:
    """A cell that no partner reported."""

    labels: Mapping[str, Label]
    state: ClassVar[State] = State.NOT_REPORTED


@dataclass(frozen=True)
class NotCollected:
    """A cell of information that no partner collects."""

    labels: Mapping[str, Label]
    state: ClassVar[State] = State.NOT_COLLECTED


Cell = Union[Published, Suppressed, NotReported, NotCollected]


@dataclass(frozen=True)
class Table:
    """The selected cells of a table, and the facts about the release that they are of."""

    name: str
    title: str
    #: What a count of 1 is.
    unit: str = field(repr=False)
    dimensions: tuple[str, ...]
    #: Name of the figure's column in files.
    figure: str
    release: int
    #: Whether the figures come from the fictitious records of a demonstration.
    invented: bool
    citation: str = field(repr=False)
    note: str = field(repr=False)
    cells: tuple[Cell, ...] = field(repr=False)

    def total(self) -> int:
        """The sum of the figures. Raises ``NoFigure`` if a cell has none, or there is no cell; ``bounds`` then says between what the sum lies.

        Labels such as ``Total`` are sums already: select the cells that you want to add up.
        """
        missing = {cell.state for cell in self.cells if not isinstance(cell, Published)}
        if missing or not self.cells:
            raise NoFigure(missing)
        return sum(cell.figure for cell in self.cells if isinstance(cell, Published))

    def bounds(self) -> tuple[int, int | None]:
        """The lowest and highest possible sum of the cells that were reported; None if nothing bounds it.

        Raises ``NoFigure`` if a cell was not reported or not collected, or there is no cell: nothing is known of it.
        """
        unknown = {cell.state for cell in self.cells if isinstance(cell, (NotReported, NotCollected))}
        if unknown or not self.cells:
            raise NoFigure(unknown)
        low, high = 0, 0
        unbounded = False
        for cell in self.cells:
            if isinstance(cell, Published):
                low, high = low + cell.figure, high + cell.figure
            elif isinstance(cell, Suppressed):
                low += cell.low or 0
                if cell.high is None:
                    unbounded = True
                else:
                    high += cell.high
        return low, None if unbounded else high

    def to_pandas(self) -> pandas.DataFrame:
        """The cells as a data frame, with the columns of files. Needs pandas.

        A figure that is not published is ``<NA>``, never 0; the categorical column ``state`` says why. Sums in pandas skip
        ``<NA>``: use ``total`` or ``bounds``, or look at the states first.
        """
        import pandas

        frame = pandas.DataFrame({name: [cell.labels[name] for cell in self.cells] for name in self.dimensions})
        frame["state"] = pandas.Categorical(
            [cell.state.value for cell in self.cells], categories=[state.value for state in State]
        )
        figures = [cell.figure if isinstance(cell, Published) else None for cell in self.cells]
        lows = [cell.low if isinstance(cell, Suppressed) else None for cell in self.cells]
        highs = [cell.high if isinstance(cell, Suppressed) else None for cell in self.cells]
        for name, values in ((self.figure, figures), ("low", lows), ("high", highs)):
            frame[name] = pandas.array(values, dtype="Int64")
        return frame

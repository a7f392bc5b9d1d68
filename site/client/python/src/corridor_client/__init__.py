"""Published counter-trafficking statistics of a Corridor site.

A cell is one of four things, each a class of its own: ``Published`` has a figure; ``Suppressed`` has bounds;
``NotReported`` and ``NotCollected`` have neither. Only ``Published`` has the attribute ``figure``, so that no program takes a
cell without a figure for 0.

>>> from corridor_client import Corridor, Published
>>> corridor = Corridor("http://localhost:8080")                             # doctest: +SKIP
>>> for cell in corridor.table("flows", origin="UKR").cells:                 # doctest: +SKIP
...     print(cell.labels, cell.figure if isinstance(cell, Published) else cell.state.value)
"""

from ._cells import Cell, NoFigure, NotCollected, NotReported, Published, State, Suppressed, Table
from ._client import Corridor, Edition, Problem

__all__ = [
    "Cell",
    "Corridor",
    "Edition",
    "NoFigure",
    "NotCollected",
    "NotReported",
    "Problem",
    "Published",
    "State",
    "Suppressed",
    "Table",
]

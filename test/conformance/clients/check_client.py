"""Prints every cell of every table as the Python client has it, and checks that it never makes a figure up."""
import json
import sys
from collections.abc import Callable

from corridor_client import Cell, Corridor, NoFigure, NotCollected, NotReported, Problem, Published, Suppressed, Table

corridor = Corridor(sys.argv[1])


def values(cell: Cell) -> list[object]:
    if isinstance(cell, Published):
        return [cell.state.value, cell.figure, None, None]
    assert not hasattr(cell, "figure")
    if isinstance(cell, Suppressed):
        return [cell.state.value, None, cell.low, cell.high]
    assert isinstance(cell, (NotReported, NotCollected))
    return [cell.state.value, None, None, None]


def check_sums(table: Table) -> None:
    if table.cells and all(isinstance(cell, Published) for cell in table.cells):
        assert table.bounds() == (table.total(), table.total())
        return
    try:
        table.total()
    except NoFigure as error:
        assert error.states == {cell.state for cell in table.cells if not isinstance(cell, Published)}
    else:
        raise AssertionError("a total of cells without figures")


def check_frame(table: Table) -> None:
    frame = table.to_pandas()
    assert len(frame) == len(table.cells)
    assert (frame[table.figure].isna() == (frame["state"] != "published")).all()
    assert list(frame["state"].cat.categories) == ["published", "suppressed", "not_reported", "not_collected"]


edition = corridor.edition()
assert corridor.editions()[0] == edition
assert corridor.edition(version=edition.version) == edition
assert corridor.code_list("proceeding-stage")[0]["code"] == "Detected"
assert set(corridor.dictionary()["states"]) == {"published", "suppressed", "not_reported", "not_collected"}
found: dict[str, list[list[object]]] = {}
for name in edition.tables:
    table = corridor.table(name)
    check_sums(table)
    check_frame(table)
    found[name] = [[*(cell.labels[dimension] for dimension in table.dimensions), *values(cell)] for cell in table.cells]
(unreported,) = corridor.table("flows", origin="NAM", destination="RUS", year=2005).cells
assert isinstance(unreported, NotReported)
halves = corridor.table("flows_by_half_year", origin="UKR", destination="RUS", from_year=2004, to_year=2004)
assert {cell.labels["year"] for cell in halves.cells} == {"2004-H1", "2004-H2"}
several = corridor.table("flows", origin=["UKR", "MDA"], from_year=2004, to_year=2005)
assert {cell.labels["origin"] for cell in several.cells} == {"UKR", "MDA"}


def check_refused(code: str, ask: Callable[[], Table]) -> None:
    try:
        ask()
    except Problem as problem:
        assert problem.code == code and "QQQ" not in str(problem), problem
    else:
        raise AssertionError(code)


check_refused("request-label-unknown", lambda: corridor.table("flows", origin="QQQ"))
check_refused("request-label-unknown", lambda: corridor.table("flows", from_year=1900))
check_refused("request-label-unknown", lambda: corridor.table("flows", to_year=2999))
check_refused("request-not-found", lambda: corridor.table("flows", from_year=2005, to_year=2004))
check_refused("request-parameter-unknown", lambda: corridor.table("flows", nothing="x"))
check_refused("request-not-found", lambda: corridor.table("no_such_table"))
print(json.dumps(found))

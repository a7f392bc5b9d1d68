"""The client: addresses and answers of a Corridor site."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Union
from urllib.error import HTTPError
from urllib.parse import quote, urlencode, urlsplit
from urllib.request import Request, urlopen

from ._cells import Cell, Label, NotCollected, NotReported, Published, State, Suppressed, Table

#: One label, or several.
Labels = Union[Label, Iterable[Label]]

_PAGE = 10_000


class Problem(Exception):
    """The site's refusal: a code of its catalogue (``/v1/problems``), what to do, and where in the request the problems are."""

    def __init__(self, status: int, code: str, detail: str, errors: tuple[Mapping[str, str], ...] = ()) -> None:
        places = "; ".join(f"{one.get('path')}: {one.get('expected')}" for one in errors)
        super().__init__(f"{code}: {detail}" + (f" {places}" if places else ""))
        self.status = status
        self.code = code
        self.detail = detail
        self.errors = errors


@dataclass(frozen=True)
class Edition:
    """A standing edition: its series and version, the release that it is, and the names of its tables."""

    series: str
    version: int
    release: int
    latest: bool
    published_at: str
    retracted: bool
    tables: tuple[str, ...]


def _text(labels: Labels) -> str:
    return str(labels) if isinstance(labels, (str, int)) else ",".join(str(label) for label in labels)


def _cell(found: Mapping[str, Any], dimensions: tuple[str, ...], figure: str) -> Cell:
    labels: dict[str, Label] = {name: found[name] for name in dimensions}
    state = State(found["state"])
    if state is State.PUBLISHED:
        return Published(labels, int(found[figure]), found.get("asOf"))
    if state is State.SUPPRESSED:
        return Suppressed(labels, found.get("low"), found.get("high"))
    return NotReported(labels) if state is State.NOT_REPORTED else NotCollected(labels)


def _edition(found: Mapping[str, Any]) -> Edition:
    own = found["edition"]
    return Edition(
        series=own["name"],
        version=own["version"],
        release=found["release"],
        latest=own["latest"],
        published_at=found["publishedAt"],
        retracted=found["state"] == "retracted",
        tables=tuple(table["name"] for table in found["tables"]),
    )


class Corridor:
    """A Corridor site. ``timeout`` is in seconds."""

    def __init__(self, address: str, *, timeout: float = 30) -> None:
        if urlsplit(address).scheme not in ("http", "https"):
            raise ValueError("the address of a site begins with http:// or https://")
        self._address = address.rstrip("/")
        self._timeout = timeout

    def _get(self, path: str) -> Any:
        request = Request(f"{self._address}{path}", headers={"accept": "application/json"})
        try:
            with urlopen(request, timeout=self._timeout) as response:
                return json.load(response)
        except HTTPError as error:
            with error:
                body = error.read()
            try:
                problem = json.loads(body)
                code, detail = str(problem["code"]), str(problem["detail"])
            except (ValueError, KeyError, TypeError):
                raise Problem(error.code, "unknown", "the answer is not one of a Corridor site") from None
            raise Problem(error.code, code, detail, tuple(problem.get("errors", ()))) from None

    def editions(self) -> tuple[Edition, ...]:
        """The editions of all series, newest first."""
        return tuple(_edition(one) for one in self._get("/v1/editions")["editions"])

    def edition(self, series: str = "main", version: int | str = "latest") -> Edition:
        """An edition, by its version or as the latest."""
        return _edition(self._get(f"/v1/editions/{quote(series, safe='')}/{quote(str(version), safe='')}"))

    def table(
        self,
        name: str,
        /,
        *,
        series: str = "main",
        version: int | str = "latest",
        from_year: int | None = None,
        to_year: int | None = None,
        **labels: Labels,
    ) -> Table:
        """The cells of a table of an edition, all of them or those with the given labels of its dimensions.

        ``table("flows", origin=["UKR", "MDA"], from_year=2003)``. A selected combination without records is a ``NotReported``.
        """
        parameters = {dimension: _text(wanted) for dimension, wanted in labels.items()}
        if from_year is not None:
            parameters["from"] = str(from_year)
        if to_year is not None:
            parameters["to"] = str(to_year)
        edition = f"/v1/editions/{quote(series, safe='')}/{quote(str(version), safe='')}"
        path = f"{edition}/tables/{quote(name, safe='')}?{urlencode({**parameters, 'format': 'json', 'size': _PAGE})}"
        answer: Any = self._get(path)
        dimensions, figure = tuple(answer["dimensions"]), answer["figure"]
        cells: list[Cell] = []
        page = answer
        while True:
            cells += [_cell(one, dimensions, figure) for one in page["cells"]]
            if "next" not in page:
                break
            page = self._get(page["next"])
        return Table(
            name=answer["table"],
            title=answer["title"],
            unit=answer["unit"],
            dimensions=dimensions,
            figure=figure,
            release=answer["release"],
            invented=answer["invented"],
            citation=answer["citation"],
            note=answer["note"],
            cells=tuple(cells),
        )

    def code_list(self, name: str) -> tuple[Mapping[str, str], ...]:
        """The rows of a code list, such as ``assistance-type``."""
        return tuple(self._get(f"/v1/codelists/{quote(name, safe='')}")["rows"])

    def dictionary(self) -> Mapping[str, Any]:
        """The data dictionary: tables, columns, states, labels, and the terms of use."""
        found: Mapping[str, Any] = self._get("/v1/dictionary")
        return found

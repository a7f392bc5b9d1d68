"""Reads the metadata of an edition with the libraries that others use, and every table through it.

check.py ADDRESS CHECK [FILE] prints JSON: {"problems": [...], "cells": {table: number compared}}.
"""
import csv
import io
import json
import sys
from urllib.request import urlopen

address, check = sys.argv[1].rstrip("/"), sys.argv[2]
edition = f"{address}/v1/editions/main/latest"
problems: list[str] = []
compared: dict[str, int] = {}


def get(path: str) -> str:
    with urlopen(path if path.startswith("http") else f"{edition}/{path}") as response:
        return response.read().decode()


def api(table: str) -> tuple[list[str], str, dict[tuple[str, ...], tuple]]:
    """Cells as the API's JSON has them: dimensions, name of the figure, and state, figure, low and high by labels."""
    cells: list[dict] = []
    path = f"{edition}/tables/{table}?size=10000"
    while path:
        page = json.loads(get(path))
        cells += page["cells"]
        path = f"{address}{page['next']}" if "next" in page else ""
    by, figure = page["dimensions"], page["figure"]
    return (
        by,
        figure,
        {
            tuple(str(cell[name]) for name in by): (
                cell["state"],
                cell.get(figure),
                cell.get("low"),
                cell.get("high"),
            )
            for cell in cells
        },
    )


def number(value: object) -> int | None:
    if value is None or value == "" or value != value:
        return None
    return int(float(str(value)))


def text(value: object) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)


def compare(table: str, rows: list[dict[str, object]]) -> None:
    by, figure, cells = api(table)
    found = {
        tuple(text(row[name]) for name in by): (
            text(row["state"]),
            *(number(row[name]) for name in (figure, "low", "high")),
        )
        for row in rows
    }
    compared[table] = len(found)
    if len(found) != len(rows):
        problems.append(f"{table}: labels are not unique")
    if found != cells:
        different = [(key, found.get(key), cells.get(key)) for key in {*found, *cells} if found.get(key) != cells.get(key)]
        problems.append(f"{table}: {len(different)} cells differ, such as {different[0]}")


def croissant() -> None:
    import mlcroissant

    dataset = mlcroissant.Dataset(jsonld=f"{edition}/croissant.jsonld")
    issues = dataset.metadata.ctx.issues
    problems.extend([*map(str, issues.errors), *map(str, issues.warnings)])
    for record_set in dataset.metadata.record_sets:
        rows = [
            {name.split("/")[-1]: value for name, value in record.items()} for record in dataset.records(record_set.id)
        ]
        compare(record_set.id, rows)


def frictionless() -> None:
    from frictionless import Package, system

    with system.use_context(trusted=True):
        package = Package(f"{edition}/datapackage.json")
        report = package.validate()
        problems.extend(str(error) for error in report.flatten(["title", "message"]))
        for resource in package.resources:
            compare(resource.name, [row.to_dict() for row in resource.read_rows()])


def dcat() -> None:
    from pyshacl import validate
    from rdflib import Graph
    from rdflib.compare import isomorphic

    for name in ("dcat", f"{address}/v1/dcat"):
        both = [
            Graph().parse(data=get(f"{name}.{extension}"), format=form)
            for extension, form in (("jsonld", "json-ld"), ("ttl", "turtle"))
        ]
        if not isomorphic(*both):
            problems.append(f"{name}: JSON-LD and Turtle differ")
        for shapes in sys.argv[3:]:
            conforms, _, report = validate(both[0], shacl_graph=shapes, shacl_graph_format="turtle")
            if not conforms:
                problems.append(report)
        compared[name.split("/")[-1]] = len(both[0])


def datacite() -> None:
    from datacite import schema45

    document = json.loads(get("datacite.json"))
    problems.extend(error.message for error in schema45.validator.iter_errors(document))
    compared["datacite"] = len(document)


{"croissant": croissant, "frictionless": frictionless, "dcat": dcat, "datacite": datacite}[check]()
print(json.dumps({"problems": problems, "cells": compared}))

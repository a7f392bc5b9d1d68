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
    with urlopen(path if path.startswith("http") else f"{edition}/{path}".rstrip("/")) as response:
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
    from rdflib import DCTERMS, Graph
    from rdflib.compare import isomorphic

    for name in ("dcat", f"{address}/v1/dcat"):
        both = [
            Graph().parse(data=get(f"{name}.{extension}"), format=form)
            for extension, form in (("jsonld", "json-ld"), ("ttl", "turtle"))
        ]
        if not isomorphic(*both):
            problems.append(f"{name}: JSON-LD and Turtle differ")
        for file in sys.argv[3:]:
            shapes = Graph().parse(file)
            # The official shapes ask for rdfs:Resource, which everything is by RDFS.
            conforms, _, report = validate(both[0], shacl_graph=shapes, inference="rdfs")
            if not conforms:
                problems.append(report)
            untitled = Graph()
            untitled += (triple for triple in both[0] if triple[1] != DCTERMS.title)
            if validate(untitled, shacl_graph=shapes, inference="rdfs")[0]:
                problems.append(f"{file}: misses that nothing has a title")
        compared[name.split("/")[-1]] = len(both[0])


def datacite() -> None:
    from datacite import schema45

    document = json.loads(get("datacite.json"))
    problems.extend(error.message for error in schema45.validator.iter_errors(document))
    compared["datacite"] = len(document)


def xlsx() -> None:
    from openpyxl import load_workbook

    for entry in json.loads(get(""))["tables"]:
        table = entry["name"]
        with urlopen(f"{edition}/tables/{table}?format=xlsx") as response:
            book = load_workbook(io.BytesIO(response.read()))
        if book.sheetnames != ["Data", "Notes", "Пояснения", "Пояснення", "Explicații"]:
            problems.append(f"{table}: sheets {book.sheetnames}")
        head, *rows = book["Data"].iter_rows()
        names = [cell.value for cell in head]
        if any(cell.data_type == "f" for sheet in book for row in sheet.iter_rows() for cell in row):
            problems.append(f"{table}: a formula")
        compare(table, [dict(zip(names, (cell.value for cell in row))) for row in rows])
        notes = {row[0].value: row[1].value for row in book["Notes"].iter_rows()}
        for name in [f"column {name}" for name in names] + ["state suppressed", "citation", "term of use 1"]:
            if not notes.get(name):
                problems.append(f"{table}: no note on {name}")


def sdmx() -> None:
    from pysdmx.io import get_datasets, read_sdmx

    states = {("A", "F"): "published", ("Q", "C"): "suppressed", ("O", "F"): "not_reported", ("L", "F"): "not_collected"}
    structure = get("sdmx/structure.json")
    # The official JSON schema of SDMX 3.0 is checked while it is read.
    message = read_sdmx(structure, validate=True)
    structures = {one.id: one for one in message.get_data_structure_definitions()}
    lists = {one.id: one for one in message.get_codelists()}
    for flow in message.get_dataflows():
        table = flow.id.lower()
        (dataset,) = get_datasets(get(f"sdmx/data/{table}"), structure)
        components = structures[flow.id].components
        by, figure, _ = api(table)
        labels = {}
        for dimension in components.dimensions:
            if dimension.enumeration is not None:
                labels[dimension.id] = {
                    code.id: next((note.title for note in code.annotations), code.id) for code in dimension.enumeration
                }
        status = {
            name: {code.id for code in components[name].enumeration} for name in ("OBS_STATUS", "CONF_STATUS")
        }
        rows = []
        for row in dataset.data.to_dict("records"):
            for name, codes in status.items():
                if row[name] not in codes:
                    problems.append(f"{table}: {name} is not in its code list")
            cell: dict[str, object] = {"state": states[row["OBS_STATUS"], row["CONF_STATUS"]]}
            for dimension in components.dimensions:
                if dimension.id == "FREQ":
                    shape = {"A": 4, "S": 7, "Q": 7, "M": 7}[row["FREQ"]]
                    if len(row["TIME_PERIOD"]) != shape or any(
                        (letter in row["TIME_PERIOD"]) != (row["FREQ"] == letter) for letter in "SQ"
                    ):
                        problems.append(f"{table}: FREQ does not fit the period")
                    continue
                column = "year" if dimension.id == "TIME_PERIOD" else dimension.id.lower()
                cell[column] = labels[dimension.id][row[dimension.id]] if dimension.id in labels else row[dimension.id]
            cell |= {figure: row["OBS_VALUE"], "low": row.get("LOW"), "high": row.get("HIGH")}
            rows.append(cell)
        compare(table, rows)
    if not lists:
        problems.append("no code lists")


checks = {"croissant": croissant, "frictionless": frictionless, "dcat": dcat, "datacite": datacite, "sdmx": sdmx, "xlsx": xlsx}
checks[check]()
print(json.dumps({"problems": problems, "cells": compared}))

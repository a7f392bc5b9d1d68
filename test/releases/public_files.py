"""Files that a publisher gives away beside the site, read for `public_exits.py`: synthetic records, statutory returns and cells of bundles. Each file's name begins with its release."""

import json
import os
import re
from collections import Counter

from public_documents import number

AGES = {"0 to 17 years": "Under18", "18 years or over": "18AndOver"}
FORMS = {"Sexual exploitation": "SexualExploitation", "Forced labour": "ForcedLabourServitudeSlavery"}


def read_files(exits):
    for name in sorted(os.listdir(exits.docs.files)) if exits.docs.files else []:
        release, _, file = name.partition(" ")
        if file.endswith(".synthetic.csv"):
            synthetic(exits, int(release), name, file.removesuffix(".synthetic.csv"))
        elif re.match(r"(glotip|sdg).*\.csv$", file):
            returned(exits, int(release), name)
        elif file == "cells.jsonl":
            bundled(exits, int(release), name)
        elif file == "attack.json":
            for cube in json.loads(exits.docs.text(f"file:{name}"))["cubes"]:
                exits.odd("attack report", [cube["cube"]] if cube["narrow"] + cube["contradictions"] > 0 else [])


def synthetic(exits, release, name, table):
    """There are as many synthetic records as persons."""
    dimensions = exits.by_name[release, table].dimensions
    rows = exits.docs.rows(f"file:{name}")
    for row in rows[:1]:
        exits.odd("synthetic", row.keys() - {"synthetic_record_of_no_person", *dimensions})
    for labels, persons in Counter(tuple((key, row[key]) for key in dimensions) for row in rows).items():
        if not exits.is_noisy(release, table):
            exits.claim("synthetic", release, table, dict(labels), persons, persons)


def asked_in(row):
    if "Indicator" in row:
        asked = {"sex": row["Sex"], "age_group": AGES.get(row["Age"], row["Age"]), "form": FORMS.get(row["Category"], row["Category"]), "year": row["Year"]}
    else:
        asked = {key: row[key] for key in ("sex", "age_group", "form", "year")}
    return {key: value for key, value in asked.items() if value != "Total"}


def returned(exits, release, name):
    """A row of a return that counts victims is a sum of cells; that of a suppressed one has bounds."""
    victims, exit = exits.by_name.get((release, "victims")), name.partition(" ")[2]
    for row in exits.docs.rows(f"file:{name}"):
        exits.read[exit] += 1
        figure, low, high = (number(row.get(one)) for one in ("txtVALUE" if "Indicator" in row else "victims", "low", "high"))
        if (figure, low, high) == (None, None, None):
            continue
        is_read = "Indicator" not in row or (row["Indicator"] == "Detected trafficking victims" and row["Dimension"] in ("Total", "by form of exploitation"))
        if victims is None or not is_read or row.get("Iso3_code", row.get("country")) != "Total":
            exits.read["returns, other rows"] += 1
            continue
        asked = asked_in(row)
        parts = [(release, "victims", labels, 1) for labels, *_ in victims.cells if len(labels) == len(victims.dimensions) and asked.items() <= labels.items()]
        exits.sums.append((exit, parts, *((low or 0, float("inf") if high is None else high) if figure is None else (figure, figure))))


def bundled(exits, release, name):
    """The lines whose hashes the ledger has: table, labels, state, figure, release of the figure, bounds."""
    tables = [table for table in exits.site.releases[release]["tables"]]
    for line in exits.docs.text(f"file:{name}").splitlines():
        at, labels, state, figure, _, *ends = json.loads(line)
        table = tables[at]
        own = dict(zip(table["dimensions"], labels))
        exits.state("bundle", release, table["name"], own, state, figure, *ends)

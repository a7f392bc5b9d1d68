"""A stranger who reads what a site publishes, and nothing else: python3 public_attacker.py http://localhost:8080 [ANSWER.json ...]

Follows the lists of releases and answers, downloads all tables, and derives from the documents alone what adds up to what: tables with the same unit count the
same persons, a release without an edition is a selection, a missing row of an edition says that there is nobody, a month is in its year, a region in its country, a
route has its ends and the countries between them. Answers to researchers come as files with the same fields.

Each cell of each vintage is an unknown of a linear programme (scipy's HiGHS). Attacks twice: without an assumption about change, and assuming that counts only grow.
Prints the suppressed cells known to within fewer than 5, and those, also two or three together, that are proved to be below the threshold.
"""

import itertools
import json
import math
import re
import sys
from urllib.request import ProxyHandler, build_opener

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_matrix

WIDTH, THRESHOLD, EPS = 5, 11, 1e-6
NOT_SUMMED = {"stage", "record_kind", "panel"}
SENSITIVE = {"form"}
OPEN = build_opener(ProxyHandler({}))


def read(address):
    with OPEN.open(address) as answer:
        return json.load(answer)


def time_levels(label):
    """A label of time and those that contain it, the finest first."""
    label = str(label)
    month = re.fullmatch(r"(\d{4})-(\d\d)", label)
    if month:
        year, n = month[1], int(month[2])
        return [label, f"{year}-H{(n + 5) // 6}", year]
    return [label] if re.fullmatch(r"\d{4}", label) else [label, label[:4]]


def place_levels(label, countries):
    """A label of a place and the country that contains it: RU-KR is in RUS."""
    if label[2:3] == "-" and label[:2] in countries:
        return [label, countries[label[:2]]]
    return [label, label.removesuffix("-NotKnown")] if label.endswith("-NotKnown") else [label]


class Table:
    """A published table: its persons, its vintage, and cells as (labels by dimension, state, figure, release that it is of, bounds)."""

    def __init__(self, found, is_whole):
        self.unit, self.dimensions = found["unit"], found["dimensions"]
        self.vintage, self.release = found["vintage"]["number"], found["release"]
        self.is_whole, self.is_panel = is_whole, "panel" in found["dimensions"]
        self.name = found["table"]
        self.cells = []
        for cell in found["cells"]:
            labels = {name: str(cell[name]) for name in self.dimensions if str(cell[name]) != "Total"}
            self.cells.append((labels, cell["state"], cell.get(found["figure"]), cell.get("asOf"), cell.get("low"), cell.get("high")))

    def overlaps(self):
        """Whether one person is in several of its cells: countries and regions of transit, beginnings of routes."""
        return any(labels.get("corridor", "").startswith(("via ", "begins ")) for labels, *_ in self.cells)


class Site:
    def __init__(self, address, answers):
        self.countries = {one["alpha2"]: one["code"] for one in read(f"{address}/v1/codelists/countries")["rows"]}
        self.tables, self.documents = [], 0
        releases = {one["release"]: one for one in [*read(f"{address}/v1/releases")["releases"], *read(f"{address}/v1/answers")["answers"]]}
        for number, release in releases.items():
            for table in release["tables"]:
                path = f"{address}/v1/releases/{number}/tables/{table['name']}?size=10000"
                self.tables.append(Table(read(path), release.get("edition") is not None))
                self.documents += 1
        for file in answers:
            with open(file, encoding="utf-8") as text:
                self.tables.append(Table(json.load(text), False))
            self.documents += 1
        self.vintage_of = {table.release: table.vintage for table in self.tables if table.release > 0}

    def levels(self, name, label):
        if name == "year":
            return time_levels(label)
        return place_levels(label, self.countries) if name in ("origin", "destination", "country") else [label]


def is_in(site, cell, labels):
    """Whether the persons of a finer cell are all in a cell with these labels."""
    for name, label in labels.items():
        if name == "corridor" and label.startswith("via "):
            route = cell.get("corridor")
            if route is None or label.removeprefix("via ") not in route.split(" > ")[1:-1]:
                return False
        elif name not in cell or label not in site.levels(name, cell[name]):
            return False
    return True


class System:
    """Cells of each vintage as unknowns, and what the documents say of them."""

    def __init__(self, site):
        self.site, self.place, self.rows, self.hidden = site, {}, [], []
        self.low, self.high = [], []
        for table in site.tables:
            self.learn(table)
        whole = [table for table in site.tables if table.is_whole and not table.is_panel]
        for a, b in itertools.combinations(whole, 2):
            if a.unit == b.unit and a.vintage == b.vintage and not a.overlaps() and not b.overlaps():
                self.equate(a, b)
        for table in site.tables:
            if table.is_whole and not table.is_panel and not table.overlaps():
                continue
            for finer in whole:
                if finer.unit == table.unit and finer.vintage == table.vintage and not finer.overlaps():
                    self.contain(finer, table)

    def unknown(self, table, labels, vintage):
        key = table.unit, vintage, tuple(sorted(labels.items()))
        if key not in self.place:
            self.place[key] = len(self.place)
            self.low.append(0)
            self.high.append(math.inf)
        return self.place[key]

    def learn(self, table):
        for labels, state, figure, as_of, low, high in table.cells:
            vintage = self.site.vintage_of.get(as_of, table.vintage)
            at = self.unknown(table, labels, vintage if state == "published" else table.vintage)
            self.unknown(table, labels, table.vintage)
            if state == "published":
                self.low[at], self.high[at] = max(self.low[at], figure), min(self.high[at], figure)
            elif state == "suppressed":
                least = 0 if SENSITIVE & labels.keys() else 1
                self.low[at] = max(self.low[at], least if low is None else low)
                self.high[at] = min(self.high[at], math.inf if high is None else high)
                self.hidden.append((at, table, labels))
            else:
                self.high[at] = 0

    def equate(self, a, b):
        """Two tables of the same persons have the same sums in all that both tell apart."""
        common = [name for name in a.dimensions if name in b.dimensions]
        if any(name in NOT_SUMMED and name not in common for name in {*a.dimensions, *b.dimensions}):
            return
        finest = {name: [self.site.levels(name, labels[name]) for table in (a, b) for labels, *_ in table.cells if name in labels] for name in common}
        depth = {name: min((len(levels) for levels in every), default=1) for name, every in finest.items()}
        sums = {}
        for sign, table in ((1, a), (-1, b)):
            for labels, *_ in table.cells:
                if len(labels) < len(table.dimensions):
                    continue
                key = tuple(self.site.levels(name, labels[name])[-depth[name]] for name in common)
                row = sums.setdefault(key, {})
                at = self.unknown(table, labels, table.vintage)
                row[at] = row.get(at, 0) + sign
        self.rows += [(row, 0, 0) for row in sums.values() if any(row.values())]

    def contain(self, finer, table):
        """Each cell is the sum of the finer cells in it; that of a panel is not more."""
        for labels, *_ in table.cells:
            asked = {name: label for name, label in labels.items() if name != "panel"}
            if "-" in asked.get("corridor", ""):
                continue
            needed = {*asked, *(name for name in finer.dimensions if name in NOT_SUMMED)}
            if not needed <= {*finer.dimensions} or any(name in NOT_SUMMED and name not in asked for name in finer.dimensions):
                continue
            if any(len(self.site.levels(name, one[name])) < len(self.site.levels(name, label))
                   for name, label in asked.items() for one, *_ in finer.cells if name in one):
                continue
            row = {self.unknown(finer, one, finer.vintage): -1 for one, *_ in finer.cells
                   if len(one) == len(finer.dimensions) and is_in(self.site, one, asked)}
            at = self.unknown(table, labels, table.vintage)
            row[at] = row.get(at, 0) + 1
            if any(row.values()):
                self.rows.append((row, -math.inf if table.is_panel else 0, 0))

    def growth(self):
        """Rows that say that no count has fallen."""
        later = {}
        for (unit, vintage, labels), at in self.place.items():
            later.setdefault((unit, labels), []).append((vintage, at))
        for some in later.values():
            for (_, before), (_, now) in itertools.pairwise(sorted(some)):
                yield {now: -1, before: 1}, -math.inf, 0


def programme(system, rows):
    size = len(system.place)

    def matrix(some):
        at = [(r, c, v) for r, (row, _, _) in enumerate(some) for c, v in row.items() if v]
        return csr_matrix(([v for *_, v in at], ([r for r, *_ in at], [c for _, c, _ in at])), shape=(len(some), size)) if some else None

    equal, most = [one for one in rows if one[1] == one[2]], [one for one in rows if one[1] != one[2]]
    given = dict(A_eq=matrix(equal), b_eq=[h for *_, h in equal] or None, A_ub=matrix(most), b_ub=[h for *_, h in most] or None)
    bounds = np.column_stack([system.low, system.high])

    def end(cells, sign):
        cost = np.zeros(size)
        cost[list(cells)] = sign
        got = linprog(cost, bounds=bounds, method="highs", **given)
        if got.status == 3:
            return math.inf
        if got.status != 0:
            return None
        return math.ceil(got.fun - EPS) if sign > 0 else math.floor(-got.fun + EPS)

    return end


def attack(system):
    findings, judged, sums = [], 0, 0
    cells = {at: (table, labels) for at, table, labels in system.hidden}
    for assumed, rows in (("nothing", system.rows), ("growth", [*system.rows, *system.growth()])):
        end = programme(system, rows)
        if any(system.low[c] > system.high[c] for c in range(len(system.low))) or end([], 1) is None:
            if assumed == "nothing":
                raise SystemExit("what the site publishes contradicts itself")
            continue
        name = lambda at: [cells[at][0].name, cells[at][0].vintage, cells[at][1]]
        top = {}
        for at in cells:
            low, high = end([at], 1), end([at], -1)
            top[at] = high
            judged += 1
            if high - low < WIDTH or (low >= 1 and high < THRESHOLD):
                findings.append({"assumed": assumed, "cells": [name(at)], "low": low, "high": str(high)})
        near = {}
        for at, (table, labels) in cells.items():
            for dimension in labels:
                near.setdefault((table.name, table.vintage, dimension, tuple(v for n, v in labels.items() if n != dimension)), []).append(at)
        for some in near.values():
            for few in [*itertools.combinations(some, 2), *itertools.combinations(some[:6], 3)]:
                sums += 1
                if end(few, -1) < THRESHOLD:
                    findings.append({"assumed": assumed, "cells": [name(at) for at in few], "low": 0, "high": str(end(few, -1))})
    return {"findings": findings, "judged": judged, "sums": sums, "documents": system.site.documents,
            "unknowns": len(system.place), "relations": len(system.rows), "vintages": len({t.vintage for t in system.site.tables})}


if __name__ == "__main__":
    print(json.dumps(attack(System(Site(sys.argv[1].rstrip("/"), sys.argv[2:])))))

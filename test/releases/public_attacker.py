"""A stranger who reads what a site publishes, and nothing else: python3 public_attacker.py http://localhost:8080 [--files FOLDER] [--plants FILE] [ANSWER.json ...]

Follows the lists of releases and answers, downloads all tables, reads all else that the site says of persons (`public_exits.py`), and derives from the documents alone what adds up to what: tables with the same unit count the
same persons, a release without an edition is a selection, a missing row of an edition says that there is nobody, a month is in its year, a region in its country, a
route has its ends and the countries between them. Answers to researchers come as files with the same fields.

Each cell of each vintage is an unknown of a linear programme (scipy's HiGHS). Attacks twice: without an assumption about change, and assuming that counts only grow.
Prints the suppressed cells known to within fewer than 5, and those, also two or three together, that are proved to be below the threshold; where an exit says more of
a cell than its table; and what the attacker cannot read. `--plants`: changes of documents, to show that they would be found. `--files`: files that a publisher gives away.
"""

import argparse
import csv
import itertools
import json
import math
import pathlib
import re

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_matrix

from public_documents import Documents
from public_exits import Exits

WIDTH, THRESHOLD, EPS = 5, 11, 1e-6
NOT_SUMMED = {"stage", "record_kind", "panel"}
SENSITIVE = {"form"}
SEEDS = pathlib.Path(__file__).parents[2] / "transform/seeds"


def population():
    """Inhabitants of a country in a year, by the United Nations' figures, between which years are interpolated."""
    points = {}
    with open(SEEDS / "world_population.csv", encoding="utf-8-sig") as file:
        for row in csv.DictReader(file):
            people = sum(int(row[part]) for part in ("female_under18", "female_18andover", "male_under18", "male_18andover"))
            points.setdefault(row["country"], []).append((int(row["year"]), people))
    return lambda country, year: float(np.interp(year, *zip(*sorted(points[country]))))


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
        self.name, self.is_noisy = found["table"], found.get("method") == "dp"
        self.cells, self.at = [], {}
        for cell in found["cells"]:
            labels = {name: str(cell[name]) for name in self.dimensions if str(cell[name]) != "Total"}
            self.cells.append((labels, cell["state"], cell.get(found["figure"]), cell.get("asOf"), cell.get("low"), cell.get("high")))
            self.at[tuple(sorted(labels.items()))] = self.cells[-1]

    def overlaps(self):
        """Whether one person is in several of its cells: countries and regions of transit, beginnings of routes."""
        return any(labels.get("corridor", "").startswith(("via ", "begins ")) for labels, *_ in self.cells)


class Site:
    def __init__(self, docs, answers):
        self.countries = {one["alpha2"]: one["code"] for one in docs.json("/v1/codelists/countries")["rows"]}
        self.tables, self.documents = [], 0
        lists = [*docs.json("/v1/releases")["releases"], *docs.json("/v1/answers")["answers"]]
        self.releases = {one["release"]: one for one in lists}
        for number, release in self.releases.items():
            for table in release["tables"]:
                found = docs.json(f"/v1/releases/{number}/tables/{table['name']}?size=10000")
                self.tables.append(Table(found, release.get("edition") is not None))
                self.tables[-1].name = table["name"]
                self.documents += 1
        for file in answers:
            with open(file, encoding="utf-8") as text:
                self.tables.append(Table(json.load(text), False))
            self.documents += 1
        # A figure that an earlier release was the first to show has the time of that release.
        self.vintage_of = {one["publishedAt"]: one["vintage"]["number"] for one in self.releases.values()}

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
        self.site, self.place, self.rows, self.hidden, self.place_of = site, {}, [], [], {}
        self.exact = {}
        self.low, self.high = [], []
        for table in sorted(site.tables, key=lambda table: table.is_noisy):
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
            own = self.unknown(table, labels, table.vintage)
            self.place_of[table.release, table.name, tuple(sorted(labels.items()))] = at if state == "published" else own
            if table.is_noisy:
                # An interval of 95 %, where no exact figure is known.
                if state == "published" and self.low[own] < self.high[own]:
                    self.low[own], self.high[own] = max(self.low[own], low), min(self.high[own], high)
            elif state == "published":
                self.low[at], self.high[at] = max(self.low[at], figure), min(self.high[at], figure)
                self.exact.setdefault((table.unit, tuple(sorted(labels.items()))), set()).add(vintage)
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

    def learn_exits(self, exits, only=None):
        """Adds what the other exits say, or one of them. Returns the exits and cells of claims that are closer than the cell's table, or contradict it."""
        narrowed, names = [], {(table.release, table.name): table for table in self.site.tables}

        def place(release, name, labels):
            key = release, name, tuple(sorted(labels.items()))
            return self.place_of[key] if key in self.place_of else self.unknown(names[release, name], labels, names[release, name].vintage)

        for exit, release, name, labels, low, high in exits.claims:
            at = place(release, name, labels)
            if only in (None, exit) and (low > self.low[at] or high < self.high[at]):
                narrowed.append((exit, at))
        for exit, release, name, labels, low, high in exits.claims:
            if only not in (None, exit):
                continue
            at = place(release, name, labels)
            self.low[at], self.high[at] = max(self.low[at], low), min(self.high[at], high)
        for exit, parts, low, high in exits.sums:
            row = {}
            for release, name, labels, factor in parts:
                at = place(release, name, labels)
                row[at] = row.get(at, 0) + factor
            if any(row.values()) and only in (None, exit):
                self.rows.append((row, low, high))
                ends = [[factor * (self.low if (factor > 0) == is_low else self.high)[at] for at, factor in row.items()] for is_low in (True, False)]
                if low > sum(ends[0]) or high < sum(ends[1]):
                    narrowed += [(exit, at) for at in row if self.low[at] < self.high[at]]
        return narrowed

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

    equal, most = [one for one in rows if one[1] == one[2]], [one for one in rows if one[1] != one[2] and one[2] < math.inf]
    most += [({at: -factor for at, factor in row.items()}, -high, -low) for row, low, high in rows if low != high and low > -math.inf]
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


def is_proved(low, high):
    return high - low < WIDTH or (low >= 1 and high < THRESHOLD)


def attack(system):
    findings, judged, sums, known = [], 0, 0, 0
    cells = {at: (table, labels) for at, table, labels in system.hidden}
    name = lambda at: [cells[at][0].name, cells[at][0].vintage, cells[at][1]]
    for assumed, rows in (("nothing", system.rows), ("growth", [*system.rows, *system.growth()])):
        end = programme(system, rows)
        if any(system.low[c] > system.high[c] for c in range(len(system.low))) or end([], 1) is None:
            if assumed == "nothing":
                raise SystemExit("what the site publishes contradicts itself")
            continue
        for at in cells:
            low, high = end([at], 1), end([at], -1)
            judged += 1
            table, labels = cells[at]
            # A count that another vintage publishes is known to whoever knows that it has not changed since.
            is_known = system.exact.get((table.unit, tuple(sorted(labels.items()))), set()) - {table.vintage}
            if is_known and low >= THRESHOLD:
                known += is_proved(low, high)
            elif is_proved(low, high):
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
    return {"findings": findings, "judged": judged, "known": known, "sums": sums, "documents": system.site.documents,
            "unknowns": len(system.place), "relations": len(system.rows), "vintages": len({t.vintage for t in system.site.tables})}


def planted(docs, answers, plants):
    """What is found if documents say something else: the exits that say more than the tables, and the suppressed cells that each of them proves."""
    for plant in plants:
        docs.plants.setdefault(plant["path"], []).append((plant["find"], plant["replace"]))
    site = Site(docs, answers)
    exits = Exits(site, docs, population())
    found = {exit: [] for exit, _ in exits.strange}
    for exit in sorted({exit for exit, *_ in [*exits.claims, *exits.sums]}):
        system = System(site)
        closer = system.learn_exits(exits, exit)
        if closer:
            cells = {at: [table.name, table.vintage, labels] for at, table, labels in system.hidden}
            end = programme(system, system.rows)
            is_void = any(low > high for low, high in zip(system.low, system.high)) or end([], 1) is None
            found[exit] = ["void"] if is_void else [cells[at] for at in dict.fromkeys(at for _, at in closer) if at in cells and is_proved(end([at], 1), end([at], -1))]
    return {"lacking": [plant["exit"] for plant in plants if (plant["path"], plant["find"]) not in docs.planted], "found": found}


def main():
    given = argparse.ArgumentParser()
    given.add_argument("address")
    given.add_argument("answers", nargs="*")
    given.add_argument("--files")
    given.add_argument("--plants")
    asked = given.parse_intermixed_args()
    docs = Documents(asked.address.rstrip("/"), asked.files)
    if asked.plants is not None:
        with open(asked.plants, encoding="utf-8") as text:
            return planted(docs, asked.answers, json.load(text))
    site = Site(docs, asked.answers)
    system, exits = System(site), Exits(site, docs, population())
    narrowed = system.learn_exits(exits)
    return {**attack(system), "strange": exits.strange, "narrowed": sorted({exit for exit, _ in narrowed}), "read": dict(exits.read)}


if __name__ == "__main__":
    print(json.dumps(main()))

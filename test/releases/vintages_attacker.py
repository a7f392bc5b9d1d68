"""Attacks releases of several vintages and shares no code with the product: scipy's HiGHS over persons by all dimensions in each vintage.

    python3 vintages_attacker.py FILE      a world per line; prints one JSON object per line

A world: dimensions (labels of each, by name), releases ({id, vintage, tables: [[dimension, ...]], cells: [{choice, labels, shown}]}), counts (of each vintage:
rows of labels and persons). Every table has its margins, and a missing row is zero. The attacker assumes that nobody withdrew and knows how many
persons came in all; or knows by how much each count of the finest table changed. `counts` is read for these assumptions, which are true, and for the verdict.

Found are suppressed counts below the threshold that are proved to be so or known to within fewer than `width` persons, and other suppressed counts that are
known so closely; except what was proved without the last release, and counts with the persons of a published one of another vintage.
"""

import itertools
import json
import math
import sys

import numpy as np
from scipy.optimize import linprog

EPS = 1e-6


class World:
    def __init__(self, data):
        self.names = list(data["dimensions"])
        self.labels = data["dimensions"]
        self.place = {key: k for k, key in enumerate(itertools.product(*self.labels.values()))}
        self.size = len(self.place)
        self.vintages = len(data["counts"])
        self.truth = np.zeros((self.vintages, self.size))
        for vintage, rows in enumerate(data["counts"]):
            for *at, persons in rows:
                self.truth[vintage, self.place[tuple(at)]] += persons
        self.releases = data["releases"]

    def form(self, by, labels):
        """The finest counts that a cell sums."""
        wanted = [(self.names.index(name), label) for name, label in zip(by, labels) if label != "Total"]
        return np.array([all(key[d] == label for d, label in wanted) for key in self.place], dtype=float)

    def told(self):
        """Returns what is published, (release, vintage, form, value), and what is suppressed, (vintage, form, name)."""
        of = {one["id"]: one["vintage"] - 1 for one in self.releases}
        shown, hidden = [], []
        for number, one in enumerate(self.releases):
            for choice, by in enumerate(one["tables"]):
                cells = {tuple(cell["labels"]): cell["shown"] for cell in one["cells"] if cell["choice"] == choice}
                for labels in itertools.product(*([*self.labels[name], "Total"] for name in by)) if cells else ():
                    form, cell = self.form(by, labels), cells.get(labels)
                    if cell is None:
                        shown.append((number, one["vintage"] - 1, form, 0))
                    elif cell["state"] == "published":
                        shown.append((number, of[cell["asOf"]], form, cell["victims"]))
                    else:
                        hidden.append((one["vintage"] - 1, form, [*by, *labels]))
        for _, vintage, form, value in shown:
            if form @ self.truth[vintage] != value:
                raise ValueError("a table says something that is not true")
        return shown, hidden

    def wide(self, vintage, form):
        row = np.zeros(self.vintages * self.size)
        row[vintage * self.size : (vintage + 1) * self.size] = form
        return row


def attack(data):
    world = World(data)
    shown, hidden = world.told()
    width, threshold, n = data["width"], data["threshold"], world.size
    last = len(world.releases) - 1
    findings = []
    for knows in ("growth", "changes"):
        equal, right, least = [], [], []
        for v in range(1, world.vintages):
            change = world.truth[v] - world.truth[v - 1]
            both = [world.wide(v, unit) - world.wide(v - 1, unit) for unit in np.eye(n)]
            if knows == "changes":
                equal, right = [*equal, *both], [*right, *change]
            elif (change >= 0).all():
                least += both
                equal.append(np.sum(both, axis=0))
                right.append(change.sum())

        def interval(form, of):
            a = np.array([*equal, *(world.wide(v, f) for _, v, f, _ in of)])
            b = np.array([*right, *(value for *_, value in of)])
            ends = []
            for sign in (1, -1):
                got = linprog(sign * form, A_ub=-np.array(least) if least else None, b_ub=np.zeros(len(least)) if least else None,
                              A_eq=a, b_eq=b, bounds=(0, None), method="highs")
                if got.status not in (0, 3):
                    raise ValueError(got.message)
                ends.append(math.inf if got.status == 3 else sign * got.fun)
            return max(1, math.ceil(ends[0] - EPS)), ends[1] if math.isinf(ends[1]) else math.floor(ends[1] + EPS)

        for vintage, form, name in hidden:
            value, row = float(form @ world.truth[vintage]), world.wide(vintage, form)
            low, high = interval(row, shown)
            if high - low >= width and high >= threshold:
                continue
            inside = form * world.truth[vintage] > 0
            same = any(v != vintage and p > 0 and np.array_equal(f * world.truth[v] > 0, inside) for _, v, f, p in shown)
            if value >= threshold and (high - low >= width or same):
                continue
            if last > 0 and interval(row, [one for one in shown if one[0] < last]) == (low, high):
                continue
            findings.append({"knows": knows, "vintage": vintage + 1, "cell": name, "value": value, "low": low, "high": str(high)})
    return {"findings": findings, "judged": len(hidden)}


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as lines:
        for line in lines:
            print(json.dumps(attack(json.loads(line))), flush=True)

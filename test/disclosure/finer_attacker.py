"""An attacker that shares no code with the product and takes published tables for margins of one table that nobody has.

    python3 finer_attacker.py FILE     a release per line; prints a JSON object per line

A release: {"tables": [{"by": [dimension, ...], "rows": [[[label, ...], count or null], ...]}, ...], "parent": {dimension: {label: label}},
"own": {...as tables, with a partner's own counts...} or missing, "least": number}. "Total" is the label of margins, null a hidden count, a row that is
missing zero. The unknowns are persons by all dimensions of all tables together, at the labels that are no other's parent: whole numbers from
0 on. Each published count fixes a sum of them; a hidden one is at least "least" (the partner's own count, if that is more). Each hidden row gets
its [low, high] by two programmes in whole numbers, in the order of tables and rows.
"""

import itertools
import json
import sys

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix


def leaves_under(labels, parent):
    """Of each label, the labels without parts that are in it."""
    parts = set(parent.values())
    finest = [one for one in labels if one not in parts and one != "Total"]

    def holds(label, leaf):
        while leaf is not None and leaf != label:
            leaf = parent.get(leaf)
        return leaf is not None

    return finest, {label: [f for f in finest if label == "Total" or holds(label, f)] for label in labels | {"Total"}}


def attack(release):
    tables, parents = release["tables"], release.get("parent", {})
    names = sorted({name for table in tables for name in table["by"]})
    labels = {name: set() for name in names}
    for table in tables:
        for at, _ in table["rows"]:
            for name, label in zip(table["by"], at):
                labels[name].add(label)
    finest, under = {}, {}
    for name in names:
        finest[name], under[name] = leaves_under(labels[name], parents.get(name, {}))
    place = {key: k for k, key in enumerate(itertools.product(*(finest[name] for name in names)))}
    own = {}
    for table in release.get("own", {}).get("tables", []):
        for at, count in table["rows"]:
            own[tuple(sorted((n, l) for n, l in zip(table["by"], at) if l != "Total"))] = count
    rows, low, high, hidden = [], [], [], []

    def row_of(labelled):
        return [place[key] for key in itertools.product(*(under[n][labelled.get(n, "Total")] for n in names))]

    def name_of(labelled):
        return tuple(sorted((n, l) for n, l in labelled.items() if l != "Total"))

    for table in tables:
        there = set()
        for at, count in table["rows"]:
            labelled = dict(zip(table["by"], at))
            there.add(tuple(at))
            mine = own.get(name_of(labelled), 0)
            rows.append(row_of(labelled))
            # The unknowns are what others put in.
            low.append(max(0, (release["least"] if count is None else count) - mine))
            high.append(np.inf if count is None else count - mine)
            if count is None:
                hidden.append((len(rows) - 1, mine))
        # Labels that the table has no parts of are its finest: those that it has no row of are zero.
        own_finest = []
        for k, name in enumerate(table["by"]):
            mine = {at[k] for at, _ in table["rows"]} - {"Total"}
            own_finest.append([a for a in mine if not any(b != a and set(under[name][b]) < set(under[name][a]) for b in mine)])
        for at in itertools.product(*own_finest):
            if at not in there:
                rows.append(row_of(dict(zip(table["by"], at))))
                low.append(0)
                high.append(0)
    n = len(place)
    matrix = csr_matrix(
        (np.ones(sum(map(len, rows))), np.concatenate([np.array(r, dtype=int) for r in rows]),
         np.cumsum([0] + [len(r) for r in rows])), shape=(len(rows), n))
    rule = LinearConstraint(matrix, low, high)
    found = []
    for r, mine in hidden:
        cost = np.zeros(n)
        cost[rows[r]] = 1
        ends = []
        for sign in (1, -1):
            got = milp(sign * cost, integrality=np.ones(n), bounds=Bounds(0, np.inf), constraints=rule)
            if got.status == 0:
                ends.append(round(sign * got.fun) + mine)
            elif sign < 0 and got.status in (3, 4):
                ends.append(None)
            else:
                raise SystemExit(f"no end was found: {got.message}")
        found.append(ends)
    return found


def main():
    with open(sys.argv[1], encoding="utf-8") as lines:
        for line in lines:
            print(json.dumps(attack(json.loads(line))))


if __name__ == "__main__":
    main()

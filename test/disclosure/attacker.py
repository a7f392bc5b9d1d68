"""An attacker that shares no code with the product: what can be proved of each hidden cell, by scipy's HiGHS.

    python3 attacker.py system.json      one system; prints one JSON object
    python3 attacker.py --lines FILE     a system per line; prints a JSON object per line

A system: {"value": [number or null where unknown], "low": [...], "high": [number or null for no bound], "relations":
[[total, [part, ...]], ...], "judge": [cells], "need": {"width": [...], "reach": [...], "small": number}}. Cells with value null
are unknown. Without "need" every judged cell (all unknown ones, where "judge" is missing) gets its exact interval; with it, the
search for a cell ends once what was seen is wide enough, and "narrow" lists the judged cells that fail.

Every unknown is a variable of its own: no propagation, no aliases. Components up to WHOLE unknowns are solved in whole numbers.
"""

import json
import sys

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

WHOLE = 60
SLACK = 1e-5


class Part:
    """One connected part of the system, with the solver's arrays."""

    def __init__(self, members, matrix, right, low, high):
        self.members, self.matrix, self.right, self.low, self.high = members, matrix, right, low, high
        self.whole = len(members) <= WHOLE
        self.seen_low = np.full(len(members), np.inf)
        self.seen_high = np.full(len(members), -np.inf)
        self.solved = 0

    def solve(self, cost, interior=False):
        self.solved += 1
        if self.whole:
            equal = [LinearConstraint(self.matrix, self.right, self.right)] if self.matrix.shape[0] else []
            got = milp(cost, integrality=np.ones(len(cost)), bounds=Bounds(self.low, self.high), constraints=equal)
        else:
            got = linprog(cost, A_eq=self.matrix, b_eq=self.right, bounds=np.column_stack([self.low, self.high]),
                          method="highs-ipm" if interior else "highs")
        if got.status == 0:
            x = np.asarray(got.x)
            self.seen_low = np.minimum(self.seen_low, np.ceil(x - SLACK))
            self.seen_high = np.maximum(self.seen_high, np.floor(x + SLACK))
        return got


def parts_of(system):
    value = system["value"]
    unknown = [c for c, v in enumerate(value) if v is None]
    column = {c: k for k, c in enumerate(unknown)}
    rows, columns, numbers, right = [], [], [], []
    broken = 0
    for total, parts in system["relations"]:
        left = {}
        constant = 0
        for cell, sign in [(total, -1)] + [(p, 1) for p in parts]:
            if value[cell] is None:
                left[column[cell]] = left.get(column[cell], 0) + sign
            else:
                constant += sign * value[cell]
        left = {k: a for k, a in left.items() if a != 0}
        if not left:
            broken += constant != 0
            continue
        for k, a in left.items():
            rows.append(len(right))
            columns.append(k)
            numbers.append(a)
        right.append(-constant)
    n = len(unknown)
    matrix = csr_matrix((numbers, (rows, columns)), shape=(len(right), n), dtype=float)
    right = np.array(right, dtype=float)
    low = np.array([system["low"][c] for c in unknown], dtype=float)
    high = np.array([np.inf if system["high"][c] is None else system["high"][c] for c in unknown], dtype=float)
    count, label = connected_components(matrix.T @ matrix) if n else (0, [])
    order = np.argsort(label, kind="stable")
    row_label = np.array([label[matrix.indices[matrix.indptr[r]]] for r in range(matrix.shape[0])], dtype=int)
    made = []
    for part, members in enumerate(np.split(order, np.searchsorted(label[order], np.arange(1, count))) if n else []):
        mine = np.flatnonzero(row_label == part)
        made.append(Part(members, matrix[mine][:, members], right[mine], low[members], high[members]))
    return unknown, made, broken


def attack(system):
    unknown, parts, broken = parts_of(system)
    judge = set(system.get("judge", unknown))
    need = system.get("need")

    def meets(cell, low, high):
        small = need.get("small", 0)
        wide = high - low >= need["width"][cell] and high >= need["reach"][cell]
        return wide and not (small > 0 and low >= 1 and high <= small - 1)

    low, high, narrow, infeasible, solved = {}, {}, [], 0, 0
    draw = np.random.default_rng(1)
    for part in parts:
        wanted = [k for k, m in enumerate(part.members) if unknown[m] in judge]
        if not wanted:
            continue
        possible = part.solve(np.zeros(len(part.members)), interior=True)
        if possible.status == 2:
            infeasible += 1
            continue

        def done(k):
            return need is not None and meets(unknown[part.members[k]], part.seen_low[k], part.seen_high[k])

        if need is not None and not part.whole:
            for _ in range(30):
                left = [k for k in wanted if not done(k)]
                if not left:
                    break
                cost = np.zeros(len(part.members))
                cost[left] = draw.normal(size=len(left))
                part.solve(cost, interior=True)
        for k in wanted:
            cell = unknown[part.members[k]]
            for sign in (1, -1):
                if done(k):
                    break
                cost = np.zeros(len(part.members))
                cost[k] = sign
                got = part.solve(cost)
                if got.status in (3, 4) and (not np.isfinite(part.high[k]) if sign < 0 else not np.isfinite(part.low[k])):
                    (part.seen_high if sign < 0 else part.seen_low)[k] = -sign * np.inf
            ends = part.seen_low[k], part.seen_high[k]
            low[cell], high[cell] = ends
            if need is not None and not meets(cell, *ends):
                narrow.append(cell)
        solved += part.solved
    number = lambda x: None if not np.isfinite(x) else int(x)
    cells = sorted(low)
    return {
        "cells": cells,
        "low": [number(low[c]) for c in cells],
        "high": [number(high[c]) for c in cells],
        "narrow": sorted(narrow),
        "pinned": sum(bool(low[c] == high[c]) for c in cells),
        "broken": int(broken),
        "infeasible": infeasible,
        "solved": solved,
    }


def main():
    if sys.argv[1] == "--lines":
        with open(sys.argv[2], encoding="utf-8") as lines:
            for line in lines:
                print(json.dumps(attack(json.loads(line))))
    else:
        with open(sys.argv[1], encoding="utf-8") as file:
            print(json.dumps(attack(json.load(file))))


if __name__ == "__main__":
    main()

"""Attacks a history of disclosures and shares no code with the product: scipy's HiGHS over the finest counts of every vintage.

    python3 history_attacker.py FILE      a history (`historyJson`) per line; prints one JSON object per line

A reader knows what was shown. A partner and a pair of partners also know their own counts. Each of them takes the counts of different kinds
of records for the same persons wherever place and time are the same and the counts are less than `width` apart, and is right. They know which
counts did not change from one vintage to another. They attack twice: without an assumption about other changes, and assuming that counts only grow
wherever that is true.

Labels may be of several levels (`covers`). Finer counts of the persons of a cube, such as `routes/months`, are cubes of their own that add up to it.

`counts` is read for three purposes: a coalition's own counts, which assumptions are true, and the verdict.
"""

import itertools
import json
import math
import sys

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_matrix, vstack

QUANTILE = 1.959964
EPS = 1e-6
DIRECTIONS = 12


def covers(label, value):
    """Whether a label is the value of a finest count, or of a level above it: a year has its months, a route the places that it passes."""
    if label == value:
        return True
    if value[4:5] == "-" and value[5:].isdigit():
        year, month = value[:4], int(value[5:])
        return label in (year, f"{year}-Q{(month + 2) // 3}", f"{year}-H{(month + 5) // 6}")
    if " > " in value:
        passed = value.split(" > ")[1:-1]
        return label.startswith("via ") and label.removeprefix("via ").removesuffix("-NotKnown") in passed
    return label == f"{value}-NotKnown"


def country_of(place):
    """The country of a first-level region of the demonstration's pilot regions."""
    return {"RU": "RUS", "UA": "UKR"}[place[:2]] if place[2:3] == "-" else place


def lifted(name, value):
    """The value of a cube's dimension that a value of its finer counts is in."""
    if name == "year":
        return value[:4]
    if name == "corridor":
        return " > ".join(place for place, _ in itertools.groupby(map(country_of, value.split(" > "))))
    return country_of(value)


class History:
    def __init__(self, data):
        self.cubes, self.width, self.threshold = data["cubes"], data["width"], data["threshold"]
        self.shown = data["shown"]
        self.vintages = sorted({one["vintage"] for one in self.shown})
        self.column, self.truth, self.own = {}, [], []
        leaves = {(cube, tuple(values)) for counts in data["counts"] for cube, rows in counts.items() for values, _, _ in rows}
        # Nobody knows which combinations have no persons: a suppressed zero has counts of its own.
        self.empty = {leaf for cube, labels in self.suppressed_labels() for leaf in self.leaves_of(cube, labels, leaves)} - leaves
        leaves |= self.empty
        self.by_cube = {}
        for vintage in self.vintages:
            for leaf in sorted(leaves):
                self.column[vintage, leaf] = len(self.truth)
                self.by_cube.setdefault((vintage, leaf[0]), []).append(leaf)
                self.truth.append(0)
                self.own.append({})
            for cube, rows in data["counts"][vintage - 1].items():
                for values, partner, persons in rows:
                    at = self.column[vintage, (cube, tuple(values))]
                    self.truth[at] += persons
                    self.own[at][partner] = self.own[at].get(partner, 0) + persons
        self.truth = np.array(self.truth, dtype=float)
        self.partners = sorted({partner for own in self.own for partner in own})
        self.forms = {}

    def suppressed_labels(self):
        """Labels of every suppressed cell, without totals."""
        for one in self.shown:
            for cell in one["cells"]:
                if cell["shown"]["state"] == "suppressed":
                    choice = one["choices"][cell["choice"]]
                    yield choice["cube"], {n: l for n, l in zip(choice["by"], cell["labels"]) if l != "Total"}

    def leaves_of(self, cube, labels, leaves):
        """The finest combinations that a cell would sum if it had no counts; none if it has some."""
        names = self.cubes[cube]["dimensions"]
        known = [leaf[1] for leaf in leaves if leaf[0] == cube]
        if any(all(covers(l, values[names.index(n)]) for n, l in labels.items()) for values in known):
            return []
        each = [[labels[n]] if n in labels else sorted({values[d] for values in known}) for d, n in enumerate(names)]
        return [(cube, values) for values in itertools.product(*each)]

    def missing(self):
        """Empty combinations that a published table would show, had they persons: (vintage, leaf)."""
        for one in self.shown:
            if one["noise"] is not None:
                continue
            for at, choice in enumerate(one["choices"]):
                there = {tuple(cell["labels"]) for cell in one["cells"] if cell["choice"] == at}
                names = self.cubes[choice["cube"]]["dimensions"]
                for leaf in self.empty:
                    if leaf[0] != choice["cube"] or choice.get("where"):
                        continue
                    if tuple(leaf[1][names.index(n)] for n in choice["by"]) not in there:
                        yield one["vintage"], leaf

    def form(self, vintage, cube, labels):
        """The finest counts that a cell sums. `labels`: pairs of dimension and label, without totals."""
        key = vintage, cube, labels
        if key not in self.forms:
            names = self.cubes[cube]["dimensions"]
            at = [(names.index(name), label) for name, label in labels]
            members = [self.column[vintage, leaf] for leaf in self.by_cube.get((vintage, cube), [])
                       if all(covers(label, leaf[1][d]) for d, label in at)]
            row = np.zeros(len(self.truth), dtype=np.int8)
            row[members] = 1
            self.forms[key] = row
        return self.forms[key]

    def value(self, form):
        return float(form @ self.truth)

    def is_unsafe(self, form):
        """Whether the count may not be published: few persons, few partners, or one or two that contribute most."""
        persons = {}
        for at in np.flatnonzero(form):
            for partner, count in self.own[at].items():
                persons[partner] = persons.get(partner, 0) + count
        by_size = sorted(persons.values(), reverse=True)
        total = sum(by_size)
        rest = total - sum(by_size[:2])
        return 0 < total < self.threshold or len(by_size) < 3 or sum(by_size[:2]) > 0.85 * total or rest < 0.1 * by_size[0]

    def own_count(self, form, coalition):
        return sum(self.own[at].get(partner, 0) for at in np.flatnonzero(form) for partner in coalition)

    def cells(self):
        """Yields every shown cell: the disclosure, cube, labels and value."""
        vintage_of = {one["id"]: one["vintage"] for one in self.shown}
        for order, one in enumerate(self.shown):
            for cell in one["cells"]:
                choice = one["choices"][cell["choice"]]
                labels = tuple(sorted((n, l) for n, l in zip(choice["by"], cell["labels"]) if l != "Total"))
                yield order, one, vintage_of, choice, cell, labels


def facts(history):
    """Returns what everybody knows as rows (form, low, high), the exact cells, and the suppressed ones."""
    rows, exact, suppressed, keys, last = [], {}, {}, {}, {}
    for order, one, vintage_of, choice, cell, labels in history.cells():
        cube, shown = choice["cube"], cell["shown"]
        if one["noise"] is None:
            keys.setdefault((cube, labels), set()).add(one["vintage"])
        form = history.form(one["vintage"], cube, labels)
        last[one["vintage"]] = order
        if one["noise"] is not None:
            names = {n for n, l in zip(choice["by"], cell["labels"]) if l != "Total"}
            deviation = next(n["deviation"] for n in one["noise"] if set(n["columns"]) == names)
            truth, reach = history.value(form), QUANTILE * deviation
            rows.append((form, min(truth, math.ceil(shown["victims"] - reach)), max(truth, math.floor(shown["victims"] + reach))))
        elif shown["state"] in ("not_reported", "not_collected"):
            rows.append((form, 0, 0))
        elif shown["state"] == "published":
            vintage = vintage_of[shown["asOf"]]
            form = history.form(vintage, cube, labels)
            if history.value(form) != shown["victims"]:
                raise ValueError(f"a published figure is not the count: {cube} {labels}")
            rows.append((form, shown["victims"], shown["victims"]))
            exact[vintage, cube, labels] = shown["victims"]
        else:
            # Zeros of sensitive values may be suppressed too, so a reader concludes nothing from that.
            may_be_zero = any(name in history.cubes[cube]["sensitive"] for name, _ in labels)
            if history.value(form) >= 1 and not may_be_zero:
                rows.append((form, 1, np.inf))
            if "low" in shown:
                rows.append((form, shown["low"], shown.get("high", np.inf)))
            suppressed[one["vintage"], cube, labels] = form, order
    rows.extend(finer_counts(history))
    for vintage, leaf in history.missing():
        form = np.zeros(len(history.truth), dtype=np.int8)
        form[history.column[vintage, leaf]] = 1
        rows.append((form, 0, 0))
    # A count that is safe by itself was suppressed to protect others of the same table. A later disclosure may show it if those stay safe.
    protected = {key: form for key, (form, order) in suppressed.items() }
    return rows, exact, protected, keys


def finer_counts(history):
    """Yields that finer counts of a cube's persons add up to the cube's."""
    for vintage, finer in list(history.by_cube):
        cube, _, detail = finer.partition("/")
        if detail == "" or (vintage, cube) not in history.by_cube:
            continue
        names = history.cubes[cube]["dimensions"]
        # Months have no routes.
        kept = [d for d, name in enumerate(names) if detail == "places" or name != "corridor"]
        sums = {}
        for sign, own in ((1, cube), (-1, finer)):
            for leaf in history.by_cube[vintage, own]:
                key = tuple(lifted(names[d], leaf[1][d]) for d in kept)
                row = sums.setdefault(key, np.zeros(len(history.truth), dtype=np.int8))
                row[history.column[vintage, leaf]] = sign
        for row in sums.values():
            yield row, 0, 0


def reported(history, vintage, changes):
    """Yields that partners have persons in the month in which they began: kind of record, month, partners that report from then on."""
    last = {}
    for kind, month, partners in changes:
        began = partners - last.get(kind, 0)
        last[kind] = partners
        for cube, labels in ((f"{kind}s/months", (("year", month),)), ("coverage/months", (("record_kind", kind), ("year", month)))):
            if began > 0 and (vintage, cube) in history.by_cube:
                yield history.form(vintage, cube, labels), began, np.inf


def spine(history, vintage):
    """Returns cells of all cubes by place and time: lists of (cube, labels, whether it counts everybody)."""
    found = {}
    for cube, facts_of in history.cubes.items():
        names = facts_of["dimensions"]
        place, time, always = facts_of.get("place"), facts_of["time"], facts_of["notSummed"]
        further = [n for n in names if n not in (place, time, *always)]
        leaves = history.by_cube.get((vintage, cube), [])
        def labels_of(leaf, wanted):
            return tuple(sorted((n, leaf[1][names.index(n)]) for n in wanted))
        if cube.endswith("/places"):
            continue
        at_places = [True, False] if place and "/" not in cube else [False]
        for with_place, with_time in itertools.product(at_places, [True, False]):
            base = always + ([place] if with_place else []) + ([time] if with_time else [])
            kinds = [[]] if facts_of["isWhole"] else [[], *[[n] for n in further], further]
            for more in kinds:
                for labels in {labels_of(leaf, [*base, *more]) for leaf in leaves}:
                    known = dict(labels)
                    at = known.get(place, "Total") if place else "Total", known.get(time, "Total")
                    found.setdefault(at, set()).add((cube, labels, facts_of["isWhole"] and not more))
    return found


def overlap(a, b):
    """Whether cells of one cube with these labels may contain a person together."""
    known = dict(a)
    return all(known.get(name, label) == label for name, label in b)


def links(history):
    rows, small = [], {}
    shown = {}
    for one in history.shown:
        for choice in one["choices"]:
            shown.setdefault((one["vintage"], choice["cube"]), set()).update(choice["by"])

    def is_divided(vintage, part):
        """Whether a table of the vintage divides the part's cube by its labels: then its persons may be known."""
        cube, _, labels = part
        by, facts_of = shown.get((vintage, cube)), history.cubes[cube]
        return by is not None and {n for n, _ in labels} <= {*by, facts_of.get("place"), facts_of["time"], *facts_of["notSummed"]}

    def link(a, b):
        difference = history.value(a) - history.value(b)
        if abs(difference) < history.width:
            rows.append((a - b, difference, difference))

    for vintage in history.vintages:
        for cells in spine(history, vintage).values():
            forms = [(cube, whole, history.form(vintage, cube, labels), labels) for cube, labels, whole in sorted(cells)]
            for cube, whole, form, labels in forms:
                if whole and "/" not in cube and 0 < history.value(form) < history.threshold:
                    small[vintage, cube, labels] = form
            wholes = [(cube, form) for cube, whole, form, _ in forms if whole and history.value(form) > 0]
            parts = [(cube, form, labels) for cube, whole, form, labels in forms if not whole and history.value(form) > 0]
            for (cube_a, a), (cube_b, b) in itertools.combinations(wholes, 2):
                if cube_a != cube_b:
                    link(a, b)
            # A total and one of its parts are not both the same persons as a third count: the nearest is.
            def rank(part):
                return min([abs(history.value(part[1]) - history.value(b)) for _, b in wholes], default=np.inf), len(part[2])
            taken = []
            for cube, form, labels in sorted(parts, key=rank):
                if rank((cube, form, labels))[0] < history.width and not any(c == cube and overlap(l, labels) for c, l in taken):
                    taken.append((cube, labels))
                    for _, b in wholes:
                        link(form, b)
            # Parts of two cubes that tables of this vintage divide so are the same persons too, the nearest first.
            def apart(pair):
                return abs(history.value(pair[0][1] - pair[1][1])), len(pair[0][2]) + len(pair[1][2])
            divided = [part for part in parts if is_divided(vintage, part)]
            pairs = [(a, b) for a, b in itertools.combinations(divided, 2) if a[0] != b[0]]
            for pair in sorted(pairs, key=apart):
                may = lambda part: (part[0], part[2]) in taken or not any(c == part[0] and overlap(l, part[2]) for c, l in taken)
                if apart(pair)[0] < history.width and all(may(part) for part in pair):
                    link(pair[0][1], pair[1][1])
                    taken += [(cube, labels) for cube, _, labels in pair]
    return rows, small


def changes(history, keys):
    """Returns the change of every cell between two vintages, as (now, before) forms."""
    leaves = {(leaf[0], tuple(sorted(zip(history.cubes[leaf[0]]["dimensions"], leaf[1])))) for _, leaf in history.column}
    for before, now in itertools.combinations(history.vintages, 2):
        for cube, labels in sorted(set(keys) | leaves):
            yield (cube, labels), before, now, history.form(now, cube, labels), history.form(before, cube, labels)


class Attack:
    """A linear programme of what one attacker knows."""

    def __init__(self, history, rows, low, high=np.inf):
        n = len(history.truth)
        form = np.array([r for r, _, _ in rows], dtype=np.int8) if rows else np.zeros((0, n), dtype=np.int8)
        below = np.array([l for _, l, _ in rows], dtype=float)
        above = np.array([h for _, _, h in rows], dtype=float)
        residual = form @ history.truth
        if (residual < below - EPS).any() or (residual > above + EPS).any() or (low > history.truth).any() or (high < history.truth).any():
            raise ValueError("the attacker knows something that is not true")
        equal = below == above
        upper, lower = np.isfinite(above) & ~equal, np.isfinite(below) & ~equal
        matrix = csr_matrix(form).astype(float)
        self.equal, self.right = (matrix[equal], below[equal]) if equal.any() else (None, None)
        bounded = upper.any() or lower.any()
        self.matrix = vstack([matrix[upper], -matrix[lower]]).tocsr() if bounded else None
        self.most = np.concatenate([above[upper], -below[lower]]) if bounded else None
        self.bounds = np.column_stack([low, np.full(n, high)])
        self.points = [history.truth]

    def solve(self, cost):
        got = linprog(cost, A_ub=self.matrix, b_ub=self.most, A_eq=self.equal, b_eq=self.right, bounds=self.bounds, method="highs")
        if got.status == 0:
            self.points.append(np.asarray(got.x))
            return float(got.fun)
        if got.status in (3, 4):
            return -np.inf
        raise ValueError(f"the attack failed: {got.message}")

    def seen(self, form):
        values = [float(form @ point) for point in self.points]
        return math.ceil(min(values) - EPS), math.floor(max(values) + EPS)

    def interval(self, form):
        least, most = self.solve(form), -self.solve(-form)
        return least if np.isinf(least) else math.ceil(least - EPS), most if np.isinf(most) else math.floor(most + EPS)

    def narrow(self, wanted):
        """Returns the wanted cells (name to form and test) whose interval fails its test."""
        draw = np.random.default_rng(1)
        left = dict(wanted)
        for _ in range(DIRECTIONS):
            left = {name: (form, safe) for name, (form, safe) in left.items() if not safe(*self.seen(form))}
            if len(left) < 3:
                break
            # A box keeps a direction without a bound from ending the search.
            cost = sum(draw.normal() * form for form, _ in left.values()) + 1e-3
            self.solve(np.maximum(cost, -0.5) if draw.random() < 0.5 else np.abs(cost))
        found = []
        for name, (form, safe) in left.items():
            if safe(*self.seen(form)):
                continue
            ends = self.interval(form)
            if not safe(*ends):
                found.append((name, ends))
        return found


def attack(data):
    history = History(data)
    if not history.shown:
        return {"seed": data["seed"], "findings": [], "judged": 0, "coalitions": 0}
    public, exact, suppressed, keys = facts(history)
    for vintage in history.vintages:
        public.extend(reported(history, vintage, data.get("reporting", [])))
    linked, small = links(history)
    everywhere = {(cube, labels) for _, cube, labels in small}

    def is_known(vintage, cube, labels, form):
        # A reader who assumes that an earlier or later figure did not change is right.
        return any(exact.get((v, cube, labels)) == history.value(form) for v in history.vintages)

    small_reach = history.threshold - 1
    wide = lambda low, high: high - low >= history.width and not (low >= 1 and high <= small_reach)
    quiet = lambda low, high: not (low >= 1 and high <= small_reach) and not (high <= -1 and low >= -small_reach)
    judged = {(*key, "cell"): (form, wide) for key, form in {**small, **suppressed}.items() if not is_known(*key, form)}
    growing, change_rows, change_forms, unchanged = [], [], {}, []
    for (cube, labels), before, now, a, b in changes(history, set(keys) | everywhere):
        difference = history.value(a) - history.value(b)
        if difference == 0 and (cube, labels) in everywhere | set(keys):
            unchanged.append((now, (a - b, 0, 0)))
        if difference >= 0:
            growing.append((now, a - b, a, b))
        shown = [(v, cube, labels) in exact for v in (before, now)]
        if {before, now} <= keys.get((cube, labels), set()) and not all(shown) and difference != 0:
            change_rows.append(((before, now, cube, labels, "change"), (a - b, quiet)))
            change_forms[before, now, cube, labels, "change"] = a, b
    judged.update(change_rows)
    coalitions = [c for together in range(data.get("together", 2) + 1) for c in itertools.combinations(history.partners, together)]

    def low_of(of):
        return np.max([[sum(own.get(p, 0) for p in coalition) for own in history.own] for coalition in of], axis=0).astype(float)

    def test_for(name, coalition):
        """The test of a cell for one coalition: of a change, what remains without its own part must not be proved small."""
        form, safe = judged[name]
        if name not in change_forms:
            return form, safe
        a, b = change_forms[name]
        own = history.own_count(a, coalition) - history.own_count(b, coalition)
        return form, lambda low, high: safe(low - own, high - own)

    def growth_of(a, b, coalition):
        return sum(max(0, history.own_count(a, [p]) - history.own_count(b, [p])) for p in coalition)

    others = {}
    for (_, (cube, values)), at in history.column.items():
        if values[-1] == "Other":
            others.setdefault(cube, set()).update(history.own[at])

    def high_of(of):
        """Partners outside the constant panel that nobody shares it with know that what it lacks is theirs."""
        known = [values[-1] == "Other" and any(others[cube] <= set(c) for c in of) for _, (cube, values) in history.column]
        return np.where(known, history.truth, np.inf)

    findings = []
    for grows in (False, True) if len(history.vintages) > 1 else (False,):
        def attacker(of, public=public, linked=linked, until=np.inf):
            """Assumes nothing of changes to the vintage `until` and later ones."""
            rows = [*public, *linked, *(row for now, row in unchanged if now < until)]
            if grows:
                for now, form, a, b in growing:
                    if now >= until:
                        continue
                    difference = history.value(form)
                    least = max([g for g in (growth_of(a, b, c) for c in of) if g <= difference], default=0)
                    rows.append((form, least, np.inf))
            return Attack(history, rows, low_of(of), high_of(of))

        # One attacker who knows of each count what the best coalition knows. What is safe from this one is safe from all.
        failing = [name for name, _ in attacker(coalitions).narrow(judged)]
        # A change that follows from the relations that the attacker assumes, without any publication, was not disclosed.
        assumed = {name: judged[name] for name in failing if name in change_forms}
        if assumed:
            told = {name for name, _ in attacker([()], []).narrow(assumed)}
            failing = [name for name in failing if name not in told]
        # What a coalition proves of a vintage before anything of it is disclosed no decision about it can prevent.
        told_before = {}

        def before(vintage, coalition):
            if (vintage, coalition) not in told_before:
                shown, history.shown = history.shown, history.shown[:next(k for k, one in enumerate(history.shown) if one["vintage"] == vintage)]
                told_before[vintage, coalition] = attacker([coalition], facts(history)[0], links(history)[0])
                history.shown = shown
            return told_before[vintage, coalition]

        def is_given_later(name, coalition, ends):
            """Whether a change follows from earlier publications and what is assumed of a later vintage, of which nothing was shown yet."""
            (form, _), (_, safe) = judged[name], test_for(name, coalition)
            return any(
                before(later, coalition).interval(form) == ends and safe(*attacker([coalition], until=later).interval(form))
                for later in history.vintages if later > name[1])

        def suspected(of, names):
            """Yields coalitions with what each may prove: what some know together proves no less than what one of them knows."""
            if len(of) == 1 or not names:
                yield from ((coalition, names) for coalition in of if names)
                return
            for half in (of[: len(of) // 2], of[len(of) // 2 :]):
                cells = {name: judged[name] for name in names if name not in change_forms}
                safe = set(cells) - {name for name, _ in attacker(half).narrow(cells)} if cells else set()
                yield from suspected(half, [name for name in names if name not in safe])

        for coalition, names in suspected(coalitions, failing):
            for name, (low, high) in attacker([coalition]).narrow({name: test_for(name, coalition) for name in names}):
                if name[-1] == "cell" and before(name[0], coalition).interval(judged[name][0]) == (low, high):
                    continue
                if name[-1] == "change" and is_given_later(name, coalition, (low, high)):
                    continue
                findings.append({"who": coalition, "grows": grows, "cell": list(map(str, name)), "low": str(low), "high": str(high),
                                 "value": history.value(judged[name][0]), "unsafe": history.is_unsafe(judged[name][0])})
    return {"seed": data["seed"], "findings": findings, "judged": len(judged), "coalitions": len(coalitions)}


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as lines:
        for line in lines:
            print(json.dumps(attack(json.loads(line))), flush=True)

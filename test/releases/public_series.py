"""Series of an edition and the verdicts on them, read for `public_exits.py`."""

import math
from urllib.parse import quote, urlencode

import numpy as np

PARTS = {"half_year": "H", "quarter": "Q", "month": ""}


def read_series(exits):
    """Each series that has a suppressed cell, and some that have none."""
    for (release, name), table in exits.by_name.items():
        if release not in exits.editions or "year" not in table.dimensions or table.is_panel or table.is_noisy:
            continue
        series = {}
        for labels, state, *_ in table.cells:
            if len(labels) == len(table.dimensions):
                series.setdefault(tuple((key, labels[key]) for key in table.dimensions if key != "year"), []).append(state)
        plain = [key for key, states in series.items() if "suppressed" not in states][:1]
        for key in [*plain, *(key for key, states in series.items() if "suppressed" in states)]:
            trend(exits, release, name, dict(key))


def trend(exits, release, name, where):
    found = exits.docs.json(f"/v1/trends?{urlencode({'table': name, 'release': release, **where}, quote_via=quote)}")
    for own, one in ((name, found), (f"{name}_panel", found["panel"])):
        if one is None or not one["series"]:
            continue
        values = []
        for step in one["series"]:
            part = next((f"-{PARTS[key]}{step[key]}" if PARTS[key] else f"-{step[key]:02d}" for key in PARTS if key in step), "")
            exits.odd("trends", set(step) - {"year", "state", "asOf", "low", "high", found["figure"], *PARTS})
            labels = {**where, "year": f"{step['year']}{part}", **({"panel": "Constant"} if own != name else {})}
            if exits.cell(release, own, labels) is None and step["state"] == "not_reported":
                values.append(None)
                continue
            exits.state("trends", release, own, labels, step["state"], step.get(found["figure"]), step.get("low"), step.get("high"))
            values.append((labels, step["state"], step.get(found["figure"]), step.get("low"), step.get("high")))
        if one is found and found["verdict"]["of"] == name and found["verdict"]["partners"] == "all":
            verdict(exits, release, name, found["verdict"], values)
    # Estimates of months that are not complete are not read: a site that has them is another test's.
    exits.odd("trends", found["incomplete"])


def verdict(exits, release, name, told, values):
    """Mann-Kendall's score and Sen's slope: of the published cells, and bounds over the suppressed ones."""
    shown = [(at, value[2]) for at, value in enumerate(values) if value and value[1] == "published"]
    hidden = [(at, value) for at, value in enumerate(values) if value and value[1] == "suppressed"]
    exits.read["verdict"] += 1
    exits.odd("verdict", [] if (told["published"], told["suppressed"]) == (len(shown), len(hidden)) else f"other numbers of cells in {name}")
    original = told["tests"].get("original")
    if original and len(shown) > 2:
        exits.odd("verdict", [] if original["s"] == score(shown, 1) else f"a score that is not that of the published cells of {name}")
    if not told["bounds"] or len(hidden) != 1:
        return
    at, (labels, _, _, low, high) = hidden[0]
    ends = {key: (-math.inf if one["low"] is None else one["low"], math.inf if one["high"] is None else one["high"]) for key, one in told["bounds"].items()}
    # The product tries no more than ten times the largest published figure where a cell has no upper bound.
    most = 10 * max((value for _, value in shown), default=1) if high is None else high
    steps = 2 if "-H" in labels["year"] else 4 if "-Q" in labels["year"] else 12 if "-" in labels["year"] else 1
    tried = range(low or 0, most + 1)
    fits = [value for value in tried if fit(sorted([*shown, (at, value)]), steps, ends["s"], ends["slope"])] if len(shown) < 40 else tried
    if len(fits) == 0:
        exits.odd("verdict", f"a score or slope that no value gives, of {labels}")
    else:
        exits.claim("verdict", release, name, labels, fits[0] if fits[0] > (low or 0) else low, None if high is None and fits[-1] == most else fits[-1])


def pairs(points, steps):
    """Pairs of values of the same part of a year, with their distance in years."""
    return [(a, b, (j - i) / steps) for at, (i, a) in enumerate(points) for j, b in points[at + 1:] if (j - i) % steps == 0]


def score(points, steps):
    return sum((b > a) - (b < a) for a, b, _ in pairs(points, steps))


def fit(points, steps, s, slope):
    """Whether a series of so many steps a year has a score, and a slope per year, between these bounds."""
    slopes = [(b - a) / years for a, b, years in pairs(points, steps)]
    return s[0] <= score(points, steps) <= s[1] and slope[0] - 1e-9 <= float(np.median(slopes)) <= slope[1] + 1e-9

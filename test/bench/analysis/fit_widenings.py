"""
Chooses the widenings of the count model's intervals from the series of simulateWidenings.ts, and prints packages/flow-statistics/src/model/widenings.ts.

In each group of series of similar length and true memory, as many of the statements on changes at a date should be false as intended. The groups are of the truth, which the
model does not know: it sees the number of points and the memory it found.

Usage: fit_widenings.py FILE... > widenings.ts   (numpy, scipy)
"""
import json
import sys

import numpy as np
from scipy.optimize import minimize

# ln of the widening stays above the negative of the first, and below the second.
BOUNDS = {"dated": (0.2, 0.3), "datedJointly": (0.2, 0.3)}
SOFTNESS = 0.06  # of the step from "stated" to "not stated", on the scale of ln widening
LENGTHS = [(24, 30), (36, 60), (72, 120), (160, 240)]
INFLATIONS = [(-1, 0.01), (0.01, 0.25), (0.25, 0.6), (0.6, 1.1), (1.1, 9)]
LEAST = 150  # series of a group


def columns(rows, fit):
    size = np.log(np.array([row["n"] for row in rows]) / 36)
    basis = np.stack([np.ones_like(size), size, size**2], 1)
    parts = [np.array([row[fit][part] for row in rows]) for part in ("inflation", "autocorrelation", "observed")]
    return np.concatenate([basis] + [basis * part[:, None] for part in parts], 1)


def groups(rows):
    n = np.array([row["n"] for row in rows])
    inflation = np.array([row["inflation"] for row in rows])
    found = [
        np.where((n >= a) & (n <= b) & (inflation > c) & (inflation <= d))[0]
        for a, b in LENGTHS
        for c, d in INFLATIONS
    ]
    return [one for one in found if len(one) >= LEAST]


def bend(log, bounds):
    """Keeps ln widening within its bounds; returns its slope too."""
    bound = np.where(log < 0, *bounds)
    bent = np.tanh(log / bound)
    return bound * bent, 1 - bent**2


def widening(x, b, bounds):
    return np.exp(bend(x @ b, bounds)[0])


def fit(x, parts, bounds, false, target, strict=8, lax=4, plain=0.5):
    """`false` is the largest widening at which a false statement is made."""
    log_false = np.log(np.maximum(false, 1e-6))
    low, high = target

    def loss(b):
        log, slope = bend(x @ b, bounds)
        s = 1 / (1 + np.exp(-np.clip((log_false - log) / SOFTNESS, -40, 40)))
        total, gradient = plain * (b @ b), 2 * plain * b
        for part in parts:
            weight = min(1, len(part) / 600)
            share = s[part].mean()
            by = -((s * (1 - s) / SOFTNESS * slope)[part] @ x[part]) / len(part)
            off, cost = (share - high, strict) if share > high else (min(0, share - low), lax)
            total += weight * cost * 1e4 * off**2
            gradient = gradient + weight * cost * 2e4 * off * by
        return total, gradient

    return minimize(loss, np.zeros(x.shape[1]), jac=True, method="BFGS", options={"maxiter": 80}).x


def spread(name, factors):
    print(f"{name} factors, at 0, 5, 50, 95 and 100 %:", np.percentile(factors, [0, 5, 50, 95, 100]).round(2), file=sys.stderr)


def report(name, rows, stated):
    print(name, file=sys.stderr)
    n = np.array([row["n"] for row in rows])
    inflation = np.array([row["inflation"] for row in rows])
    for a, b in LENGTHS:
        shares = [
            stated[(n >= a) & (n <= b) & (inflation > c) & (inflation <= d)] for c, d in INFLATIONS
        ]
        print(f"{a:4d}-{b:3d}", *(f"{100 * s.mean():5.1f} ({len(s):4d})" if len(s) else "   –  " for s in shares), file=sys.stderr)


def main():
    rows = [json.loads(line) for name in sys.argv[1:] for line in open(name) if line.endswith("}\n")]
    get = lambda key, some: np.array([row[key] for row in some])
    found = {}
    x = columns(rows, "broken")
    for key in ("dated", "datedJointly"):
        found[key] = fit(x, groups(rows), BOUNDS[key], get(key, rows), (0.042, 0.047))
        spread(key, widening(x, found[key], BOUNDS[key]))
        report(key, rows, get(key, rows) > widening(x, found[key], BOUNDS[key]))
    print("/**")
    print(" * For each question: the bounds of ln widening, and the coefficients for the constant and each part of `Memory` in order, which are those of")
    print(" * 1, ln(points / 36) and its square. Written by `test/bench/analysis/fit_widenings.py`.")
    print(" */")
    print("export const widenings = {")
    lines = []
    for key, b in found.items():
        triples = ",\n".join("      [" + ", ".join(f"{one:.4g}" for one in b[i : i + 3]) + "]" for i in range(0, len(b), 3))
        least, most = BOUNDS[key]
        lines.append(f"  {key}: {{\n    least: {least},\n    most: {most},\n    coefficients: [\n{triples}\n    ]\n  }}")
    print(",\n".join(lines))
    print("} as const")


main()

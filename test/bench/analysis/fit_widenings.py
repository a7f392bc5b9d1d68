"""
Chooses the widenings of the count model's intervals from the series of simulateWidenings.ts, and prints packages/flow-statistics/src/model/widenings.ts.

In each group of series of similar length and true memory, false statements should be few, and changes of level of 3.5 standard errors found as often as
possible. The groups are of the truth, which the model does not know: it sees the number of points and the memory it found.

Usage: fit_widenings.py FILE... > widenings.ts   (numpy, scipy)
"""
import json
import sys

import numpy as np
from scipy.optimize import minimize

# ln of the widening stays above the negative of the first, and below the second.
BOUNDS = {"step": (0.12, 0.15), "dated": (0.2, 0.3), "datedJointly": (0.2, 0.3)}
SOFTNESS = 0.06  # of the step from "stated" to "not stated", on the scale of ln widening
LENGTHS = [(8, 10), (12, 18), (24, 30), (36, 60), (72, 120), (160, 240)]
INFLATIONS = [(-1, 0.01), (0.01, 0.25), (0.25, 0.6), (0.6, 1.1), (1.1, 9)]
LEAST = 150  # series of a group
GAIN = 40  # of finding all changes of a group; 8 is the cost of one more false statement in a hundred
WITHOUT_MEMORY = 1.5


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


def worth(rows):
    """Groups with what finding a change is worth: more where there is no memory, which widenings for long memory would sacrifice."""
    inflation = np.array([row["inflation"] for row in rows])
    return [
        (part, GAIN * min(1, len(part) / 600) * (WITHOUT_MEMORY if inflation[part].max() < 0.02 else 1))
        for part in groups(rows)
    ]


def bend(log, bounds):
    """Keeps ln widening within its bounds; returns its slope too."""
    bound = np.where(log < 0, *bounds)
    bent = np.tanh(log / bound)
    return bound * bent, 1 - bent**2


def widening(x, b, bounds):
    return np.exp(bend(x @ b, bounds)[0])


def fit(x, parts, bounds, false, target, already=None, power=None, strict=8, lax=0.5, plain=0.02):
    """
    `false` is the largest widening at which a false statement is made, and `already` tells where it is made without this test.
    `power` has the same of true changes: columns, groups with what finding them is worth, and the largest widening.
    """
    log_false = np.log(np.maximum(false, 1e-6))
    still = np.ones(len(x)) if already is None else 1 - already
    low, high = target

    def stated(log, log_widening):
        return 1 / (1 + np.exp(-np.clip((log - log_widening) / SOFTNESS, -40, 40)))

    def loss(b):
        log, slope = bend(x @ b, bounds)
        s = stated(log_false, log)
        total, gradient = plain * (b @ b), 2 * plain * b
        for part in parts:
            weight = min(1, len(part) / 600)
            share = (1 - (1 - s[part]) * still[part]).mean()
            by = -((s * (1 - s) / SOFTNESS * slope * still)[part] @ x[part]) / len(part)
            off, cost = (share - high, strict) if share > high else (min(0, share - low), lax)
            total += weight * cost * 1e4 * off**2
            gradient = gradient + weight * cost * 2e4 * off * by
        if power is not None:
            others, worth, found = power
            log, slope = bend(others @ b, bounds)
            f = stated(np.log(np.maximum(found, 1e-6)), log)
            for part, gain in worth:
                total -= gain * f[part].mean()
                gradient = gradient + gain * ((f * (1 - f) / SOFTNESS * slope)[part] @ others[part]) / len(part)
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
    having = lambda key: [row for row in rows if key in row]
    get = lambda key, some: np.array([row[key] for row in some])
    found = {}
    steps = having("step")
    lifted = [{"n": row["n"], "inflation": row["inflation"], **row["lifted"]} for row in having("lifted")]
    is_steady = lambda some: get("isSteady", some) > 0
    x, others = columns(steps, "around"), columns(lifted, "around")
    power = others, worth(lifted), get("step", lifted)
    already = is_steady(steps).astype(float)
    found["step"] = fit(
        x, groups(steps), BOUNDS["step"], get("step", steps), (0.034, 0.039), already=already, power=power, plain=0.5
    )
    factors, of_lifted = (widening(one, found["step"], BOUNDS["step"]) for one in (x, others))
    spread("step", factors)
    report("change of level stated", steps, get("step", steps) > factors)
    report("any change stated", steps, (get("step", steps) > factors) | is_steady(steps))
    report("change of level found", lifted, get("step", lifted) > of_lifted)
    report("any change found", lifted, (get("step", lifted) > of_lifted) | is_steady(lifted))
    dated = having("dated")
    x = columns(dated, "broken")
    for key in ("dated", "datedJointly"):
        found[key] = fit(x, groups(dated), BOUNDS[key], get(key, dated), (0.042, 0.047), lax=4, plain=0.5)
        spread(key, widening(x, found[key], BOUNDS[key]))
        report(key, dated, get(key, dated) > widening(x, found[key], BOUNDS[key]))
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

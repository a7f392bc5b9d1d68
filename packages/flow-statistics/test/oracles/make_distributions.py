"""Writes expected/distributions.csv: tails, quantiles and densities by scipy. See README.md."""

import csv
import sys

import numpy as np
from scipy import special, stats

rng = np.random.default_rng(20260101)
rows = []


def add(name, parameters, distribution, points):
    for x in points:
        x = float(x)
        values = [distribution.pdf(x), distribution.cdf(x), distribution.sf(x)]
        rows.append([name, *parameters, *[""] * (2 - len(parameters)), "at", repr(x), *[repr(float(v)) for v in values]])
    for p in [1e-12, 1e-6, 0.001, 0.025, 0.2, 0.5, 0.9, 0.975, 0.99999]:
        rows.append([name, *parameters, *[""] * (2 - len(parameters)), "quantile", repr(p), repr(float(distribution.ppf(p))), "", ""])


add("normal", [], stats.norm, [-30, -8, -5.169216, -1.96, -0.3, 0, 1e-8, 0.7, 1.5, 2.5, 4, 6, 9, 20, 37])
for freedom in [1, 2.5, 4, 11, 30, 199, 5000.0]:
    add("t", [freedom], stats.t(freedom), [-40, -3.2, -1, -0.01, 0.2, 1, 2.1, 5, 12])
for freedom in [1, 2, 5.5, 11, 60, 1000, 200000.0]:
    add("chiSquared", [freedom], stats.chi2(freedom), freedom + np.sqrt(2 * freedom) * np.array([-0.69, -0.3, 0.1, 1, 3, 6]))
for a, b in [(1, 1), (3, 17.5), (11, 200), (40, 2), (1000, 900)]:
    add("f", [a, b], stats.f(a, b), [0.01, 0.3, 0.9, 1.1, 2, 5, 20])
for shape, scale in [(0.05, 1), (0.5, 3), (1, 1), (7.3, 0.2), (150, 2), (60000, 1)]:
    add("gamma", [shape, scale], stats.gamma(shape, scale=scale), shape * scale * np.array([0.2, 0.8, 0.99, 1, 1.01, 1.3, 3]))
for a, b in [(0.2, 0.7), (1, 3), (5, 5), (80, 2.5), (3000, 9000)]:
    add("beta", [a, b], stats.beta(a, b), [1e-6, 0.05, 0.2, 0.25, 0.26, 0.6, 0.97])
for x in np.concatenate([10.0 ** np.arange(-6, 8), rng.uniform(0.1, 40, 20)]):
    x = float(x)
    for name, function in [("lnGamma", special.gammaln), ("digamma", special.digamma), ("trigamma", lambda v: special.polygamma(1, v))]:
        rows.append([name, "", "", "at", repr(x), repr(float(function(x))), "", ""])

with open(sys.argv[1], "w", newline="") as file:
    out = csv.writer(file, lineterminator="\n")
    out.writerow(["function", "a", "b", "kind", "x", "value", "cdf", "survival"])
    out.writerows(rows)

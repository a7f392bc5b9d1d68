"""Writes expected.json: what statsmodels, ipfn, networkx and scipy make of random flows, margins, legs and routes.

    python -m venv /tmp/oracle && /tmp/oracle/bin/pip install -r ../../../../analysis/requirements.txt ipfn==1.4.4 networkx==3.6.1
    /tmp/oracle/bin/python make_expected.py expected.json
"""

import json
import sys
from collections import Counter
from importlib.metadata import version

import ipfn.ipfn
import networkx
import numpy as np
import scipy.stats
import statsmodels.api as sm
from statsmodels.stats.proportion import multinomial_proportions_confint

rng = np.random.default_rng(20261125)


def shares():
    k = int(rng.integers(2, 12))
    counts = rng.poisson(rng.gamma(2, 20, k)) + 5
    level = float(rng.choice([0.8, 0.9, 0.95, 0.99]))
    return {
        "counts": counts.tolist(),
        "level": level,
        "goodman": multinomial_proportions_confint(counts, 1 - level, "goodman").tolist(),
        "sisonGlaz": multinomial_proportions_confint(counts, 1 - level, "sison-glaz").tolist(),
    }


def margins():
    r, c = rng.integers(2, 8, 2)
    seed = rng.gamma(1, 2, (r, c)) * (rng.random((r, c)) < 0.8) + 0.0
    truth = rng.poisson(20, (r, c)) * (seed > 0) + 1.0 * (seed > 0)
    if (truth.sum(0) == 0).any() or (truth.sum(1) == 0).any():
        return margins()
    rows, columns = truth.sum(1), truth.sum(0)
    fitted = ipfn.ipfn.ipfn(seed.copy(), [rows, columns], [[0], [1]], convergence_rate=1e-13, max_iteration=5000, rate_tolerance=0)
    cells = fitted.iteration()
    return {"seed": seed.tolist(), "rows": rows.tolist(), "columns": columns.tolist(), "cells": cells.tolist()}


def gravity():
    n = int(rng.integers(4, 10))
    at = rng.uniform(0, 1000, (n, 2))
    rows = []
    out, into = rng.normal(0, 1, n), rng.normal(0, 1, n)
    for i in range(n):
        for j in range(n):
            if i != j:
                far = round(float(np.hypot(*(at[i] - at[j]))) + 1, 3)
                near = int(rng.random() < 0.3)
                rows.append((i, j, far, near, int(rng.poisson(rng.gamma(3, 1 / 3) * np.exp(6 + out[i] + into[j] - 0.7 * np.log(far) + 0.5 * near)))))
    flow = np.array([row[4] for row in rows], float)
    used = [k for k, row in enumerate(rows)
            if sum(x[4] for x in rows if x[0] == row[0]) > 0 and sum(x[4] for x in rows if x[1] == row[1]) > 0]
    origins = sorted({rows[k][0] for k in used})
    destinations = sorted({rows[k][1] for k in used})
    design = np.array([[np.log(rows[k][2]), rows[k][3], 1.0]
                       + [float(rows[k][0] == o) for o in origins[1:]]
                       + [float(rows[k][1] == d) for d in destinations[1:]] for k in used])
    fit = sm.GLM(flow[used], design, family=sm.families.Poisson()).fit(tol=1e-14, maxiter=200, cov_type="HC0")
    return {"rows": [list(row) for row in rows], "used": used, "coefficients": fit.params[:2].tolist(), "errors": fit.bse[:2].tolist(),
            "deviance": fit.deviance, "expected": fit.fittedvalues.tolist(), "dispersion": fit.pearson_chi2 / fit.df_resid}


def legs():
    n = int(rng.integers(2, 9))
    graph = networkx.DiGraph()
    for i in range(n):
        for j in range(n):
            if i != j and rng.random() < 0.35:
                graph.add_edge(chr(65 + i), chr(65 + j), length=int(rng.integers(1, 5)))
    if graph.number_of_nodes() < 3:
        return legs()
    return {"legs": [[a, b, d["length"]] for a, b, d in graph.edges(data=True)],
            "plain": networkx.betweenness_centrality(graph), "weighted": networkx.betweenness_centrality(graph, weight="length")}


def memory():
    places = list("ABCDE")
    routes = []
    for _ in range(int(rng.integers(3, 25))):
        route = [str(rng.choice(places))]
        while len(route) < 2 or (rng.random() < 0.6 and len(route) < 6):
            route.append(str(rng.choice([p for p in places if p != route[-1]])))
        routes.append((route, int(rng.integers(1, 40))))
    first, second, here, came = Counter(), Counter(), Counter(), Counter()
    for route, persons in routes:
        for a, b, c in zip(route, route[1:], route[2:]):
            second[a, b, c] += persons
            first[b, c] += persons
            here[b] += persons
            came[a, b] += persons
    if not second:
        return memory()
    # Log-likelihoods of both chains, each with its own maximum likelihood transition probabilities.
    likelihood_1 = sum(n * np.log(first[b, c] / here[b]) for (a, b, c), n in second.items())
    likelihood_2 = sum(n * np.log(n / came[a, b]) for (a, b, c), n in second.items())
    statistic = 2 * (likelihood_2 - likelihood_1)
    freedom = sum((len({a for a, b, c in second if b == p}) - 1) * (len({c for a, b, c in second if b == p}) - 1)
                  for p in here)
    # Conditional mutual information by entropies, in bits.
    def entropy(counter):
        n = np.array(list(counter.values()), float)
        return scipy.stats.entropy(n / n.sum(), base=2)
    gain = entropy(came) + entropy(first) - entropy(second) - entropy(here)
    return {"routes": [[route, persons] for route, persons in routes], "passages": sum(second.values()), "statistic": statistic,
            "degreesOfFreedom": freedom, "p": None if freedom == 0 else float(scipy.stats.chi2.sf(statistic, freedom)), "gain": gain}


def many(make, count):
    return [make() for _ in range(count)]


json.dump(
    {
        "versions": {name: version(name) for name in ["statsmodels", "ipfn", "networkx", "scipy", "numpy"]},
        "shares": many(shares, 40), "margins": many(margins, 30), "gravity": many(gravity, 15), "legs": many(legs, 40),
        "memory": many(memory, 40),
    },
    open(sys.argv[1], "w"),
)

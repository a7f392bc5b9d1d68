"""Writes expected/nowcast.json: a Bayesian model of delays by PyMC, on the invented triangle of docs/examples/loaded.csv. See README.md. Needs PyMC 5.28.5;
arguments: expected/nowcast.json and the table.

The model counts forwards: each period has a rate and its own shares of delays, which are Dirichlet around common ones; each cell is Poisson.
The package counts backwards, from one delay to the next, without rates. Rates have the same prior there as here: 1 / sqrt(rate) within a
factor of 2.5 of the level of the complete periods, and beyond it falling by Student's t of three degrees of freedom on the logarithm.
"""

import csv
import json
import sys

import numpy as np
import pymc as pm

out, table = sys.argv[1:3]
with open(table) as file:
    rows = [row for row in csv.DictReader(file)]


def month(text):
    return int(text[:4]) * 12 + int(text[5:]) - 1


def triangle(partner):
    own = [row for row in rows if row["partner"] == partner]
    first = min(month(row["loaded"]) for row in own)
    periods = max(month(row["loaded"]) for row in rows) - first + 1
    width = max(month(row["loaded"]) - month(row["period"]) for row in own) + 1
    counts = np.zeros((periods, width))
    for row in own:
        counts[month(row["period"]) - first, month(row["loaded"]) - month(row["period"])] += int(row["value"])
    seen = np.add.outer(np.arange(periods), np.arange(width)) < periods
    return counts, seen


def fit(partner):
    counts, seen = triangle(partner)
    periods, width = counts.shape
    complete = seen.all(axis=1)
    logs = np.log(counts[complete].sum(axis=1) + 0.5)[-24:]
    with pm.Model():
        shares = pm.Dirichlet("shares", np.full(width, 0.5))
        log_size = pm.Uniform("log_size", np.log(0.5), np.log(1000))
        own = pm.Dirichlet("own", pm.math.exp(log_size) * shares + 1e-6, shape=(periods, width))
        log_rate = pm.Flat("log_rate", shape=periods, initval=np.full(periods, logs.mean()))
        beyond = pm.math.maximum(0, pm.math.abs(log_rate - logs.mean()) - np.log(2.5)) / max(0.3, logs.std(ddof=1))
        pm.Potential("prior", log_rate / 2 - 2 * pm.math.log(1 + beyond**2 / 3))
        mean = pm.math.exp(log_rate)[:, None] * own
        pm.Poisson("cells", mean[seen], observed=counts[seen])
        pm.Deterministic("late", (mean * ~seen).sum(axis=1))
        found = pm.sample(2000, tune=1500, chains=2, cores=2, target_accept=0.95, random_seed=1, progressbar=False)
    late = found.posterior["late"].values.reshape(-1, periods)
    finals = counts.sum(axis=1, where=seen) + np.random.default_rng(2).poisson(late)
    rhat = float(pm.stats.rhat(found, var_names=["late"])["late"][-(width - 1):].max())
    return {
        "partner": partner,
        "rhat": rhat,
        "periods": [
            dict(zip(("at", "low", "median", "high"), (t, *np.quantile(finals[:, t], [0.025, 0.5, 0.975]))))
            for t in range(periods - width + 1, periods)
        ],
    }


with open(out, "w") as file:
    json.dump({"made": f"PyMC {pm.__version__}, numpy {np.__version__}", "partners": [fit("A"), fit("B")]}, file, indent=2)
    file.write("\n")

"""Writes expected/pooled.json: random effects by statsmodels on measurements that are public or invented. See README.md."""

import json
import sys

import numpy as np
import statsmodels
from scipy import optimize
from statsmodels.stats.meta_analysis import combine_effects

rng = np.random.default_rng(12)


def restricted(value, variance):
    """Minus twice the restricted log likelihood of a variance between, up to a constant."""

    def of(between):
        weight = 1 / (variance + between)
        mean = (weight * value).sum() / weight.sum()
        return np.log(variance + between).sum() + np.log(weight.sum()) + (weight * (value - mean) ** 2).sum()

    return of


def case(value, error):
    variance = error**2
    laird = combine_effects(value, variance, method_re="dl")
    reml = optimize.minimize_scalar(restricted(value, variance), bounds=(0, 25 * value.var()), method="bounded").x
    weight = 1 / (variance + reml)
    return {
        "value": value.tolist(),
        "error": error.tolist(),
        "laird": {"between": float(laird.tau2), "typical": float(laird.mean_effect_re), "error": float(laird.sd_eff_w_re)},
        "reml": {"between": float(reml), "typical": float((weight * value).sum() / weight.sum()), "error": float(weight.sum() ** -0.5)},
    }


def invented(count, spread):
    error = rng.uniform(0.01, 0.05, count).round(4)
    return case((0.02 + spread * rng.normal(size=count) + error * rng.normal(size=count)).round(4), error)


def gibbs(value, error, draws=200_000):
    """Rubin's eight schools by Gibbs sampling, with a uniform prior of the spread (Gelman and others, Bayesian Data Analysis, section 5.5)."""
    mean, spread = value.mean(), value.std()
    found = np.empty((draws, len(value) + 2))
    for i in range(draws):
        precision = 1 / error**2 + 1 / spread**2
        own = rng.normal((value / error**2 + mean / spread**2) / precision, precision**-0.5)
        mean = rng.normal(own.mean(), spread / len(own) ** 0.5)
        spread = (((own - mean) ** 2).sum() / rng.chisquare(len(own) - 1)) ** 0.5
        found[i] = [*own, mean, spread]
    low, middle, high = np.quantile(found[1000:], [0.025, 0.5, 0.975], axis=0).round(3).tolist()
    return {"value": value.tolist(), "error": error.tolist(), "low": low, "mean": found[1000:].mean(axis=0).round(3).tolist(), "median": middle, "high": high}


schools = gibbs(np.array([28.0, 8, -3, 7, -1, 1, 18, 12]), np.array([15.0, 10, 16, 11, 9, 11, 10, 18]))
with open(sys.argv[1], "w") as file:
    json.dump(
        {
            "made": f"statsmodels {statsmodels.__version__}, numpy {np.__version__}",
            "schools": schools,
            "cases": [invented(200, 0.05), invented(200, 0.03), invented(400, 0.1)],
        },
        file,
        indent=1,
    )
    file.write("\n")

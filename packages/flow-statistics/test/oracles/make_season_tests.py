"""Writes expected/seasonTests.json: tests of a season by scipy and statsmodels on invented series. See README.md."""

import json
import sys

import numpy as np
import scipy
import statsmodels
import statsmodels.api as sm
from scipy import stats

rng = np.random.default_rng(12)


def case(name, season, cycles, effect, digits):
    n = season * cycles
    x = np.round(np.cumsum(rng.normal(size=n)) * 0.3 + effect * np.sin(2 * np.pi * np.arange(n) / season) + rng.normal(size=n), digits)
    groups = [x[s::season] for s in range(season)]
    whole = x.reshape(cycles, season)
    design = np.column_stack([np.ones(n), np.arange(n) / n] + [(np.arange(n) % season == s).astype(float) for s in range(1, season)])
    lags = max(season, int(np.floor(4 * (n / 100) ** (2 / 9))))
    fit = sm.OLS(x, design).fit(cov_type="HAC", cov_kwds=dict(maxlags=lags, use_correction=True), use_t=True)
    tested = np.eye(season + 1)[2:]
    wald = fit.f_test(tested)
    return dict(
        name=name,
        season=season,
        values=x.tolist(),
        kruskalWallis=list(map(float, stats.kruskal(*groups))),
        friedman=list(map(float, stats.friedmanchisquare(*whole.T))),
        robustWald=[float(wald.fvalue), float(wald.pvalue)],
    )


out = dict(
    made=f"scipy {scipy.__version__}, statsmodels {statsmodels.__version__}",
    cases=[
        case("months, strong", 12, 10, 2.0, 3),
        case("months, none, with ties", 12, 8, 0.0, 0),
        case("quarters, weak", 4, 15, 0.5, 2),
    ],
)
with open(sys.argv[1], "w") as file:
    json.dump(out, file, indent=2)
    file.write("\n")

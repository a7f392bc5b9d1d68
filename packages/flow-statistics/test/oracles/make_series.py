"""Writes expected/series.ndjson: invented series with what pymannkendall, scipy, statsmodels and ruptures say. See README.md."""

import json
import math
import sys
import warnings

import numpy as np
import pymannkendall as mk
import ruptures as rpt
from ruptures.base import BaseCost
from scipy import stats
from statsmodels.tsa.seasonal import STL

warnings.simplefilter("ignore")
rng = np.random.default_rng(20261)


class Poisson(BaseCost):
    """Twice the negative log-likelihood of counts with one mean, without what does not depend on the division."""

    model = "poisson"
    min_size = 1

    def fit(self, signal):
        self.signal = signal
        return self

    def error(self, start, end):
        total = float(self.signal[start:end].sum())
        return 0.0 if total == 0 else -2 * total * math.log(total / (end - start))


def series(kind, n):
    t = np.arange(n)
    noise = rng.normal(size=n)
    for i in range(1, n):
        noise[i] += (0.6 if kind != "white" else 0) * noise[i - 1]
    level = 30 + 0.1 * t + 8 * np.sin(2 * np.pi * t / 12) * (kind == "seasonal") + 6 * noise
    level += sum(rng.choice([-1, 1]) * rng.uniform(8, 25) * (t >= at) for at in rng.integers(5, n, 3)) * (kind == "steps")
    count = rng.poisson(np.maximum(level, 0.2)).astype(float)
    if kind == "small":
        return rng.poisson(1.3, n).astype(float)
    if kind == "falling":
        return np.round(100 - 0.4 * t + 4 * noise, 3)
    return count


def clean(value):
    value = float(value)
    return value if math.isfinite(value) else None


def tests(x, season):
    methods = {
        "original": mk.original_test,
        "hamedRao": mk.hamed_rao_modification_test,
        "yueWang": mk.yue_wang_modification_test,
        "preWhitened": mk.pre_whitening_modification_test,
        "trendFreePreWhitened": mk.trend_free_pre_whitening_modification_test,
        "seasonal": lambda v: mk.seasonal_test(v, period=season),
    }
    out = {}
    for name, method in methods.items():
        r = method(x)
        out[name] = dict(s=clean(r.s), varS=clean(r.var_s), z=clean(r.z), p=clean(r.p), tau=clean(r.Tau), slope=clean(r.slope))
    return out


def decomposition(x, season, robust):
    r = STL(x, period=season, robust=robust).fit()
    strength = lambda part: max(0.0, 1 - np.var(r.resid) / np.var(part + r.resid))
    return dict(seasonal=list(r.seasonal), trend=list(r.trend), seasonalStrength=strength(r.seasonal), trendStrength=strength(r.trend))


def breaks(x, penalty):
    def pelt(signal, **model):
        return rpt.Pelt(min_size=3, jump=1, **model).fit(signal).predict(pen=penalty)[:-1]

    return dict(
        penalty=penalty,
        l2=pelt(np.log1p(x), model="l2"),
        normal=pelt(np.log1p(x), model="normal"),
        poisson=pelt(np.round(x), custom_cost=Poisson()),
        binarySegmentation=rpt.Binseg(model="l2", min_size=3, jump=1).fit(np.log1p(x)).predict(pen=penalty)[:-1],
    )


with open(sys.argv[1], "w") as file:
    for kind in ["white", "autocorrelated", "seasonal", "steps", "small", "falling"]:
        for n in [9, 24, 61, 120]:
            x = series(kind, n)
            season = 4 if n in (9, 61) else 12
            gaps = x.copy()
            gaps[rng.random(n) < 0.1] = np.nan
            theil = stats.theilslopes(x)
            row = dict(
                kind=kind,
                season=season,
                values=x.tolist(),
                tests=tests(x, season),
                gaps=[clean(v) for v in gaps],
                testsOfGaps=tests(gaps, season),
                slope=[clean(theil.slope), clean(theil.low_slope), clean(theil.high_slope)],
            )
            if n >= 24:
                row["stl"] = {str(robust).lower(): decomposition(np.log1p(x), season, robust) for robust in (True, False)}
                row["breaks"] = [breaks(x, penalty) for penalty in (0.5, 3, 10)]
            file.write(json.dumps(row) + "\n")

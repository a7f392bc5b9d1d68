"""Writes expected/interventions.json: segmented regression, count regression, mixtures and smoothing. See README.md."""

import json
import sys
import warnings

import numpy as np
import pandas as pd
import scipy
import statsmodels
import statsmodels.api as sm
from scipy import optimize
from statsmodels.tsa.exponential_smoothing.ets import ETSModel

warnings.simplefilter("ignore")
rng = np.random.default_rng(44)


def effect(fit, at):
    low, high = fit.conf_int()[at]
    return [float(v) for v in (fit.params[at], fit.bse[at], fit.tvalues[at], fit.pvalues[at], low, high)]


def interrupted(n, at, season, lags):
    t = np.arange(n)
    noise = rng.normal(size=n)
    for i in range(1, n):
        noise[i] += 0.5 * noise[i - 1]
    y = np.round(20 + 0.1 * t + 3 * (t >= at) - 0.05 * np.maximum(0, t - at) + noise, 4)
    x = np.column_stack([np.ones(n), t - at, t >= at, np.maximum(0, t - at)] + [t % season == s for s in range(1, season)]).astype(float)
    fit = sm.OLS(y, x).fit(cov_type="HAC", cov_kwds=dict(maxlags=lags, use_correction=True), use_t=True)
    joint = fit.f_test(np.eye(x.shape[1])[2:4])
    return dict(
        values=y.tolist(), at=at, season=season, lags=lags,
        slopeBefore=effect(fit, 1), levelChange=effect(fit, 2), slopeChange=effect(fit, 3),
        joint=[float(joint.fvalue), float(joint.pvalue)],
    )


def counts(n, season, alpha):
    t = np.arange(n)
    exposure = rng.integers(50, 150, n).astype(float)
    mean = exposure * 0.2 * np.exp(0.01 * t)
    y = rng.negative_binomial(1 / alpha, 1 / (1 + alpha * mean)).astype(float)
    x = np.column_stack([np.ones(n), t - (n - 1) / 2] + [t % season == s for s in range(1, season)]).astype(float)
    fit = sm.NegativeBinomial(y, x, exposure=exposure).fit(disp=0, maxiter=500, method="bfgs", gtol=1e-9)
    fit = sm.NegativeBinomial(y, x, exposure=exposure).fit(start_params=fit.params, disp=0, maxiter=200, method="newton")
    return dict(
        values=y.tolist(), exposure=exposure.tolist(), season=season,
        slope=float(fit.params[1]), standardError=float(fit.bse[1]), p=float(fit.pvalues[1]),
        alpha=float(fit.params[-1]), logLikelihood=float(fit.llf),
    )


def mixture(periods, donors, inside):
    points = np.round(rng.normal(size=(donors, periods)) * 3 + 10, 3)
    target = np.round(rng.dirichlet(np.ones(donors)) @ points if inside else rng.normal(size=periods) * 3 + 12, 3)
    objective = lambda w: float(((w @ points - target) ** 2).sum())
    gradient = lambda w: 2 * points @ (w @ points - target)
    best = min(
        (
            optimize.minimize(
                objective, start, jac=gradient, method="SLSQP", bounds=[(0, 1)] * donors,
                constraints=[dict(type="eq", fun=lambda w: w.sum() - 1, jac=lambda w: np.ones(donors))],
                options=dict(ftol=1e-14, maxiter=2000),
            )
            for start in [np.full(donors, 1 / donors)] + list(rng.dirichlet(np.ones(donors), 5))
        ),
        key=lambda r: r.fun,
    )
    return dict(target=target.tolist(), donors=points.tolist(), weights=best.x.tolist(), squares=float(best.fun))


def smoothing(n, season, sd):
    t = np.arange(n)
    y = np.round(50 + np.cumsum(rng.normal(size=n)) + (6 * np.sin(2 * np.pi * t / season) if season else 0) + sd * rng.normal(size=n), 3)
    model = ETSModel(pd.Series(y), error="add", trend="add", damped_trend=True, seasonal="add" if season else None, seasonal_periods=season or None)
    fit = model.fit(disp=0, maxiter=5000)
    named = dict(zip(model.param_names, map(float, fit.params)))
    fixed = dict(alpha=0.4, beta=0.1, gamma=0.2 if season else 0.0, phi=0.9)
    state = dict(level=48.0, slope=0.5, seasons=[round(float(v), 3) for v in rng.normal(size=season)])
    start = [fixed["alpha"], fixed["beta"]] + ([fixed["gamma"]] if season else []) + [fixed["phi"], state["level"], state["slope"]] + state["seasons"][::-1]
    known = model.smooth(np.array(start))
    prediction = known.get_prediction(start=n, end=n + 14)
    out = dict(
        values=y.tolist(), season=season, fixed=fixed, state=state,
        errors=[float(v) for v in known.resid],
        forecast=[float(v) for v in prediction.predicted_mean],
        variances=[float(v) for v in prediction.forecast_variance],
        sigma2=float(known.scale),
        squares=float((fit.resid**2).sum()), fitted=named,
    )
    return out


out = dict(
    made=f"scipy {scipy.__version__}, statsmodels {statsmodels.__version__}",
    interrupted=[interrupted(60, 30, 1, 3), interrupted(96, 50, 12, 4), interrupted(40, 12, 4, 0)],
    counts=[counts(60, 1, 0.3), counts(96, 12, 0.1), counts(48, 4, 1.0)],
    mixtures=[mixture(12, 5, True), mixture(8, 20, False), mixture(30, 10, False), mixture(5, 3, False)],
    smoothing=[smoothing(80, 12, 0.5), smoothing(60, 4, 1.0), smoothing(50, 0, 1.0)],
)
with open(sys.argv[1], "w") as file:
    json.dump(out, file, indent=2)
    file.write("\n")

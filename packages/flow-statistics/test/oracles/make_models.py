"""Writes expected/models.json: least squares and generalised linear models by statsmodels on invented data. See README.md."""

import json
import sys

import numpy as np
import statsmodels
import statsmodels.api as sm

rng = np.random.default_rng(7)
n = 40
x = np.column_stack([np.ones(n), np.linspace(-1, 2, n), rng.normal(size=n).round(4)])
exposure = rng.integers(1, 9, n).astype(float)
mean = exposure * np.exp(0.7 + 0.4 * x[:, 1] - 0.3 * x[:, 2])
count = rng.negative_binomial(3, 3 / (3 + mean)).astype(float)
trials = rng.integers(3, 20, n).astype(float)
share = rng.binomial(trials.astype(int), 1 / (1 + np.exp(0.2 - x[:, 1]))) / trials
value = (x @ [2, -1, 0.5] + rng.normal(size=n)).round(4)
weights = rng.uniform(0.5, 3, n).round(3)


def glm(y, family, **more):
    fit = sm.GLM(y, x, family=family, **more).fit(tol=1e-13, maxiter=200, tol_criterion="params")
    return {
        "coefficients": list(fit.params),
        "errors": list(np.sqrt(np.diag(fit.normalized_cov_params))),
        "deviance": fit.deviance,
        "pearson": fit.pearson_chi2,
        "logLikelihood": fit.llf,
        "aic": fit.aic,
    }


wls = sm.WLS(value, x, weights=weights).fit()
out = {
    "made": f"statsmodels {statsmodels.__version__}, numpy {np.__version__}",
    "design": x.tolist(),
    "exposure": exposure.tolist(),
    "count": count.tolist(),
    "trials": trials.tolist(),
    "share": share.tolist(),
    "value": value.tolist(),
    "weights": weights.tolist(),
    "leastSquares": {
        "coefficients": list(wls.params),
        "errors": list(np.sqrt(np.diag(wls.normalized_cov_params))),
        "residualSum": wls.ssr,
    },
    "poisson": glm(count, sm.families.Poisson(), offset=np.log(exposure)),
    "binomial": glm(share, sm.families.Binomial(), freq_weights=trials),
    "negativeBinomial": glm(count, sm.families.NegativeBinomial(alpha=0.4), offset=np.log(exposure)),
}
with open(sys.argv[1], "w") as file:
    json.dump(out, file, indent=2)
    file.write("\n")

"""
Chooses the prior of the noise by which a steady change (trend) or a change of level (step) is judged, from the series of simulateNoises.ts, and prints
packages/flow-statistics/src/model/trendPriorCoefficients.ts or stepPriorCoefficients.ts.

At each of many numbers of points, memories and means, the series near it should be stated to change in few cases, and changes found in as many as possible: trends of
2.5 or 4 standard errors added to what was simulated, and simulated changes of level. The prior depends on the number of points only: which setting a
series is from, the model does not know.

Usage: fit_noise_prior.py trend|step FILE... > trendPriorCoefficients.ts   (numpy, scipy, jax)
"""
import sys

import jax
import jax.numpy as jnp
import numpy as np
from jax.scipy.stats import norm
from scipy.optimize import minimize

# The grid of NoisePrior.ts.
AUTOCORRELATIONS = [0.1, 0.3, 0.5, 0.65, 0.78, 0.87, 0.94]
SHARES = [0.05, 0.08, 0.12, 0.14, 0.17, 0.22, 0.22]
SWINGS = [0.05, 0.1, 0.2, 0.35, 0.55, 0.85, 1.3]
SWING_SHARES = [0.04] + [0.16] * 6
SPREADS = [0, 0.2, 0.45, 0.9]
WITHOUT_MEMORY, WITHOUT_SPREAD = 0.12, 0.5

MOST_WIDENING = 0.5  # of ln widening, either way
TRENDS = (2.5, 4.0)  # standard errors of the trends that should be found
SOFTNESS = 0.12  # of the step from "stated" to "not stated", on the scale of ln p
QUESTION = sys.argv[1]
# Most false statements of the question, and of both kinds together; below the least a setting is needlessly cautious.
MOST_FALSE, MOST_FALSE_OF_BOTH, LEAST_FALSE = {"trend": (0.042, 0.05, 0.02), "step": (0.03, 0.04, 0.005)}[QUESTION]
GAIN = 2.4
# Added to the coefficients of ln widening of a steady change: without it both kinds were false in 5.9 to 6.6 % of 1,000 further series in each of three settings with
# memory of 0.8 (24 and 60 points), and with the first part of it (0.06, -0.03, -0.01) in 5.2 to 6.1 % (16 to 120 points). With half
# of the rest, and no margin of changes of level, they were 5.7 and 6.2 % (24 and 60 points); with all of it 4.8 and 5.3 % of 2,000.
MARGIN = {"trend": (0.12, -0.03, -0.01), "step": (0.04, 0, 0)}[QUESTION]
# Points from which on the coefficients are those of so many. Changes of level were false in up to 11 % of series of 240 points if these had their own.
LONGEST = {"trend": 240, "step": 72}[QUESTION]
KIND = {"trend": "steady change", "step": "change of level"}[QUESTION]


def grid():
    """Returns ln of the prior of each noise, and which of the 8 memories, 7 swings and 3 overdispersions it has."""
    logs, has = [], []

    def add(prior, memory, swing, spread):
        row = np.zeros(18)
        row[memory] = 1
        if swing is not None:
            row[8 + swing] = 1
        if spread > 0:
            row[14 + spread] = 1
        logs.append(np.log(prior))
        has.append(row)

    for spread in range(len(SPREADS)):
        own = WITHOUT_SPREAD if spread == 0 else (1 - WITHOUT_SPREAD) / 3
        add(own * WITHOUT_MEMORY, 0, None, spread)
        for memory, share in enumerate(SHARES):
            for swing, swing_share in enumerate(SWING_SHARES):
                add(own * (1 - WITHOUT_MEMORY) * share * swing_share, memory + 1, swing, spread)
    return np.array(logs), np.array(has)


LOGS, HAS = grid()


def read(names):
    width = 8 + 3 * len(LOGS)
    rows = np.concatenate([np.fromfile(name, np.float32).reshape(-1, width) for name in names])
    n, mean, memory, deviation, spread, is_changed, level, other = rows[:, :8].T
    noises = rows[:, 8:].reshape(len(rows), len(LOGS), 3)
    size = np.log(np.minimum(n, LONGEST) / 36)
    log = noises[:, :, 0]
    return {
        "n": n, "mean": mean, "memory": memory, "deviation": deviation, "spread": spread, "changed": is_changed,
        "other": other, "level": np.log(level + 1e-12),
        "size": np.stack([np.ones_like(size), size, size**2], 1),
        "log": log - log.max(1, keepdims=True),
        "at": np.clip(noises[:, :, 1], -50, 50),
        "error": np.minimum(np.exp(np.minimum(noises[:, :, 2], 20)), 1e3),
    }


def settings(rows):
    """Returns the weight of each series without a change and of each in which changes are to be found at each setting, how much each setting counts, and what finding a change there is worth."""
    lengths, means = (8, 10, 12, 16, 24, 36, 60, 96, 120, 240), (1, 5, 25, 100)
    memories = (0, 0.15, 0.3, 0.45, 0.6, 0.7, 0.8)
    is_usual = np.abs(rows["deviation"] - 0.3) < 1e-3
    is_poisson = (rows["deviation"] == 0) & (rows["spread"] == 0)
    kinds = [
        (is_usual & (rows["spread"] == 0), memories, means),
        (is_poisson, (None,), means),
        ((rows["spread"] > 0) & (rows["deviation"] > 0.1), memories, (None,)),
        (~is_usual & (rows["deviation"] < 0.22) & ~is_poisson, memories, (None,)),
        (~is_usual & (rows["deviation"] > 0.38), memories, (None,)),
    ]
    is_without = rows["memory"] == 0
    weights, lifted, counts, worths = [], [], [], []
    for is_of_kind, memories, means in kinds:
        for n in lengths:
            for memory in memories:
                for mean in means:
                    off = ((np.log(rows["n"]) - np.log(n)) / (0.18 if len(memories) * len(means) > 8 else 0.3)) ** 2
                    if mean is not None:
                        off = off + ((np.log(rows["mean"]) - np.log(mean)) / 0.8) ** 2
                    is_near = is_of_kind
                    if memory == 0:
                        is_near = is_near & is_without
                    elif memory is not None:
                        is_near = is_near & ~is_without
                        off = off + ((rows["memory"] - memory) / 0.07) ** 2
                    near = np.where(is_near, np.exp(-0.5 * off), 0)
                    weight, found = near * (rows["changed"] == 0), near * (rows["changed"] == (QUESTION == "step"))
                    series = weight.sum() ** 2 / max(1e-9, (weight**2).sum())
                    if series < 60 or found.sum() < 10:
                        continue
                    lifted.append(found / found.sum())
                    weights.append(weight / weight.sum())
                    counts.append(min(1, series / 120))
                    worths.append(3 if memory is None or memory <= 0.3 else 1 if memory <= 0.62 else 0.3)
    return np.array(weights, np.float32), np.array(lifted, np.float32), np.array(counts), np.array(worths)


def log_p(coefficients, rows, trend):
    """Returns ln p of no change, relative to the level, if there is a trend of so many standard errors besides."""
    prior = LOGS + rows["size"] @ coefficients[:54].reshape(18, 3).T @ HAS.T
    weight = jax.nn.softmax(rows["log"] + prior, axis=1)
    widening = jnp.exp(MOST_WIDENING * jnp.tanh(rows["size"] @ coefficients[54:] / MOST_WIDENING))[:, None]
    middle = (weight * rows["at"]).sum(1, keepdims=True)
    z = (middle + trend + widening * (rows["at"] - middle)) / (widening * rows["error"])
    p = 2 * jnp.minimum((weight * norm.cdf(-z)).sum(1), (weight * norm.cdf(z)).sum(1))
    return jnp.log(p + 1e-12) - rows["level"]


def loss(coefficients, rows, weight, lifted, counts, worth):
    stated = lambda trend: jax.nn.sigmoid(-log_p(coefficients, rows, trend) / SOFTNESS)
    false = stated(0.0)
    above = lambda share, most: (counts * jnp.maximum(0, share - most) ** 2).mean()
    any_of = lambda own: 1 - (1 - own) * (1 - rows["other"])
    own, both = weight @ false, weight @ any_of(false)
    cautious = (counts * jnp.maximum(0, LEAST_FALSE - own) ** 2).mean()
    cost = 3e5 * (above(own, MOST_FALSE) + above(both, MOST_FALSE_OF_BOTH)) + 2e4 * cautious
    found = any_of(false) if QUESTION == "step" else sum(stated(trend) for trend in TRENDS) / 2
    gain = 50 * GAIN * (counts * worth * (lifted @ found)).mean()
    return cost - gain + 0.05 * (coefficients[:54] ** 2).sum() + 0.1 * (coefficients[54:] ** 2).sum()


def report(coefficients, rows):
    plain = np.array(log_p(coefficients, rows, 0.0)) < 0
    found = plain if QUESTION == "step" else np.array(log_p(coefficients, rows, TRENDS[0])) < 0
    rows = {key: np.array(rows[key]) for key in ("n", "memory", "other", "changed")}
    null, lifted = rows["changed"] == 0, rows["changed"] == (QUESTION == "step")
    for low, high in [(8, 8), (10, 12), (16, 20), (24, 24), (30, 48), (60, 60), (72, 120), (160, 240)]:
        for name, stated, kind in (("false", plain, null), ("false, both", plain | (rows["other"] > 0), null), ("found", found, lifted)):
            shares = []
            for least, most in [(-1, 0.01), (0.01, 0.25), (0.25, 0.5), (0.5, 0.7), (0.7, 0.9)]:
                own = kind & (rows["n"] >= low) & (rows["n"] <= high) & (rows["memory"] > least) & (rows["memory"] <= most)
                shares.append(f"{100 * stated[own].mean():5.1f} ({own.sum():4d})" if own.any() else "–")
            print(f"{low:4d}-{high:3d} {name:12s}", *shares, file=sys.stderr)


def main():
    rows = {key: jnp.array(value) for key, value in read(sys.argv[2:]).items()}
    parts = [jnp.array(one) for one in settings({key: np.array(value) for key, value in rows.items()})]
    slope = jax.jit(jax.value_and_grad(loss))

    def of(coefficients):
        value, gradient = slope(coefficients, rows, *parts)
        return float(value), np.array(gradient, dtype=np.float64)

    found = minimize(of, np.zeros(57), jac=True, method="L-BFGS-B", options={"maxiter": 300 if QUESTION == "trend" else 150}).x
    report(found, rows)
    found[54:] += MARGIN
    line = lambda three: "[" + ", ".join(f"{one:.4g}" for one in three) + "]"
    lines = lambda part: ",\n".join(f"    {line(three)}" for three in part)
    prior = found[:54].reshape(18, 3)
    print(f"""/**
 * How the prior by which a {KIND} is judged differs from `noisePrior`: for each parameter of the noise, in the order of its grid, the
 * coefficients of 1, ln(points / 36) and its square. Written by `test/bench/analysis/fit_noise_prior.py`.
 */
export const {QUESTION}Prior = {{
  /** Points from which on the coefficients are those of so many. */
  longest: {LONGEST},
  /** First no memory, then each autocorrelation. */
  memory: [
{lines(prior[:8])}
  ],
  swing: [
{lines(prior[8:15])}
  ],
  /** Without that of no overdispersion. */
  spread: [
{lines(prior[15:])}
  ],
  /** Of ln widening. */
  widening: {line(found[54:])}
}} as const""")


main()

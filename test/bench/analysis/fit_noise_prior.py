"""
Chooses the priors of the noise by which steady changes and changes of level are judged, from the series of simulateNoises.ts, and writes
trendPriorCoefficients.ts and stepPriorCoefficients.ts into packages/flow-statistics/src/model, starting from those that are there.

At each of many kinds of noise, numbers of points, memories and means, the series near it should be stated to change in few cases, and changes found in as many as
possible: trends of so many standard errors added to what was simulated, and simulated changes of level. The priors depend on the number of points only: which
setting a series is from, the model does not know.

Usage: fit_noise_prior.py ITERATIONS FILE...   (numpy, scipy, jax)
"""
import re
import sys
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
from jax.scipy.stats import norm
from scipy.optimize import minimize

# The grid of NoisePrior.ts.
AUTOCORRELATIONS = [0.1, 0.3, 0.5, 0.65, 0.78, 0.87, 0.94, 0.98]
SHARES = [0.05, 0.08, 0.12, 0.14, 0.17, 0.21, 0.21, 0.02]
SWINGS = [0.05, 0.1, 0.2, 0.35, 0.55, 0.85, 1.3]
SWING_SHARES = [0.04] + [0.16] * 6
SPREADS = [0, 0.2, 0.45, 0.9]
WITHOUT_MEMORY, WITHOUT_SPREAD = 0.12, 0.5
MEMORIES = 1 + len(AUTOCORRELATIONS)
PARAMETERS = MEMORIES + len(SWINGS) + len(SPREADS) - 1
SIZE = 3 * PARAMETERS + 3

KINDS = ["usual", "any", "none", "feedback", "long", "walk", "overdispersed"]
QUESTIONS = {"trend": "steady change", "step": "change of level"}
LEVEL = np.log(0.05)
MOST_WIDENING = 0.5  # of ln widening, either way
TRENDS = (3.2,)  # standard errors of the trends that should be found
SOFTNESS = 0.12  # of the step from "stated" to "not stated", on the scale of ln p
# Most false statements of each question, and of both together; where memory is longer than the model expects, and where the level wanders.
MOST_FALSE = {"trend": 0.038, "step": 0.03}
MOST_FALSE_OF_BOTH, OF_OTHERS, OF_LONG, OF_WALK = 0.042, 0.05, 0.085, 0.2
GAIN = 120
# Added to the coefficients of ln widening: without it 600 further series each of 8 to 12 counts of 50 and 100 with memory of 0.8 were stated to change steadily in 6 to 8 %, and 250 of 60
# counts of 100 that swing by 60 %, at once in 7 %.
MARGIN = {"trend": (0.02, -0.03, 0.02), "step": (0.04, 0, 0)}
# Points from which on the coefficients are those of so many.
LONGEST = 240


def grid():
    """Returns ln of the prior of each noise, and which memory, swing and overdispersion it has."""
    logs, has = [], []

    def add(prior, memory, swing, spread):
        row = np.zeros(PARAMETERS)
        row[memory] = 1
        if swing is not None:
            row[MEMORIES + swing] = 1
        if spread > 0:
            row[MEMORIES + len(SWINGS) + spread - 1] = 1
        logs.append(np.log(prior))
        has.append(row)

    for spread in range(len(SPREADS)):
        own = WITHOUT_SPREAD if spread == 0 else (1 - WITHOUT_SPREAD) / 3
        add(own * WITHOUT_MEMORY, 0, None, spread)
        for memory, share in enumerate(SHARES):
            for swing, swing_share in enumerate(SWING_SHARES):
                add(own * (1 - WITHOUT_MEMORY) * share * swing_share, memory + 1, swing, spread)
    return np.array(logs, np.float32), np.array(has, np.float32)


LOGS, HAS = grid()


def read(names):
    width = 8 + 6 * len(LOGS)
    rows = np.concatenate([np.fromfile(name, np.float32).reshape(-1, width) for name in names])
    n, mean, memory, deviation, spread, kind, changed, level = rows[:, :8].T
    size = np.log(np.minimum(n, LONGEST) / 36)

    def said(noises):
        log = noises[:, :, 0]
        return {
            "log": log - log.max(1, keepdims=True),
            "at": np.clip(noises[:, :, 1], -50, 50),
            "error": np.minimum(np.exp(np.minimum(noises[:, :, 2], 20)), 1e3),
        }

    noises = rows[:, 8:].reshape(len(rows), 2, len(LOGS), 3)
    return {
        "n": n, "mean": mean, "memory": memory, "deviation": deviation, "spread": spread, "kind": kind, "changed": changed,
        "level": np.log(level + 1e-12), "size": np.stack([np.ones_like(size), size, size**2], 1),
        "trend": said(noises[:, 0]), "step": said(noises[:, 1]),
    }


LIMITS = {"usual": MOST_FALSE_OF_BOTH, "long": OF_LONG, "walk": OF_WALK}


def settings(rows, limits=LIMITS, others=OF_OTHERS, slack=0.7, shortest=20, of_poisson=6):
    """Returns the weight of each series without a change and with one in each setting, how much each setting counts, the most false statements there, and what finding a change there is worth."""
    lengths, means = (8, 10, 12, 16, 24, 36, 60, 96, 140, 240), (1.5, 8, 40, 120)
    memories = (0, 0.15, 0.3, 0.45, 0.6, 0.7, 0.8)
    of = lambda kind: rows["kind"] == KINDS.index(kind)
    spread, deviation = rows["spread"] > 0, rows["deviation"]
    kinds = [
        ("usual", of("usual") & ~spread, memories, means),
        ("overdispersed", (of("usual") | of("overdispersed")) & spread, memories, (None, 80)),
        ("small swings", of("any") & (deviation < 0.2), memories, (None,)),
        ("swings", of("any") & (deviation >= 0.2) & (deviation < 0.45), memories, (None,)),
        ("large swings", of("any") & (deviation >= 0.45), memories, (None,)),
        ("any overdispersed", of("any") & spread, memories, (None,)),
        ("Poisson", of("none") & ~spread, (None,), means),
        ("negative binomial", of("none") & spread, (None,), (None,)),
        ("feedback", of("feedback"), (0.3, 0.5, 0.7, 0.8, 0.9), (None,)),
        ("long", of("long"), (None,), (None,)),
        ("walk", of("walk"), (None,), (None,)),
    ]
    found = []
    for name, is_of_kind, some, own_means in kinds:
        for n in lengths:
            # So few points cannot tell these from a change.
            if n < shortest and name in ("feedback", "long", "walk"):
                continue
            for memory in some:
                for mean in own_means:
                    off = ((np.log(rows["n"]) - np.log(n)) / (0.2 if name == "usual" else 0.3)) ** 2
                    if mean is not None:
                        off = off + ((np.log(rows["mean"]) - np.log(mean)) / 0.8) ** 2
                    is_near = is_of_kind
                    if memory == 0:
                        is_near = is_near & (rows["memory"] == 0)
                    elif memory is not None:
                        is_near = is_near & (rows["memory"] > 0)
                        off = off + ((rows["memory"] - memory) / 0.08) ** 2
                    near = np.where(is_near, np.exp(-0.5 * off), 0)
                    without, lifted = near * (rows["changed"] == 0), near * (rows["changed"] == 1)
                    series = without.sum() ** 2 / max(1e-9, (without**2).sum())
                    if series < (20 if name == "usual" else 40):
                        continue
                    has = lifted.sum() > 5
                    worth = 0 if name in ("long", "walk") or not has else of_poisson if name == "Poisson" else 3 if memory is None or memory <= 0.3 else 1 if memory <= 0.62 else 0.3
                    most = limits.get(name, others)
                    # Chance alone makes the share of few series large.
                    most += slack * np.sqrt(most * (1 - most) / series)
                    found.append((without / without.sum(), lifted / lifted.sum() if has else lifted, min(1, series / 120), most, worth))
    return tuple(np.array(one, np.float32) for one in zip(*found))


def log_p(coefficients, rows, question, trend):
    """Returns ln p of no change, relative to the level, if there is a trend of so many standard errors besides."""
    said = rows[question]
    prior = LOGS + rows["size"] @ coefficients[: 3 * PARAMETERS].reshape(PARAMETERS, 3).T @ HAS.T
    weight = jax.nn.softmax(said["log"] + prior, axis=1)
    widening = jnp.exp(MOST_WIDENING * jnp.tanh(rows["size"] @ coefficients[3 * PARAMETERS :] / MOST_WIDENING))[:, None]
    middle = (weight * said["at"]).sum(1, keepdims=True)
    z = (middle + trend + widening * (said["at"] - middle)) / (widening * said["error"])
    up = (weight * norm.cdf(z)).sum(1)
    return jnp.log(2 * jnp.minimum(up, jnp.maximum(0, 1 - up)) + 1e-7) - (LEVEL if question == "trend" else rows["level"])


def roughness(coefficients):
    """Returns how unlike neighbouring values of a parameter are judged, and how large the coefficients are."""
    prior = coefficients[: 3 * PARAMETERS].reshape(PARAMETERS, 3)
    bent = sum((jnp.diff(part, 2, axis=0) ** 2).sum() for part in (prior[1:MEMORIES], prior[MEMORIES : MEMORIES + len(SWINGS)]))
    return 0.05 * (prior**2).sum() + 0.1 * bent + 20 * (coefficients[3 * PARAMETERS :] ** 2).sum()


def loss(coefficients, rows, without, lifted, counts, most, worth):
    own = {"trend": coefficients[:SIZE], "step": coefficients[SIZE:]}
    stated = lambda question, trend: jax.nn.sigmoid(-log_p(own[question], rows, question, trend) / SOFTNESS)
    any_of = lambda one, other: 1 - (1 - one) * (1 - other)
    above = lambda share, limit: (counts * jnp.maximum(0, share - limit) ** 2).mean()
    steady, once = stated("trend", 0.0), stated("step", 0.0)
    both = any_of(steady, once)
    larger = most / MOST_FALSE_OF_BOTH
    cost = 3e5 * (
        above(without @ steady, MOST_FALSE["trend"] * larger)
        + above(without @ once, MOST_FALSE["step"] * larger)
        + above(without @ both, most)
    )
    found = sum(without @ stated("trend", trend) for trend in TRENDS) + lifted @ both
    return cost - GAIN * (counts * worth * found).mean() / 2 + roughness(own["trend"]) + roughness(own["step"])


def report(coefficients, rows):
    trend, step = coefficients[:SIZE], coefficients[SIZE:]
    steady = np.array(log_p(trend, rows, "trend", 0.0)) < 0
    once = np.array(log_p(step, rows, "step", 0.0)) < 0
    risen = np.array(log_p(trend, rows, "trend", TRENDS[0])) < 0
    rows = {key: np.array(rows[key]) for key in ("n", "memory", "changed", "kind", "deviation", "spread")}
    null = rows["changed"] == 0
    sets = [(kind, rows["kind"] == i) for i, kind in enumerate(KINDS)]
    sets += [("small", (rows["kind"] == 1) & (rows["deviation"] < 0.2)), ("large", (rows["kind"] == 1) & (rows["deviation"] > 0.45)), ("spread", rows["spread"] > 0)]
    for kind, is_kind in sets:
        for low, high in [(8, 12), (16, 24), (30, 48), (60, 60), (72, 120), (160, 240)]:
            for name, stated, own in (("steady", steady, null), ("once", once, null), ("both", steady | once, null), ("found trend", risen, null), ("found step", steady | once, ~null)):
                shares = []
                for least, most in [(-1, 0.01), (0.01, 0.25), (0.25, 0.5), (0.5, 0.7), (0.7, 0.99)]:
                    those = own & is_kind & (rows["n"] >= low) & (rows["n"] <= high) & (rows["memory"] > least) & (rows["memory"] <= most)
                    shares.append(f"{100 * stated[those].mean():5.1f} ({those.sum():4d})" if those.any() else "     –      ")
                print(f"{kind:9s} {low:4d}-{high:3d} {name:12s}", *shares, file=sys.stderr)


def path_of(question):
    return Path(__file__).parents[3] / f"packages/flow-statistics/src/model/{question}PriorCoefficients.ts"


def coefficients_of(question):
    """Returns the coefficients that are there, from which the search starts."""
    three = re.findall(r"\[(-?[\d.e-]+), (-?[\d.e-]+), (-?[\d.e-]+)\]", path_of(question).read_text())
    return np.array(three, float).ravel()


def write(question, coefficients):
    line = lambda three: "[" + ", ".join(f"{one:.4g}" for one in three) + "]"
    lines = lambda part: ",\n".join(f"    {line(three)}" for three in part)
    prior = coefficients[: 3 * PARAMETERS].reshape(PARAMETERS, 3)
    path_of(question).write_text(f"""/**
 * How the prior by which a {QUESTIONS[question]} is judged differs from `noisePrior`: for each parameter of the noise, in the order of its grid, the
 * coefficients of 1, ln(points / 36) and its square. Written by `test/bench/analysis/fit_noise_prior.py`.
 */
export const {question}Prior = {{
  /** Points from which on the coefficients are those of so many. */
  longest: {LONGEST},
  /** First no memory, then each autocorrelation. */
  memory: [
{lines(prior[:MEMORIES])}
  ],
  swing: [
{lines(prior[MEMORIES : MEMORIES + len(SWINGS)])}
  ],
  /** Without the coefficient of no overdispersion. */
  spread: [
{lines(prior[MEMORIES + len(SWINGS) :])}
  ],
  /** Of ln widening. */
  widening: {line(coefficients[3 * PARAMETERS :])}
}} as const
""")


def main():
    plain = read(sys.argv[2:])
    parts = [jnp.array(one) for one in settings(plain)]
    rows = jax.tree.map(jnp.array, plain)
    print(len(plain["n"]), "series,", len(parts[2]), "settings", file=sys.stderr)
    slope = jax.jit(jax.value_and_grad(loss))

    def of(coefficients):
        value, gradient = slope(jnp.array(coefficients, jnp.float32), rows, *parts)
        return float(value), np.array(gradient, dtype=np.float64)

    start = np.concatenate([coefficients_of(question) for question in QUESTIONS])
    done = 0

    def progress(at):
        nonlocal done
        done += 1
        if done % 10 == 0:
            print(done, of(at)[0], file=sys.stderr, flush=True)

    found = minimize(of, start, jac=True, method="L-BFGS-B", callback=progress, options={"maxiter": int(sys.argv[1])}).x
    report(jnp.array(found, jnp.float32), rows)
    for place, question in enumerate(QUESTIONS):
        own = found[place * SIZE : (place + 1) * SIZE]
        own[-3:] += MARGIN[question]
        write(question, own)


if __name__ == "__main__":
    main()

"""
Chooses factors by which p of a steady change and of a change of level are multiplied, from the series of simulateNoises.ts: how much more probable the counts are under noise that
resembles changes than under the noise that is expected where changes are found. The judging priors stay as they are, and the product does not use the factors: they state too
many changes that do not happen where counts remember for long (log of the calibration, 2026-11-29).

At each of many kinds of noise, numbers of points, memories and means, changes should be found in as many series as possible, while few that do not change are stated to. The
factor is at most 1, so no fewer changes are found than without it.

Usage: fit_critical_factor.py ITERATIONS HELD_OUT_FILE FILE...   (numpy, scipy, jax)
Prints what is stated of the series of HELD_OUT_FILE without and with the factor, and writes the coefficients into criticalFactor.npy in the current folder.
"""
import sys

import jax
import jax.numpy as jnp
import numpy as np
from scipy.optimize import minimize

import fit_noise_prior as noise

QUESTIONS = list(noise.QUESTIONS)
# The place of each memory, swing and overdispersion among those that have coefficients of their own.
PLACES = [0, 1, 1, 2, 3, 4, 5, 6, 6] + [7, 7, 8, 9, 10, 11, 11] + [12, 12, 12]
SIZES = 5  # 1, ln(points / 36), its square, half of ln(mean / 20), and the product of both
LEAST, MOST = -1.6, 0.0  # bounds of ln of the factor
TRENDS = (2.5, 3.2, 3.9)
SOFTNESS = 0.12
# Most false statements of both kinds together, below what is wanted: the settings that they are chosen with are favourable.
LIMITS, OTHERS = {"usual": 0.042, "long": 0.062, "walk": 0.12}, 0.044


def groups():
    """Returns the noises that are weighed alike: what each group has, and the group of each noise."""
    tied = np.zeros((len(PLACES), 13), np.float32)
    tied[np.arange(len(PLACES)), PLACES] = 1
    has, group = np.unique(noise.HAS @ tied, axis=0, return_inverse=True)
    memory, swing, spread = has[:, :7] @ (np.arange(7) - 3) / 3, has[:, 7:12] @ (np.arange(5) - 2) / 2, has[:, 12] - 0.5
    return np.concatenate([has, np.stack([memory * swing, memory * spread, swing * spread], 1)], 1).astype(np.float32), group.ravel()


HAS, GROUP = groups()
PRIOR = HAS.shape[1] * SIZES
SIZE = 2 * PRIOR + SIZES


def read(names):
    """Returns the series, with ln p of each kind of change relative to its level, and the evidence of each group under the judging prior and under that of the model."""
    rows = noise.read(names)
    length, cases = rows["size"][:, 1], np.clip(np.log(rows["mean"] / 20), -3, 2) / 2
    rows["sizes"] = np.concatenate([rows["size"], np.stack([cases, length * cases], 1)], 1).astype(np.float32)
    grouped = lambda logs: np.stack([np.logaddexp.reduce(logs[:, GROUP == one], axis=1) for one in range(len(HAS))], 1).astype(np.float32)
    for question in QUESTIONS:
        own = noise.coefficients_of(question)
        log_p = jax.jit(lambda trend, own=own, question=question: noise.log_p(jnp.array(own, jnp.float32), rows, question, trend))
        for trend in (0.0, *TRENDS) if question == "trend" else (0.0,):
            rows[question, trend] = np.array(log_p(trend))
        judged = noise.LOGS + rows["size"] @ own[: 3 * noise.PARAMETERS].reshape(-1, 3).T @ noise.HAS.T
        log = rows[question]["log"]
        rows[question] = [grouped(one) for one in (log + judged, judged, log + noise.LOGS, noise.LOGS[None])]
    return rows


def log_factor(coefficients, rows, question):
    unfavourable, expected = coefficients[:PRIOR].reshape(-1, SIZES), coefficients[PRIOR : 2 * PRIOR].reshape(-1, SIZES)
    counts, judged, of_model, model = rows[question]

    def evidence(part, counts, prior):
        more = (rows["sizes"] @ part.T) @ HAS.T
        return jax.nn.logsumexp(counts + more, axis=1) - jax.nn.logsumexp(prior + more, axis=1)

    ratio = evidence(unfavourable, counts, judged) - evidence(expected, of_model, model) + rows["sizes"] @ coefficients[2 * PRIOR :]
    middle, half = (LEAST + MOST) / 2, (MOST - LEAST) / 2
    return middle + half * jnp.tanh((ratio - middle) / half)


def shares(factors, rows, without, lifted):
    """Returns the shares of false statements, steady ones and all, and of changes found, steady ones and those of level."""
    stated = lambda question, trend: jax.nn.sigmoid(-(rows[question, trend] + factors[question]) / SOFTNESS)
    both = 1 - (1 - stated("trend", 0.0)) * (1 - stated("step", 0.0))
    return without @ stated("trend", 0.0), without @ both, sum(without @ stated("trend", trend) for trend in TRENDS) / len(TRENDS), lifted @ both


def loss(coefficients, start, rows, without, lifted, counts, most, worth):
    factors = {question: log_factor(coefficients[i * SIZE : (i + 1) * SIZE], rows, question) for i, question in enumerate(QUESTIONS)}
    steady, both, risen, once = shares(factors, rows, without, lifted)
    above = lambda share, limit: (counts * jnp.maximum(0, share - limit) ** 2).mean()
    found = (counts * worth * (1.5 * risen + once)).mean()
    return 1.5e6 * above(both, most) + 3e5 * above(steady, 0.9 * most) - 60 * found + 0.05 * ((coefficients - start) ** 2).sum()


def report(coefficients, rows):
    """Prints per cent of series, by kind of noise and number of points: false statements, and trends and changes of level found."""
    null = rows["changed"] == 0
    factors = {question: np.array(log_factor(coefficients[i * SIZE : (i + 1) * SIZE], rows, question)) for i, question in enumerate(QUESTIONS)}
    for place, kind in enumerate(noise.KINDS):
        for low, high in [(8, 12), (13, 24), (25, 60), (61, 240)]:
            own = (rows["kind"] == place) & (rows["n"] >= low) & (rows["n"] <= high)
            cells = [f"{kind:13s} {low:3d}-{high:3d} ({(own & null).sum():5d})"]
            for factor in ({question: 0 for question in QUESTIONS}, factors):
                stated = lambda question, trend: rows[question, trend] + factor[question] < 0
                both = stated("trend", 0.0) | stated("step", 0.0)
                found = [both[own & null], *[stated("trend", trend)[own & null] for trend in TRENDS[1:]], both[own & ~null]]
                cells.append(" ".join(f"{100 * one.mean():5.1f}" if len(one) > 0 else "    –" for one in found))
            print(" | ".join(cells))


def main():
    rows = read(sys.argv[3:])
    without, lifted, counts, most, worth = noise.settings(rows, LIMITS, OTHERS, slack=0.25, shortest=0, of_poisson=10)
    before = np.array(shares({question: 0 for question in QUESTIONS}, rows, without, lifted)[1])
    # Where more is stated without the factor, it shall add next to nothing.
    parts = [jnp.array(one) for one in (without, lifted, counts, np.maximum(most, before + 0.004), worth)]
    used = {key: rows[key] for key in ("sizes", *QUESTIONS, *[key for key in rows if isinstance(key, tuple)])}
    start = np.concatenate([[*np.zeros(2 * PRIOR), 0.8, *np.zeros(SIZES - 1)] for _ in QUESTIONS])
    slope = jax.jit(lambda at: jax.value_and_grad(loss)(at, jnp.array(start, jnp.float32), used, *parts))

    def of(at):
        value, gradient = slope(jnp.array(at, jnp.float32))
        return float(value), np.array(gradient, np.float64)

    found = minimize(of, start, jac=True, method="L-BFGS-B", options={"maxiter": int(sys.argv[1])}).x
    np.save("criticalFactor.npy", found)
    report(found, read(sys.argv[2:3]))


main()

"""All trend tests by pymannkendall, STL by statsmodels, PELT by ruptures: what analyseMany does, by the packages people use.

Reads one JSON array of numbers a line; writes one JSON object a line; reports seconds on standard error.
"""

import json
import sys
import time
import warnings
from multiprocessing import Pool

import numpy as np
import pymannkendall as mk
import ruptures as rpt
from statsmodels.tsa.seasonal import STL

warnings.simplefilter("ignore")

TESTS = {
    "original": mk.original_test,
    "hamedRao": mk.hamed_rao_modification_test,
    "yueWang": mk.yue_wang_modification_test,
    "preWhitened": mk.pre_whitening_modification_test,
    "trendFreePreWhitened": mk.trend_free_pre_whitening_modification_test,
    "seasonal": lambda x: mk.seasonal_test(x, period=12),
}


def clean(value):
    value = float(value)
    return value if np.isfinite(value) else None


def analyse(line):
    x = np.array(json.loads(line), dtype=float)
    tests = {name: [clean(r.s), clean(r.z), clean(r.slope)] for name, r in ((name, test(x)) for name, test in TESTS.items())}
    scaled = np.log1p(x)
    r = STL(scaled, period=12, robust=True).fit()
    breaks = rpt.Pelt(model="l2", min_size=3, jump=1).fit(scaled).predict(pen=10)[:-1]
    return json.dumps(
        dict(
            tests=tests,
            seasonalStrength=float(max(0, 1 - np.var(r.resid) / np.var(r.seasonal + r.resid))),
            trendStrength=float(max(0, 1 - np.var(r.resid) / np.var(r.trend + r.resid))),
            breaks=[int(b) for b in breaks],
        )
    )


if __name__ == "__main__":
    lines = open(sys.argv[1]).read().splitlines()
    with Pool(int(sys.argv[3])) as pool:
        # Processes are up and packages loaded before the clock starts.
        pool.map(analyse, lines[:4])
        start = time.perf_counter()
        results = pool.map(analyse, lines, chunksize=5)
        seconds = time.perf_counter() - start
    with open(sys.argv[2], "w") as out:
        out.write("\n".join(results) + "\n")
    print(json.dumps(dict(seconds=seconds)))

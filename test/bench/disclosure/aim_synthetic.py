"""AIM (McKenna and others 2022) on the records of caseRecords.ts with all marginals of three columns: writes synthetic records for private.ts.
Needs mbi 2.0.0, numpy and pandas (PyPI) and the folder `mechanisms` of github.com/ryan112358/mbi at 361705d, where `estimate` is called with
`warm_start=model` instead of `potentials=potentials`.
Usage: PYTHONPATH=mbi/mechanisms aim_synthetic.py RECORDS.csv EPSILON SYNTHETIC.csv [MODEL_MB] [ITERATIONS] [ROUNDS] [SEED]"""
import csv
import itertools
import math
import sys

import jax
import numpy as np
from aim import AIM
from mbi import Dataset, Domain

jax.config.update("jax_enable_x64", True)
jax.config.update("jax_enable_compilation_cache", False)

file, epsilon, out = sys.argv[1], float(sys.argv[2]), sys.argv[3]
size, iterations, rounds, seed = [float(x) for x in sys.argv[4:]] + [80, 1000, 0, 0][len(sys.argv) - 4 :]
names, *rows = list(csv.reader(open(file)))
lists = [sorted({row[c] for row in rows}) for c in range(len(names))]
data = Dataset(
    {name: np.array([lists[c].index(row[c]) for row in rows]) for c, name in enumerate(names)},
    Domain(names, [len(values) for values in lists]),
)
mechanism = AIM(
    epsilon,
    1 / (len(rows) * math.log(len(rows))),
    prng=np.random.RandomState(int(seed)),
    rounds=int(rounds) or None,
    max_model_size=size,
    max_iters=int(iterations),
)
_, synthetic = mechanism.run(data, [(columns, 1.0) for columns in itertools.combinations(names, 3)])
columns = synthetic.to_dict()
with open(out, "w", newline="") as target:
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(names)
    for codes in zip(*[columns[name] for name in names]):
        writer.writerow([lists[c][int(code)] for c, code in enumerate(codes)])

"""pac-synth 0.0.8 (PyPI, MIT) with its defaults at epsilon 4 on the records of caseRecords.ts: the figures that
PrivateComparison.test.ts has written down. Usage: pac_synth.py RECORDS.csv [RUNS]"""
import csv
import sys

from pacsynth import Dataset, DpAggregateSeededParametersBuilder, DpAggregateSeededSynthesizer

rows = list(csv.reader(open(sys.argv[1])))
runs = int(sys.argv[2]) if len(sys.argv) > 2 else 3
data = Dataset(rows)
true = data.get_aggregates(3, ";")
for run in range(runs):
    synthesizer = DpAggregateSeededSynthesizer(
        DpAggregateSeededParametersBuilder().reporting_length(3).epsilon(4.0).build()
    )
    synthesizer.fit(data)
    private = synthesizer.get_dp_aggregates(";")
    for length in (1, 2, 3):
        own = {name: count for name, count in true.items() if name.count(";") == length - 1}
        told = {name: count for name, count in private.items() if name.count(";") == length - 1}
        both = [name for name in told if name in own]
        print(
            f"run {run} length {length}: combinations {len(own)} published {len(told)}"
            f" mean error {sum(abs(told[n] - own[n]) for n in both) / max(1, len(both)):.2f}"
            f" suppressed {100 * (1 - len(both) / len(own)):.1f} %"
            f" of persons {100 * (1 - sum(own[n] for n in both) / sum(own.values())):.1f} %"
            f" invented {100 * (1 - len(both) / max(1, len(told))):.1f} %"
        )

"""Links a CSV file of records with splink and with clkhash and anonlink, and prints recall and precision as JSON.

Usage: plain_text.py FILE.csv dedupe|link

Columns: unique_id, source, person (the truth, which no linker sees), given_name, family_name, birth_date, sex, citizenship, document.
Both linkers get the threshold with the best F-measure, which in practice nobody knows: what they reach here is an upper bound.
With `link`, sources hold no duplicates, and pairs are taken one to one, best first.
"""

import json
import logging
import sys
import time
import warnings

import numpy as np
import pandas as pd

warnings.filterwarnings("ignore")
logging.disable(logging.WARNING)

NAMES = ["given_name", "family_name"]


def one_to_one(pairs, source):
    """Greedy: the best pairs first; a record has at most one partner in each other source."""
    taken = set()
    kept = []
    for left, right, score in pairs:
        keys = ((left, source[right]), (right, source[left]))
        if any(key in taken for key in keys):
            continue
        taken.update(keys)
        kept.append((left, right, score))
    return kept


def measure(pairs, frame, mode):
    """Recall, precision and F-measure at the threshold with the best F-measure; recall where precision is at least 0.995."""
    person = dict(zip(frame.unique_id, frame.person))
    source = dict(zip(frame.unique_id, frame.source))
    counts = frame.groupby("person").size()
    true_pairs = int((counts * (counts - 1) // 2).sum())
    pairs = sorted(pairs, key=lambda pair: -pair[2])
    if mode == "link":
        pairs = one_to_one(pairs, source)
    right = np.cumsum([person[left] == person[other] for left, other, _ in pairs])
    taken = np.arange(1, len(pairs) + 1)
    recall, precision = right / true_pairs, right / taken
    f = 2 * recall * precision / np.maximum(recall + precision, 1e-12)
    best = int(np.argmax(f))
    strict = np.flatnonzero(precision >= 0.995)
    return {
        "recall": round(float(recall[best]), 4),
        "precision": round(float(precision[best]), 4),
        "f": round(float(f[best]), 4),
        "recallAtPrecision995": round(float(recall[strict[-1]]), 4) if len(strict) else 0,
    }


def splink_pairs(frame, mode):
    import splink.comparison_library as cl
    from splink import Linker, SettingsCreator
    from splink.backends.duckdb import DuckDBAPI
    from splink.blocking_rule_library import block_on

    api = DuckDBAPI()
    columns = frame.columns.drop(["person"])
    used = [name for name in ["given_name", "family_name", "birth_date", "document", "sex", "citizenship"] if frame[name].notna().any()]
    comparisons = [
        cl.JaroWinklerAtThresholds("given_name", [0.92, 0.8]).configure(term_frequency_adjustments=True),
        cl.JaroWinklerAtThresholds("family_name", [0.92, 0.8]).configure(term_frequency_adjustments=True),
        cl.DamerauLevenshteinAtThresholds("birth_date", [1, 2]),
        *([cl.DamerauLevenshteinAtThresholds("document", [1, 2])] if "document" in used else []),
        *[cl.ExactMatch(name) for name in ("sex", "citizenship") if name in used],
    ]
    if mode == "link":
        first, second = sorted(frame.source.unique())
        tables = [
            api.register(frame.loc[frame.source == each, columns], dataset_display_name=f"source_{each}") for each in (first, second)
        ]
    else:
        tables = api.register(frame[columns], dataset_display_name="records")
    blocks = [
        block_on("given_name", "family_name"),
        block_on("birth_date"),
        *([block_on("document")] if "document" in used else []),
        block_on("family_name", "substr(birth_date, 1, 4)"),
        block_on("given_name", "substr(birth_date, 1, 4)"),
        block_on("substr(given_name, 1, 3)", "substr(family_name, 1, 3)"),
    ]
    linker = Linker(
        tables,
        SettingsCreator(
            link_type="link_only" if mode == "link" else "dedupe_only",
            comparisons=comparisons,
            blocking_rules_to_generate_predictions=blocks,
        ),
    )
    linker.training.estimate_probability_two_random_records_match([block_on("given_name", "family_name", "birth_date")], recall=0.4)
    linker.training.estimate_u_using_random_sampling(max_pairs=2e6, seed=1)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("birth_date"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("given_name", "family_name"))
    predicted = linker.inference.predict(threshold_match_weight=-5).as_pandas_dataframe()
    return list(zip(predicted.unique_id_l, predicted.unique_id_r, predicted.match_weight))


def anonlink_pairs(frame, mode):
    import anonlink
    from clkhash import clk, comparators, field_formats, schema

    def text(name, weight, comparator):
        strategy = field_formats.BitsPerFeatureStrategy(weight) if False else field_formats.BitsPerTokenStrategy(weight)
        return field_formats.StringSpec(
            name, field_formats.FieldHashingProperties(comparator=comparator, strategy=strategy, hash_type="blakeHash"), regex=r".*"
        )

    bigrams = comparators.NgramComparison(2)
    positions = comparators.NgramComparison(1, use_positional_unigrams=True) if False else comparators.NgramComparison(1, True)
    fields = [text("given_name", 10, bigrams), text("family_name", 10, bigrams), text("birth_date", 10, positions)]
    names = ["given_name", "family_name", "birth_date"]
    if frame.document.notna().any():
        fields.append(text("document", 10, positions))
        names.append("document")
    shape = schema.Schema(fields, 1024)

    def hashes(part):
        rows = part[names].fillna("").astype(str).values.tolist()
        return clk.generate_clks(rows, shape, "a secret of the measurement", validate=False, max_workers=1)

    parts = [frame[frame.source == each] for each in sorted(frame.source.unique())] if mode == "link" else [frame]
    filters = [hashes(part) for part in parts]
    ids = [part.unique_id.tolist() for part in parts]
    threshold = 0.7
    pairs = []
    if mode == "link":
        found = anonlink.candidate_generation.find_candidate_pairs(filters, anonlink.similarities.dice_coefficient_accelerated, threshold)
        scores, (left, right), (i, j) = found
        pairs = [(ids[a][x], ids[b][y], s) for s, a, b, x, y in zip(scores, left, right, i, j)]
    else:
        scores, (i, j) = anonlink.similarities.dice_coefficient_accelerated((filters[0], filters[0]), threshold)[0], None, 
    return pairs


if __name__ == "__main__":
    path, mode = sys.argv[1:3]
    frame = pd.read_csv(path, dtype=str).replace({"": None})
    which = sys.argv[3:] or ["splink", "anonlink"]
    result = {}
    for name, link in (("splink", splink_pairs), ("anonlink", anonlink_pairs)):
        if name not in which:
            continue
        start = time.process_time()
        pairs = link(frame, mode)
        result[name] = {**measure(pairs, frame, mode), "cpuSeconds": round(time.process_time() - start, 1)}
    print(json.dumps(result))

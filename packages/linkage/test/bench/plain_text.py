"""Links a CSV file of records with splink and with clkhash and anonlink, and prints recall and precision as JSON.

Usage: plain_text.py FILE.csv dedupe|link [splink] [anonlink] [romanised]

Columns: unique_id, source, person (the truth, which no linker sees), given_name, family_name, birth_date, sex, citizenship, document.
Both linkers get the threshold with the best F-measure, which in practice nobody knows: what they reach here is an upper bound.
`link`: the two sources have no duplicates, and pairs are taken one to one, best first. `dedupe`: pairs are joined to groups.
`romanised`: names are written in Latin letters by anyascii first, as somebody who cares would do.
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

TEXTS = ["given_name", "family_name", "birth_date", "document"]


def one_to_one(pairs):
    """Greedy: the best pairs first; a record is linked once."""
    taken = set()
    for left, right, score in pairs:
        if left not in taken and right not in taken:
            taken.update((left, right))
            yield left, right, score


def grouped(pairs):
    """All pairs of the groups that the pairs make, each with the score at which it comes about."""
    group = {}
    for left, right, score in pairs:
        a, b = group.get(left, [left]), group.get(right, [right])
        if a is b:
            continue
        yield from ((x, y, score) for x in a for y in b)
        joined = a + b
        group.update((member, joined) for member in joined)


def measure(pairs, frame, mode):
    """At the threshold with the best F-measure; and recall at the lowest threshold with a precision of 0.995 or more."""
    person = dict(zip(frame.unique_id, frame.person))
    counts = frame.groupby("person").size()
    true_pairs = int((counts * (counts - 1) // 2).sum())
    ordered = sorted(pairs, key=lambda pair: -pair[2])
    kept = list(one_to_one(ordered) if mode == "link" else grouped(ordered))
    right = np.cumsum([person[left] == person[other] for left, other, _ in kept])
    recall, precision = right / true_pairs, right / np.arange(1, len(kept) + 1)
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
    known = [name for name in ("document", "sex", "citizenship") if frame[name].notna().any()]
    comparisons = [
        cl.JaroWinklerAtThresholds("given_name", [0.92, 0.8]).configure(term_frequency_adjustments=True),
        cl.JaroWinklerAtThresholds("family_name", [0.92, 0.8]).configure(term_frequency_adjustments=True),
        cl.DamerauLevenshteinAtThresholds("birth_date", [1, 2]),
        *[
            cl.DamerauLevenshteinAtThresholds(name, [1, 2]) if name == "document" else cl.ExactMatch(name)
            for name in known
        ],
    ]
    blocks = [
        block_on("given_name", "family_name"),
        block_on("birth_date"),
        *([block_on("document")] if "document" in known else []),
        block_on("family_name", "substr(birth_date, 1, 4)"),
        block_on("given_name", "substr(birth_date, 1, 4)"),
        block_on("substr(given_name, 1, 3)", "substr(family_name, 1, 3)"),
    ]
    parts = [frame] if mode == "dedupe" else [frame[frame.source == each] for each in sorted(frame.source.unique())]
    tables = [api.register(part[columns], dataset_display_name=f"part{i}") for i, part in enumerate(parts)]
    linker = Linker(
        tables if mode == "link" else tables[0],
        SettingsCreator(
            link_type="link_only" if mode == "link" else "dedupe_only",
            comparisons=comparisons,
            blocking_rules_to_generate_predictions=blocks,
        ),
    )
    training = linker.training
    training.estimate_probability_two_random_records_match([block_on("given_name", "family_name", "birth_date")], recall=0.4)
    training.estimate_u_using_random_sampling(max_pairs=2e6, seed=1)
    training.estimate_parameters_using_expectation_maximisation(block_on("birth_date"))
    training.estimate_parameters_using_expectation_maximisation(block_on("given_name", "family_name"))
    predicted = linker.inference.predict(threshold_match_weight=-5).as_pandas_dataframe()
    return zip(predicted.unique_id_l, predicted.unique_id_r, predicted.match_weight)


def anonlink_pairs(frame, mode):
    import anonlink
    from clkhash import clk, comparators, field_formats, schema

    names = [name for name in TEXTS if frame[name].notna().any()]

    def field(name):
        grams = comparators.NgramComparison(2) if name.endswith("name") else comparators.NgramComparison(1, True)
        hashing = field_formats.FieldHashingProperties(comparator=grams, strategy=field_formats.BitsPerTokenStrategy(15))
        return field_formats.StringSpec(name, hashing, regex=r"(?s).*")

    shape = schema.Schema([field(name) for name in names], 1024)
    parts = [frame, frame] if mode == "dedupe" else [frame[frame.source == each] for each in sorted(frame.source.unique())]
    filters = [
        clk.generate_clks(part[names].fillna("").values.tolist(), shape, "secret of the measurement", validate=False, max_workers=1)
        for part in parts
    ]
    ids = [part.unique_id.tolist() for part in parts]
    scores, _, (left, right) = anonlink.candidate_generation.find_candidate_pairs(
        filters, anonlink.similarities.dice_coefficient_accelerated, 0.72
    )
    return [(ids[0][i], ids[1][j], score) for score, i, j in zip(scores, left, right) if mode == "link" or i < j]


if __name__ == "__main__":
    path, mode, *options = sys.argv[1:]
    frame = pd.read_csv(path, dtype=str).replace({np.nan: None, "": None})
    if "romanised" in options:
        from anyascii import anyascii

        for name in ("given_name", "family_name"):
            frame[name] = frame[name].map(lambda text: None if text is None else anyascii(text).lower())
    result = {}
    for name, link in (("splink", splink_pairs), ("anonlink", anonlink_pairs)):
        if name in options:
            start = time.process_time()
            quality = measure(link(frame, mode), frame, mode)
            result[name] = {**quality, "cpuSeconds": round(time.process_time() - start, 1)}
    print(json.dumps(result))

-- Frozen counts, the ledger, and releases that wait for review: what is not out, and so lies apart from corridor_release.
CREATE DATABASE IF NOT EXISTS corridor_vintage;

-- Lines under the hash of all of them: a mart that did not change between two vintages is there once. No person's row ever.
CREATE TABLE IF NOT EXISTS corridor_vintage.content
(
    hash String COMMENT 'SHA-256 of all lines in order',
    position UInt32 COMMENT 'from 0 on',
    line String
)
ENGINE = ReplacingMergeTree
ORDER BY (hash, position)
SETTINGS non_replicated_deduplication_window = 1000;

-- Everything that was frozen, proposed, reviewed, published and retracted. Rows are added and never changed.
CREATE TABLE IF NOT EXISTS corridor_vintage.ledger
(
    seq UInt64 COMMENT 'from 1 on, without gaps',
    at UInt64 COMMENT 'milliseconds since 1970',
    kind LowCardinality(String),
    body String COMMENT 'JSON',
    previous String COMMENT 'hash of the entry before; of the first: 64 zeros',
    hash String COMMENT 'SHA-256 of the entry and of the hash before it'
)
ENGINE = MergeTree
ORDER BY seq
SETTINGS non_replicated_deduplication_window = 10000;

-- Releases that are out, and those that were taken back. A release is out when it has a row here, and has one when all of it is there.
CREATE TABLE IF NOT EXISTS corridor_release.release
(
    release UInt32,
    status Enum8('published' = 1, 'retracted' = 2),
    vintage UInt32,
    profile LowCardinality(String) COMMENT 'name of the disclosure profile',
    invented Bool COMMENT 'holds figures from invented records of the demonstration',
    content String COMMENT 'SHA-256 of the table''s lines',
    ledger String COMMENT 'hash of the ledger''s entry that published it',
    pages String COMMENT 'method, dictionary, coverage, citation: JSON',
    published_at DateTime('UTC'),
    changed_at DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(changed_at)
ORDER BY release
SETTINGS non_replicated_deduplication_window = 1000;

-- Whose the figures are: of which release, and for a count that stayed, the release that it is of. 0: published before there was a ledger.
ALTER TABLE corridor_release.flow
    ADD COLUMN IF NOT EXISTS release UInt32 DEFAULT 0 COMMENT 'number of the release; 0 for figures from before there were releases' AFTER year,
    ADD COLUMN IF NOT EXISTS as_of UInt32 DEFAULT 0 COMMENT 'the release whose count it is; 0 where nothing is shown' AFTER release;

-- Cells of all tables of releases that are out; what `flow` is for the page, this is for every table. A suppressed cell holds no value
-- and no reason.
CREATE TABLE IF NOT EXISTS corridor_release.cell
(
    release UInt32,
    table LowCardinality(String) COMMENT 'name of the table in the release',
    dimensions Array(LowCardinality(String)),
    labels Array(String) COMMENT 'one for each dimension; Total stands for a sum over it',
    as_of Int32 COMMENT 'the release whose figure it is; 0 where nothing is shown',
    state Enum8('published' = 1, 'suppressed' = 2, 'not_reported' = 3, 'not_collected' = 4),
    victims Nullable(UInt64) COMMENT 'persons; only where the state is published',
    invented Bool COMMENT 'made from invented records of the demonstration',
    profile LowCardinality(String) COMMENT 'name of the disclosure profile',
    published_at DateTime('UTC')
)
ENGINE = MergeTree
ORDER BY (release, table, labels)
SETTINGS non_replicated_deduplication_window = 1000;

ALTER TABLE corridor_release.release
    ADD COLUMN IF NOT EXISTS tables Array(LowCardinality(String)) DEFAULT ['flows'] COMMENT 'names of its tables' AFTER vintage,
    ADD COLUMN IF NOT EXISTS method LowCardinality(String) DEFAULT 'suppression' COMMENT 'how cells were made safe' AFTER profile;

-- Sums of tables of partners that send no records (docs/decisions/0901-federated-counts.md), by origin, destination and year.
CREATE TABLE IF NOT EXISTS corridor_raw.federated_count
(
    count LowCardinality(String),
    origin LowCardinality(String),
    destination LowCardinality(String),
    year LowCardinality(String),
    persons UInt32 COMMENT 'a person counts once at each partner',
    partners UInt16 COMMENT 'partners with any of them',
    opened_at DateTime('UTC')
)
ENGINE = MergeTree
ORDER BY (count, origin, destination, year)
SETTINGS non_replicated_deduplication_window = 100;

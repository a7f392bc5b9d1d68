-- Published flows: what leaves the house. A suppressed cell holds no value and no reason.
CREATE TABLE IF NOT EXISTS corridor_release.flow
(
    origin LowCardinality(String) COMMENT 'ISO 3166-1 alpha-3',
    destination LowCardinality(String) COMMENT 'ISO 3166-1 alpha-3',
    year UInt16,
    state Enum8('published' = 1, 'suppressed' = 2, 'not_reported' = 3, 'not_collected' = 4),
    victims Nullable(UInt32) COMMENT 'persons; only where the state is published',
    invented Bool COMMENT 'made from invented records of the demonstration',
    profile LowCardinality(String) COMMENT 'name of the disclosure profile',
    published_at DateTime('UTC')
)
ENGINE = MergeTree
ORDER BY (origin, destination, year)
SETTINGS non_replicated_deduplication_window = 1000;

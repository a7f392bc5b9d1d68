-- Boundaries of batches, written down before a batch is loaded ('planned') and after it ('stored').
CREATE TABLE IF NOT EXISTS corridor_audit.batch
(
    topic LowCardinality(String),
    partition UInt16,
    first_offset UInt64,
    last_offset UInt64,
    token String COMMENT 'deduplication token of the batch''s inserts',
    state Enum8('planned' = 1, 'stored' = 2),
    consumed UInt32 DEFAULT 0,
    loaded UInt32 DEFAULT 0,
    quarantined UInt32 DEFAULT 0,
    duplicates UInt32 DEFAULT 0,
    at DateTime64(3, 'UTC') DEFAULT now64(3)
)
ENGINE = MergeTree
ORDER BY (topic, partition, first_offset)
TTL toDateTime(at) + INTERVAL 90 DAY
SETTINGS non_replicated_deduplication_window = 10000;

-- What was refused and why: position, rule and path, never content.
CREATE TABLE IF NOT EXISTS corridor_audit.quarantine
(
    topic LowCardinality(String),
    partition UInt16,
    offset UInt64,
    sent_at DateTime64(3, 'UTC') COMMENT 'the message''s timestamp: with the offset it survives a topic that is made anew',
    partner_id LowCardinality(String),
    kind LowCardinality(String) COMMENT 'kind of record; empty when it could not be told',
    schema_id Nullable(UInt32),
    code LowCardinality(String) COMMENT 'code in the problem catalogue',
    path String COMMENT 'path of the field',
    quarantined_at DateTime('UTC') DEFAULT now()
)
ENGINE = ReplacingMergeTree
ORDER BY (topic, partition, offset, sent_at, code, path)
TTL quarantined_at + INTERVAL 180 DAY
SETTINGS non_replicated_deduplication_window = 10000;

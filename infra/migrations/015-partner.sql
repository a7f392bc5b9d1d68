-- Who may send. No secret: those are in owner-only files.
CREATE TABLE IF NOT EXISTS corridor_raw.partner
(
    partner_id LowCardinality(String),
    type LowCardinality(String) COMMENT 'code of organisation-type',
    name String,
    demonstration UInt8 COMMENT '1 for an invented partner of the demonstration',
    status Enum8('enabled' = 1, 'disabled' = 2),
    token_hash String COMMENT 'SHA-256 of the API token',
    created_at DateTime('UTC'),
    updated_at DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(updated_at)
ORDER BY partner_id
SETTINGS non_replicated_deduplication_window = 1000;

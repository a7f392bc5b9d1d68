-- What became of refused messages that were read again at their places. The newest reading of a message counts: 'loaded' and
-- 'duplicate' take it off the list of what is in quarantine, 'refused' gives it its present problems. Kept at least as long as
-- the refusal itself, or a message that was loaded would seem to be refused again.
CREATE TABLE IF NOT EXISTS corridor_audit.quarantine_reading
(
    topic LowCardinality(String),
    partition UInt16,
    offset UInt64,
    sent_at DateTime64(3, 'UTC') COMMENT 'the message''s timestamp, as in corridor_audit.quarantine',
    outcome LowCardinality(String) COMMENT 'loaded, duplicate or refused',
    problems Array(Tuple(code String, path String)) COMMENT 'of a refused one: codes in the problem catalogue and paths of fields',
    at DateTime64(3, 'UTC') DEFAULT now64(3)
)
ENGINE = ReplacingMergeTree(at)
ORDER BY (topic, partition, offset, sent_at)
TTL toDateTime(at) + INTERVAL 180 DAY
SETTINGS non_replicated_deduplication_window = 1000;

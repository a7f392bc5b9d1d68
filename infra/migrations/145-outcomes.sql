-- Which records the messages are of that are not in the store: refused ones and copies of stored ones. With the quarantine, which has the
-- problems, it tells a partner what became of each of its records.
CREATE TABLE IF NOT EXISTS corridor_audit.message_outcome
(
    partner_id LowCardinality(String),
    record_id UUID COMMENT 'key of the message',
    partition UInt16,
    offset UInt64,
    sent_at DateTime64(3, 'UTC') COMMENT 'the message''s timestamp, as in corridor_audit.quarantine',
    outcome Enum8('rejected' = 1, 'duplicate' = 2),
    at DateTime('UTC') DEFAULT now()
)
ENGINE = ReplacingMergeTree
ORDER BY (partner_id, record_id, partition, offset, sent_at, outcome)
TTL at + INTERVAL 180 DAY
SETTINGS non_replicated_deduplication_window = 1000, old_parts_lifetime = 60;

-- That a record was erased after a withdrawal, by a hash of its id: whoever knows the id can ask, and nobody can tell the id from the hash.
CREATE TABLE IF NOT EXISTS corridor_audit.erased_record
(
    partner_id LowCardinality(String),
    record_hash FixedString(64) COMMENT 'SHA-256 of the partner and the record id, in hexadecimal',
    at DateTime('UTC') DEFAULT now()
)
ENGINE = ReplacingMergeTree
ORDER BY (partner_id, record_hash)
TTL at + INTERVAL 180 DAY
SETTINGS non_replicated_deduplication_window = 1000;

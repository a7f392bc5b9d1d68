-- Whose message was refused, where that could be told: a withdrawal erases these rows too, a new key re-keys them.
ALTER TABLE corridor_audit.quarantine
    ADD COLUMN IF NOT EXISTS person Nullable(UUID) COMMENT 'pseudonym of the case; null when it could not be told, or has withdrawn' AFTER path,
    ADD COLUMN IF NOT EXISTS key_version UInt16 DEFAULT 0 COMMENT 'version of the key that made the pseudonym; 0 without one' AFTER person;

-- Erased rows must leave the disk soon.
ALTER TABLE corridor_audit.quarantine MODIFY SETTING old_parts_lifetime = 60;

-- While keys rotate: the pseudonym that follows each stored one. Empty at all other times.
CREATE TABLE IF NOT EXISTS corridor_raw.rekeying
(
    partner_id LowCardinality(String),
    round UUID COMMENT 'rows that are applied together',
    person UUID COMMENT 'pseudonym under an older version',
    next UUID COMMENT 'pseudonym under the newest version',
    next_version UInt16,
    at DateTime64(6, 'UTC') DEFAULT now64(6)
)
ENGINE = MergeTree
PARTITION BY partner_id
ORDER BY (round, person)
TTL toDateTime(at) + INTERVAL 7 DAY
SETTINGS non_replicated_deduplication_window = 100, old_parts_lifetime = 1;

-- While persons are erased: their pseudonyms and records, so that the statements that the store keeps contain none. Empty at all other times.
CREATE TABLE IF NOT EXISTS corridor_raw.erasing
(
    partner_id LowCardinality(String),
    round String COMMENT 'random id of one erasure',
    column LowCardinality(String) COMMENT 'person or record_id',
    id UUID COMMENT 'pseudonym or record whose rows are erased',
    at DateTime('UTC') DEFAULT now()
)
ENGINE = MergeTree
PARTITION BY round
ORDER BY (column, id)
TTL at + INTERVAL 1 DAY
SETTINGS non_replicated_deduplication_window = 100, old_parts_lifetime = 1;

-- Erased rows must leave the disk soon.
ALTER TABLE corridor_audit.sent_revision MODIFY SETTING old_parts_lifetime = 60;
ALTER TABLE corridor_audit.submission MODIFY SETTING old_parts_lifetime = 60;
ALTER TABLE corridor_audit.quarantine_reading MODIFY SETTING old_parts_lifetime = 60;
ALTER TABLE corridor_vintage.content MODIFY SETTING old_parts_lifetime = 60;

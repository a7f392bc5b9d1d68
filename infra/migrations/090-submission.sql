-- What partners sent, file by file: the receipt of each. No name of a file and nothing of its content.
CREATE TABLE IF NOT EXISTS corridor_audit.submission
(
    partner_id LowCardinality(String),
    submission UUID COMMENT 'made from the partner and the hash: the same records of the same partner have the same one',
    state Enum8('sending' = 1, 'sent' = 2),
    via LowCardinality(String) COMMENT 'command-line or portal',
    received_at DateTime64(3, 'UTC'),
    records UInt32 COMMENT 'records in the file that could be sent',
    corrections UInt32 COMMENT 'of these, records that were sent before with other content',
    unchanged UInt32 COMMENT 'of these, records that were sent before with this content and so were not sent again',
    hash String COMMENT 'SHA-256 over the records as they leave the partner, under first pseudonyms',
    places Array(Tuple(partition UInt16, first UInt64, last UInt64)) COMMENT 'where the messages lie in the partner''s topic',
    at DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(at)
ORDER BY (partner_id, submission)
SETTINGS non_replicated_deduplication_window = 1000;

-- Every revision of every record that was sent by a file or the portal, and by which submission: the history of corrections.
CREATE TABLE IF NOT EXISTS corridor_audit.sent_revision
(
    partner_id LowCardinality(String),
    record_id UUID,
    revision UInt32,
    kind LowCardinality(String) COMMENT 'kind of record',
    content String COMMENT 'HMAC of the content under the partner''s key, for records with an id of the partner''s own; empty otherwise',
    submission UUID,
    at DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(at)
ORDER BY (partner_id, record_id, revision, submission)
SETTINGS non_replicated_deduplication_window = 1000;

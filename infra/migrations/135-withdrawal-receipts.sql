-- Receipts of withdrawals: with the code, a person can see that a withdrawal took effect. No partner, case, pseudonym or number of records.
CREATE TABLE IF NOT EXISTS corridor_release.withdrawal_receipt
(
    hash String COMMENT 'SHA-256 of the code, which is random and not stored',
    withdrawn_at DateTime('UTC') COMMENT 'when the withdrawal took effect',
    last_vintage UInt32 COMMENT 'the newest vintage that may count the person; 0 for none'
)
ENGINE = ReplacingMergeTree
ORDER BY hash
SETTINGS non_replicated_deduplication_window = 1000;

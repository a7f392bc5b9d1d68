-- Accounts, tokens, the audit log of access and the ledger are in the state store (infra/state). Their tables here are of earlier versions and
-- stay empty: their rows were moved. Every process that uses the state store may read corridor_release.
CREATE TABLE IF NOT EXISTS corridor_release.state_store
(
    id String COMMENT 'the state store that belongs to this store; the newest row counts',
    at DateTime64(3, 'UTC') DEFAULT now64(3)
)
ENGINE = MergeTree
ORDER BY at
SETTINGS non_replicated_deduplication_window = 100;

-- When the store's clock was seen, so that a process can tell whether it has jumped since (infra/erasure/retention.ts).
CREATE TABLE IF NOT EXISTS corridor_audit.clock_seen
(
    at DateTime('UTC') DEFAULT now()
)
ENGINE = MergeTree
ORDER BY at
SETTINGS non_replicated_deduplication_window = 100;

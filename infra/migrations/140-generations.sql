-- Boundaries that a process wrote after it had lost the partition are known by their lower generation.
ALTER TABLE corridor_audit.batch
    ADD COLUMN IF NOT EXISTS generation UInt32 COMMENT 'generation of the consumer group that recorded the boundaries; 0 in rows of earlier versions' AFTER block;

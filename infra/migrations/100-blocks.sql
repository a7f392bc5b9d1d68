-- Small batches of several partitions are stored in one block, whose token is none of their own.
ALTER TABLE corridor_audit.batch
    ADD COLUMN IF NOT EXISTS block String COMMENT 'token of the block that the batch was planned for; empty in rows of earlier versions: its own' AFTER token;

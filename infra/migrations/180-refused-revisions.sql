-- The revision that a refused message gave its record: a correction that another rule refused is found by it when its person withdraws.
ALTER TABLE corridor_audit.message_outcome
    ADD COLUMN IF NOT EXISTS revision Nullable(UInt32) COMMENT 'revision of a refused message, if it could be read' AFTER record_id;

-- Which revisions of another case go with a person's record: one that is stored meanwhile stays.
ALTER TABLE corridor_raw.erasing
    ADD COLUMN IF NOT EXISTS revision UInt32 COMMENT 'of rows of the column whole_record' AFTER id;

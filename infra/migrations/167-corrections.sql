-- Records of a submission that were corrected since they were sent first, and that are therefore not sent again.
ALTER TABLE corridor_audit.submission
    ADD COLUMN IF NOT EXISTS held_back UInt32 DEFAULT 0 COMMENT 'of these, records that were corrected since and so were not sent again' AFTER unchanged;
ALTER TABLE corridor_audit.sent_revision
    COMMENT COLUMN content 'SHA-256 of the content under the partner''s pseudonyms; empty for records with derived ids that were sent before version 167';

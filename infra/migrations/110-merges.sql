-- Every batch brings some rows; merged by the store's own rule they would be read and written again with every few batches, all of them.
ALTER TABLE corridor_audit.batch
    MODIFY SETTING merge_selector_base = 30;
ALTER TABLE corridor_audit.quarantine
    MODIFY SETTING merge_selector_base = 30;

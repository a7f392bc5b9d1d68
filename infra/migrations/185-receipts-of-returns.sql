-- Records of a withdrawn person may come back, for example by an insert that is late, and be counted in a vintage before they are erased again.
ALTER TABLE corridor_release.withdrawal_receipt
    ADD COLUMN IF NOT EXISTS later_vintages Array(UInt32) COMMENT 'vintages after last_vintage that may count the person, because records came back';

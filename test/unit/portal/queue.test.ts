import { assert, it } from "vitest"
import { type CheckedRecord, hasRecord, type QueuedRecord } from "../../../ingest/portal/page/queue/Queue.ts"

const checked = (recordId: string, contentHash: string): CheckedRecord => ({
  ready: { kind: "victim", record: { recordId }, revisable: true },
  contentHash,
  keyCheck: "k"
})
const waiting = (record: CheckedRecord): QueuedRecord => ({
  ...record,
  state: "waiting",
  at: 1,
  problems: [],
  name: "n"
})

it("a record is kept once, and its correction too", () => {
  const queued = [waiting(checked("r1", "a")), { state: "sent", at: 1, recordId: "r2", name: "m" }] as const
  assert.isTrue(hasRecord(queued, checked("r1", "a")))
  assert.isFalse(hasRecord(queued, checked("r1", "b")), "the same id with another content is a correction")
  const corrected = [...queued, waiting(checked("r1", "b"))]
  assert.isFalse(hasRecord(corrected, checked("r1", "a")), "the newest content counts")
  assert.isFalse(hasRecord(queued, checked("r2", "a")), "what was sent does not wait")
})

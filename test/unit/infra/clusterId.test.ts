import { assert, it } from "vitest"
import { clusterId } from "../../../infra/kafka/KafkaServer.ts"

it("a cluster id is 16 bytes, never the same, and never looks like an option", () => {
  const ids = Array.from({ length: 2_000 }, clusterId)
  for (const id of ids) assert.match(id, /^[A-Za-z0-9_][A-Za-z0-9_-]{21}$/)
  assert.strictEqual(new Set(ids).size, ids.length)
})

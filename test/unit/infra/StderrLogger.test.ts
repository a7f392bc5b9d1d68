import { assert, it } from "vitest"
import { lineOf } from "../../../infra/cli/StderrLogger.ts"

const line = {
  date: new Date("2026-11-24T08:05:09.123Z"),
  logLevel: "Warn" as const,
  message: ['Kafka does not respond:\n"waiting"', 3],
  annotations: { topic: "corridor.partner.a", partition: 2 }
}

it("a line for people has the time of day, the level if it is not INFO, and the message", () => {
  assert.strictEqual(lineOf.words(line), '08:05:09 Warn: Kafka does not respond:\n"waiting" 3')
  assert.strictEqual(lineOf.words({ ...line, logLevel: "Info", message: "ready" }), "08:05:09 ready")
})

it("a line for machines is one object on one line, without fiber and cause", () => {
  const text = lineOf.json(line)
  assert.notInclude(text, "\n")
  assert.deepStrictEqual(JSON.parse(text), {
    time: "2026-11-24T08:05:09.123Z",
    level: "warn",
    message: 'Kafka does not respond:\n"waiting" 3',
    annotations: { topic: "corridor.partner.a", partition: 2 }
  })
})

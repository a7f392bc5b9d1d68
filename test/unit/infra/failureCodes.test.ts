/** Each error that a command can end with has an exit code; without one, its sentence is replaced by "internal error". */
import { execFileSync } from "node:child_process"
import { join } from "node:path"
import { assert, it } from "vitest"
import { codes } from "../../../infra/cli/printFailure.ts"

/** Errors that are handled before they reach the command line, with where. */
const handled: Readonly<Record<string, string>> = {
  ChangeProposed: "infra/cli/twoPeople.ts",
  ContentChanged: "ingest/submit/send/SendRecords.ts",
  PartitionSetAside: "infra/kafka/KafkaConsumer.ts",
  QueryWouldDisclose: "infra/cli/ReleaseQuery.ts",
  Wrong: "infra/stack/doctor/components.ts"
}

it("each tagged error with a message has an exit code, or is handled before", () => {
  const root = join(import.meta.dirname, "../../..")
  const lines = execFileSync(
    "git",
    ["grep", "-hE", 'TaggedError<\\w+>\\(\\)\\("\\w+"', "--", "infra", "ingest", "ports", "release", "packages/*/src"],
    { cwd: root, encoding: "utf8" }
  ).split("\n")
  const tags = lines.flatMap((line) => /TaggedError<\w+>\(\)\("(\w+)"/.exec(line)?.[1] ?? [])
  assert.isAbove(tags.length, 40)
  assert.deepStrictEqual(
    tags.filter((tag) => !(tag in codes) && !(tag in handled)),
    []
  )
})

/**
 * The file that keeps what real dbt left: one fact a line, as a JSON list. A text or table that is as it was after the
 * command before stands as `"="`.
 */
import { isDeepStrictEqual } from "node:util"
import { versions } from "./RealDbt.ts"
import type { Seen } from "./RunScenario.ts"
import type { Ended, Observed, Scenario, Stored } from "./Scenario.ts"

type Kept<A> = A | "="

type Line =
  | readonly ["comment", string, typeof versions]
  | readonly ["command", Pick<Observed, "arguments" | "success" | "raised">]
  | readonly ["result", string, Ended]
  | readonly ["compiled", string, Kept<string>]
  | readonly ["stored", string, Kept<Stored>]
  /** Name of the document, its part (`nodes`), key in the part, value. */
  | readonly ["document", string, string, string, unknown]
  | readonly ["selections"]
  | readonly ["selection", string, ReadonlyArray<string> | string]

type Parts = Readonly<Record<string, Readonly<Record<string, unknown>>>>

export const expectedText = (scenario: Scenario, seen: ReadonlyArray<Seen>): string => {
  const before = new Map<string, unknown>()
  const kept = <A>(kind: string, key: string, value: A): Kept<A> => {
    const same = isDeepStrictEqual(before.get(`${kind} ${key}`), value)
    before.set(`${kind} ${key}`, value)
    return same ? "=" : value
  }
  const comment = `Written by test/real-dbt/make-expected.ts: what real dbt left after each command of ${scenario.project}.`
  const lines: Array<Line> = [["comment", comment, versions]]
  for (const step of seen) {
    if (step.kind === "listed") {
      lines.push(["selections"], ...step.listed.map(([key, nodes]): Line => ["selection", key, nodes]))
      continue
    }
    const { arguments: args, success, raised, results, compiled, stored, documents } = step.observed
    lines.push(["command", { arguments: args, success, raised }])
    for (const [id, ended] of Object.entries(results)) lines.push(["result", id, ended])
    for (const [path, sql] of Object.entries(compiled)) lines.push(["compiled", path, kept("compiled", path, sql)])
    for (const [name, table] of Object.entries(stored)) lines.push(["stored", name, kept("stored", name, table)])
    for (const [name, parts] of Object.entries(documents as Readonly<Record<string, Parts>>)) {
      for (const [part, entries] of Object.entries(parts ?? {})) {
        for (const [key, value] of Object.entries(entries)) lines.push(["document", name, part, key, value])
      }
    }
  }
  return `${lines.map((line) => JSON.stringify(line)).join("\n")}\n`
}

/** What each command must leave. */
export const readExpected = (text: string): ReadonlyArray<Seen> => {
  const before = new Map<string, unknown>()
  const whole = <A>(kind: string, key: string, value: Kept<A>): A => {
    if (value !== "=") before.set(`${kind} ${key}`, value)
    return before.get(`${kind} ${key}`) as A
  }
  const seen: Array<Seen> = []
  let results: Record<string, Ended> = {}
  let compiled: Record<string, string> = {}
  let stored: Record<string, Stored> = {}
  let documents: Record<string, Record<string, Record<string, unknown>>> = {}
  let listed: Array<readonly [string, ReadonlyArray<string> | string]> = []
  for (const row of text.trimEnd().split("\n")) {
    const line = JSON.parse(row) as Line
    switch (line[0]) {
      case "comment":
        break
      case "command":
        results = {}
        compiled = {}
        stored = {}
        documents = {}
        seen.push({ kind: "command", observed: { ...line[1], results, compiled, stored, documents } })
        break
      case "result":
        results[line[1]] = line[2]
        break
      case "compiled":
        compiled[line[1]] = whole("compiled", line[1], line[2])
        break
      case "stored":
        stored[line[1]] = whole("stored", line[1], line[2])
        break
      case "document": {
        const [, name, part, key, value] = line
        documents[name] ??= {}
        documents[name][part] ??= {}
        documents[name][part][key] = value
        break
      }
      case "selections":
        listed = []
        seen.push({ kind: "listed", listed })
        break
      case "selection":
        listed.push([line[1], line[2]])
    }
  }
  return seen
}

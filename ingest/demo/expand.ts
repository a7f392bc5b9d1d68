/**
 * `demo expand`: turns a table of published counts into that many invented persons, for demonstrations and end-to-end checks. No person in
 * the output exists; only their numbers were published.
 */
import { createHash } from "node:crypto"
import { Effect, FileSystem, Schema, Stream } from "effect"
import { writeFailure } from "../../ports/files/fileFailure.ts"
import { orUnreadable, readInputText } from "../../ports/files/InputFile.ts"
import { OutputFile } from "../../ports/files/OutputFile.ts"
import { type CountTable, readCountTable } from "./CountTable.ts"
import { mulberry32 } from "./mulberry32.ts"

/** The table has problems, or too many persons for a demonstration. Row numbers are those of a spreadsheet. */
export class CountTableRefused extends Schema.TaggedError<CountTableRefused>()("CountTableRefused", {
  problems: Schema.Array(Schema.Struct({ row: Schema.Int, column: Schema.String, rule: Schema.String }))
}) {
  override get message(): string {
    const places = this.problems.map(
      ({ row, column, rule }) => `row ${row}${column === "" ? "" : `, ${column}`}: ${rule}`
    )
    return ["The table can't be expanded:", ...places].join("\n  ")
  }
}

/** A file cannot be written. */
export class ExpandFileError extends Schema.TaggedError<ExpandFileError>()("ExpandFileError", {
  path: Schema.String,
  cause: Schema.Defect()
}) {
  override get message(): string {
    return (
      writeFailure(this.path, this.cause) ??
      `Cannot write ${this.path}. Check that its folder exists and that you may write to it.`
    )
  }
}

export interface ExpandOptions {
  /** The table: CSV, UTF-8. */
  readonly counts: string
  /** The NDJSON file to write. */
  readonly out: string
  /** Also distributes the records over this many files next to `out`: `flows.1.ndjson` … for `flows.ndjson`. */
  readonly partners?: number | undefined
  /** Seed of the distribution and the case references; 1 by default. The same table and seed give the same bytes. */
  readonly seed?: number | undefined
}

/** `mapped` labels and `belowThreshold` rows as in `CountTable`; `records` is the number of lines written to `out`. */
interface ExpandResult extends Pick<CountTable, "mapped" | "unmapped" | "belowThreshold" | "notReported"> {
  readonly records: number
}

/** One line of Corridor's NDJSON format. */
interface ExpandedRoute {
  readonly record: "route"
  readonly caseReference: string
  readonly researchUseConsent: true
  readonly citizenship: ReadonlyArray<string>
  readonly legs: ReadonlyArray<{ readonly country: string; readonly role: string; readonly year: number }>
}

/** A larger count is a mistake in the table, such as a total or a population. */
const maxRecords = 20_000_000
const linesPerBatch = 2_000

/** Letters that identify the table and the seed, so that different tables never share a case reference. */
const tagOf = (text: string, seed: number): string =>
  Array.from(createHash("sha256").update(`${seed}\0`).update(text).digest().subarray(0, 10), (byte) =>
    String.fromCharCode(65 + (byte % 26))
  ).join("")

/** Returns the table's persons in order, each with its own case reference. */
function* individuals(table: CountTable, tag: string): Generator<ExpandedRoute> {
  let number = 0
  for (const { origin, destination, year, count } of table.flows) {
    for (let i = 0; i < count; i++) {
      number++
      yield {
        record: "route",
        caseReference: `EXPAND-${tag}-${number}`,
        researchUseConsent: true,
        citizenship: table.originIsCitizenship ? [origin] : [],
        legs: [
          { country: origin, role: "Origin", year },
          { country: destination, role: "Destination", year }
        ]
      }
    }
  }
}

/** Returns the lines for `out` (first) and for each partner's file, in batches. */
function* batches(records: Iterable<ExpandedRoute>, partners: number, seed: number): Generator<Array<string>> {
  const random = mulberry32(seed)
  let texts = new Array<string>(1 + partners).fill("")
  let lines = 0
  for (const record of records) {
    const line = `${JSON.stringify(record)}\n`
    texts[0] += line
    if (partners > 0) texts[1 + Math.floor(random() * partners)] += line
    if (++lines % linesPerBatch === 0) {
      yield texts
      texts = new Array<string>(1 + partners).fill("")
    }
  }
  yield texts
}

/** Returns `flows.2.ndjson` for `flows.ndjson` and 2. */
const partnerFile = (out: string, partner: number): string =>
  /\.[^./\\]+$/.test(out) ? out.replace(/(\.[^./\\]+)$/, `.${partner}$1`) : `${out}.${partner}`

/**
 * Writes the persons of a table of counts. Rows `<5`, rows without a count and rows whose labels do not name exactly one country are left out
 * and reported in the result. A cell that is not a count refuses the table, and nothing is written.
 */
export const expandCounts = Effect.fn("Demo.expandCounts")(function* (options: ExpandOptions) {
  const fs = yield* FileSystem.FileSystem
  const { counts, out, partners = 0, seed = 1 } = options
  const text = yield* orUnreadable(() => readInputText(counts))
  const table = readCountTable(text)
  if ("problems" in table) return yield* new CountTableRefused({ problems: table.problems })
  const records = table.flows.reduce((sum, flow) => sum + flow.count, 0)
  if (records > maxRecords)
    return yield* new CountTableRefused({ problems: [{ row: 1, column: "count", rule: "too-many-records" }] })

  const encoder = new TextEncoder()
  const paths = [out, ...Array.from({ length: partners }, (_, i) => partnerFile(out, i + 1))]
  const writing = (path: string) => Effect.mapError((cause) => new ExpandFileError({ path, cause }))
  yield* Effect.scoped(
    Effect.gen(function* () {
      const files = yield* Effect.forEach(paths, (path) =>
        Effect.gen(function* () {
          const output = yield* Effect.acquireRelease(
            Effect.try({ try: () => new OutputFile(path, { replace: true }), catch: (cause) => cause }),
            (made) => Effect.sync(() => made.discard())
          )
          return { output, file: yield* fs.open(output.aside, { flag: "w" }), path }
        }).pipe(writing(path))
      )
      yield* Stream.fromIterable(batches(individuals(table, tagOf(text, seed)), partners, seed)).pipe(
        Stream.runForEach((texts) =>
          Effect.forEach(files, ({ file, path }, i) => {
            const lines = texts[i] ?? ""
            return lines === "" ? Effect.void : file.writeAll(encoder.encode(lines)).pipe(writing(path))
          })
        )
      )
      for (const { output, file, path } of files)
        yield* Effect.andThen(
          output.isFile ? file.sync : Effect.void,
          Effect.try({ try: () => output.publish(), catch: (cause) => cause })
        ).pipe(writing(path))
    })
  )
  const { mapped, unmapped, belowThreshold, notReported } = table
  const result: ExpandResult = { records, mapped, unmapped, belowThreshold, notReported }
  return result
})

/** `release show | synthetic`: a release on the screen and as files. */
import { join } from "node:path"
import { Effect } from "effect"
import { Command, Flag } from "effect/cli"
import { makeOutputFolder, writeOutput } from "../../ports/files/OutputFile.ts"
import * as Releases from "../../release/publisher/Releases.ts"
import { syntheticFiles } from "../../release/publisher/syntheticFiles.ts"
import { fileFormats, tableFile } from "../../release/publisher/tableFiles.ts"
import { storesOf } from "../stack/Stack.ts"
import { formatTable, printResult } from "./CommandOutput.ts"
import { commonFlags, documented, optionalText, switchFlag, textFlag } from "./CommonFlags.ts"
import { releaseArgument, releaseLines } from "./ReleaseList.ts"

export const show = Command.make(
  "show",
  {
    ...commonFlags,
    id: releaseArgument,
    out: optionalText("out", "folder for the tables and their documentation"),
    format: Flag.Literals("format", fileFormats).pipe(
      Flag.withDescription("file format of the tables; repeat for several"),
      Flag.atLeast(0)
    ),
    hxl: switchFlag("hxl", "add a row of HXL tags below the header of CSV files")
  },
  Effect.fn("release show")(function* ({ data, json, id: number, out, format, hxl }) {
    const [shown, tables] = yield* Effect.gen(function* () {
      const found = yield* Releases.showRelease(number)
      if (out === undefined) return [found, []] as const
      const formats = format.length === 0 ? (["csv"] as const) : format
      const facts = { ...found, invented: found.release.invented }
      const made = yield* Effect.forEach(
        found.choices.flatMap((_, c) => formats.map((one) => [c, one] as const)),
        ([c, one]) => tableFile(facts, c, one, { hxl })
      )
      return [found, made] as const
    }).pipe(Effect.provide(storesOf(data)))
    if (out !== undefined) {
      yield* makeOutputFolder(out)
      const encoder = new TextEncoder()
      const files = [
        ...tables,
        { name: "release.json", bytes: encoder.encode(`${JSON.stringify(shown.release, undefined, 2)}\n`) },
        ...shown.pages.map(([name, text]) => ({ name, bytes: encoder.encode(text) }))
      ]
      for (const { name, bytes } of files) yield* writeOutput(join(out, name), bytes, { replace: false })
    }
    const moves = shown.release.moves.map((move) => [move.at, move.move, move.by, move.reason])
    yield* printResult(json, {
      json: { ...shown.release, cells: out === undefined ? shown.cells : shown.cells.length },
      lines: [
        ...releaseLines([shown.release]),
        `tables ${shown.release.content}, ledger ${shown.release.ledger}`,
        ...(moves.length === 0 ? [] : formatTable([["time", "action", "by", "reason"], ...moves])),
        ...(out === undefined ? ["--out FOLDER writes the tables and their documentation."] : [])
      ]
    })
  })
).pipe(
  documented(
    "Show a release with its tables and documentation, in any state",
    "corridor release show 3 --out release-3",
    "corridor release show 3 --out release-3 --format csv --format parquet --hxl"
  )
)

export const synthetic = Command.make(
  "synthetic",
  {
    ...commonFlags,
    id: releaseArgument,
    out: textFlag("out", "folder for the records and their reports")
  },
  Effect.fn("release synthetic")(function* ({ data, json, id: number, out }) {
    const files = yield* syntheticFiles(number).pipe(Effect.provide(storesOf(data)))
    yield* makeOutputFolder(out)
    for (const { name, text, report } of files) {
      yield* writeOutput(join(out, name), text, { replace: false })
      const reportFile = join(out, name.replace(/csv$/, "report.json"))
      yield* writeOutput(reportFile, `${JSON.stringify(report, undefined, 2)}\n`, { replace: false })
    }
    yield* printResult(json, {
      json: { files: files.map(({ name, report }) => ({ name, ...report })) },
      lines: formatTable([
        ["file", "synthetic records", "unsupported", "exceeding", "minimum support"],
        ...files.map(({ name, report }) => [
          name,
          report.records,
          report.attack.unsupported,
          report.attack.exceeding,
          report.attack.smallestSupport ?? "-"
        ])
      ])
    })
  })
).pipe(
  documented(
    "Write synthetic records for testing code, drawn from the figures of a published release, with a report on their utility and on an attack against them",
    "corridor release synthetic 3 --out synthetic-3"
  )
)

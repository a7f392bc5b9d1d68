/** Folders, errors and flags that `link` commands share. */
import { join } from "node:path"
import { UsageError } from "@corridor/dbt-ts/command/UsageError"
import { groupReady } from "@corridor/linkage/oprf/Group"
import { RoundRefused } from "@corridor/linkage/round/RoundRefused"
import { canBeLast } from "@corridor/linkage/round/Terms"
import { Effect, Schema } from "effect"
import { Flag } from "effect/cli"
import { notKnown } from "../../../ingest/linkage/caseDimensions.ts"
import { caseFields } from "../../../ingest/linkage/caseFields.ts"
import { PartyUnavailable } from "../../../ingest/linkage/PartyClient.ts"
import type { CaseFile } from "../../../ingest/linkage/readCaseFile.ts"
import { fileProblem } from "../../../ingest/submit/node/FileProblem.ts"
import { FileRefused } from "../../../ingest/submit/read/FileRefused.ts"
import { counted } from "../../../ports/counted.ts"
import { readInputText } from "../../../ports/files/InputFile.ts"
import { PartyFolder } from "../../linkage/PartyFolder.ts"
import { Unavailable } from "../../process/Unavailable.ts"
import { optionalText } from "../CommonFlags.ts"
import { names } from "../DisclosureFlags.ts"
import { withRemedy } from "./whatToDo.ts"

/** A party refuses; `message` gives the reason without any value. */
export class LinkageRefused extends Schema.TaggedError<LinkageRefused>()("LinkageRefused", {
  message: Schema.String
}) {}

export const folderFlag = optionalText(
  "folder",
  "folder of this party's keys and rounds; default: in linkage/ of the data folder. Do not back it up: it is short-lived"
)

/** Returns the folder of a party. `name` is `linker`, a holder's id, or `partners/ID`. */
export const partyFolder = (data: string, folder: string | undefined, name: string): PartyFolder =>
  new PartyFolder(folder ?? join(data, "linkage", name))

/** Runs what talks to other parties, when the group is ready. Refusals and silence become errors of the command line. */
export const withParties = <A>(run: () => A | Promise<A>) =>
  Effect.tryPromise({
    try: async () => {
      await groupReady
      return await run()
    },
    catch: (cause) => {
      if (cause instanceof RoundRefused) return new LinkageRefused({ message: withRemedy(cause) })
      if (cause instanceof PartyUnavailable) return new Unavailable({ part: "linkage", message: cause.message })
      if (cause instanceof FileRefused) return fileProblem(cause.code, cause.row)
      throw cause
    }
  })

export const mappingFlag = optionalText(
  "mapping",
  'JSON that maps your columns: {"columns": {"Имя": "givenNames", "Год обращения": "year"}}; fields: givenNames, familyNames, birthDate, sex, citizenship, documentNumber, caseReference, and the dimensions of the round'
)

/** Returns the columns of a mapping's file; undefined if it is none. */
const columnsIn = (path: string): Readonly<Record<string, string>> | undefined => {
  try {
    const columns: unknown = JSON.parse(readInputText(path)).columns
    const entries = Object.entries(columns ?? {})
    return entries.every(([, target]) => typeof target === "string") ? Object.fromEntries(entries) : undefined
  } catch {
    return undefined
  }
}

/** Reads the file of `--mapping`, whose targets are fields of a case or dimensions of the terms. */
export const mappingOf = Effect.fn("mappingOf")(function* (
  path: string | undefined,
  dimensions: ReadonlyArray<string>
) {
  const columns = path === undefined ? {} : columnsIn(path)
  if (columns === undefined)
    return yield* new UsageError({ message: "--mapping needs a JSON file with an object 'columns' of names." })
  const targets: ReadonlyArray<string> = [...caseFields, ...dimensions]
  const unknown = Object.values(columns).filter((target) => !targets.includes(target)).length
  if (unknown > 0)
    return yield* new UsageError({
      message: `--mapping gives ${counted(unknown, "column")} a meaning that does not exist. Possible: ${targets.join(", ")}.`
    })
  return columns
})

/** Returns what a partner should know of its file before it sends: dimensions without a column, and persons without a label. */
export const notKnownLines = ({ found, notKnown: without, persons }: CaseFile): ReadonlyArray<string> =>
  Object.entries(without).map(([dimension, n]) =>
    n === persons.length && !found.includes(dimension)
      ? `${dimension}: no column was found, so it is not known for any person. Name the column with --mapping.`
      : `${dimension}: ${n} of ${counted(persons.length, "person")} ${n === 1 ? "has" : "have"} no label of the terms, and ${n === 1 ? "counts" : "count"} as not known.`
  )

/** Dimensions with their labels, such as `year=2023,2024`; at least one. */
export const strataFlag = (name: string, example: string) =>
  Flag.String(name).pipe(
    Flag.withDescription(`a dimension and its labels, such as ${example}; repeat it for more dimensions`),
    Flag.atLeast(1)
  )

/** Labels of a dimension as `sex=Female,Male`; what is not known always has a label. */
export const strataOf = (texts: ReadonlyArray<string>): Readonly<Record<string, ReadonlyArray<string>>> =>
  Object.fromEntries(
    texts.map((text) => {
      const [dimension = "", labels = ""] = text.split("=")
      return [dimension.trim(), [...new Set([...names(labels), notKnown])]]
    })
  )

/** The last day of an agreement, which partners sign. */
export const untilFlag = optionalText(
  "until",
  "last day of the agreement, YYYY-MM-DD in UTC, at most a year away: what is not counted by then is destroyed; default: in 90 days"
)

/** Returns the day as part of a request. Fails if no agreement that is signed now can end on it. */
export const untilOf = (until: string | undefined) =>
  until === undefined
    ? Effect.succeed({})
    : canBeLast(until, new Date())
      ? Effect.succeed({ until })
      : Effect.fail(new UsageError({ message: "--until is a day (YYYY-MM-DD) from today to a year from now." }))

/** Folders, errors and flags that `link` commands share. */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { groupReady } from "@corridor/linkage/oprf/Group"
import { RoundRefused } from "@corridor/linkage/round/RoundRefused"
import { Effect, Schema } from "effect"
import { Flag } from "effect/cli"
import { PartyUnavailable } from "../../../ingest/linkage/PartyClient.ts"
import { notKnown } from "../../../ingest/linkage/readCaseFile.ts"
import { fileProblem } from "../../../ingest/submit/node/FileProblem.ts"
import { FileRefused } from "../../../ingest/submit/read/FileRefused.ts"
import { PartyFolder } from "../../linkage/PartyFolder.ts"
import { Unavailable } from "../../process/Unavailable.ts"
import { optionalText } from "../CommonFlags.ts"

/** A party refuses; `message` gives the reason without any value. */
export class LinkageRefused extends Schema.TaggedError<LinkageRefused>()("LinkageRefused", {
  message: Schema.String
}) {}

export const folderFlag = optionalText(
  "folder",
  "folder of this party's keys and rounds; default: in linkage/ of the data folder. Do not back it up: it is short-lived"
)

/** The folder of a party. `name` is `linker`, a holder's id, or `partners/ID`. */
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
      if (cause instanceof RoundRefused) return new LinkageRefused({ message: `${cause.message}.` })
      if (cause instanceof PartyUnavailable) return new Unavailable({ part: "linkage", message: cause.message })
      if (cause instanceof FileRefused) return fileProblem(cause.code, cause.row)
      throw cause
    }
  })

export const mappingFlag = optionalText(
  "mapping",
  'JSON that maps your columns: {"columns": {"Имя": "givenNames", "Год обращения": "year"}}; fields: givenNames, familyNames, birthDate, sex, citizenship, documentNumber, caseReference, and the dimensions of the round'
)

/** The columns of a mapping's file; undefined if it is none. */
export const mappingOf = (path: string | undefined): Readonly<Record<string, string>> | undefined => {
  if (path === undefined) return {}
  try {
    const columns: unknown = JSON.parse(readFileSync(path, "utf8")).columns
    const entries = Object.entries(columns ?? {})
    return entries.every(([, target]) => typeof target === "string") ? Object.fromEntries(entries) : undefined
  } catch {
    return undefined
  }
}

/** Dimensions with their labels, such as `year=2023,2024`; at least one. */
export const strataFlag = (name: string, example: string) =>
  Flag.String(name).pipe(
    Flag.withDescription(`a dimension and its labels, such as ${example}; repeat it for more dimensions`),
    Flag.atLeast(1)
  )

export const listOf = (text: string | undefined): ReadonlyArray<string> =>
  text === undefined
    ? []
    : text
        .split(",")
        .map((each) => each.trim())
        .filter((each) => each !== "")

/** Labels of a dimension as `sex=Female,Male`; what is not known always has a label. */
export const strataOf = (texts: ReadonlyArray<string>): Readonly<Record<string, ReadonlyArray<string>>> =>
  Object.fromEntries(
    texts.map((text) => {
      const [dimension = "", labels = ""] = text.split("=")
      return [dimension.trim(), [...new Set([...listOf(labels), notKnown])]]
    })
  )

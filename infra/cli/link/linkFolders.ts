/** Folders and errors of the `link` commands. */
import { join } from "node:path"
import { groupReady } from "@corridor/linkage/oprf/Group"
import { RoundRefused } from "@corridor/linkage/round/RoundRefused"
import { Effect, Schema } from "effect"
import { fileProblem } from "../../../ingest/submit/node/FileProblem.ts"
import { FileRefused } from "../../../ingest/submit/read/FileRefused.ts"
import { PartyUnavailable } from "../../linkage/PartyClient.ts"
import { PartyFolder } from "../../linkage/PartyFolder.ts"
import { Unavailable } from "../../process/Unavailable.ts"
import { optionalText } from "../CommonFlags.ts"

/** A party refuses; `message` gives the reason without any value. */
export class LinkageRefused extends Schema.TaggedError<LinkageRefused>()("LinkageRefused", {
  message: Schema.String
}) {}

export const folderFlag = optionalText(
  "folder",
  "folder of this party's keys and rounds; default: in linkage/ of the data folder. Back it up to nowhere: it is short-lived"
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

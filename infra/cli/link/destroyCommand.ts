/** `link destroy`: a key holder or host destroys what it has of a round or count. It needs no other party. */
import { Effect, Schema } from "effect"
import { Command } from "effect/cli"
import { type Connection, PartyClient } from "../../../ingest/linkage/PartyClient.ts"
import { Unavailable } from "../../process/Unavailable.ts"
import { printResult } from "../CommandOutput.ts"
import { commonFlags, documented, textArgument, textFlag } from "../CommonFlags.ts"
import { folderFlag, partyFolder, withParties } from "./linkFolders.ts"

const Stage = Schema.Struct({ stage: Schema.optionalKey(Schema.String) })

export const destroyShare = Command.make(
  "destroy",
  {
    ...commonFlags,
    folder: folderFlag,
    round: textArgument("round", "the id of the round or count"),
    at: textFlag("at", "whose folder this is: a holder's or host's id; it must run")
  },
  Effect.fn("link destroy")(function* ({ data, json, folder: given, round, at }) {
    const folder = partyFolder(data, given, at)
    const endpoint = folder.read<Connection>("endpoint")
    if (endpoint === undefined)
      return yield* new Unavailable({
        part: "linkage",
        message: `No party has run with this folder. Start it with 'link holder ${at}' or 'link host ${at}'.`
      })
    const kind = folder.read("identity") === undefined ? "counts" : "rounds"
    const path = `/${kind}/${encodeURIComponent(round)}`
    const { stage } = yield* withParties(() => new PartyClient(at, endpoint).call("DELETE", path, Stage))
    if (stage === "unknown")
      return yield* new Unavailable({
        part: "linkage",
        message: `${at} does not know ${round} in this folder, so nothing was destroyed. Check the id and the folder.`
      })
    yield* printResult(json, {
      json: { at, round, destroyed: true },
      lines: [
        `${at} has nothing secret of ${round} any more. If it needs ${at}, it has to be announced again under another id.`
      ]
    })
  })
).pipe(
  documented(
    "At a key holder or host: destroy its share of a round or count, without the linker",
    "corridor link destroy 2026-spring --at holder-one --folder /srv/holder-one"
  )
)

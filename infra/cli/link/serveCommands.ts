/** `link holder ID` and `link linker`: the two kinds of servers of linkage rounds. */
import { Effect } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import { hostAndPort, listenAddress } from "../../http/hosts.ts"
import { registerCaller } from "../../linkage/callers.ts"
import { holderIdentity, holderOperations } from "../../linkage/holderOperations.ts"
import { hostIdentity, hostOperations } from "../../linkage/hostOperations.ts"
import { linkerOperations } from "../../linkage/linkerOperations.ts"
import type { PartyFolder } from "../../linkage/PartyFolder.ts"
import type { Operation } from "../../linkage/partyRoutes.ts"
import { usualLeastDays } from "../../linkage/roundSpacing.ts"
import { serveParty } from "../../linkage/serveParty.ts"
import { freePort } from "../../process/FreePort.ts"
import { printResult } from "../CommandOutput.ts"
import { commonFlags, documented, optionalText, portFlag, textArgument, wholeFlag } from "../CommonFlags.ts"
import { exitZeroOnInterrupt } from "../exitZeroOnInterrupt.ts"
import { folderFlag, partyFolder, withParties } from "./linkFolders.ts"

const listenFlags = {
  ...commonFlags,
  folder: folderFlag,
  port: portFlag(),
  host: optionalText("host", "address to listen on; default 127.0.0.1, behind a reverse proxy that provides TLS")
}

const serveFlags = {
  ...listenFlags,
  minDays: wholeFlag(
    "least-days",
    "least number of days between rounds: a partner that changes its input from round to round could learn about one person",
    0
  ).pipe(Flag.withDefault(usualLeastDays))
}

interface Serve {
  readonly name: string
  readonly folder: PartyFolder
  readonly json: boolean
  readonly host: string | undefined
  readonly port: number | undefined
  readonly operations: () => ReadonlyArray<Operation>
}

/** Serves until the process is stopped. The address is also in `endpoint.json` of the folder. */
const serveUntilStopped = Effect.fn("link.serve")(function* (party: Serve) {
  const { folder, json, operations } = party
  const host = listenAddress(party.host ?? "127.0.0.1")
  const port = yield* freePort(party.port ?? 0)
  yield* serveParty(folder, operations, { host, port })
  const address = `http://${hostAndPort(host, port)}`
  const token = registerCaller(folder, { name: "operator", role: "operator", type: "", publicKey: "" })
  folder.write("endpoint", { address, token })
  yield* printResult(json, {
    json: { name: party.name, address },
    lines: [`${party.name} is at ${address}. Press Ctrl-C to stop.`]
  })
  return yield* Effect.never
}, Effect.scoped)

export const holder = Command.make(
  "holder",
  {
    ...serveFlags,
    id: textArgument("id", "the holder's id, such as holder-one").pipe(Argument.map((id) => id.trim()))
  },
  Effect.fn("link holder")(function* ({ data, json, folder: given, id, minDays, host, port }) {
    const folder = partyFolder(data, given, id)
    const keys = yield* withParties(() => holderIdentity(folder, id))
    const operations = () => holderOperations(folder, keys, () => new Date(), minDays)
    yield* serveUntilStopped({ name: id, folder, json, host, port, operations })
  }, exitZeroOnInterrupt)
).pipe(
  documented(
    "Run a key holder, with keys, folder and settings of its own. Run each at an organisation of its own",
    "corridor link holder holder-one --folder /srv/holder-one --port 8601"
  )
)

export const host = Command.make(
  "host",
  {
    ...listenFlags,
    minDays: wholeFlag(
      "least-days",
      "least number of days between counts of different partners: the difference of their sums could be one partner's table",
      0
    ).pipe(Flag.withDefault(usualLeastDays)),
    id: textArgument("id", "the host's id, such as north").pipe(Argument.map((id) => id.trim()))
  },
  Effect.fn("link host")(function* ({ data, json, folder: given, id, minDays, host: address, port }) {
    const folder = partyFolder(data, given, id)
    const keys = yield* withParties(() => hostIdentity(folder))
    const operations = () => hostOperations(folder, { id, keys }, () => new Date(), minDays)
    yield* serveUntilStopped({ name: id, folder, json, host: address, port, operations })
  }, exitZeroOnInterrupt)
).pipe(
  documented(
    "Run one of the two hosts of federated counts, which add up shares of tables. Run each at an organisation of its own",
    "corridor link host north --folder /srv/north --port 8611"
  )
)

export const linker = Command.make(
  "linker",
  serveFlags,
  Effect.fn("link linker")(function* ({ data, json, folder: given, minDays, host, port }) {
    const folder = partyFolder(data, given, "linker")
    const operations = () => linkerOperations(folder, () => new Date(), minDays)
    yield* serveUntilStopped({ name: "linker", folder, json, host, port, operations })
  }, exitZeroOnInterrupt)
).pipe(
  documented(
    "Run the linker, which counts equal tokens of partners",
    "corridor link linker --folder /srv/linker --port 8600"
  )
)

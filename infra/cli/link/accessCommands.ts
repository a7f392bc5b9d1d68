/** `link keys`, `link register` and `link connect`: who may call whom, before any round. */
import { UsageError } from "@corridor/dbt-ts/command/UsageError"
import { fromText } from "@corridor/linkage/round/text"
import { Effect, Schema } from "effect"
import { Command, Flag } from "effect/cli"
import type { Connection } from "../../../ingest/linkage/PartyClient.ts"
import { linkerName, partnerKeys } from "../../../ingest/linkage/takePart.ts"
import { PartnerId } from "../../../ingest/partners/PartnerId.ts"
import { type Caller, registerCaller } from "../../linkage/callers.ts"
import { portalName } from "../../linkage/offeredRounds.ts"
import { printResult, printSecret } from "../CommandOutput.ts"
import { commonFlags, documented, optionalText, textArgument, textFlag } from "../CommonFlags.ts"
import { secretArgument } from "../secretArgument.ts"
import { folderFlag, partyFolder, withParties } from "./linkFolders.ts"

/** Who opens federated counts: Corridor. */
export const openerName = "opener"

/** Callers that are not partners, and what each may do. */
const ownRoles: ReadonlyMap<string, Caller["role"]> = new Map([
  [linkerName, "linker"],
  [openerName, "linker"],
  [portalName, "portal"]
])

export const partnerFlag = textFlag("partner", "the partner").pipe(Flag.withSchema(PartnerId))

export const keys = Command.make(
  "keys",
  { ...commonFlags, folder: folderFlag, partner: partnerFlag },
  Effect.fn("link keys")(function* ({ data, json, folder, partner }) {
    const { publicKey } = yield* withParties(() => partnerKeys(partyFolder(data, folder, `partners/${partner}`)))
    yield* printResult(json, {
      json: { partner, publicKey },
      lines: [
        `The public key by which ${partner} signs: ${publicKey}`,
        "Give it to the linker and to every key holder, in a way that rules out tampering. The secret half stays in the folder."
      ]
    })
  })
).pipe(
  documented(
    "Make the keys by which a partner signs agreements, on the partner's machine",
    "corridor link keys --partner shelter-north"
  )
)

/** Tokens and rows go to this address: others on the way must not read them. Only this machine may be called without TLS. */
const isProtected = (address: string): boolean => {
  const url = URL.canParse(address) ? new URL(address) : undefined
  const isHere = ["localhost", "127.0.0.1", "[::1]"].includes(url?.hostname ?? "")
  return url?.username === "" && (url.protocol === "https:" || (url.protocol === "http:" && isHere))
}

const isPublicKey = Effect.fn("isPublicKey")(function* (key: string) {
  return yield* withParties(() => fromText(key)?.length === 32)
})

export const register = Command.make(
  "register",
  {
    ...commonFlags,
    folder: folderFlag,
    caller: textArgument(
      "caller",
      "a partner's id, 'linker', 'opener' at a host of federated counts, or 'portal' at the linker"
    ),
    at: textFlag("at", "whose folder this is: 'linker', or a holder's or host's id"),
    type: optionalText("type", "a partner's type of organisation, such as NGO"),
    key: optionalText("key", "a partner's public key, from 'link keys'")
  },
  Effect.fn("link register")(function* ({ data, json, folder: given, caller, at, type, key }) {
    const role = ownRoles.get(caller) ?? "partner"
    if (role === "partner" && !Schema.is(PartnerId)(caller))
      return yield* new UsageError({
        message: "A partner id has 2 to 31 lower-case letters, digits and hyphens, and starts with a letter."
      })
    if (role === "partner" && (key === undefined || type === undefined || !(yield* isPublicKey(key))))
      return yield* new UsageError({
        message: "A partner needs --type, and with --key the public key that 'link keys' shows."
      })
    const folder = partyFolder(data, given, at)
    const token = registerCaller(folder, { name: caller, role, type: type ?? "", publicKey: key ?? "" })
    yield* printSecret(json, "Run the same command again: it gives a new token.", {
      json: { caller, at, token },
      lines: [`The token of ${caller} at ${at}, shown only once: ${token}`]
    })
  })
).pipe(
  documented(
    "Register who may call the linker or a holder, or give a new token",
    ["corridor link register linker --at holder-one", "at a holder: let the linker call"],
    [
      "corridor link register shelter-north --at holder-one --type NGO --key KEY",
      "at a holder or the linker: let a partner call"
    ],
    ["corridor link register portal --at linker", "at the linker: let the portal show partners the open rounds"]
  )
)

export const connect = Command.make(
  "connect",
  {
    ...commonFlags,
    folder: folderFlag,
    party: textArgument("party", "'linker', or a holder's or host's id"),
    of: textFlag("of", "who calls: 'linker', 'opener', 'portal', or a partner's id"),
    address: textFlag("address", "the party's address, such as https://holder.example"),
    token: textFlag("token", "the token that the party gave; '-' reads it from standard input")
  },
  Effect.fn("link connect")(function* ({ data, json, folder: given, party, of, address, token }) {
    if (!isProtected(address))
      return yield* new UsageError({
        message:
          "--address is an https address, such as https://holder.example; http is for parties on this machine only."
      })
    const folder = partyFolder(data, given, ownRoles.has(of) ? of : `partners/${of}`)
    const secret = yield* secretArgument("--token", token)
    const connections = folder.read<Readonly<Record<string, Connection>>>("connections") ?? {}
    folder.write("connections", { ...connections, [party]: { address, token: secret } })
    yield* printResult(json, { json: { party, of, address }, lines: [`${of} calls ${party} at ${address}.`] })
  })
).pipe(
  documented(
    "Set the address and the token with which the linker or a partner's client calls a party",
    [
      "corridor link connect holder-one --of linker --address https://one.example --token - < token.txt",
      "at the linker"
    ],
    [
      "corridor link connect linker --of shelter-north --address https://corridor.example --token - < token.txt",
      "at a partner"
    ]
  )
)

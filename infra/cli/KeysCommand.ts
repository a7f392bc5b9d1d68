/** `keys list | rotate | shred | protect | identity` */
import { resolve } from "node:path"
import { UsageError } from "@corridor/dbt-ts/command/UsageError"
import { Console, Effect, Ref, Terminal } from "effect"
import { Command, Flag } from "effect/cli"
import { KeyStore, shreddedVersion } from "../../ingest/keys/KeyStore.ts"
import { rowsByVersion } from "../../ingest/keys/Rekey.ts"
import { rotateKeys } from "../../ingest/keys/RotateKeys.ts"
import { shredKeys } from "../../ingest/keys/ShredKeys.ts"
import { PartnerId } from "../../ingest/partners/PartnerId.ts"
import { destroySecrets } from "../../ingest/partners/PartnerSecrets.ts"
import * as Partners from "../../ingest/partners/Partners.ts"
import { counted } from "../../ports/counted.ts"
import { makeIdentity, writeIdentity } from "../keys/AgeKeys.ts"
import { passphrase } from "../keys/passphrase.ts"
import { stackPipelineKeys } from "../keys/stackPipelineKeys.ts"
import { keysLayer } from "../stack/Keys.ts"
import { stackKeysFolder } from "../stack/keysFolder.ts"
import { stackLayer, storesOf, warehouseOf } from "../stack/Stack.ts"
import { exitCode, printResult, tableOr } from "./CommandOutput.ts"
import { commonFlags, documented, optional, switchFlag, textFlag } from "./CommonFlags.ts"
import { rebuildMarts } from "./rebuildMarts.ts"
import { readToken, tokenFlag } from "./signatoryFlags.ts"
import { agreeTo, printProposal } from "./twoPeople.ts"

/** Returns the partners' keys by version, and the number of rows that do not use the newest version. Contains no key. */
const listed = Effect.fn("keys list")(function* () {
  const rows = yield* rowsByVersion()
  return (yield* (yield* KeyStore).list).map(({ partner, versions, shredded, destroyed, unreadable }) => {
    const target = shredded === null ? (versions.at(-1)?.version ?? 0) : shreddedVersion
    const count = (wanted: (version: number) => boolean) =>
      rows.reduce((sum, found) => sum + (found.partner === partner && wanted(found.version) ? found.rows : 0), 0)
    return {
      partner,
      versions,
      shredded,
      destroyed,
      ...(unreadable === undefined ? {} : { unreadable }),
      rows: count((version) => version === target),
      olderRows: count((version) => version < target),
      newerRows: count((version) => version > target)
    }
  })
})

type Listed = Effect.Success<ReturnType<typeof listed>>[number]

const state = ({ shredded, destroyed, olderRows, newerRows, unreadable }: Listed): string => {
  if (unreadable !== undefined) return unreadable
  if (shredded !== null)
    return destroyed && olderRows === 0
      ? `shredded ${shredded.slice(0, 10)}`
      : "shredding was interrupted: run 'keys shred' again"
  if (newerRows > 0) return "the key folder is older than the rows: restore the newest keys"
  return olderRows > 0 ? "rotation was interrupted: run 'keys rotate' again" : "in use"
}

const list = Command.make(
  "list",
  commonFlags,
  Effect.fn("keys list")(function* ({ data, json }) {
    const keys = yield* listed().pipe(Effect.provide([warehouseOf(data), keysLayer(data)]))
    const rows = keys.map((found) => [
      found.partner,
      found.versions.length,
      found.versions.at(-1)?.created.slice(0, 10) ?? "",
      found.rows,
      found.olderRows,
      state(found)
    ])
    const none = "There are no keys yet. 'partner add' creates one for each partner."
    const lines = tableOr(none, ["partner", "versions", "newest", "rows", "older rows", "state"], rows)
    const isWhole = keys.every(({ unreadable }) => unreadable === undefined)
    yield* printResult(json, { json: { keys }, lines, exitCode: isWhole ? 0 : 3 })
  })
).pipe(
  documented(
    "List the key versions of each partner and the rows that use them. Keys are never shown",
    "corridor keys list"
  )
)

const rotate = Command.make(
  "rotate",
  {
    ...commonFlags,
    partner: optional(
      textFlag("partner", "partner whose key is rotated; default: all").pipe(Flag.withSchema(PartnerId))
    ),
    tokenFile: tokenFlag
  },
  Effect.fn("keys rotate")(function* ({ data, json, partner, tokenFile }) {
    const token = yield* readToken(tokenFile)
    const rotated = yield* Effect.gen(function* () {
      yield* agreeTo(`keys rotate ${partner ?? "of all partners"}`, token)
      const partners = partner === undefined ? yield* (yield* KeyStore).partners : [partner]
      const done = yield* Effect.forEach(partners, (one) => rotateKeys(one))
      // A build that ran during the rotation counted persons under two key versions.
      if (done.some(({ rekeyed }) => rekeyed > 0)) yield* rebuildMarts
      return done
    }).pipe(Effect.provide([storesOf(data), keysLayer(data)]))
    yield* printResult(json, {
      json: { rotated },
      lines: [
        ...tableOr(
          "There are no keys yet.",
          ["partner", "version", "rows re-keyed", ""],
          rotated.map((r) => [r.partner, r.version, r.rekeyed, r.made ? "" : "completed an interrupted rotation"])
        ),
        rotated.some(({ made }) => !made) &&
          "An interrupted rotation was completed, without a further key version. Run 'keys rotate' again to create one."
      ]
    })
  }, printProposal)
).pipe(
  documented(
    "Create a new key version and re-key stored pseudonyms; links between records remain",
    "corridor keys rotate --partner shelter-north"
  )
)

/** Returns true if `--yes` is given or the user types the partner's id. */
const isConfirmed = Effect.fn("keys shred confirm")(function* (partner: string, yes: boolean) {
  if (yes) return true
  if (process.stdin.isTTY !== true) return false
  yield* Console.error(
    `The records of ${partner} can then never be linked to its cases again: no withdrawals, corrections or new records. Type the partner's id to continue:`
  )
  const terminal = yield* Terminal.Terminal
  return (yield* terminal.readLine).trim() === partner
})

const protect = Command.make(
  "protect",
  commonFlags,
  Effect.fn("keys protect")(function* ({ data, json }) {
    if ((yield* stackPipelineKeys).prefix === "")
      return yield* new UsageError({
        message: "The keys cannot be encrypted yet. Set CORRIDOR_KEYS_IDENTITY or CORRIDOR_VAULT_URL first."
      })
    const changed = yield* Effect.gen(function* () {
      const store = yield* KeyStore
      return yield* Effect.forEach(yield* store.partners, (partner) =>
        Effect.map(store.protect(partner), (versions) => ({ partner, versions }))
      )
    }).pipe(Effect.provide(keysLayer(data)))
    const count = changed.reduce((sum, { versions }) => sum + versions, 0)
    yield* printResult(json, {
      json: { protected: changed },
      lines: [
        `Protected ${counted(count, "key")} of ${counted(changed.length, "partner")}. Give every process that uses them the same settings and restart it.`,
        "Copies in earlier backups, and blocks that the disk has not reused, still hold the keys as they were. 'keys rotate' makes them useless."
      ]
    })
  })
).pipe(
  documented(
    "Encrypt the keys where they are stored, as CORRIDOR_KEYS_IDENTITY or CORRIDOR_VAULT_URL says. New keys are encrypted from the start",
    "corridor keys protect"
  )
)

const identity = Command.make(
  "identity",
  {
    ...commonFlags,
    out: textFlag("out", "new file for the identity, readable by its owner only"),
    withPassphrase: switchFlag(
      "with-passphrase",
      "encrypt the file with the passphrase of CORRIDOR_KEYS_PASSPHRASE_FILE, CORRIDOR_KEYS_PASSPHRASE or the terminal"
    )
  },
  Effect.fn("keys identity")(function* ({ json, out, withPassphrase }) {
    const made = yield* makeIdentity()
    const file = resolve(out)
    yield* writeIdentity(file, made.text, withPassphrase ? yield* passphrase : undefined)
    yield* printResult(json, {
      json: { file, recipient: made.recipient, encrypted: withPassphrase },
      lines: [
        `The identity is in ${file}. Set CORRIDOR_KEYS_IDENTITY to it and run 'keys protect'.`,
        "Without it the pseudonymisation keys are lost: keep a copy, but not on the disk of the keys or in their backup."
      ]
    })
  })
).pipe(
  documented(
    "Make the age identity that opens the pseudonymisation keys, for CORRIDOR_KEYS_IDENTITY",
    "corridor keys identity --out /media/token/pipeline.identity --with-passphrase"
  )
)

const remaining = [
  "Destroy these yourself: copies of its keys in backups of the key folder, and backups of the store, which contain the old pseudonyms.",
  "Its topic keeps the messages until their retention expires. The withdrawal log keeps the pseudonyms of withdrawn persons, so that they can be erased after an old backup is restored."
]

const shred = Command.make(
  "shred",
  {
    ...commonFlags,
    partner: textFlag("partner", "partner whose keys are destroyed").pipe(Flag.withSchema(PartnerId)),
    yes: switchFlag("yes", "skip the confirmation"),
    tokenFile: tokenFlag
  },
  Effect.fn("keys shred")(function* ({ data, json, partner, yes, tokenFile }) {
    const token = yield* readToken(tokenFile)
    // Report an unknown partner before the user has to confirm or the stack starts.
    yield* Effect.flatMap(KeyStore, (store) => store.keysOf(partner)).pipe(Effect.provide(keysLayer(data)))
    if (!(yield* isConfirmed(partner, yes))) {
      const message = "Nothing was shredded. Confirm with --yes, or type the partner's id at the prompt."
      yield* Ref.set(exitCode, 2)
      yield* Console.error(message)
      if (json) yield* Console.log(JSON.stringify({ error: { code: "NotConfirmed", message } }))
      return
    }
    const folder = yield* stackKeysFolder(data)
    const { rekeyed, versions } = yield* Effect.gen(function* () {
      yield* agreeTo(`keys shred ${partner}`, token)
      const found = (yield* Partners.list()).find(({ id }) => id === partner)
      if (found?.status === "enabled") yield* Partners.disable(partner)
      const done = yield* shredKeys(partner)
      yield* destroySecrets(folder, partner)
      if (done.rekeyed > 0) yield* rebuildMarts
      return done
    }).pipe(Effect.provide([stackLayer({ data, needs: ["log", "warehouse", "state"] }), keysLayer(data)]))
    yield* printResult(json, {
      json: { partner, shredded: true, rekeyed, versions, remaining },
      lines: [
        `Destroyed ${counted(versions, "key version")} of ${partner}, replaced the pseudonyms of ${counted(rekeyed, "row")} by random ones, and disabled the partner.`,
        ...remaining
      ]
    })
  }, printProposal)
).pipe(
  documented(
    "Destroy a partner's keys, so that its pseudonyms can never be linked again",
    "corridor keys shred --partner shelter-north --yes"
  )
)

export const keys = Command.make("keys").pipe(
  Command.withDescription("List, rotate, protect and destroy pseudonymisation keys"),
  Command.withSubcommands([list, rotate, shred, protect, identity])
)

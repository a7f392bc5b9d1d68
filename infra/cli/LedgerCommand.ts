/** `ledger publish | verify | new-key | resume` */
import { existsSync } from "node:fs"
import { Console, Effect } from "effect"
import { Command } from "effect/cli"
import { EntrySigner } from "../../ports/chain/EntrySigner.ts"
import { counted } from "../../ports/counted.ts"
import { writeOutput } from "../../ports/files/OutputFile.ts"
import { ledgerKeys, readLedger, readSignedLedger, storedLedger } from "../../release/ledger/Ledger.ts"
import { openCuts } from "../../release/ledger/restoredLedger.ts"
import { resumeLedger } from "../../release/ledger/resumeLedger.ts"
import { verifyLedger } from "../../release/ledger/verifyLedger.ts"
import { makeWitness, WitnessRefused } from "../../release/ledger/Witness.ts"
import { tokenKeys } from "../identity/Tokens.ts"
import { storesOf } from "../stack/Stack.ts"
import { printResult, verdictLine } from "./CommandOutput.ts"
import { commonFlags, documented, optionalText, switchFlag } from "./CommonFlags.ts"
import { neededReasonFlag, readWitnessFile, witnessFlag } from "./LedgerFlags.ts"
import { readToken, tokenFlag } from "./signatoryFlags.ts"
import { agreeTo, printProposal } from "./twoPeople.ts"

const publish = Command.make(
  "publish",
  { ...commonFlags, out: optionalText("out", "new file for the statement; default: standard output") },
  Effect.fn("ledger publish")(function* ({ data, json, out }) {
    if (out !== undefined && existsSync(out))
      return yield* new WitnessRefused({ message: `${out} exists. Statements are not replaced: choose another name.` })
    const witness = yield* makeWitness().pipe(Effect.provide(storesOf(data)))
    const text = JSON.stringify(witness, undefined, 2)
    if (out === undefined && !json) return yield* Console.log(text)
    if (out !== undefined) yield* writeOutput(out, `${text}\n`, { replace: false })
    yield* printResult(json, {
      json: witness,
      lines: [
        `The statement about ${counted(witness.entries, "entry", "entries")} is in ${out}.`,
        "Keep it where nobody who can change the ledger can change it, and compare later with 'release verify --witness FILE'."
      ]
    })
  })
).pipe(
  documented(
    "Write a signed statement about the ledger: number of entries, newest hash, date and public key. Kept elsewhere, it proves later that nothing was removed or rewritten",
    "corridor ledger publish --out ledger-2026-11-28.json"
  )
)

type Verified = Effect.Success<ReturnType<typeof verifyLedger>>

/** Returns the last line of a verification: what holds, and what could not be checked. */
const ledgerVerdict = ({ entries, head, unsigned, otherKey, people }: Verified, witnesses: number): string => {
  const open = [
    witnesses === 0 && "whether entries were removed from the end (--witness)",
    unsigned > 0 && `the signatures of ${counted(unsigned, "entry", "entries")} from before signatures existed`,
    otherKey > 0 && `whose key signed ${counted(otherKey, "entry", "entries")}`,
    people.unproven > 0 && `who made ${counted(people.unproven, "entry", "entries")} that name a person without proof`
  ].filter((text) => text !== false)
  const limits = open.length === 0 ? "" : ` Not checked: ${open.join("; ")}.`
  return `held: the ledger is intact. It has ${counted(entries, "entry", "entries")}; the newest is ${head ?? "none"}.${limits}`
}

export const verify = Command.make(
  "verify",
  {
    ...commonFlags,
    head: optionalText("head", "hash that the ledger must contain: one printed with a release or kept elsewhere"),
    witness: witnessFlag
  },
  Effect.fn("release verify")(function* ({ data, json, head, witness }) {
    const witnesses = yield* Effect.forEach(witness, readWitnessFile)
    const found = yield* Effect.gen(function* () {
      const keys = yield* ledgerKeys
      const evidence = { rows: yield* storedLedger, keys, tokens: yield* tokenKeys(), witnesses, head }
      return { ...(yield* verifyLedger(evidence)), keys: keys.map(({ key }) => key), witnesses: witnesses.length }
    }).pipe(Effect.provide(storesOf(data)))
    const verdict = ledgerVerdict(found, found.witnesses)
    yield* printResult(json, {
      json: { ...found, verdict },
      lines: [
        `Signatures: ${found.signed} entries are signed with a key of this installation, ${found.unsigned} are from before signatures existed${found.otherKey === 0 ? "" : `, ${found.otherKey} are signed with a key that is not in the key folder`}.`,
        `People: ${found.people.signed} entries are signed with an account's token, ${found.people.signedIn} are by accounts that had signed in, ${found.people.unproven} name a person without proof by an account.`,
        found.people.together.length > 0 &&
          `Releases whose author and two reviewers have accounts that were created within a day of each other: ${found.people.together.join(", ")}. Check that these are three people.`,
        found.earlierThanBefore.length > 0 &&
          `Entries with an earlier time than one before them: ${found.earlierThanBefore.join(", ")}. The clock was wrong when one of the two was written. Their order is right; their dates may be wrong.`,
        witnesses.length > 0
          ? `It fits ${witnesses.length} ${witnesses.length === 1 ? "statement" : "statements"}: nothing was removed or rewritten before.`
          : "Entries removed from the end are found only with a statement kept elsewhere: 'ledger publish', 'release verify --witness FILE'.",
        verdictLine(verdict)
      ]
    })
  })
).pipe(
  documented(
    "Verify the ledger: its hash chain, the signature of every entry, the reviewers' signatures, and statements kept elsewhere. Names the first wrong entry (exit code 3). The last line is the verdict, with what could not be checked",
    "corridor release verify",
    "corridor release verify --witness ledger-2026-11-28.json"
  )
)

const newKey = Command.make(
  "new-key",
  commonFlags,
  Effect.fn("ledger new-key")(function* ({ data, json }) {
    const made = yield* Effect.gen(function* () {
      const { rows } = yield* readSignedLedger()
      const signer = yield* EntrySigner
      return { key: signer?.addKey(rows).key ?? "", after: rows.length }
    }).pipe(Effect.provide(storesOf(data)))
    yield* printResult(json, {
      json: made,
      lines: [`Entries after ${made.after} are signed with the new key ${made.key}. Back up the folder of keys.`]
    })
  })
).pipe(
  documented(
    "Create another signing key of the ledger, after the old one was lost or may have been disclosed",
    "corridor ledger new-key"
  )
)

const resume = Command.make(
  "resume",
  {
    ...commonFlags,
    reason: neededReasonFlag,
    complete: switchFlag("complete", "nothing was published, answered or paid after the backup"),
    tokenFile: tokenFlag
  },
  Effect.fn("ledger resume")(function* ({ data, json, reason, complete, tokenFile }) {
    const token = yield* readToken(tokenFile)
    const cuts = yield* Effect.gen(function* () {
      const open = yield* openCuts(yield* readLedger())
      if (open.length === 0) return 0
      // A restore between the proposal and its confirmation needs another agreement.
      const restores = open.map((cut) => cut.slice(0, 12)).join(" and ")
      yield* agreeTo(`ledger resume${complete ? " --complete" : ""} after restore ${restores}`, token)
      return yield* resumeLedger({ reason, complete, cuts: open })
    }).pipe(Effect.provide(storesOf(data)))
    yield* printResult(json, {
      json: { cuts, complete },
      lines: [
        cuts === 0
          ? "No restore waits for an answer."
          : complete
            ? "Releases and answers may be made again. The ledger says that nothing was disclosed after the backup."
            : "Releases and answers may be made again. They are not protected against what was disclosed after the backup. The privacy budget is taken as spent."
      ]
    })
  }, printProposal)
).pipe(
  documented(
    "Take responsibility for a restore after which the ledger may lack entries, so that releases and answers can be made again. Without --complete, no more figures with noise are made",
    'corridor ledger resume --complete --reason "moved to another machine, stopped before the backup"'
  )
)

export const ledger = Command.make("ledger").pipe(
  Command.withDescription("Verify the signed ledger of releases, and write statements about it to keep elsewhere"),
  Command.withSubcommands([publish, verify, newKey, resume])
)

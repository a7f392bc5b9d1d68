/** `release bundle | verify-bundle` */
import { hash } from "node:crypto"
import { existsSync } from "node:fs"
import { Effect, Schema } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import { counted } from "../../ports/counted.ts"
import { orUnreadable, readInput } from "../../ports/files/InputFile.ts"
import { writeOutput } from "../../ports/files/OutputFile.ts"
import { Published } from "../../release/published/Published.ts"
import { releaseEvidence } from "../../release/publisher/releaseEvidence.ts"
import { limits } from "../../site/bundle/archive.ts"
import type { BundleProblem } from "../../site/bundle/BundleProblem.ts"
import { verifyBundle } from "../../site/bundle/verifyBundle.ts"
import { writeBundle } from "../../site/bundle/writeBundle.ts"
import { settings } from "../settings/Settings.ts"
import { storesOf } from "../stack/Stack.ts"
import { formatTable, printResult, verdictLine } from "./CommandOutput.ts"
import { commonFlags, documented, optionalText, textArgument } from "./CommonFlags.ts"
import { readWitnessFile, witnessFlag } from "./LedgerFlags.ts"

/** The file of a bundle cannot be written or read. */
export class BundleRefused extends Schema.TaggedError<BundleRefused>()("BundleRefused", { message: Schema.String }) {}

export const bundle = Command.make(
  "bundle",
  {
    ...commonFlags,
    id: Argument.Int("release").pipe(Argument.withDescription("number of a published release")),
    out: optionalText("out", "new file for the archive; default: corridor-release-N.zip")
  },
  Effect.fn("release bundle")(function* ({ data, json, id, out = `corridor-release-${id}.zip` }) {
    if (existsSync(out))
      return yield* new BundleRefused({
        message: `${out} exists. Bundles are not replaced: choose another name with --out.`
      })
    const { licence } = yield* settings
    const { bytes, people, key } = yield* Effect.gen(function* () {
      const evidence = yield* releaseEvidence(id)
      return { bytes: yield* writeBundle(evidence, licence.href), people: evidence.people, key: evidence.signing.key }
    }).pipe(Effect.provide(Published.layer), Effect.provide(storesOf(data)))
    // What cannot be verified must not go out.
    const verdict = yield* verifyBundle(bytes, { keys: [key], witnesses: [] })
    if (!verdict.verified)
      return yield* new BundleRefused({
        message: ["The bundle was not written, because it does not verify:", ...problemLines(verdict.problems)].join(
          "\n  "
        )
      })
    yield* writeOutput(out, bytes, { replace: false })
    const sha256 = hash("sha256", bytes)
    yield* printResult(json, {
      json: { file: out, release: id, bytes: bytes.length, sha256, key, accounts: people },
      lines: [
        `The bundle of release ${id} is in ${out}: ${bytes.length} bytes, SHA-256 ${sha256}.`,
        `It names the accounts that proposed and approved the release: ${people.join(", ")}.`,
        `It is signed with the key ${key}. Publish the key where readers find it without the bundle.`,
        `Anyone can check it: corridor release verify-bundle ${out} --key ${key}`
      ]
    })
  })
).pipe(
  documented(
    "Write one signed archive of a published release: data in all formats, rules, SQL, code hash, attack report, proof from the ledger, dictionary",
    "corridor release bundle 3 --out release-3.zip"
  )
)

const problemLines = (problems: ReadonlyArray<BundleProblem>): ReadonlyArray<string> =>
  formatTable(
    problems.map(({ code, message, file, entry, count }) => [
      code,
      file ?? (entry === undefined ? "" : `entry ${entry}`),
      message,
      count === undefined ? "" : `(${count})`
    ])
  )

export const verifyBundleCommand = Command.make(
  "verify-bundle",
  {
    ...commonFlags,
    file: textArgument("file", "the archive"),
    key: Flag.String("key").pipe(
      Flag.withDescription("public key of the publisher, obtained independently of the bundle; repeat for several"),
      Flag.atLeast(0)
    ),
    witness: witnessFlag
  },
  Effect.fn("release verify-bundle")(function* ({ json, file, key, witness }) {
    const witnesses = yield* Effect.forEach(witness, readWitnessFile)
    const verdict = yield* verifyBundle(yield* orUnreadable(() => readInput(file, limits.bytes)), {
      keys: key,
      witnesses
    })
    yield* printResult(json, {
      json: verdict,
      lines: [
        verdict.verified
          ? `The bundle of release ${verdict.release} is verified. It is signed with the key ${verdict.key}.`
          : "The bundle is not verified:",
        ...problemLines(verdict.problems),
        ...(verdict.checked.length === 0 ? [] : ["Checked:", ...verdict.checked.map((line) => `  ${line}`)]),
        "Not checked:",
        ...verdict.unchecked.map((line) => `  ${line}`),
        verdictLine(
          `${verdict.verified ? "held" : `failed: ${counted(verdict.problems.length, "kind of problem", "kinds of problems")} found`}, and ${counted(verdict.unchecked.length, "point was", "points were")} not checked, as listed above.`
        )
      ],
      exitCode: verdict.verified ? 0 : 1
    })
  })
).pipe(
  documented(
    "Check the bundle of a release without a store or a network: sums, signatures, ledger, formats, and the attack. Says what it cannot check, and counts it in its last line, the verdict. Exit code 1 with a list of the problems",
    "corridor release verify-bundle release-3.zip",
    "corridor release verify-bundle release-3.zip --key KEY --witness ledger-2026-11-28.json"
  )
)

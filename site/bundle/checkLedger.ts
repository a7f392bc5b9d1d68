import type { CheckedProof, LedgerProof } from "../../release/ledger/LedgerProof.ts"
import type { Witness } from "../../release/ledger/Witness.ts"
import { tableFacts } from "../../release/published/PublishedTable.ts"
import { fileNameOf } from "../../release/publisher/tableFiles.ts"
import type { Problems } from "./BundleProblem.ts"
import { type Manifest, paths } from "./Manifest.ts"

/** Checks that the ledger records this release with these cells, pages and code. Returns whether it records the code. */
export const checkLedger = (
  proof: CheckedProof,
  manifest: Manifest,
  hashes: { readonly cells: string; readonly pages: string; readonly code: string },
  { add }: Problems
): boolean => {
  for (const { seq, rule } of proof.problems) add(`ledger-${rule}`, { entry: seq })
  const body = proof.entries.find((one) => one.body.kind === "proposal")?.body
  if (body?.kind !== "proposal") return false
  if (body.content !== hashes.cells) add("cells-hash", { file: paths.cells })
  if (body.pages !== hashes.pages) add("pages-hash", { file: paths.pages })
  if (body.code !== undefined && body.code !== hashes.code) add("code-hash", { file: paths.listing })
  const recorded = [
    [body.release, body.vintage, body.profile, body.profileVersion, body.threshold, body.invented],
    [body.method ?? "suppression", body.choices ?? manifest.choices],
    (body.choices ?? manifest.choices).map(({ by }, c, choices) => {
      const name = fileNameOf(choices, c)
      return { name, figure: tableFacts(name, by).figure }
    }),
    body.edition === undefined || body.edition === null ? body.edition : [body.edition.name, body.edition.reason]
  ]
  const { edition } = manifest
  const stated = [
    [
      manifest.release,
      manifest.vintage.number,
      manifest.profile,
      manifest.profileVersion,
      manifest.threshold,
      manifest.invented
    ],
    [manifest.method, manifest.choices],
    manifest.tables,
    // Releases from before editions have none in the ledger.
    body.edition === undefined ? undefined : edition === null ? null : [edition.name, edition.reason]
  ]
  if (JSON.stringify(recorded) !== JSON.stringify(stated)) add("manifest-differs", { file: paths.manifest })
  return body.code !== undefined
}

/** Compares the ledger with statements that were kept elsewhere. Returns how many fit, and how many are newer than the ledger. */
export const checkWitnesses = (
  { entries, keys }: LedgerProof,
  witnesses: ReadonlyArray<Witness>,
  { add }: Problems
): { readonly fitting: number; readonly newer: number } => {
  let [fitting, newer] = [0, 0]
  for (const { entries: count, head, key } of witnesses) {
    if (count > entries.length) newer++
    else if (count > 0 && entries[count - 1]?.hash !== head) add("witness-differs", { entry: count })
    else if (!keys.some((one) => one.key === key)) add("witness-differs")
    else fitting++
  }
  return { fitting, newer }
}

import { counted } from "../../ports/counted.ts"
import type { CheckedProof, LedgerProof } from "../../release/ledger/LedgerProof.ts"
import type { checkAttack } from "./checkFigures.ts"
import { formatsOf } from "./checkFormats.ts"
import type { Manifest } from "./Manifest.ts"

interface CheckedBundle {
  readonly manifest: Manifest
  readonly proof: LedgerProof
  readonly ledger: CheckedProof
  /** Whether the ledger records the code. */
  readonly isCodeRecorded: boolean
  /** Whether this version has the rules of the profile. */
  readonly isRulesKnown: boolean
  /** Cells that were compared in all formats. */
  readonly compared: number
  /** Undefined if no attack was possible. */
  readonly attacked: (ReturnType<typeof checkAttack> & { readonly hasBounds: boolean }) | undefined
  /** Whether the figures are counts, without noise or rounding. */
  readonly isExact: boolean
  readonly witnessed: { readonly fitting: number; readonly newer: number }
  /** Whether this library packed the archive. */
  readonly isSameWriter: boolean
  readonly hasEarlierFigures: boolean
  /** The key that signed the bundle, if the reader gave none to compare it with. */
  readonly unknownKey: string | undefined
}

/** Returns the sentences that apply. */
const sentences = (all: ReadonlyArray<string | false>): ReadonlyArray<string> => all.filter((one) => one !== false)

/** Of a count that a release shows as of an earlier one, readers know no more for the release's own vintage than of a suppressed one. */
const hiddenCells = (count: number) =>
  counted(
    count,
    "cell that is suppressed or shows an earlier figure",
    "cells that are suppressed or show earlier figures"
  )

/** Returns what was checked and what was not, as sentences. */
export const verdictText = ({
  manifest,
  proof,
  ledger,
  compared,
  attacked,
  witnessed,
  ...bundle
}: CheckedBundle): { readonly checked: ReadonlyArray<string>; readonly unchecked: ReadonlyArray<string> } => ({
  checked: sentences([
    `The SHA-256 of ${counted(manifest.files.length, "file")}, and the signature of their list.`,
    `The ledger: ${counted(ledger.entries.length, "entry", "entries")} of this release in full, with a proposal and two approvals; ${counted(proof.entries.length, "entry is", "entries are")} signed or older than signatures.`,
    "That the cells and the documentation have the hashes that the ledger records.",
    bundle.isCodeRecorded && "That the SQL and the list of the code have the hash that the ledger records.",
    bundle.isRulesKnown && "That the rules are those of the profile of this name and version.",
    `${counted(compared, "cell", "cells")} in ${formatsOf(manifest).join(", ")}: all formats have the same ones.`,
    attacked?.hasBounds === true && "The bounds of suppressed cells, computed again from the figures.",
    attacked !== undefined &&
      `An attack on ${hiddenCells(attacked.suppressed)} with the published figures of this release.`,
    witnessed.fitting > 0 && `${counted(witnessed.fitting, "statement", "statements")} about the ledger.`
  ]),
  unchecked: sentences([
    `That vintage ${manifest.vintage.number} is true, and that the figures are counts of its records: the vintage stays with the publisher.`,
    "What this release discloses together with other releases, with answers to researchers, or to a partner who knows its own records: the publisher audited this before publication.",
    `The ${counted(ledger.hidden, "other entry", "other entries")} of the ledger: only their hashes and signatures are here.`,
    "Whether the tokens that signed the proposal and the approvals belong to different people.",
    "Whether the release was retracted after the bundle was made.",
    "When it was published, its version as an edition and the hash of its vintage: the signed manifest states them.",
    bundle.isCodeRecorded
      ? "That the marts were made by this SQL, and that the code ran as it is."
      : "Which code made the release: it is older than such records. The code in the bundle is the one that made the bundle.",
    !bundle.isRulesKnown && "The rules: this version of the program does not have this version of the profile.",
    "The words of README.md, of the notes in workbooks, and about the audit before publication.",
    ledger.acts.unsigned > 0 &&
      `${counted(ledger.acts.unsigned, "act", "acts")} of accounts that signed in without a token: only the installation vouches for them.`,
    bundle.unknownKey !== undefined &&
      `Whose key signed the bundle: ${bundle.unknownKey}. Give the publisher's with --key.`,
    witnessed.fitting === 0 &&
      "That the ledger was not rewritten by the holder of its key: give a statement kept elsewhere with --witness.",
    witnessed.newer > 0 && `${counted(witnessed.newer, "statement is", "statements are")} newer than the bundle.`,
    formatsOf(manifest).length < manifest.formats.length && "Tables in formats that this version cannot read.",
    !bundle.isExact && "An attack: the figures have noise or are rounded.",
    attacked !== undefined &&
      attacked.undecided > 0 &&
      `${hiddenCells(attacked.undecided)}: the attack decided nothing.`,
    attacked !== undefined &&
      attacked.close > 0 &&
      `Whether ${hiddenCells(attacked.close)} of many persons, which can be computed to within fewer than 5, only protect others.`,
    attacked !== undefined &&
      attacked.contradictions > 0 &&
      "Figures that contradict each other, because they are of several vintages: the attack says nothing about them.",
    bundle.hasEarlierFigures && "Figures that were current in an earlier release (as_of): that release is not here.",
    !bundle.isSameWriter && "That the archive has no bytes outside its files: another library packed it."
  ])
})

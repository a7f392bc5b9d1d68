/** Problems of a bundle, in plain words. None repeats content of the archive. */
const bundleProblems = {
  "archive-damaged": "The file is not a complete ZIP archive.",
  "archive-too-large": "The archive unpacks to more than a bundle can have, so it was not unpacked.",
  "archive-names": "The archive has two files of one name, or one that is packed in an unknown way.",
  "archive-bytes": "The archive has bytes that belong to none of its files.",
  "manifest-missing": "The archive has no manifest, or one that cannot be read.",
  "signature-missing": "The archive has no signature, or one that cannot be read.",
  "signature-wrong": "The signature does not fit the manifest: one of them was changed.",
  "key-unexpected": "The bundle is signed with a key that is not among those given, or not among those of the ledger.",
  "file-missing": "A file of the manifest is not in the archive.",
  "file-unknown": "The archive has a file that is not in the manifest.",
  "file-expected": "A bundle of this kind has a file that the manifest does not list.",
  "file-changed": "The file does not have the SHA-256 of the manifest.",
  "file-unreadable": "The file cannot be read in its format.",
  "cells-hash": "The cells do not have the hash of the ledger entry.",
  "pages-hash": "The documentation does not have the hash of the ledger entry.",
  "code-hash": "The list of the code and the SQL do not have the hash of the ledger entry.",
  "rules-differ": "The rules are not those of the profile of this name and version.",
  "manifest-differs": "The manifest does not agree with the ledger entry.",
  "document-differs": "The document differs from the one in the ledger.",
  "ledger-order": "An entry of the ledger is missing or out of place.",
  "ledger-hash": "An entry of the ledger was changed.",
  "ledger-unreadable": "An entry of the ledger cannot be read.",
  "ledger-signature": "A signature of the ledger is missing, wrong, or of another key.",
  "ledger-release": "The ledger entries are not of this release.",
  "ledger-account": "An account's signature of its proposal or approval is wrong.",
  "ledger-approval": "The release was not approved by two reviewers other than its author.",
  "witness-differs": "The ledger does not fit the statement: it was truncated or rewritten.",
  "format-differs": "The table in this format differs from the cells of the release.",
  "facts-differ": "What the file says about the table differs from the manifest or the ledger.",
  "bounds-differ": "Bounds of suppressed cells are not those that follow from the figures.",
  "attack-differs": "The attack report is not what the attack finds.",
  "attack-discloses": "An attack on the published figures proves one or more suppressed counts too narrowly."
} as const

export type BundleProblemCode = keyof typeof bundleProblems

export interface BundleProblem {
  readonly code: BundleProblemCode
  readonly message: string
  /** A file of the manifest. */
  readonly file?: string | undefined
  /** Position in the ledger. */
  readonly entry?: number | undefined
  /** Cells or files that it concerns. */
  readonly count?: number | undefined
}

/** Collects problems. */
export const makeProblems = () => {
  const list: Array<BundleProblem> = []
  const add = (code: BundleProblemCode, where: Pick<BundleProblem, "file" | "entry" | "count"> = {}) => {
    list.push({ code, message: bundleProblems[code], ...where })
  }
  return { list, add }
}
export type Problems = ReturnType<typeof makeProblems>

/** `manifest.json` of a bundle: what the bundle is, and the sum of every other file. Its own hash is signed. */

import { Schema } from "effect"
import { Base64Url, Count, Sha256 } from "../../ports/ValueSchemas.ts"
import { TableChoice } from "../../release/catalogue/TableChoice.ts"

export const bundleFormat = "corridor-bundle-1"

export const paths = {
  manifest: "manifest.json",
  signature: "manifest.sig.json",
  readMe: "README.md",
  cells: "cells.jsonl",
  pages: "pages.jsonl",
  profile: "rules/profile.json",
  listing: "code/listing.jsonl",
  attack: "attack.json",
  ledger: "ledger.json",
  page: (name: string) => `docs/${name}`,
  data: (table: string, format: string) => `data/${table}.${format}`,
  code: (path: string) => `code/${path}`
} as const

const Name = Schema.String.check(Schema.isPattern(/^[a-z][a-z0-9_-]{0,60}$/))

/** Names of files in a bundle: no absolute path, and no part that leads out of the archive. */
export const BundlePath = Schema.String.check(
  Schema.isPattern(/^(?!.*(?:^|\/)\.\.?(?:\/|$))[A-Za-z0-9_][A-Za-z0-9_.-]*(?:\/[A-Za-z0-9_.][A-Za-z0-9_.-]*)*$/),
  Schema.isMaxLength(200)
)

export const BundleFile = Schema.Struct({ path: BundlePath, bytes: Count, sha256: Sha256 })
export type BundleFile = typeof BundleFile.Type

export const Manifest = Schema.Struct({
  format: Schema.Literal(bundleFormat),
  /** Library that packed the archive. The same one packs the same files into the same bytes. */
  archive: Schema.String,
  release: Count,
  state: Schema.Literals(["published", "retracted"]),
  publishedAt: Schema.String,
  edition: Schema.NullOr(Schema.Struct({ name: Name, version: Count, reason: Schema.String })),
  request: Schema.NullOr(Count),
  vintage: Schema.Struct({ number: Count, hash: Schema.String, frozenAt: Schema.String }),
  invented: Schema.Boolean,
  /** Address of the licence of the data. */
  licence: Schema.optionalKey(Schema.String),
  method: Schema.String,
  profile: Schema.String,
  profileVersion: Count,
  threshold: Count,
  choices: Schema.Array(TableChoice),
  tables: Schema.Array(Schema.Struct({ name: Name, figure: Name })),
  formats: Schema.Array(Name),
  /** What the bounds of suppressed cells depend on besides the figures: earlier disclosures of the same counts. */
  reader: Schema.Struct({ disclosedBefore: Schema.Array(Schema.String), sameVintage: Schema.Array(Count) }),
  files: Schema.Array(BundleFile)
})
export type Manifest = typeof Manifest.Type

export const ManifestSignature = Schema.Struct({ key: Base64Url, signature: Base64Url })

/** Returns the text that the key of the installation signs. */
export const signedText = (manifestHash: string): string => `corridor bundle ${manifestHash}`

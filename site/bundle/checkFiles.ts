import { hash } from "node:crypto"
import { profiles } from "@corridor/disclosure/rules/Profile"
import { Schema } from "effect"
import type { Files } from "./archive.ts"
import type { Problems } from "./BundleProblem.ts"
import { type BundleFile, type Manifest, paths } from "./Manifest.ts"
import { decoded, isPath } from "./readFiles.ts"

/** Compares the files with the sums of the manifest. A name that no bundle can have is not repeated. */
export const checkSums = (files: Files, listed: ReadonlyArray<BundleFile>, { add }: Problems) => {
  const known = new Set<string>([paths.manifest, paths.signature, ...listed.map(({ path }) => path)])
  const strange = [...files.keys()].filter((path) => !known.has(path))
  for (const path of strange.filter(isPath)) add("file-unknown", { file: path })
  const unnamed = strange.filter((path) => !isPath(path)).length
  if (unnamed > 0) add("file-unknown", { count: unnamed })
  for (const { path, bytes, sha256 } of listed) {
    const own = files.get(path)
    if (own === undefined) add("file-missing", { file: path })
    else if (own.length !== bytes || hash("sha256", own) !== sha256) add("file-changed", { file: path })
  }
}

/** Checks that a bundle lists exactly the files that follow from its tables, pages and code. */
export const checkFileSet = (
  listed: ReadonlyArray<BundleFile>,
  parts: Readonly<Record<"tables" | "formats" | "pages" | "code", ReadonlyArray<string>>>,
  { add }: Problems
) => {
  const { readMe, cells, pages, profile, listing, attack, ledger } = paths
  const expected = new Set<string>([
    ...[readMe, cells, pages, profile, listing, attack, ledger],
    ...parts.tables.flatMap((name) => parts.formats.map((format) => paths.data(name, format))),
    ...parts.pages.map(paths.page),
    ...parts.code.filter((path) => path.endsWith(".sql")).map(paths.code)
  ])
  const present = new Set(listed.map(({ path }) => path))
  for (const path of expected) if (!present.has(path)) add("file-expected", isPath(path) ? { file: path } : {})
  for (const path of present) if (!expected.has(path)) add("file-unknown", { file: path })
  if (present.size < listed.length) add("file-unknown", { count: listed.length - present.size })
}

/** Checks that the rules are those of the profile. Returns false if this version does not have them. */
export const checkRules = (
  files: Files,
  { profile, profileVersion }: Pick<Manifest, "profile" | "profileVersion">,
  { add }: Problems
): boolean => {
  const known = profiles.get(profile)
  if (known?.version !== profileVersion) return false
  if (JSON.stringify(decoded(Schema.Unknown, files, paths.profile)) !== JSON.stringify(known))
    add("rules-differ", { file: paths.profile })
  return true
}

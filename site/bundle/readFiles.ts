/** Reads the files of a bundle, whose bytes may come from anywhere: what cannot be read is undefined. */
import { Option, Schema } from "effect"
import type { Files } from "./archive.ts"
import { BundlePath } from "./Manifest.ts"

/** A field that this version does not know could change what the others mean, so nothing that has one counts as read. */
const strictly = { onExcessProperty: "error" } as const

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true })

/** Returns a file as text; undefined if it is missing or not valid UTF-8. */
export const textOf = (files: Files, path: string): string | undefined => {
  const bytes = files.get(path)
  try {
    return bytes === undefined ? undefined : decoder.decode(bytes)
  } catch {
    return undefined
  }
}

/** Decodes a JSON file of a bundle; undefined if it is missing or is not of the schema. */
export const decoded = <A>(schema: Schema.Codec<A, unknown>, files: Files, path: string): A | undefined =>
  Option.getOrUndefined(Schema.decodeUnknownOption(Schema.fromJsonString(schema), strictly)(textOf(files, path) ?? ""))

/** Returns the lines of a text; none of an empty or missing one. */
export const linesOf = (text: string | undefined): ReadonlyArray<string> =>
  text === undefined || text === "" ? [] : text.split("\n")

export const Page = Schema.Tuple([Schema.String, Schema.String])
export const CodeEntry = Schema.Tuple([BundlePath, Schema.String])

/** Returns the lines of a file, each decoded; undefined if one cannot be. */
export const decodedLines = <A>(
  schema: Schema.Codec<A, unknown>,
  lines: ReadonlyArray<string>
): ReadonlyArray<A> | undefined => {
  const decode = Schema.decodeUnknownOption(Schema.fromJsonString(schema), strictly)
  const found = lines.flatMap((line) => Option.toArray(decode(line)))
  return found.length === lines.length ? found : undefined
}

export const isPath = Schema.is(BundlePath)

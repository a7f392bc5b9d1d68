/** Reads lines of NDJSON, each with one JSON object. */

import { isObject } from "../values/JsonObject.ts"
import { FileRefused } from "./FileRefused.ts"
import type { FileRow } from "./FileRow.ts"
import type { FileSource } from "./FileSource.ts"
import { deepestJson, longestRow } from "./Limits.ts"
import { encodingOf, textOf } from "./TextEncoding.ts"

/** Returns the nesting depth of a line without parsing, because a parser may overflow its stack. */
export const depthOf = (line: string): number => {
  let depth = 0
  let deepest = 0
  let inText = false
  for (let i = 0; i < line.length; i++) {
    const sign = line.charCodeAt(i)
    if (inText) {
      if (sign === 92) i++
      else if (sign === 34) inText = false
    } else if (sign === 34) inText = true
    else if (sign === 123 || sign === 91) deepest = Math.max(deepest, ++depth)
    else if (sign === 125 || sign === 93) depth--
  }
  return deepest
}

const parseLine = (row: number, line: string): FileRow => {
  if (depthOf(line) > deepestJson) return { row, broken: "json-too-deep" }
  try {
    const object: unknown = JSON.parse(line)
    return isObject(object) ? { row, object } : { row, broken: "json-malformed" }
  } catch {
    return { row, broken: "json-malformed" }
  }
}

/** Returns the lines that are not blank, with their numbers. */
export async function* ndjsonLines(source: FileSource): AsyncGenerator<ReadonlyArray<FileRow>> {
  let row = 0
  let rest = ""
  const parsed = (lines: ReadonlyArray<string>): ReadonlyArray<FileRow> =>
    lines
      .map((line) => ({ row: ++row, line }))
      .flatMap(({ row, line }) => (line.trim() === "" ? [] : parseLine(row, line)))
  for await (const text of textOf(source, await encodingOf(source))) {
    const lines = (rest + text).split(/\r\n|\n|\r(?!$)/)
    rest = lines.pop() ?? ""
    if (rest.length > longestRow || lines.some((line) => line.length > longestRow))
      throw new FileRefused("row-too-long", row + lines.length + 1)
    yield parsed(lines)
  }
  yield parsed([rest])
}

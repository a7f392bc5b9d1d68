import { Effect, FileSystem, Stream } from "effect"
import { cellStates } from "./CellState.ts"
import type { CountTable } from "./CountTable.ts"
import { csvField } from "./csvField.ts"

/** Order of labels: numbers by size before words by their characters, the label of margins last. */
const inOrder =
  (total: string) =>
  (a: string, b: string): number => {
    if (a === b) return 0
    if (a === total || b === total) return a === total ? 1 : -1
    const [x, y] = [Number(a), Number(b)]
    const [xIsNumber, yIsNumber] = [a !== "" && !Number.isNaN(x), b !== "" && !Number.isNaN(y)]
    if (xIsNumber && yIsNumber && x !== y) return x - y
    if (xIsNumber !== yIsNumber) return xIsNumber ? -1 : 1
    return a < b ? -1 : 1
  }

/** Returns rows in the order of their labels: the input order may follow the counts, and would disclose hidden ones. */
const rowsInOrder = (table: CountTable, total: string): Uint32Array => {
  const width = table.dimensions.length
  const compare = inOrder(total)
  const place = table.codes.map((codes) => {
    const order = codes.map((_, i) => i).sort((a, b) => compare(codes[a] as string, codes[b] as string))
    const at = new Uint32Array(codes.length)
    order.forEach((code, i) => {
      at[code] = i
    })
    return at
  })
  const placeOf = (row: number, d: number) => (place[d] as Uint32Array)[table.key[row * width + d] as number] as number
  return Uint32Array.from({ length: table.rows }, (_, row) => row).sort((a, b) => {
    for (let d = 0; d < width; d++) {
      const by = placeOf(a, d) - placeOf(b, d)
      if (by !== 0) return by
    }
    return 0
  })
}

const rowsAtOnce = 4096

/**
 * Writes `dimensions…, count, state`, a count only where the state is published; all or nothing: under another name until it is whole.
 * `state` gives each row's state; counts of others than published rows are never looked at.
 *
 * @example
 * ```ts
 * import { tableFromRows, writeTable } from "@corridor/disclosure"
 * import * as NodeServices from "@effect/platform-node/NodeServices"
 * import { Effect } from "effect"
 *
 * const table = tableFromRows("flows", ["origin"], [["BLR", 40], ["UKR", 90], ["Total", 130]])
 * const written = writeTable("safe.csv", table, { count: "victims", total: "Total", state: table.state }).pipe(
 *   Effect.provide(NodeServices.layer)
 * )
 * ```
 */
export const writeTable = Effect.fn("writeTable")(function* (
  file: string,
  table: CountTable,
  { count, total, state }: { readonly count: string; readonly total: string; readonly state: Uint8Array }
) {
  const fs = yield* FileSystem.FileSystem
  const width = table.dimensions.length
  const labels = table.codes.map((codes) => codes.map(csvField))
  const order = rowsInOrder(table, total)
  const line = (row: number): string => {
    let text = ""
    for (let d = 0; d < width; d++) text += `${labels[d]?.[table.key[row * width + d] as number]},`
    return `${text}${state[row] === 0 ? table.count[row] : ""},${cellStates[state[row] as number]}\n`
  }
  const encoder = new TextEncoder()
  function* pieces() {
    yield encoder.encode(`${[...table.dimensions, count, "state"].map(csvField).join(",")}\n`)
    for (let from = 0; from < order.length; from += rowsAtOnce) {
      let text = ""
      for (const row of order.subarray(from, from + rowsAtOnce)) text += line(row)
      yield encoder.encode(text)
    }
  }
  const part = `${file}.part`
  yield* Stream.fromIterable({ [Symbol.iterator]: pieces }).pipe(
    Stream.run(fs.sink(part)),
    Effect.andThen(fs.rename(part, file)),
    Effect.onError(() => Effect.ignore(fs.remove(part)))
  )
})

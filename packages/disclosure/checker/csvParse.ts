/** `csv-parse` for browsers. Its stream there is not iterable, so its rows are collected. */
import { type Parser, parse as parseInBrowser } from "csv-parse/browser/esm"

type Options = Parameters<typeof parseInBrowser>[0]

/** Returns the rows that a parser gives, one after the other. */
async function* rowsOf(parser: Parser) {
  const rows: Array<unknown> = []
  let wake = () => {}
  const end: { isReached: boolean; error?: unknown } = { isReached: false }
  parser.on("data", (row) => {
    rows.push(row)
    wake()
  })
  parser.on("end", () => {
    end.isReached = true
    wake()
  })
  parser.on("error", (error) => {
    end.error = error
    wake()
  })
  for (;;) {
    while (rows.length > 0) yield* rows.splice(0)
    if (end.error !== undefined) throw end.error
    if (end.isReached) return
    await new Promise<void>((resolve) => {
      wake = resolve
    })
  }
}

export const parse = (options: Options): Parser => {
  const parser = parseInBrowser(options)
  return Object.assign(parser, { [Symbol.asyncIterator]: () => rowsOf(parser) })
}

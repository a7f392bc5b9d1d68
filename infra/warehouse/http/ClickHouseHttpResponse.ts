import { gzipSync } from "node:zlib"
import { HttpServerResponse } from "effect/http"

/** What each response says about the engine. */
export interface EngineFacts {
  readonly version: string
  readonly timezone: string
}

/** What a statement read and wrote, for the header `x-clickhouse-summary`. */
interface Summary {
  readonly readRows: number
  readonly readBytes: number
  readonly writtenRows: number
  readonly writtenBytes: number
  /** In seconds. */
  readonly elapsed: number
}

const contentTypes: ReadonlyArray<readonly [prefix: string, type: string]> = [
  ["JSONEachRow", "application/x-ndjson; charset=UTF-8"],
  ["JSONCompactEachRow", "application/x-ndjson; charset=UTF-8"],
  ["JSON", "application/json; charset=UTF-8"],
  ["CSV", "text/csv; charset=UTF-8; header=absent"],
  ["TSV", "text/tab-separated-values; charset=UTF-8"],
  ["TabSeparated", "text/tab-separated-values; charset=UTF-8"],
  ["Pretty", "text/plain; charset=UTF-8"],
  ["Vertical", "text/plain; charset=UTF-8"],
  ["Markdown", "text/markdown; charset=UTF-8"],
  ["XML", "application/xml; charset=UTF-8"],
  ["Arrow", "application/vnd.apache.arrow.stream"],
  ["Parquet", "application/vnd.apache.parquet"]
]

const contentType = (format: string) =>
  contentTypes.find(([prefix]) => format.startsWith(prefix))?.[1] ?? "application/octet-stream"

/** HTTP statuses by ClickHouse's error code, as in its HTTPHandler. Every other code has the status 500. */
const statuses: Readonly<Record<number, number>> = Object.fromEntries([
  ...[6, 26, 27, 36, 38, 41, 43, 50, 53, 62, 69, 70, 72, 117, 130, 131, 190, 306].map((code) => [code, 400] as const),
  ...[516, 192, 193, 497].map((code) => [code, 403] as const),
  ...[16, 46, 47, 60, 73, 81, 115, 372].map((code) => [code, 404] as const),
  [159, 408],
  [48, 501],
  [344, 501],
  [307, 413],
  [210, 503],
  [236, 503]
])

const summaryHeader = (summary: Summary) =>
  JSON.stringify({
    read_rows: String(summary.readRows),
    read_bytes: String(summary.readBytes),
    written_rows: String(summary.writtenRows),
    written_bytes: String(summary.writtenBytes),
    total_rows_to_read: "0",
    result_rows: String(summary.writtenRows),
    result_bytes: String(summary.writtenBytes),
    elapsed_ns: String(Math.round(summary.elapsed * 1e9))
  })

/** Returns the response to a statement that succeeded. `bytes`: its result in `format`, compressed here if the client accepts gzip. */
export const answer = (options: {
  readonly bytes: Uint8Array
  readonly format: string
  readonly summary: Summary
  readonly queryId: string
  readonly facts: EngineFacts
  readonly gzip: boolean
}): HttpServerResponse.HttpServerResponse => {
  const pack = options.gzip && options.bytes.length > 0
  const body = pack ? gzipSync(options.bytes, { level: 3 }) : options.bytes
  return HttpServerResponse.uint8Array(body, {
    contentType: contentType(options.format),
    headers: {
      "x-clickhouse-server-display-name": "corridor",
      "x-clickhouse-query-id": options.queryId,
      "x-clickhouse-format": options.format,
      "x-clickhouse-timezone": options.facts.timezone,
      "x-clickhouse-summary": summaryHeader(options.summary),
      ...(pack ? { "content-encoding": "gzip" } : {})
    }
  })
}

/** Returns the response to a failed statement. The engine's message is sent to the client only. */
export const failure = (error: unknown, queryId: string, facts: EngineFacts): HttpServerResponse.HttpServerResponse => {
  const message = error instanceof Error ? error.message : "Code: 1002. DB::Exception: Unknown. (UNKNOWN_EXCEPTION)"
  const code = Number(/\bCode: (\d+)\b/.exec(message)?.[1] ?? 1002)
  return HttpServerResponse.text(`${message.trimEnd()} (version ${facts.version} (official build))\n`, {
    status: statuses[code] ?? 500,
    headers: {
      "x-clickhouse-exception-code": String(code),
      "x-clickhouse-query-id": queryId,
      "x-clickhouse-server-display-name": "corridor"
    }
  })
}

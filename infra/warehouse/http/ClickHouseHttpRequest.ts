/** Parses a request of ClickHouse's HTTP protocol. */
import { brotliDecompressSync, gunzipSync, inflateSync, zstdDecompressSync } from "node:zlib"
import { clickHouseError } from "../clickHouseError.ts"
import { awaitsData, cutInlineData } from "../InlineData.ts"
import { readLz4Frames } from "./Lz4Frame.ts"

export interface ClickHouseHttpRequest {
  readonly sql: string
  /** The data of an INSERT, else empty. */
  readonly data: Uint8Array
  readonly database: string | undefined
  readonly settings: Readonly<Record<string, string>>
  readonly params: Readonly<Record<string, string>>
  /** Used if the statement names no format. */
  readonly format: string
  readonly session: { readonly id: string; readonly seconds: number; readonly check: boolean } | undefined
}

/** Size limit of the body, compressed and uncompressed, in bytes. */
export const bodyLimit = 512 * 1024 * 1024

/** Parameters of the protocol, and settings of the HTTP server that the engine does not know. */
const notSettings = new Set([
  "add_http_cors_header",
  "buffer_size",
  "client_protocol_version",
  "compress",
  "database",
  "decompress",
  "default_format",
  "enable_http_compression",
  "http_headers_progress_interval_ms",
  "http_native_compression_disable_checksumming_on_decompress",
  "http_response_buffer_size",
  "http_response_compression_method",
  "http_send_progress_interval_ms",
  "http_wait_end_of_query",
  "http_zlib_compression_level",
  "password",
  "query",
  "query_id",
  "quota_key",
  "readonly",
  "role",
  "send_progress_in_http_headers",
  "session_check",
  "session_id",
  "session_timeout",
  "stacktrace",
  "user",
  "wait_end_of_query"
])

const unpackers: Readonly<Record<string, (body: Buffer) => Buffer>> = {
  gzip: (body) => gunzipSync(body, { maxOutputLength: bodyLimit }),
  deflate: (body) => inflateSync(body, { maxOutputLength: bodyLimit }),
  br: (body) => brotliDecompressSync(body, { maxOutputLength: bodyLimit }),
  zstd: (body) => zstdDecompressSync(body, { maxOutputLength: bodyLimit }),
  lz4: (body) => readLz4Frames(body, bodyLimit)
}

const unpack = (body: Buffer, encoding: string | undefined): Buffer => {
  if (encoding === undefined || encoding === "" || encoding === "identity" || body.length === 0) return body
  const unpacker = unpackers[encoding.toLowerCase()]
  if (unpacker === undefined) throw clickHouseError(48, "Unsupported content encoding", "NOT_IMPLEMENTED")
  return unpacker(body)
}

const nothing = new Uint8Array(0)

const statementOf = (query: string | null, body: Buffer): readonly [sql: string, data: Uint8Array] => {
  if (query === null || query === "") return cutInlineData(body)
  if (body.length === 0) return [query, nothing]
  return awaitsData(query) ? [query, body] : cutInlineData(Buffer.concat([Buffer.from(`${query}\n`, "utf8"), body]))
}

const sessionOf = (search: URLSearchParams): ClickHouseHttpRequest["session"] => {
  const id = search.get("session_id")
  if (id === null || id === "") return undefined
  const seconds = Math.min(3600, Math.max(1, Number(search.get("session_timeout") ?? 60) || 60))
  return { id, seconds, check: search.get("session_check") === "1" }
}

/** Parses a request. Throws an error in the engine's format if it uses an unsupported feature. */
export const readHttpRequest = (
  search: URLSearchParams,
  headers: Readonly<Record<string, string | undefined>>,
  packed: Buffer
): ClickHouseHttpRequest => {
  if (search.get("compress") === "1" || search.get("decompress") === "1")
    throw clickHouseError(
      48,
      "ClickHouse's block compression is not supported; use HTTP compression",
      "NOT_IMPLEMENTED"
    )
  const [sql, data] = statementOf(search.get("query"), unpack(packed, headers["content-encoding"]))
  const given = [...search.entries()]
  return {
    sql,
    data,
    database: headers["x-clickhouse-database"] ?? search.get("database") ?? undefined,
    settings: Object.fromEntries(given.filter(([key]) => !notSettings.has(key) && !key.startsWith("param_"))),
    params: Object.fromEntries(
      given.filter(([key]) => key.startsWith("param_")).map(([key, value]) => [key.slice("param_".length), value])
    ),
    format: headers["x-clickhouse-format"] ?? search.get("default_format") ?? "TabSeparated",
    session: sessionOf(search)
  }
}

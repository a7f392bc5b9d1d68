/** Access to the HTTP server: a reader and a writer, each with a password, from this machine's own addresses. */
import { createHash, timingSafeEqual } from "node:crypto"
import { Redacted } from "effect"

export interface HttpUsers {
  readonly reader: { readonly name: string; readonly password: Redacted.Redacted<string> }
  /** Absent: nobody writes. */
  readonly writer?: { readonly name: string; readonly password: Redacted.Redacted<string> } | undefined
}

export interface Credentials {
  readonly name: string
  readonly password: string
}

const digest = (text: string) => createHash("sha256").update(text).digest()

const same = (given: string, kept: string) => timingSafeEqual(digest(given), digest(kept))

const matches = (given: Credentials, user: HttpUsers["reader"] | undefined) => {
  // Both are compared whatever the first says, so time tells nothing.
  const name = same(given.name, user?.name ?? "")
  const password = same(given.password, user === undefined ? "" : Redacted.value(user.password))
  return user !== undefined && name && password
}

export const roleOf = (given: Credentials, users: HttpUsers): "reader" | "writer" | undefined => {
  const writer = matches(given, users.writer)
  const reader = matches(given, users.reader)
  return writer ? "writer" : reader ? "reader" : undefined
}

/** Credentials as ClickHouse takes them: headers of its own, HTTP's Basic, the address. */
export const credentialsOf = (
  headers: Readonly<Record<string, string | undefined>>,
  search: URLSearchParams
): Credentials => {
  const basic = /^Basic (.+)$/i.exec(headers["authorization"] ?? "")?.[1]
  if (basic !== undefined) {
    const text = Buffer.from(basic, "base64").toString("utf8")
    const colon = text.indexOf(":")
    return { name: text.slice(0, colon < 0 ? text.length : colon), password: colon < 0 ? "" : text.slice(colon + 1) }
  }
  return {
    name: headers["x-clickhouse-user"] ?? search.get("user") ?? "default",
    password: headers["x-clickhouse-key"] ?? search.get("password") ?? ""
  }
}

/** A page of a foreign name that resolves to this machine (DNS rebinding) sends its own name as Host. */
export const isOwnHost = (host: string | undefined): boolean =>
  /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i.test(host ?? "")

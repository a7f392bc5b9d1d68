/** Access to the HTTP server: a reader and a writer, each with a password, from this machine only. */
import { createHash, timingSafeEqual } from "node:crypto"
import { Redacted } from "effect"

export interface HttpUsers {
  readonly reader: { readonly name: string; readonly password: Redacted.Redacted<string> }
  /** If absent, no client can write. */
  readonly writer?: { readonly name: string; readonly password: Redacted.Redacted<string> } | undefined
}

interface Credentials {
  readonly name: string
  readonly password: string
}

const digest = (text: string) => createHash("sha256").update(text).digest()

const same = (given: string, kept: string) => timingSafeEqual(digest(given), digest(kept))

const matches = (given: Credentials, user: HttpUsers["reader"] | undefined) => {
  // Always compare both, so that the response time reveals nothing.
  const name = same(given.name, user?.name ?? "")
  const password = same(given.password, user === undefined ? "" : Redacted.value(user.password))
  return user !== undefined && name && password
}

/** Returns the role of the user with these credentials; undefined for any others. Both users are compared in full, so that the time says nothing. */
export const roleOf = (given: Credentials, users: HttpUsers): "reader" | "writer" | undefined => {
  const writer = matches(given, users.writer)
  const reader = matches(given, users.reader)
  return writer ? "writer" : reader ? "reader" : undefined
}

/** Returns the credentials from the places where ClickHouse accepts them: its own headers, HTTP Basic, and the URL. */
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

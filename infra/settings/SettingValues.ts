/** Which values settings may have, and how they are parsed. A refusal names the setting and what is expected, never the value. */
import { Config, Schema } from "effect"
import { readNetworks } from "../http/clients.ts"
import { isOneLine, oneLine } from "./oneLine.ts"
import type { Setting } from "./settingTable.ts"

/** Returns the names in a list, trimmed, without empty ones. */
export const listOf = (text: string, separator: string): ReadonlyArray<string> =>
  text
    .split(separator)
    .map((name) => name.trim())
    .filter((name) => name !== "")

/** Origins without a path, which a content security policy can name, separated by commas. */
export const Origins = Schema.String.check(
  Schema.makeFilter((text: string) =>
    listOf(text, ",").every((one) => URL.canParse(one) && new URL(one).origin === one && /^https?:/.test(one))
      ? undefined
      : "expected origins such as https://news.example, separated by commas"
  )
)

/** A network of all addresses would let every client choose the address by which it is counted. */
export const Networks = Schema.String.check(
  Schema.makeFilter((text: string) => {
    const networks = readNetworks(listOf(text, ","))
    if (networks === undefined) return "expected addresses or networks such as 10.0.0.0/8, separated by commas"
    return networks.some(({ prefixLength }) => prefixLength === 0)
      ? "expected networks that do not contain every address"
      : undefined
  })
)

const isHost = (text: string) => /^(\[[\da-f:.]+\]|[\w.-]+)(:\d{1,5})?$/i.test(text)

/** What the `Host` header of a request may be. */
export const Hosts = Schema.String.check(
  Schema.makeFilter((text: string) =>
    listOf(text, ",").every(isHost)
      ? undefined
      : "expected names such as data.example.org or data.example.org:8443, separated by commas, and an IPv6 address in brackets"
  )
)

/** A token that cannot be guessed, and that a header can carry. */
export const isLongToken = (text: string): boolean => /^[!-~]{24,}$/.test(text)

export const LongToken = Schema.Redacted(
  Schema.String.check(
    Schema.makeFilter((text: string) =>
      isLongToken(text) ? undefined : "expected at least 24 characters without spaces, as openssl rand -hex 32 prints"
    )
  )
)

const OneLine = Schema.String.check(
  Schema.makeFilter((text: string) => (isOneLine(text) ? undefined : `expected ${oneLine}`))
)

/** Reads a setting as text; undefined if it is not set. */
export const optional = (setting: Setting) => Config.schema(OneLine, setting.name).pipe(Config.withDefault(undefined))
/** Reads a setting that is never printed; undefined if it is not set. */
export const secret = (setting: Setting) => Config.Redacted(setting.name).pipe(Config.withDefault(undefined))

const isHttp = (text: string) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)

/** Addresses are printed, kept in files, and some are published. */
const HttpUrl = Schema.String.check(
  Schema.makeFilter((text: string) => {
    if (!isHttp(text)) return "expected a URL such as https://host:port"
    const { username, password } = new URL(text)
    return username === "" && password === "" ? undefined : "expected a URL without user and password"
  })
)

/** Reads a setting of a form; undefined if it is not set. */
export const optionalOf = <A>(form: Schema.ConstraintCodec<A, unknown>, setting: Setting) =>
  Config.schema(form, setting.name).pipe(Config.withDefault(undefined))

/** Reads the names in a setting of a form; none if it is not set. */
export const listIn = (form: typeof HttpUrl, setting: Setting) =>
  Config.schema(form, setting.name).pipe(
    Config.withDefault(""),
    Config.map((text) => listOf(text, ","))
  )

/** Reads the address of a page; undefined if it is not set. */
export const optionalUrl = (setting: Setting) => optionalOf(HttpUrl, setting)

/** The address of all pages, to which their paths are added. */
const PublicUrl = HttpUrl.check(
  Schema.makeFilter((text: string) => {
    const { pathname, search, hash } = new URL(text)
    return pathname === "/" && search === "" && hash === ""
      ? undefined
      : "expected a URL without a path, such as https://data.example.org"
  })
)

/** Parses a setting that has the address of a page, or nothing. */
export const optionalPublicUrl = (setting: Setting) => optionalOf(PublicUrl, setting)

/** The Kafka client splits an address at its first colon. */
const isAddress = (text: string) => {
  const port = /^[^\s:/[\]]+:(\d{1,5})$/.exec(text)?.[1]
  return port !== undefined && Number(port) >= 1 && Number(port) <= 65_535
}

export const Brokers = Schema.String.check(
  Schema.makeFilter((text: string) => {
    const named = listOf(text, ",")
    return named.length > 0 && named.every(isAddress)
      ? undefined
      : "expected host:port, several separated by commas, and a name instead of an IPv6 address"
  })
)

/** Days in decimal digits. */
export const Days = Schema.String.check(
  Schema.makeFilter((text: string) =>
    /^\d{1,5}$/.test(text) ? undefined : "expected a whole number of days, from 0 to 99999"
  )
)

/** A limit in days, of at least one. */
export const DaysLimit = Schema.String.check(
  Schema.makeFilter((text: string) =>
    /^[1-9]\d{0,4}$/.test(text) ? undefined : "expected a whole number of days, from 1 to 99999"
  )
)

const isLocal = ({ hostname }: URL) => ["localhost", "127.0.0.1", "[::1]"].includes(hostname)

/** A token does not go over a network unencrypted. */
export const VaultUrl = Schema.String.check(
  Schema.makeFilter((text: string) =>
    URL.canParse(text) && (new URL(text).protocol === "https:" || isLocal(new URL(text)))
      ? undefined
      : "expected a URL that begins with https, or one of this machine"
  )
)

/** The other modes of PostgreSQL's own clients let an attacker on the network turn TLS off. */
const sslModes = ["disable", "require", "verify-ca", "verify-full"]

/** It may contain a password. */
export const PostgresUrl = Schema.Redacted(
  Schema.String.check(
    Schema.makeFilter((text: string) => {
      const url = URL.parse(text)
      if (url === null || !/^postgres(ql)?:$/.test(url.protocol) || url.hostname === "")
        return "expected a URL such as postgres://user:password@host/database"
      // Another host than the one that decides whether TLS is needed. A folder of sockets is on this machine.
      if (url.searchParams.getAll("host").some((host) => !host.startsWith("/")))
        return "expected the host before the database, and no parameter host"
      return url.searchParams.getAll("sslmode").every((mode) => sslModes.includes(mode))
        ? undefined
        : `expected one of ${sslModes.join(", ")} for sslmode`
    })
  )
)

/** Reads the settings from the environment and from a `.env` file in the working directory. */
import { homedir } from "node:os"
import { join } from "node:path"
import { Config, Effect, Redacted } from "effect"
import { type ProxySettings, proxyHeaders, readNetworks } from "../http/clients.ts"
import {
  Brokers,
  Days,
  DaysLimit,
  Hosts,
  LongToken,
  listIn,
  listOf,
  Networks,
  Origins,
  optional,
  optionalOf,
  optionalPublicUrl,
  optionalUrl,
  PostgresUrl,
  secret,
  VaultUrl
} from "./SettingValues.ts"
import { type Setting, settingTable } from "./settingTable.ts"

/** PEM files. Without `ca` the system's authorities count. Certificate and key are both there or neither. */
export interface KafkaTlsFiles {
  readonly ca: string | undefined
  readonly certificate: string | undefined
  readonly key: string | undefined
}

export interface KafkaSettings {
  readonly brokers: ReadonlyArray<string>
  /** Files of TLS, or that it is not used. */
  readonly tls: false | KafkaTlsFiles
  readonly username: string
  readonly password: Redacted.Redacted<string>
}

interface RegistrySettings {
  readonly url: string
  readonly token: Redacted.Redacted<string> | undefined
}

interface ClickHouseSettings {
  readonly url: string
  readonly username: string
  readonly password: Redacted.Redacted<string>
  /** Undefined for a single server. */
  readonly cluster: string | undefined
  /** False if the user may not create tables. */
  readonly migrate: boolean
}

interface MetricsSettings {
  readonly host: string
  /** Undefined for the port of the command. */
  readonly port: number | undefined
  /** Undefined for the token of the data folder. */
  readonly token: Redacted.Redacted<string> | undefined
}

/** The OpenID Connect provider of an organisation. */
export interface OpenIdSettings {
  /** URL of the provider, as in its discovery document. */
  readonly issuer: string
  readonly clientId: string
  /** Undefined for a public client. */
  readonly clientSecret: Redacted.Redacted<string> | undefined
}

/** The format of lines on standard error. */
export type LogFormat = "words" | "json"

export interface Settings {
  readonly cache: string
  readonly port: number
  readonly logFormat: LogFormat
  /** Undefined for a folder in the data folder. */
  readonly keys: string | undefined
  /** Undefined for a folder in the folder of keys. */
  readonly ledgerKeys: string | undefined
  /** Number of an entry of the ledger that may have a later date than the clock. */
  readonly clockConfirmed: number | undefined
  /** Public keys to which backups are encrypted. */
  readonly backupRecipients: ReadonlyArray<string>
  /** Undefined for the embedded Kafka. */
  readonly kafka: KafkaSettings | undefined
  readonly registry: RegistrySettings | undefined
  readonly clickhouse: ClickHouseSettings | undefined
  /** URL of the PostgreSQL database with the state; undefined for a file in the data folder. */
  readonly state: Redacted.Redacted<string> | undefined
  /** Undefined for this machine's loopback address. */
  readonly publicUrl: URL | undefined
  /** Names of the servers besides those of the public URL and the loopback address. */
  readonly hosts: ReadonlyArray<string>
  readonly proxies: ProxySettings
  readonly metrics: MetricsSettings
  /** Undefined if messages stay in the topics. */
  readonly messageDays: number | undefined
  /** Days after which the newest backup is too old, and within which an erasure must be complete. */
  readonly backupDays: number
  readonly erasureDays: number
  /** What the metadata of editions says of the site. */
  readonly publisher: string
  readonly licence: URL
  /** Undefined for the edition's own address. */
  readonly identifierPrefix: URL | undefined
  readonly namedPartners: ReadonlyArray<string>
  /** Origins of the sites that may show embedded charts. */
  readonly embedAllowed: ReadonlyArray<string>
  /** Undefined if people sign in with passwords. Those exist only in the embedded stack (`isEmbedded`). */
  readonly oidc: OpenIdSettings | undefined
}

/** Returns true if all services of the stack are embedded. */
const isEmbedded = ({ kafka, registry, clickhouse, state }: Settings): boolean =>
  [kafka, registry, clickhouse, state].every((service) => service === undefined)

/** Returns true if people sign in with accounts and passwords. If a service is not embedded, they need an identity provider. */
export const hasLocalAccounts = (found: Settings): boolean => isEmbedded(found) && found.oidc === undefined

export const cellKey = secret(settingTable.cellKey)
export const accountToken = secret(settingTable.token)

/** Whether two people are needed; undefined if that depends on the accounts. */
export const twoPeopleSetting = Config.Boolean(settingTable.twoPeople.name).pipe(Config.withDefault(undefined))

/** Where the passphrase of the identity of the pipeline's keys comes from. */
export const passphraseSettings = Effect.gen(function* () {
  return { file: yield* optional(settingTable.keysPassphraseFile), text: yield* secret(settingTable.keysPassphrase) }
})

/** How the pipeline's keys are protected. */
export const keyProtection = Effect.gen(function* () {
  const vault = yield* optionalOf(VaultUrl, settingTable.vaultUrl)
  return {
    identity: yield* optional(settingTable.keysIdentity),
    vault:
      vault === undefined
        ? undefined
        : {
            url: new URL(vault),
            key: (yield* optional(settingTable.vaultKey)) ?? settingTable.vaultKey.without,
            token: yield* secret(settingTable.vaultToken),
            tokenFile: yield* optional(settingTable.vaultTokenFile)
          }
  }
})

const noSecret = Redacted.make("")

/** Where traces are sent; undefined for nowhere. */
export const tracesUrl = Config.URL(settingTable.traces.name).pipe(
  Config.map((base) => new URL("v1/traces", base.href.replace(/\/?$/, "/")).href),
  Config.withDefault(undefined)
)

export const logFormat: Config.Config<LogFormat> = Config.Literals(["words", "json"], settingTable.logFormat.name).pipe(
  Config.withDefault("words" as const)
)

/** The Kafka cluster that the settings name; undefined for the embedded Kafka. */
const kafkaSettings = Effect.gen(function* () {
  const brokers = yield* optionalOf(Brokers, settingTable.kafkaBrokers)
  if (brokers === undefined) return undefined
  const hasTls = yield* Config.Boolean(settingTable.kafkaTls.name).pipe(Config.withDefault(true))
  return {
    brokers: listOf(brokers, ","),
    tls: hasTls && {
      ca: yield* optional(settingTable.kafkaCa),
      certificate: yield* optional(settingTable.kafkaCertificate),
      key: yield* optional(settingTable.kafkaKey)
    },
    username: (yield* optional(settingTable.kafkaUsername)) ?? "",
    password: (yield* secret(settingTable.kafkaPassword)) ?? noSecret
  }
})

/** The ClickHouse server that the settings name; undefined for the embedded store. */
const clickhouseSettings = Effect.gen(function* () {
  const url = yield* optionalUrl(settingTable.clickhouseUrl)
  if (url === undefined) return undefined
  return {
    url,
    username: (yield* optional(settingTable.clickhouseUser)) ?? "default",
    password: (yield* secret(settingTable.clickhousePassword)) ?? noSecret,
    cluster: yield* optional(settingTable.clickhouseCluster),
    migrate: yield* Config.Boolean(settingTable.clickhouseMigrate.name).pipe(Config.withDefault(true))
  }
})

/** The OpenID provider that the settings name; undefined for local accounts. */
const oidcSettings = Effect.gen(function* () {
  const issuer = yield* optionalUrl(settingTable.oidcIssuer)
  if (issuer === undefined) return undefined
  return {
    issuer,
    clientId: (yield* optional(settingTable.oidcClient)) ?? "corridor",
    clientSecret: yield* secret(settingTable.oidcSecret)
  }
})

const daysLimit = (setting: Setting) =>
  Config.schema(DaysLimit, setting.name).pipe(Config.withDefault(setting.without), Config.map(Number))

/** Reads the settings. Fails with a `ConfigError` that names the setting but not its value. */
export const settings: Effect.Effect<Settings, Config.ConfigError> = Effect.gen(function* () {
  const kafka = yield* kafkaSettings
  const registryUrl = yield* optionalUrl(settingTable.registryUrl)
  const clickhouse = yield* clickhouseSettings
  const oidc = yield* oidcSettings
  const publicUrl = yield* optionalPublicUrl(settingTable.publicUrl)
  return {
    cache: (yield* optional(settingTable.cache)) ?? join(homedir(), ".cache", "corridor"),
    port: yield* Config.Port(settingTable.port.name).pipe(Config.withDefault(8080)),
    logFormat: yield* logFormat,
    keys: yield* optional(settingTable.keys),
    ledgerKeys: yield* optional(settingTable.ledgerKeys),
    clockConfirmed: yield* Config.Int(settingTable.clockConfirmed.name).pipe(Config.withDefault(undefined)),
    backupRecipients: listOf((yield* optional(settingTable.backupRecipient)) ?? "", ","),
    kafka,
    registry:
      registryUrl === undefined ? undefined : { url: registryUrl, token: yield* secret(settingTable.registryToken) },
    clickhouse,
    hosts: yield* listIn(Hosts, settingTable.hosts),
    proxies: {
      trusted: readNetworks(yield* listIn(Networks, settingTable.trustedProxies)) ?? [],
      header: yield* Config.Literals(proxyHeaders, settingTable.proxyHeader.name).pipe(
        Config.withDefault("x-forwarded-for" as const)
      )
    },
    metrics: {
      host: (yield* optional(settingTable.metricsHost)) ?? settingTable.metricsHost.without,
      port: yield* Config.Port(settingTable.metricsPort.name).pipe(Config.withDefault(undefined)),
      token: yield* optionalOf(LongToken, settingTable.metricsToken)
    },
    state: yield* optionalOf(PostgresUrl, settingTable.stateUrl),
    publicUrl: publicUrl === undefined ? undefined : new URL(publicUrl),
    messageDays: yield* Config.schema(Days, settingTable.messageDays.name).pipe(
      Config.map(Number),
      Config.withDefault(undefined)
    ),
    backupDays: yield* daysLimit(settingTable.backupDays),
    erasureDays: yield* daysLimit(settingTable.erasureDays),
    publisher: (yield* optional(settingTable.publisher)) ?? settingTable.publisher.without,
    licence: new URL((yield* optionalUrl(settingTable.licence)) ?? settingTable.licence.without),
    identifierPrefix: yield* Config.URL(settingTable.identifierPrefix.name).pipe(Config.withDefault(undefined)),
    namedPartners: listOf((yield* optional(settingTable.namedPartners)) ?? "", ";"),
    embedAllowed: yield* listIn(Origins, settingTable.embedAllowed),
    oidc
  }
})

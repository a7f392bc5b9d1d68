/**
 * All settings in one table: name, meaning and default. The configuration, the help and `docs/reference/settings.md` derive from it.
 * Values come from the environment and from a `.env` file in the working directory.
 */
import { homedir } from "node:os"
import { join } from "node:path"
import { Config, Effect, Option, Redacted, Schema } from "effect"
import { markdownTable } from "../../schemas/markdown.ts"
import { type ProxySettings, proxyHeaders, readNetworks } from "../http/clients.ts"

interface Setting {
  readonly name: string
  readonly meaning: string
  /** The default, as text. */
  readonly without: string
  readonly secret: boolean
}

export const settingTable = {
  data: { name: "CORRIDOR_DATA", meaning: "folder of the embedded stack", without: ".corridor", secret: false },
  cache: {
    name: "CORRIDOR_CACHE",
    meaning: "folder of downloads: the jars of Kafka and the registry",
    without: "~/.cache/corridor",
    secret: false
  },
  port: {
    name: "CORRIDOR_PORT",
    meaning: "port of the page and the API",
    without: "8080, or any free port if it is in use",
    secret: false
  },
  logFormat: {
    name: "CORRIDOR_LOG_FORMAT",
    meaning: "words or json: format of the lines on standard error; json writes one object per line",
    without: "words",
    secret: false
  },
  traces: {
    name: "OTEL_EXPORTER_OTLP_ENDPOINT",
    meaning: "address of an OpenTelemetry collector for traces (OTLP over HTTP, JSON); they contain no value",
    without: "no traces",
    secret: false
  },
  keys: {
    name: "CORRIDOR_KEYS_DIR",
    meaning: "folder of the pseudonymisation keys; preferably not on the disk of the data",
    without: "keys/ in the data folder",
    secret: false
  },
  keysIdentity: {
    name: "CORRIDOR_KEYS_IDENTITY",
    meaning:
      "file with the age identity that opens the pseudonymisation keys, kept elsewhere than they are; it may be encrypted with a passphrase",
    without: "the keys are files that can be read as they are",
    secret: false
  },
  keysPassphrase: {
    name: "CORRIDOR_KEYS_PASSPHRASE",
    meaning: "passphrase of that file",
    without: "CORRIDOR_KEYS_PASSPHRASE_FILE, or asked for on the terminal",
    secret: true
  },
  keysPassphraseFile: {
    name: "CORRIDOR_KEYS_PASSPHRASE_FILE",
    meaning: "file with that passphrase; /dev/fd/3 is a file descriptor",
    without: "CORRIDOR_KEYS_PASSPHRASE",
    secret: false
  },
  vaultUrl: {
    name: "CORRIDOR_VAULT_URL",
    meaning: "URL of a HashiCorp Vault that encrypts the pseudonymisation keys with its transit engine",
    without: "no Vault",
    secret: false
  },
  vaultKey: {
    name: "CORRIDOR_VAULT_KEY",
    meaning: "path of Vault's transit engine and name of its key",
    without: "transit/corridor",
    secret: false
  },
  vaultToken: {
    name: "CORRIDOR_VAULT_TOKEN",
    meaning: "Vault's token",
    without: "CORRIDOR_VAULT_TOKEN_FILE",
    secret: true
  },
  vaultTokenFile: {
    name: "CORRIDOR_VAULT_TOKEN_FILE",
    meaning: "file with Vault's token, as a Vault agent writes it; read again for each request",
    without: "CORRIDOR_VAULT_TOKEN",
    secret: false
  },
  twoPeople: {
    name: "CORRIDOR_TWO_PEOPLE",
    meaning: "true or false: whether a second operator confirms the rotation and destruction of keys, and restores",
    without: "true if there are two accounts with the role operator",
    secret: false
  },
  ledgerKeys: {
    name: "CORRIDOR_LEDGER_KEYS",
    meaning: "folder of the keys that sign the ledger; the same for every process that writes to it",
    without: "ledger/ in the folder of the keys",
    secret: false
  },
  backupRecipient: {
    name: "CORRIDOR_BACKUP_RECIPIENT",
    meaning:
      "public keys of age, separated by commas, to which backups are encrypted; their identities are kept offline",
    without: "backups are not encrypted",
    secret: false
  },
  token: {
    name: "CORRIDOR_TOKEN",
    meaning: "token of the account that creates, reviews or requests a release on the command line",
    without: "--token-file",
    secret: true
  },
  cellKey: {
    name: "CORRIDOR_CELL_KEY",
    meaning: "secret of the cell key method; never change it, or the same cell gets another figure",
    without: "no cell key method",
    secret: true
  },
  kafkaBrokers: {
    name: "CORRIDOR_KAFKA_BROKERS",
    meaning: "host:port of brokers, separated by commas; replaces the embedded Kafka",
    without: "the embedded Kafka",
    secret: false
  },
  kafkaTls: {
    name: "CORRIDOR_KAFKA_TLS",
    meaning: "true or false: whether to use TLS for Kafka",
    without: "true",
    secret: false
  },
  kafkaCa: {
    name: "CORRIDOR_KAFKA_CA",
    meaning: "PEM file with the certificate authority of Kafka's certificates",
    without: "the system's authorities",
    secret: false
  },
  kafkaCertificate: {
    name: "CORRIDOR_KAFKA_CERTIFICATE",
    meaning: "PEM file with the client certificate, for brokers that require one; CORRIDOR_KAFKA_KEY names its key",
    without: "no client certificate",
    secret: false
  },
  kafkaKey: {
    name: "CORRIDOR_KAFKA_KEY",
    meaning: "PEM file with the private key of that certificate",
    without: "no client certificate",
    secret: false
  },
  kafkaUsername: {
    name: "CORRIDOR_KAFKA_USERNAME",
    meaning: "SCRAM user of the pipeline and of partner administration",
    without: "none",
    secret: false
  },
  kafkaPassword: { name: "CORRIDOR_KAFKA_PASSWORD", meaning: "password of that user", without: "none", secret: true },
  registryUrl: {
    name: "CORRIDOR_REGISTRY_URL",
    meaning: "URL of the registry's Confluent-compatible API; replaces the embedded registry",
    without: "the embedded registry",
    secret: false
  },
  registryToken: {
    name: "CORRIDOR_REGISTRY_TOKEN",
    meaning: "bearer token of the registry",
    without: "none",
    secret: true
  },
  clickhouseUrl: {
    name: "CORRIDOR_CLICKHOUSE_URL",
    meaning: "URL of a ClickHouse server's HTTP interface; replaces the embedded store",
    without: "the embedded ClickHouse",
    secret: false
  },
  clickhouseUser: { name: "CORRIDOR_CLICKHOUSE_USER", meaning: "ClickHouse user", without: "default", secret: false },
  clickhousePassword: {
    name: "CORRIDOR_CLICKHOUSE_PASSWORD",
    meaning: "password of that user",
    without: "none",
    secret: true
  },
  clickhouseCluster: {
    name: "CORRIDOR_CLICKHOUSE_CLUSTER",
    meaning: "name of the server's ClickHouse cluster; tables are created on all nodes",
    without: "a single server",
    secret: false
  },
  clickhouseMigrate: {
    name: "CORRIDOR_CLICKHOUSE_MIGRATE",
    meaning: "true or false: whether commands migrate the tables of the store and of the state store at their start",
    without: "true",
    secret: false
  },
  hosts: {
    name: "CORRIDOR_HOSTS",
    meaning:
      "further names under which the servers answer, host or host:port, separated by commas; 127.0.0.1 stands for all names of this machine; a request for any other host is refused",
    without: "the host of CORRIDOR_URL; without CORRIDOR_URL the loopback address",
    secret: false
  },
  trustedProxies: {
    name: "CORRIDOR_TRUSTED_PROXIES",
    meaning:
      "addresses or networks (CIDR) of your own reverse proxies, separated by commas; the client's address is believed only from them",
    without: "none: the address of the connection counts",
    secret: false
  },
  proxyHeader: {
    name: "CORRIDOR_PROXY_HEADER",
    meaning:
      "x-forwarded-for or forwarded: the header in which they name the client; they must append to it or replace it",
    without: "x-forwarded-for",
    secret: false
  },
  metricsHost: {
    name: "CORRIDOR_METRICS_HOST",
    meaning: "address on which metrics and health are served",
    without: "127.0.0.1",
    secret: false
  },
  metricsPort: {
    name: "CORRIDOR_METRICS_PORT",
    meaning: "port of metrics and health of 'up' and 'serve'; 'ingest' has --metrics",
    without: "9464 or any free port for 'up', none for 'serve'",
    secret: false
  },
  metricsToken: {
    name: "CORRIDOR_METRICS_TOKEN",
    meaning: "bearer token for the metrics that count records or name partners' topics",
    without: "secrets/metrics-token in the data folder, made at the first start",
    secret: true
  },
  stateUrl: {
    name: "CORRIDOR_STATE_URL",
    meaning:
      "URL of a PostgreSQL database for accounts, tokens, sessions and the ledger, such as postgres://corridor@db.example.org/corridor; without sslmode, only this machine may answer without TLS",
    without: "an SQLite file in the data folder",
    secret: true
  },
  publicUrl: {
    name: "CORRIDOR_URL",
    meaning: "public URL of the page and the portal, such as https://data.example.org",
    without: "http://127.0.0.1 and the port",
    secret: false
  },
  messageDays: {
    name: "CORRIDOR_MESSAGE_DAYS",
    meaning:
      "days after which messages leave partners' topics, refused ones too; 'ingest' deletes only those that are loaded, and they cannot be replayed any more",
    without: "messages stay in the topics",
    secret: false
  },
  publisher: {
    name: "CORRIDOR_PUBLISHER",
    meaning: "name of the organisation that publishes the statistics, in their metadata",
    without: "Corridor",
    secret: false
  },
  licence: {
    name: "CORRIDOR_LICENCE",
    meaning: "URL of the licence of the published data",
    without: "https://creativecommons.org/licenses/by/4.0/",
    secret: false
  },
  identifierPrefix: {
    name: "CORRIDOR_IDENTIFIER_PREFIX",
    meaning:
      "what the persistent identifier of an edition begins with: a URL or URN that you keep, such as https://w3id.org/example/; the series and version follow",
    without: "the edition's own address",
    secret: false
  },
  embedAllowed: {
    name: "CORRIDOR_EMBED_ALLOWED",
    meaning: "sites that may show embedded charts, such as https://news.example, separated by commas",
    without: "no other site",
    secret: false
  },
  namedPartners: {
    name: "CORRIDOR_NAMED_PARTNERS",
    meaning: "names of the partners that agreed in writing to be named as contributors, separated by semicolons",
    without: "no partner is named",
    secret: false
  },
  oidcIssuer: {
    name: "CORRIDOR_OIDC_ISSUER",
    meaning: "URL of the OpenID provider at which people sign in",
    without: "accounts with passwords, only in the embedded stack",
    secret: false
  },
  oidcClient: {
    name: "CORRIDOR_OIDC_CLIENT_ID",
    meaning: "client id at the OpenID provider; the redirect URI is /portal/api/session/openid/back",
    without: "corridor",
    secret: false
  },
  oidcSecret: {
    name: "CORRIDOR_OIDC_CLIENT_SECRET",
    meaning: "client secret at the OpenID provider",
    without: "a public client",
    secret: true
  }
} as const satisfies Readonly<Record<string, Setting>>

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

interface OidcSettings {
  readonly issuer: string
  readonly clientId: string
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
  /** What the metadata of editions says of the site. */
  readonly publisher: string
  readonly licence: URL
  /** Undefined for the edition's own address. */
  readonly identifierPrefix: URL | undefined
  readonly namedPartners: ReadonlyArray<string>
  /** Origins of the sites that may show embedded charts. */
  readonly embedAllowed: ReadonlyArray<string>
  /** Undefined if people sign in with passwords. Those exist only in the embedded stack (`isEmbedded`). */
  readonly oidc: OidcSettings | undefined
}

/** Returns true if all services of the stack are embedded. */
const isEmbedded = ({ kafka, registry, clickhouse, state }: Settings): boolean =>
  [kafka, registry, clickhouse, state].every((service) => service === undefined)

/** Returns true if people sign in with accounts and passwords. If a service is not embedded, they need an identity provider. */
export const hasLocalAccounts = (found: Settings): boolean => isEmbedded(found) && found.oidc === undefined

const listOf = (text: string, separator: string): ReadonlyArray<string> =>
  text
    .split(separator)
    .map((name) => name.trim())
    .filter((name) => name !== "")

/** Origins without a path, which a content security policy can name, separated by commas. */
const Origins = Schema.String.check(
  Schema.makeFilter((text: string) =>
    listOf(text, ",").every((one) => URL.canParse(one) && new URL(one).origin === one && /^https?:/.test(one))
      ? undefined
      : "expected origins such as https://news.example, separated by commas"
  )
)

const Networks = Schema.String.check(
  Schema.makeFilter((text: string) =>
    readNetworks(listOf(text, ",")) === undefined
      ? "expected addresses or networks such as 10.0.0.0/8, separated by commas"
      : undefined
  )
)

const optional = (setting: Setting) =>
  Config.option(Config.String(setting.name)).pipe(Config.map(Option.getOrUndefined))
const secret = (setting: Setting) =>
  Config.option(Config.Redacted(setting.name)).pipe(Config.map(Option.getOrUndefined))

const isHttp = (text: string) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)

const HttpUrl = Schema.String.check(
  Schema.makeFilter((text: string) => (isHttp(text) ? undefined : "expected a URL such as https://host:port"))
)

const optionalUrl = (setting: Setting) =>
  Config.option(Config.schema(HttpUrl, setting.name)).pipe(Config.map(Option.getOrUndefined))

const isAddress = (text: string) => {
  const port = /^(?:\[[\da-fA-F:.]+\]|[^\s:/]+):(\d{1,5})$/.exec(text)?.[1]
  return port !== undefined && Number(port) >= 1 && Number(port) <= 65_535
}

const Brokers = Schema.String.check(
  Schema.makeFilter((text: string) => {
    const named = listOf(text, ",")
    return named.length > 0 && named.every(isAddress) ? undefined : "expected host:port, several separated by commas"
  })
)

/** Days: whole, not negative. */
const Days = Schema.NumberFromString.check(
  Schema.isInt(),
  Schema.makeFilter((days: number) => (days >= 0 ? undefined : "expected 0 or more days"))
)

export const cellKey = secret(settingTable.cellKey)
export const accountToken = secret(settingTable.token)

/** Whether two people are needed; undefined if that depends on the accounts. */
export const twoPeopleSetting = Config.option(Config.Boolean(settingTable.twoPeople.name)).pipe(
  Config.map(Option.getOrUndefined)
)

/** Where the passphrase of the identity of the pipeline's keys comes from. */
export const passphraseSettings = Effect.gen(function* () {
  return { file: yield* optional(settingTable.keysPassphraseFile), text: yield* secret(settingTable.keysPassphrase) }
})

const isLocal = ({ hostname }: URL) => ["localhost", "127.0.0.1", "[::1]"].includes(hostname)

/** A token does not go over a network unencrypted. */
const VaultUrl = Schema.String.check(
  Schema.makeFilter((text: string) =>
    URL.canParse(text) && (new URL(text).protocol === "https:" || isLocal(new URL(text)))
      ? undefined
      : "expected a URL that begins with https, or one of this machine"
  )
)

/** How the pipeline's keys are protected. */
export const keyProtection = Effect.gen(function* () {
  const vault = yield* Config.option(Config.schema(VaultUrl, settingTable.vaultUrl.name)).pipe(
    Config.map(Option.getOrUndefined)
  )
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

const PostgresUrl = Schema.String.check(
  Schema.makeFilter((text: string) =>
    URL.canParse(text) && /^postgres(ql)?:$/.test(new URL(text).protocol) && new URL(text).hostname !== ""
      ? undefined
      : "expected a URL such as postgres://user:password@host/database"
  )
)

const stateUrl = Config.option(Config.schema(Schema.Redacted(PostgresUrl), settingTable.stateUrl.name)).pipe(
  Config.map(Option.getOrUndefined)
)

const noSecret = Redacted.make("")

/** Where traces are sent; undefined for nowhere. */
export const tracesUrl = Config.option(Config.URL(settingTable.traces.name)).pipe(
  Config.map(Option.map((base) => new URL("v1/traces", base.href.replace(/\/?$/, "/")).href)),
  Config.map(Option.getOrUndefined)
)

export const logFormat: Config.Config<LogFormat> = Config.Literals(["words", "json"], settingTable.logFormat.name).pipe(
  Config.withDefault("words" as const)
)

/** Reads the settings. Fails with a `ConfigError` that names the setting but not its value. */
export const settings: Effect.Effect<Settings, Config.ConfigError> = Effect.gen(function* () {
  const brokers = yield* Config.option(Config.schema(Brokers, settingTable.kafkaBrokers.name)).pipe(
    Config.map(Option.getOrUndefined)
  )
  const registryUrl = yield* optionalUrl(settingTable.registryUrl)
  const clickhouseUrl = yield* optionalUrl(settingTable.clickhouseUrl)
  const oidcIssuer = yield* optionalUrl(settingTable.oidcIssuer)
  const publicUrl = yield* optionalUrl(settingTable.publicUrl)
  return {
    cache: (yield* optional(settingTable.cache)) ?? join(homedir(), ".cache", "corridor"),
    port: yield* Config.Port(settingTable.port.name).pipe(Config.withDefault(8080)),
    logFormat: yield* logFormat,
    keys: yield* optional(settingTable.keys),
    ledgerKeys: yield* optional(settingTable.ledgerKeys),
    backupRecipients: listOf((yield* optional(settingTable.backupRecipient)) ?? "", ","),
    kafka:
      brokers === undefined
        ? undefined
        : {
            brokers: listOf(brokers, ","),
            tls: (yield* Config.Boolean(settingTable.kafkaTls.name).pipe(Config.withDefault(true)))
              ? {
                  ca: yield* optional(settingTable.kafkaCa),
                  certificate: yield* optional(settingTable.kafkaCertificate),
                  key: yield* optional(settingTable.kafkaKey)
                }
              : false,
            username: (yield* optional(settingTable.kafkaUsername)) ?? "",
            password: (yield* secret(settingTable.kafkaPassword)) ?? noSecret
          },
    registry:
      registryUrl === undefined ? undefined : { url: registryUrl, token: yield* secret(settingTable.registryToken) },
    clickhouse:
      clickhouseUrl === undefined
        ? undefined
        : {
            url: clickhouseUrl,
            username: (yield* optional(settingTable.clickhouseUser)) ?? "default",
            password: (yield* secret(settingTable.clickhousePassword)) ?? noSecret,
            cluster: yield* optional(settingTable.clickhouseCluster),
            migrate: yield* Config.Boolean(settingTable.clickhouseMigrate.name).pipe(Config.withDefault(true))
          },
    hosts: listOf((yield* optional(settingTable.hosts)) ?? "", ","),
    proxies: {
      trusted:
        readNetworks(
          listOf(yield* Config.schema(Networks, settingTable.trustedProxies.name).pipe(Config.withDefault("")), ",")
        ) ?? [],
      header: yield* Config.Literals(proxyHeaders, settingTable.proxyHeader.name).pipe(
        Config.withDefault("x-forwarded-for" as const)
      )
    },
    metrics: {
      host: (yield* optional(settingTable.metricsHost)) ?? settingTable.metricsHost.without,
      port: yield* Config.option(Config.Port(settingTable.metricsPort.name)).pipe(Config.map(Option.getOrUndefined)),
      token: yield* secret(settingTable.metricsToken)
    },
    state: yield* stateUrl,
    publicUrl: publicUrl === undefined ? undefined : new URL(publicUrl),
    messageDays: yield* Config.option(Config.schema(Days, settingTable.messageDays.name)).pipe(
      Config.map(Option.getOrUndefined)
    ),
    publisher: (yield* optional(settingTable.publisher)) ?? settingTable.publisher.without,
    licence: yield* Config.URL(settingTable.licence.name).pipe(
      Config.withDefault(new URL(settingTable.licence.without))
    ),
    identifierPrefix: yield* Config.option(Config.URL(settingTable.identifierPrefix.name)).pipe(
      Config.map(Option.getOrUndefined)
    ),
    namedPartners: listOf((yield* optional(settingTable.namedPartners)) ?? "", ";"),
    embedAllowed: listOf(
      yield* Config.schema(Origins, settingTable.embedAllowed.name).pipe(Config.withDefault("")),
      ","
    ),
    oidc:
      oidcIssuer === undefined
        ? undefined
        : {
            issuer: oidcIssuer,
            clientId: (yield* optional(settingTable.oidcClient)) ?? "corridor",
            clientSecret: yield* secret(settingTable.oidcSecret)
          }
  }
})

/** Returns the table of settings as Markdown. */
export const settingsMarkdown = (): string =>
  markdownTable(
    ["setting", "meaning", "without it"],
    Object.values(settingTable).map(({ name, meaning, without, secret: hidden }) => [
      `\`${name}\``,
      `${meaning}${hidden ? " (secret)" : ""}`,
      without
    ])
  )

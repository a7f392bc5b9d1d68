/** All settings: name, meaning and default. The configuration, the help and `docs/reference/settings.md` derive from this table. */

export interface Setting {
  readonly name: string
  readonly meaning: string
  /** The default, as text. */
  readonly without: string
  readonly secret?: true
}

export const settingTable = {
  data: { name: "CORRIDOR_DATA", meaning: "folder of the embedded stack", without: ".corridor" },
  cache: {
    name: "CORRIDOR_CACHE",
    meaning: "folder of downloads: the jars of Kafka and the registry",
    without: "~/.cache/corridor"
  },
  port: {
    name: "CORRIDOR_PORT",
    meaning: "port of the page and the API",
    without: "8080, or any free port if it is in use"
  },
  logFormat: {
    name: "CORRIDOR_LOG_FORMAT",
    meaning: "words or json: format of the lines on standard error; json writes one object per line",
    without: "words"
  },
  traces: {
    name: "OTEL_EXPORTER_OTLP_ENDPOINT",
    meaning: "address of an OpenTelemetry collector for traces (OTLP over HTTP, JSON); they contain no value",
    without: "no traces"
  },
  keys: {
    name: "CORRIDOR_KEYS_DIR",
    meaning: "folder of the pseudonymisation keys; preferably not on the disk of the data",
    without: "keys/ in the data folder"
  },
  keysIdentity: {
    name: "CORRIDOR_KEYS_IDENTITY",
    meaning:
      "file with the age identity that opens the pseudonymisation keys, kept elsewhere than they are; it may be encrypted with a passphrase",
    without: "the keys are files that can be read as they are"
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
    without: "CORRIDOR_KEYS_PASSPHRASE"
  },
  vaultUrl: {
    name: "CORRIDOR_VAULT_URL",
    meaning: "URL of a HashiCorp Vault that encrypts the pseudonymisation keys with its transit engine",
    without: "no Vault"
  },
  vaultKey: {
    name: "CORRIDOR_VAULT_KEY",
    meaning: "path of Vault's transit engine and name of its key",
    without: "transit/corridor"
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
    without: "CORRIDOR_VAULT_TOKEN"
  },
  twoPeople: {
    name: "CORRIDOR_TWO_PEOPLE",
    meaning: "true or false: whether a second operator confirms the rotation and destruction of keys, and restores",
    without: "true if there are two accounts with the role operator"
  },
  ledgerKeys: {
    name: "CORRIDOR_LEDGER_KEYS",
    meaning: "folder of the keys that sign the ledger; the same for every process that writes to it",
    without: "ledger/ in the folder of the keys"
  },
  clockConfirmed: {
    name: "CORRIDOR_CLOCK_CONFIRMED",
    meaning:
      "number of the newest entry of the ledger, if its date is later than the clock's and the clock is right: then entries can follow it",
    without: "only retractions and erasures are signed with a date before that of the newest entry"
  },
  backupRecipient: {
    name: "CORRIDOR_BACKUP_RECIPIENT",
    meaning:
      "public keys of age, separated by commas, to which backups are encrypted; their identities are kept offline",
    without: "backups are not encrypted"
  },
  token: {
    name: "CORRIDOR_TOKEN",
    meaning:
      "token of the account that creates, reviews or requests a release on the command line, or sends with `submit --server`",
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
    without: "the embedded Kafka"
  },
  kafkaTls: {
    name: "CORRIDOR_KAFKA_TLS",
    meaning: "true or false: whether to use TLS for Kafka",
    without: "true"
  },
  kafkaCa: {
    name: "CORRIDOR_KAFKA_CA",
    meaning: "PEM file with the certificate authority of Kafka's certificates",
    without: "the system's authorities"
  },
  kafkaCertificate: {
    name: "CORRIDOR_KAFKA_CERTIFICATE",
    meaning: "PEM file with the client certificate, for brokers that require one; CORRIDOR_KAFKA_KEY names its key",
    without: "no client certificate"
  },
  kafkaKey: {
    name: "CORRIDOR_KAFKA_KEY",
    meaning: "PEM file with the private key of that certificate",
    without: "no client certificate"
  },
  kafkaUsername: {
    name: "CORRIDOR_KAFKA_USERNAME",
    meaning: "SCRAM user of the pipeline and of partner administration",
    without: "none"
  },
  kafkaPassword: { name: "CORRIDOR_KAFKA_PASSWORD", meaning: "password of that user", without: "none", secret: true },
  registryUrl: {
    name: "CORRIDOR_REGISTRY_URL",
    meaning: "URL of the registry's Confluent-compatible API; replaces the embedded registry",
    without: "the embedded registry"
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
    without: "the embedded ClickHouse"
  },
  clickhouseUser: { name: "CORRIDOR_CLICKHOUSE_USER", meaning: "ClickHouse user", without: "default" },
  clickhousePassword: {
    name: "CORRIDOR_CLICKHOUSE_PASSWORD",
    meaning: "password of that user",
    without: "none",
    secret: true
  },
  clickhouseCluster: {
    name: "CORRIDOR_CLICKHOUSE_CLUSTER",
    meaning: "name of the server's ClickHouse cluster; tables are created on all nodes",
    without: "a single server"
  },
  clickhouseMigrate: {
    name: "CORRIDOR_CLICKHOUSE_MIGRATE",
    meaning: "true or false: whether commands migrate the tables of the store and of the state store at their start",
    without: "true"
  },
  hosts: {
    name: "CORRIDOR_HOSTS",
    meaning:
      "further names under which the servers answer, host or host:port, separated by commas; 127.0.0.1 stands for all names of this machine; a request for any other host is refused",
    without: "the host of CORRIDOR_URL; without CORRIDOR_URL the loopback address"
  },
  trustedProxies: {
    name: "CORRIDOR_TRUSTED_PROXIES",
    meaning:
      "addresses or networks (CIDR) of your own reverse proxies, separated by commas; the client's address is believed only from them",
    without: "none: the address of the connection counts"
  },
  proxyHeader: {
    name: "CORRIDOR_PROXY_HEADER",
    meaning:
      "x-forwarded-for or forwarded: the header in which they name the client; they must append to it or replace it",
    without: "x-forwarded-for"
  },
  metricsHost: {
    name: "CORRIDOR_METRICS_HOST",
    meaning: "address on which metrics and health are served",
    without: "127.0.0.1"
  },
  metricsPort: {
    name: "CORRIDOR_METRICS_PORT",
    meaning: "port of metrics and health of 'up' and 'serve'; 'ingest' has --metrics",
    without: "9464 or any free port for 'up', none for 'serve'"
  },
  metricsToken: {
    name: "CORRIDOR_METRICS_TOKEN",
    meaning:
      "bearer token of at least 24 characters for all metrics but the start and the components that are waited for",
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
    without: "http://127.0.0.1 and the port"
  },
  messageDays: {
    name: "CORRIDOR_MESSAGE_DAYS",
    meaning:
      "days after which messages leave partners' topics, refused ones too; 'ingest' deletes only those that are loaded, and they cannot be replayed any more",
    without: "messages stay in the topics"
  },
  backupDays: {
    name: "CORRIDOR_BACKUP_DAYS",
    meaning: "age in days at which the newest backup is too old for 'doctor' and the alert CorridorBackupTooOld",
    without: "2"
  },
  erasureDays: {
    name: "CORRIDOR_ERASURE_DAYS",
    meaning:
      "days within which 'erase' must have completed a withdrawal; after them 'doctor' and the alert CorridorErasurePending report it",
    without: "7"
  },
  publisher: {
    name: "CORRIDOR_PUBLISHER",
    meaning: "name of the organisation that publishes the statistics, in their metadata",
    without: "Corridor"
  },
  licence: {
    name: "CORRIDOR_LICENCE",
    meaning: "URL of the licence of the published data",
    without: "https://creativecommons.org/licenses/by/4.0/"
  },
  identifierPrefix: {
    name: "CORRIDOR_IDENTIFIER_PREFIX",
    meaning:
      "what the persistent identifier of an edition begins with: a URL or URN that you keep, such as https://w3id.org/example/; the series and version follow",
    without: "the edition's own address"
  },
  embedAllowed: {
    name: "CORRIDOR_EMBED_ALLOWED",
    meaning: "sites that may show embedded charts, such as https://news.example, separated by commas",
    without: "no other site"
  },
  namedPartners: {
    name: "CORRIDOR_NAMED_PARTNERS",
    meaning: "names of the partners that agreed in writing to be named as contributors, separated by semicolons",
    without: "no partner is named"
  },
  oidcIssuer: {
    name: "CORRIDOR_OIDC_ISSUER",
    meaning: "URL of the OpenID provider at which people sign in",
    without: "accounts with passwords, only in the embedded stack"
  },
  oidcClient: {
    name: "CORRIDOR_OIDC_CLIENT_ID",
    meaning: "client id at the OpenID provider; the redirect URI is /portal/api/session/openid/back",
    without: "corridor"
  },
  oidcSecret: {
    name: "CORRIDOR_OIDC_CLIENT_SECRET",
    meaning: "client secret at the OpenID provider",
    without: "a public client",
    secret: true
  }
} as const satisfies Readonly<Record<string, Setting>>

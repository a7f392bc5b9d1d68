import { readFileSync } from "node:fs"
import { ConfigProvider, Console, Effect } from "effect"
import { assert, it } from "vitest"
import { printFailure } from "../../../infra/cli/printFailure.ts"
import { settings } from "../../../infra/settings/Settings.ts"
import { type Setting, settingTable } from "../../../infra/settings/settingTable.ts"
import { unknownSettings } from "../../../infra/settings/unknownSettings.ts"
import { markdownTable } from "../../../schemas/markdown.ts"

/** Returns the table of settings as Markdown. */
const settingsMarkdown = (): string =>
  markdownTable(
    ["setting", "meaning", "without it"],
    Object.values<Setting>(settingTable).map(({ name, meaning, without, secret: hidden }) => [
      `\`${name}\``,
      `${meaning}${hidden ? " (secret)" : ""}`,
      without
    ])
  )

/** Rows of settings as cells: the formatter pads columns. */
const rows = (markdown: string) =>
  markdown
    .split("\n")
    .filter((line) => line.startsWith("| `CORRIDOR_"))
    .map((line) => line.split("|").map((cell) => cell.trim()))

it("the table of settings in the docs matches the program", () => {
  const page = readFileSync(new URL("../../../docs/reference/settings.md", import.meta.url), "utf8")
  assert.isAtLeast(rows(settingsMarkdown()).length, 14)
  assert.deepStrictEqual(rows(page), rows(settingsMarkdown()))
})

it.each(["CORRIDOR_KEYS_DIR", "CORRIDOR_CACHE", "CORRIDOR_PUBLISHER"])(
  "%s with a carriage return at its end is refused: a path would name another folder",
  async (name) => {
    const read = (text: string) =>
      Effect.runPromise(
        Effect.result(
          Effect.provideService(settings, ConfigProvider.ConfigProvider, ConfigProvider.fromUnknown({ [name]: text }))
        )
      )
    assert.strictEqual((await read("/srv/keys"))._tag, "Success")
    for (const text of ["/srv/keys\r", "/srv/\tkeys", "/srv/keys\n"])
      assert.strictEqual((await read(text))._tag, "Failure")
  }
)

const embedAllowedOf = (text: string) =>
  Effect.runPromise(
    Effect.result(
      Effect.provideService(
        settings,
        ConfigProvider.ConfigProvider,
        ConfigProvider.fromUnknown({ CORRIDOR_EMBED_ALLOWED: text })
      )
    )
  )

it("only origins may show embedded charts: a policy has no room for anything else", async () => {
  const good = await embedAllowedOf("https://news.example, http://127.0.0.1:8080")
  assert.deepStrictEqual(good._tag === "Success" && good.success.embedAllowed, [
    "https://news.example",
    "http://127.0.0.1:8080"
  ])
  for (const text of ["*", "https://news.example/path", "news.example", "https://a.example; script-src *", "'none'"]) {
    const bad = await embedAllowedOf(text)
    assert.strictEqual(bad._tag, "Failure", text)
    const words = bad._tag === "Failure" ? String(bad.failure.message) : ""
    assert.include(words, "CORRIDOR_EMBED_ALLOWED")
  }
})

it("no proxy is trusted and no further host is known unless a setting names it", async () => {
  const of = (given: object) =>
    Effect.runPromise(Effect.provideService(settings, ConfigProvider.ConfigProvider, ConfigProvider.fromUnknown(given)))
  const { proxies, hosts } = await of({})
  assert.deepStrictEqual([proxies.trusted, hosts], [[], []])
  const named = await of({ CORRIDOR_TRUSTED_PROXIES: "127.0.0.1, 10.0.0.0/8", CORRIDOR_HOSTS: "data.example.org" })
  assert.lengthOf(named.proxies.trusted, 2)
  assert.deepStrictEqual(named.hosts, ["data.example.org"])
})

const sentenceOf = async (
  env: Readonly<Record<string, string>>,
  effect: Effect.Effect<unknown, unknown> = settings
): Promise<string> => {
  const lines: Array<string> = []
  const capture = Object.assign(Object.create(console) as Console.Console, {
    error: (line: string) => void lines.push(line)
  })
  await Effect.runPromise(
    effect.pipe(
      Effect.catchCause((cause) => printFailure(cause, false)),
      Effect.provideService(ConfigProvider.ConfigProvider, ConfigProvider.fromEnv({ env })),
      Effect.provideService(Console.Console, capture)
    )
  )
  return lines.join("\n")
}

it("a value that cannot be meant is refused in one sentence that names the setting and not the value", async () => {
  const brokersExpected = "expected host:port, several separated by commas, and a name instead of an IPv6 address"
  const bad: ReadonlyArray<readonly [string, string, string]> = [
    ...["-3", "2.5", "0x10", "1e3", "100000"].map(
      (days) => ["CORRIDOR_MESSAGE_DAYS", days, "expected a whole number of days, from 0 to 99999"] as const
    ),
    ...["canary", "c4n4ry c4n4ry c4n4ry c4n4ry"].map(
      (token) =>
        [
          "CORRIDOR_METRICS_TOKEN",
          token,
          "expected at least 24 characters without spaces, as openssl rand -hex 32 prints"
        ] as const
    ),
    ...["https://canary.example", "canary example", "*", "canary.example/"].map(
      (host) =>
        [
          "CORRIDOR_HOSTS",
          host,
          "expected names such as data.example.org or data.example.org:8443, separated by commas, and an IPv6 address in brackets"
        ] as const
    ),
    ...["0.0.0.0/0", "10.0.0.0/8, ::/0"].map(
      (proxies) => ["CORRIDOR_TRUSTED_PROXIES", proxies, "expected networks that do not contain every address"] as const
    ),
    ["CORRIDOR_LICENCE", "javascript:canary", "expected a URL such as https://host:port"],
    ["CORRIDOR_PORT", "99999", "Expected a value between 1 and 65535"],
    ["CORRIDOR_KAFKA_BROKERS", "canary", brokersExpected],
    ["CORRIDOR_KAFKA_BROKERS", "canary:99999", brokersExpected],
    ["CORRIDOR_KAFKA_BROKERS", "[::1]:9092", brokersExpected],
    ["CORRIDOR_CLICKHOUSE_URL", "canary", "expected a URL such as https://host:port"],
    ["CORRIDOR_REGISTRY_URL", "ftp://canary", "expected a URL such as https://host:port"],
    ["CORRIDOR_OIDC_ISSUER", "canary", "expected a URL such as https://host:port"],
    ["CORRIDOR_URL", "canary", "expected a URL such as https://host:port"],
    ...["CLICKHOUSE_URL", "REGISTRY_URL", "URL", "OIDC_ISSUER"].map(
      (name) =>
        [`CORRIDOR_${name}`, "https://anna:canary@host.example", "expected a URL without user and password"] as const
    ),
    ...["/canary", "/?canary", "/#canary"].map(
      (path) =>
        [
          "CORRIDOR_URL",
          `https://data.example.org${path}`,
          "expected a URL without a path, such as https://data.example.org"
        ] as const
    ),
    ...["prefer", "allow", "canary", "require&sslmode=allow"].map(
      (mode) =>
        [
          "CORRIDOR_STATE_URL",
          `postgres://db.example.org/corridor?sslmode=${mode}`,
          "expected one of disable, require, verify-ca, verify-full for sslmode"
        ] as const
    ),
    [
      "CORRIDOR_STATE_URL",
      "postgres://localhost/corridor?host=canary",
      "expected the host before the database, and no parameter host"
    ],
    ["CORRIDOR_STATE_URL", "mysql://canary", "expected a URL such as postgres://user:password@host/database"]
  ]
  for (const [name, value, words] of bad)
    assert.strictEqual(await sentenceOf({ [name]: value }), `The setting ${name} is not valid: ${words}.`)
  assert.strictEqual(
    await sentenceOf({
      CORRIDOR_KAFKA_BROKERS: "a:9092, 10.0.0.1:9092",
      CORRIDOR_HOSTS: "data.example.org, data.example.org:8443, [::1]:80, db_1",
      CORRIDOR_METRICS_TOKEN: "0123456789abcdef01234567",
      CORRIDOR_MESSAGE_DAYS: "",
      CORRIDOR_URL: "https://data.example.org/",
      CORRIDOR_REGISTRY_URL: "https://registry.example.org/apis/ccompat/v7",
      CORRIDOR_STATE_URL: "postgres://anna:secret@localhost/corridor?sslmode=verify-full&host=/run/postgresql"
    }),
    ""
  )
})

it("an error of the system is named, and what it was about is not", async () => {
  const full = Object.assign(new Error("ENOSPC: no space left on device, write '/canary'"), { code: "ENOSPC" })
  const said =
    "A file or folder could not be read or written: the disk is full. Free some space, and run the command again."
  assert.strictEqual(await sentenceOf({}, Effect.die(full)), said)
  assert.strictEqual(await sentenceOf({}, Effect.die(new Error("canary", { cause: full }))), said)
  assert.strictEqual(
    await sentenceOf({}, Effect.die(Object.assign(full, { path: "/srv/backup" }))),
    said.replace("A file or folder", "/srv/backup")
  )
  assert.match(await sentenceOf({}, Effect.die(new Error("canary"))), /^Unexpected internal error\./)
})

it("variables that no program reads are named: misspelt ones with what was meant, those of Kubernetes not at all", () => {
  assert.deepStrictEqual(
    unknownSettings({
      CORRIDOR_PROT: "1",
      CORRIDOR_SOMETHING_ELSE: "2",
      CORRIDOR_KAFKA_PASSWORD_FILE: "/run/secrets/x",
      CORRIDOR_PAGE_SERVICE_HOST: "10.0.0.1",
      CORRIDOR_PAGE_PORT: "tcp://10.0.0.1:80",
      CORRIDOR_PAGE_PORT_80_TCP_ADDR: "10.0.0.1",
      PATH: "/bin"
    }),
    [
      "CORRIDOR_PROT is not a setting and is ignored. Did you mean CORRIDOR_PORT?",
      "CORRIDOR_SOMETHING_ELSE is not a setting and is ignored. docs/reference/settings.md lists them."
    ]
  )
})

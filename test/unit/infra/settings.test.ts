import { readFileSync } from "node:fs"
import { ConfigProvider, Effect } from "effect"
import { assert, it } from "vitest"
import { settings, settingsMarkdown } from "../../../infra/settings/Settings.ts"

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

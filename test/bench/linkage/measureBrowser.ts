/**
 * A partner's part of a round with the page that `link page` writes, opened as a file in headless Chromium: reading the case file, keys by all rules,
 * blinding, checking, unblinding and submitting. Two holders and the linker are processes of their own.
 *
 *     node test/bench/linkage/measureBrowser.ts [persons]
 */

import { type ChildProcess, spawn } from "node:child_process"
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { loadavg, tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"
import { Effect } from "effect"
import { chromium } from "playwright-core"
import { registerCaller } from "../../../infra/linkage/callers.ts"
import { PartyFolder } from "../../../infra/linkage/PartyFolder.ts"
import { SummaryMessage } from "../../../infra/linkage/summary.ts"
import { caseFields } from "../../../ingest/linkage/caseFields.ts"
import { type Connection, PartyClient } from "../../../ingest/linkage/PartyClient.ts"
import { roundPage } from "../../../ingest/portal/server/roundPage.ts"
import { scriptArguments } from "../../../packages/scriptArguments.ts"
import { chromiumPath } from "../../browser/ensureChromium.ts"

const [persons = 5_000] = scriptArguments(import.meta.filename, { allowPositionals: true }).positionals.map(Number)
if (!existsSync(chromiumPath)) throw new Error("There is no Chromium.")

const folder = mkdtempSync(join(tmpdir(), "corridor-browser-"))
const main = fileURLToPath(new URL("../../../infra/cli/main.ts", import.meta.url))
const children: Array<ChildProcess> = []

const given = ["Олена", "Ірина", "Maria", "Наталия", "Svitlana", "Tetiana", "Андрій", "Sergei", "يوسف", "Viktor"]
const syllables = ["ko", "pe", "tren", "mo", "ro", "sav", "chen", "le", "be", "dev", "tka", "or", "zin", "gal"]

/** Invented; 42 of 100 have a document, as those of the other measurements. */
const caseRow = (i: number): string => {
  const part = (at: number) => syllables[(i * 7 + at * 5 + Math.floor(i / 14 ** at)) % syllables.length]
  const two = (number: number) => String(number).padStart(2, "0")
  const date = `${1950 + (i % 55)}-${two(1 + (i % 12))}-${two(1 + (i % 28))}`
  const document = i % 100 < 42 ? `AB${100_000 + i}` : ""
  return [
    given[i % given.length],
    part(0)?.concat(part(1) ?? "", part(2) ?? ""),
    date,
    "female",
    "UKR",
    document,
    2024
  ].join()
}

const serve = (name: string, ...role: ReadonlyArray<string>) => {
  const own = new PartyFolder(join(folder, name))
  const child = spawn(process.execPath, [main, "link", ...role, "--folder", own.path, "--data", folder, "--json"], {
    stdio: ["ignore", "pipe", "inherit"]
  })
  children.push(child)
  return new Promise<{ readonly name: string; readonly own: PartyFolder; readonly address: string }>((resolve) =>
    child.stdout?.once("data", (chunk) => resolve({ name, own, address: JSON.parse(String(chunk)).address }))
  )
}

/** CPU seconds of the parties, from `/proc`: user and system time in hundredths. */
const partySeconds = () =>
  children.map(({ pid }) => {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? []
    return (Number(fields[11]) + Number(fields[12])) / 100
  })

const difference = (after: ReadonlyArray<number>, before: ReadonlyArray<number>) =>
  after.map((seconds, i) => Number((seconds - (before[i] ?? 0)).toFixed(1)))

try {
  const [linker, ...holders] = await Promise.all([
    serve("linker", "linker"),
    serve("holder-one", "holder", "holder-one"),
    serve("holder-two", "holder", "holder-two")
  ])
  const tokens = holders.map(({ name, own, address }) => {
    const token = registerCaller(own, { name: "linker", role: "linker", type: "", publicKey: "" })
    return [name, { address, token }] as const
  })
  linker.own.write("connections", Object.fromEntries(tokens))
  await new PartyClient("linker", linker.own.read<Connection>("endpoint") as Connection).call(
    "POST",
    "/rounds",
    SummaryMessage,
    { round: "bench", purpose: "Measure", fields: caseFields, strata: { year: ["2024"] }, threshold: 2, persons }
  )
  const parties = [linker, ...holders]
  const [pageFile, caseFile] = [join(folder, "round.html"), join(folder, "cases.csv")]
  writeFileSync(pageFile, await Effect.runPromise(roundPage(parties)))
  const header = "First name,Surname,Date of birth,Sex,Citizenship,Document number,year"
  writeFileSync(caseFile, `${[header, ...Array.from({ length: persons }, (_, i) => caseRow(i))].join("\n")}\n`)

  const browser = await chromium.launch({ executablePath: chromiumPath, args: ["--no-sandbox"] })
  try {
    const page = await (await browser.newContext({ acceptDownloads: true, locale: "en" })).newPage()
    await page.goto(pathToFileURL(pageFile).href)
    await page.getByLabel("if you have no file yet").fill("shelter")
    await page.getByRole("button", { name: "Make a file" }).click()
    const publicKey = (await page.locator(".public-key").textContent()) ?? ""
    for (const { name, own } of parties)
      await page
        .getByLabel(`Token of ${name}`)
        .fill(registerCaller(own, { name: "shelter", role: "partner", type: "NGO", publicKey }))
    await page.getByRole("button", { name: "Save your file" }).click()
    await page.getByLabel("Id of the round").fill("bench")
    await page.getByRole("button", { name: "Show the terms" }).click()
    await page.getByText("Measure").waitFor()
    // The longest time in which the page could not respond.
    await page.evaluate(
      "(() => { let last = performance.now(); window.longest = 0; setInterval(() => { const now = performance.now(); window.longest = Math.max(window.longest, now - last); last = now }, 20) })()"
    )
    const system = await browser.newBrowserCDPSession()
    /** CPU seconds of all of Chromium. */
    const browserSeconds = async () =>
      (await system.send("SystemInfo.getProcessInfo")).processInfo.reduce((sum, { cpuTime }) => sum + cpuTime, 0)
    const before = [await browserSeconds(), ...partySeconds()]
    const began = performance.now()
    await page.locator("input.chooser").setInputFiles(caseFile)
    await page.getByLabel("We agree to these terms").check({ timeout: 300_000 })
    const read = performance.now()
    await page.getByRole("button", { name: "Sign the terms and send" }).click()
    await page.getByText("were sent as tokens.").waitFor({ timeout: 590_000 })
    const seconds = (from: number, to: number) => Number(((to - from) / 1000).toFixed(1))
    const spent = difference([await browserSeconds(), ...partySeconds()], before)
    console.log(
      JSON.stringify({
        persons,
        readSeconds: seconds(began, read),
        sendSeconds: seconds(read, performance.now()),
        longestPauseMillis: Math.round(Number(await page.evaluate("window.longest"))),
        browserCpuSeconds: spent[0],
        linkerCpuSeconds: spent[1],
        holdersCpuSeconds: spent.slice(2),
        load: loadavg()[0]
      })
    )
  } finally {
    await browser.close()
  }
} finally {
  for (const child of children) child.kill("SIGTERM")
  rmSync(folder, { recursive: true, force: true })
}

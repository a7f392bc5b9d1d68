/**
 * A partner's whole part of a round in headless Chromium: keys of invented people by all rules, blinding, checking and unblinding. The two holders are in
 * this process, so that their work is not the browser's.
 *
 *     node test/bench/linkage/measureBrowser.ts [persons]
 */
import { existsSync } from "node:fs"
import { join } from "node:path"
import { linkageRules } from "@corridor/linkage/keys/rules"
import { groupReady } from "@corridor/linkage/oprf/Group"
import { signDecision, signingKeys } from "@corridor/linkage/round/Agreement"
import { answerRequest, dealRound, openRound } from "@corridor/linkage/round/Holder"
import { toText } from "@corridor/linkage/round/text"
import { build } from "esbuild"
import { chromium } from "playwright-core"
import { joinElements, splitElements } from "../../../ingest/linkage/elements.ts"
import { holderKeys, termsFor } from "../../../packages/linkage/test/fixtures/roundHere.ts"
import { chromiumPath } from "../../browser/ensureChromium.ts"

const [persons = 5_000] = process.argv.slice(2).map(Number)
if (!existsSync(chromiumPath)) throw new Error("There is no Chromium.")

await groupReady
const keys = [holderKeys("one"), holderKeys("two")]
const rules = linkageRules.map(({ name }) => name)
const terms = termsFor(keys, { rules, limits: { persons, elements: 40 * persons + 1_000 } })
const dealt = keys.map((each) => dealRound(terms, each))
const deals = dealt.map(({ deal }) => deal)
let holders = dealt.map((state, i) => openRound(state, keys[i] ?? holderKeys(""), deals))
const signing = signingKeys()
const agreement = signDecision("agree", "partner", terms, signing)

let holderSeconds = 0
const answer = (
  holder: number,
  {
    elements,
    ...request
  }: { readonly holders: ReadonlyArray<number>; readonly elements: string; readonly withProof: boolean }
) => {
  const start = process.cpuUsage()
  const state = holders[holder - 1]
  if (state === undefined) throw new Error("no such holder")
  const message = { ...request, elements: splitElements(elements), agreement }
  const answered = answerRequest(state, "partner", signing.publicKey, message)
  holders = holders.with(holder - 1, answered.state)
  const { user, system } = process.cpuUsage(start)
  holderSeconds += (user + system) / 1e6
  const { products, proof } = answered.answer
  return { products: joinElements(products), ...(proof === undefined ? {} : { proof: toText(proof) }) }
}

const { outputFiles } = await build({
  entryPoints: [join(import.meta.dirname, "browserClient.ts")],
  bundle: true,
  minify: true,
  platform: "browser",
  format: "iife",
  globalName: "client",
  write: false
})

const browser = await chromium.launch({ executablePath: chromiumPath, args: ["--no-sandbox"] })
try {
  const page = await browser.newPage()
  await page.exposeFunction("askHolder", answer)
  await page.setContent("<!doctype html><title>bench</title>")
  await page.addScriptTag({ content: outputFiles[0]?.text ?? "" })
  const system = await browser.newBrowserCDPSession()
  /** CPU seconds of the page's process. */
  const cpuSeconds = async () => {
    const { processInfo } = await system.send("SystemInfo.getProcessInfo")
    return Math.max(0, ...processInfo.filter(({ type }) => type === "renderer").map(({ cpuTime }) => cpuTime))
  }
  const before = await cpuSeconds()
  const began = performance.now()
  const done = await page.evaluate(
    ([given, key, count]) =>
      (
        globalThis as unknown as { client: { takePart: (...all: ReadonlyArray<unknown>) => Promise<unknown> } }
      ).client.takePart(given, key, count),
    [terms, { deals, confirmations: holders.map(({ confirmation }) => confirmation ?? "") }, persons] as const
  )
  const seconds = (performance.now() - began) / 1000
  const pageCpuSeconds = Math.round(10 * ((await cpuSeconds()) - before)) / 10
  console.log(
    JSON.stringify({
      persons,
      ...(done as object),
      pageCpuSeconds,
      seconds: Math.round(10 * seconds) / 10,
      holdersCpuSeconds: Math.round(10 * holderSeconds) / 10
    })
  )
} finally {
  await browser.close()
}

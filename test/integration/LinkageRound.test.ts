/** Linkage rounds and federated counts as their parties run them, each a process with a folder of its own. */
import type { ChildProcess } from "node:child_process"
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs"
import { get } from "node:http"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { groupReady } from "@corridor/linkage/oprf/Group"
import type { RoundErrors } from "@corridor/linkage/quality/errorsOfRound"
import { Effect } from "effect"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { registerCaller } from "../../infra/linkage/callers.ts"
import {
  countTermsFor,
  openFederated,
  ownCounts,
  sendCounts,
  withdrawCounts
} from "../../infra/linkage/federatedCount.ts"
import { offeredPage, offeredRounds, portalName } from "../../infra/linkage/offeredRounds.ts"
import { PartyFolder } from "../../infra/linkage/PartyFolder.ts"
import { readCaseFile } from "../../ingest/linkage/readCaseFile.ts"
import { decide, partnerKeys, roundOf, sendPersons } from "../../ingest/linkage/takePart.ts"
import { nodeFileSource } from "../../ingest/submit/node/NodeFileSource.ts"
import { launchBrowser } from "../browser/chromiumPage.ts"
import { slowness } from "../fixtures/slowness.ts"
import { testFolder } from "../fixtures/testFolder.ts"
import { printed, runJson as runJsonOfProcess, startCli } from "./cli.ts"
import { runCli, runJson } from "./inProcess.ts"

const folder = testFolder("linkage")
const data = join(folder, "data")
const servers: Array<ChildProcess> = []

/** Rounds of these tests follow each other at once. */
const soon = ["--least-days", "0"]

/** Starts a party and returns its address. */
const serve = (...args: ReadonlyArray<string>): Promise<string> => {
  const child = startCli([...args, "--json"], { data })
  servers.push(child)
  return new Promise((resolve, reject) => {
    const limit = setTimeout(() => reject(new Error(`${args.join(" ")} did not start`)), 60_000 * slowness())
    child.stdout?.on("data", (chunk) => {
      printed.push(String(chunk))
      const { address } = JSON.parse(String(chunk)) as { readonly address: string }
      clearTimeout(limit)
      resolve(address)
    })
    child.stderr?.on("data", (chunk) => printed.push(String(chunk)))
  })
}

const stop = (child: ChildProcess | undefined): Promise<void> =>
  new Promise((resolve) => {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return resolve()
    child.on("exit", () => resolve())
    child.kill("SIGTERM")
  })

const json = <A>(args: string, code = 0) => runJson<A>(["link", ...args.split(" ")], { data }, code)

/** Names that must stay in the partners' files. */
const people = {
  ivanova: "Ivanova,Olena,1994-03-12",
  ivanovaCyrillic: "Иванова,Олена,12.03.1994",
  petrenko: "Petrenko,Maria,2001-07-30",
  kovalchuk: "Kovalchuk,Iryna,1988-11-02",
  ahmadi: "Ahmadi,Zahra,1999-01-05"
}

const partners = {
  "shelter-north": { type: "NGO", people: [people.ivanova, people.petrenko] },
  "hotline-east": { type: "NGO", people: [people.ivanovaCyrillic, people.kovalchuk] },
  "police-south": { type: "LawEnforcement", people: [people.petrenko, people.ahmadi, people.ivanova] }
} as const

const addresses: Record<string, string> = {}

const folderOf = (name: string) => new PartyFolder(join(data, "linkage", name))

/** Registers a caller at a party and gives the caller its address and token, as `link register` and `link connect` do. */
const connect = (of: string, party: string, caller: Parameters<typeof registerCaller>[1]) => {
  const token = registerCaller(folderOf(party), caller)
  const own = folderOf(of)
  const known = own.read<object>("connections") ?? {}
  own.write("connections", { ...known, [party]: { address: addresses[party], token } })
}

beforeAll(async () => {
  await groupReady
  const started = ["holder-one", "holder-two"].map(async (id) => ({
    id,
    address: await serve("link", "holder", id, ...soon)
  }))
  addresses["linker"] = await serve("link", "linker", ...soon)
  for (const { id, address } of await Promise.all(started)) {
    addresses[id] = address
    connect("linker", id, { name: "linker", role: "linker", type: "", publicKey: "" })
  }
  connect(portalName, "linker", { name: portalName, role: "portal", type: "", publicKey: "" })
  for (const [partner, { type, people: own }] of Object.entries(partners)) {
    const { publicKey } = partnerKeys(folderOf(`partners/${partner}`))
    for (const party of Object.keys(addresses))
      connect(`partners/${partner}`, party, { name: partner, role: "partner", type, publicKey })
    const twin = partner === "police-south" ? [] : ["Melnyk,Oksana,1990-05-05,2024,T-1"]
    const rows = [...own.map((each) => `${each},2024,`), ...twin].join("\n")
    writeFileSync(join(folder, `${partner}.csv`), `Surname,First name,Date of birth,year,twin\n${rows}\n`)
  }
})

afterAll(() => Promise.all(servers.map(stop)))

const begin = (round: string) =>
  runJson(["link", "round", round, "--purpose", "Count persons", "--strata", "year=2023,2024"], { data })

const decideOn = async (round: string, partner: string, decision: "agree" | "veto") => {
  const folder = folderOf(`partners/${partner}`)
  const { terms } = await roundOf(folder, round)
  await decide(folder, partner, terms, decision, new Date())
}

const agreeTo = (round: string, partner: string) => decideOn(round, partner, "agree")

/** What `link send` does, in this process. */
const send = async (partner: string, round: string) => {
  const own = folderOf(`partners/${partner}`)
  const { terms } = await roundOf(own, round)
  const source = nodeFileSource(join(folder, `${partner}.csv`))
  const { persons } = await Effect.runPromise(
    Effect.flatMap(source, (file) =>
      Effect.promise(() => readCaseFile(file, { mapping: {}, strata: terms.strata, sheet: undefined }))
    ).pipe(Effect.scoped)
  )
  return sendPersons(own, partner, round, persons, () => {}, new Date())
}

/** The state of the first round as the portal shows it to a partner. */
const offered = async (partner: string) => {
  const { rounds } = await Effect.runPromise(offeredRounds(data, partner))
  return rounds.find(({ round }) => round === "first")?.state
}

const filesBelow = (path: string): ReadonlyArray<string> =>
  readdirSync(path, { recursive: true, encoding: "utf8" })
    .map((file) => join(path, file))
    .filter((file) => statSync(file).isFile())

describe("a round of processes", () => {
  it("counts persons, and leaves names nowhere and tokens and shares only until the end", async () => {
    await begin("first")
    const file = join(folder, "shelter-north.csv")
    const shown = await json<{ readonly agreed: boolean }>("agree first --partner shelter-north", 2)
    assert.isFalse(shown.agreed)
    await json(`send ${file} --partner shelter-north --round first`, 1)
    assert.strictEqual(await offered("shelter-north"), "open")
    await json("agree first --partner shelter-north --yes")
    assert.strictEqual(await offered("shelter-north"), "agreed")
    const { sent } = await runJsonOfProcess<{ readonly sent: number }>(
      ["link", "send", file, "--partner", "shelter-north", "--round", "first"],
      { data }
    )
    assert.strictEqual(sent, 3)
    assert.deepStrictEqual([await offered("shelter-north"), await offered("hotline-east")], ["sent", "open"])
    for (const partner of ["hotline-east", "police-south"]) {
      await agreeTo("first", partner)
      await send(partner, "first")
    }
    const linker = readFileSync(join(data, "linkage/linker/rounds/first.json"), "utf8")
    const tokens = [...linker.matchAll(/"token":"([^"]+)"/g)].map(([, token]) => token as string)
    assert.isAbove(tokens.length, 10)
    const share = /"share":"([^"]+)"/.exec(
      readFileSync(join(data, "linkage/holder-one/rounds/first.json"), "utf8")
    )?.[1] as string
    assert.isString(share)

    const closed = await runJson<{ readonly stage: string }>(
      ["link", "close", "first", "--accept", Object.keys(partners).join()],
      { data }
    )
    assert.strictEqual(closed.stage, "closed")
    const rounds = JSON.parse(readFileSync(join(data, "linkage/linker/rounds/first.json"), "utf8"))
    const histories = rounds.table.histories.map((each: { lists: ReadonlyArray<string>; persons: number }) => [
      each.lists.join("+"),
      each.persons
    ])
    assert.deepStrictEqual(Object.fromEntries(histories), {
      "hotline-east": 1,
      "hotline-east+police-south+shelter-north": 1,
      "police-south": 1,
      "police-south+shelter-north": 1
    })
    // The twin counts nowhere: it says how many links were missed.
    const { rounds: shownRounds } = await json<{
      readonly rounds: ReadonlyArray<{ readonly round: string; readonly errors?: RoundErrors }>
    }>("status")
    const errors = shownRounds.find(({ round }) => round === "first")?.errors
    assert.deepStrictEqual([errors?.planted[0]?.missed.events, errors?.planted[0]?.missed.trials], [0, 1])
    assert.deepStrictEqual(Object.keys(errors ?? {}), ["planted"])
    const left = filesBelow(join(data, "linkage")).map((file) => readFileSync(file, "utf8"))
    for (const secret of [...tokens, share]) assert.isFalse(left.some((text) => text.includes(secret)))
    const everything = [...left, ...printed].join("\n")
    for (const name of [
      "Ivanova",
      "Иванова",
      "Olena",
      "Petrenko",
      "Kovalchuk",
      "Ahmadi",
      "1994-03-12",
      "12.03.1994",
      "2001-07-30"
    ])
      assert.isFalse(everything.includes(name), name)
    for (const holder of ["holder-one", "holder-two"]) {
      const log = readFileSync(join(data, `linkage/${holder}/log.ndjson`), "utf8")
      assert.include(log, '"event":"share destroyed"')
      assert.include(log, '"event":"evaluated"')
    }
  })

  it("continues after holders and the linker were killed, and a veto removes a contribution", async () => {
    await begin("second")
    for (const partner of Object.keys(partners)) await agreeTo("second", partner)
    await send("shelter-north", "second")
    for (const child of servers.splice(0)) {
      child.kill("SIGKILL")
      await stop(child)
    }
    const silent = await runCli(["link", "status"], { data })
    assert.strictEqual(silent.code, 3)
    for (const id of ["holder-one", "holder-two"])
      await serve("link", "holder", id, ...soon, "--port", new URL(addresses[id] as string).port)
    await serve("link", "linker", ...soon, "--port", new URL(addresses["linker"] as string).port)
    await send("hotline-east", "second")
    await send("police-south", "second")
    await decideOn("second", "police-south", "veto")
    const { rounds } = await json<{ readonly rounds: ReadonlyArray<Record<string, unknown>> }>("status")
    assert.deepStrictEqual(rounds.find(({ round }) => round === "second")?.["submitted"], [
      "hotline-east",
      "shelter-north"
    ])
    await runJson(["link", "close", "second", "--accept", Object.keys(partners).join()], { data })
    const state = JSON.parse(readFileSync(join(data, "linkage/linker/rounds/second.json"), "utf8"))
    assert.strictEqual(state.table.persons, 3)
    assert.isFalse(JSON.stringify(state.table).includes("police-south"))
  })

  it("a partner takes part with a page that is opened as a file, and nothing that identifies a person leaves it", async () => {
    await begin("page")
    const pageFile = join(folder, "round.html")
    const parties = Object.entries(addresses).flatMap(([name, address]) => ["--party", `${name}=${address}`])
    const made = await runJson<{ readonly sha256: string }>(["link", "page", pageFile, "--offer", ...parties], { data })
    // The portal gives this file, and says its digest.
    assert.deepStrictEqual(offeredPage(data), { text: readFileSync(pageFile, "utf8"), sha256: made.sha256 })
    assert.isBelow(statSync(pageFile).size, 2_800_000)
    const browser = await launchBrowser()
    try {
      const context = await browser.newContext({ acceptDownloads: true, locale: "en" })
      const page = await context.newPage()
      const sent: Array<string> = []
      const problems: Array<string> = []
      context.on("request", (request) => sent.push(`${request.url()} ${request.postData() ?? ""}`))
      page.on("console", (message) => problems.push(message.text()))
      page.on("pageerror", (error) => problems.push(String(error)))
      await page.goto(pathToFileURL(pageFile).href)

      // The page makes the partner's key, and the parties register it as that of a partner.
      await page.getByLabel("if you have no file yet").fill("hotline-east")
      await page.getByRole("button", { name: "Make a file" }).click()
      const publicKey = (await page.locator(".public-key").textContent()) ?? ""
      for (const party of Object.keys(addresses)) {
        const token = registerCaller(folderOf(party), { name: "hotline-east", role: "partner", type: "NGO", publicKey })
        await page.getByLabel(`Token of ${party}`).fill(token)
      }
      const saved = page.waitForEvent("download")
      await page.getByRole("button", { name: "Save your file" }).click()
      const own = await (await saved).path()

      // Days later.
      await page.reload()
      await page.getByLabel("Open your file").setInputFiles(own)
      await page.getByLabel("Id of the round").fill("page")
      await page.getByRole("button", { name: "Show the terms" }).click()
      await page.getByText("Count persons").waitFor()
      await page.locator("input.chooser").setInputFiles(join(folder, "hotline-east.csv"))
      await page.getByText("3 persons in 3 rows").waitFor()
      await page.getByLabel("We agree to these terms").check()
      const kept = page.waitForEvent("download")
      await page.getByRole("button", { name: "Sign the terms and send" }).click()
      assert.include(readFileSync(await (await kept).path(), "utf8"), '"seed"')
      await page.getByText("3 persons were sent as tokens.").waitFor()
      assert.deepStrictEqual(problems, [])
      assert.isAbove(sent.length, 10)
      const left = [...sent, await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }))].join()
      for (const name of ["Иванова", "Олена", "12.03.1994", "1994-03-12", "Kovalchuk", "Melnyk"])
        assert.notInclude(left, name)
    } finally {
      await browser.close()
    }
    for (const partner of ["shelter-north", "police-south"]) {
      await agreeTo("page", partner)
      await send(partner, "page")
    }
    await runJson(["link", "close", "page", "--accept", Object.keys(partners).join()], { data })
    const histories = ({ table }: { table: { histories: unknown } }) => table.histories
    const round = (name: string) => JSON.parse(readFileSync(join(data, `linkage/linker/rounds/${name}.json`), "utf8"))
    assert.deepStrictEqual(histories(round("page")), histories(round("first")))
  })

  it("is not signed by a partner that is not connected to every holder of the terms, or sees other keys", async () => {
    await begin("third")
    const own = folderOf("partners/shelter-north")
    const connections = own.read<Record<string, object>>("connections") ?? {}
    const attempt = async (changed: Record<string, object | undefined>) => {
      own.write("connections", { ...connections, ...changed })
      try {
        await agreeTo("third", "shelter-north")
        assert.fail("signed")
      } catch (error) {
        assert.strictEqual((error as { readonly code?: string }).code, "terms-invalid")
      } finally {
        own.write("connections", connections)
      }
    }
    await attempt({ "holder-two": undefined })
    await attempt({ "holder-two": connections["holder-one"] })
    await agreeTo("third", "shelter-north")
    // A holder leaves, whatever the linker does, and the linker destroys what is left.
    await json("destroy third --at holder-one")
    const left = folderOf("holder-one").read<Record<string, unknown>>("rounds/third")
    assert.deepStrictEqual([left?.["stage"], left?.["share"]], ["destroyed", undefined])
    await json("close third --destroy")
  })

  it("refuses callers without a token, with another's role, and malformed messages", async () => {
    const { address, token } = JSON.parse(readFileSync(join(data, "linkage/holder-one/endpoint.json"), "utf8"))
    const call = (path: string, bearer: string, body: string, method = "POST") =>
      fetch(`${address}${path}`, {
        method,
        headers: { authorization: `Bearer ${bearer}` },
        ...(method === "GET" ? {} : { body })
      })
    const unknown = await call("/rounds", "no-token", "{}")
    assert.strictEqual(unknown.status, 401)
    assert.strictEqual(unknown.headers.get("cross-origin-opener-policy"), "same-origin")
    const { port } = new URL(address)
    const rebound = new Promise<number | undefined>((resolve) => {
      get({ host: "127.0.0.1", port, path: "/healthz", headers: { host: "rebinding.example" } }, (answer) => {
        answer.resume()
        resolve(answer.statusCode)
      })
    })
    assert.strictEqual(await rebound, 421)
    assert.strictEqual((await call("/rounds", token, "{}")).status, 403)
    const connections = JSON.parse(readFileSync(join(data, "linkage/partners/shelter-north/connections.json"), "utf8"))
    const partner = connections["holder-one"].token as string
    assert.strictEqual((await call("/rounds", partner, "{}")).status, 403)
    for (const body of ["", "{", "[]", JSON.stringify({ elements: "x" })])
      assert.strictEqual((await call("/rounds/first/elements", partner, body)).status, 422)
  })

  it("shows what a round gives with invented persons, and leaves nothing", async () => {
    const shown = await json<{
      readonly truth: number
      readonly known: number
      readonly persons: number
      readonly personsAtPartners: number
      readonly hidden: { readonly atLeast: number; readonly atMost: number }
    }>("demo")
    assert.isAbove(shown.personsAtPartners, shown.known)
    assert.approximately(shown.persons, shown.known, 2)
    assert.isAtMost(shown.hidden.atLeast, shown.truth)
    assert.isAtLeast(shown.hidden.atMost, shown.truth)
    assert.isFalse(existsSync(join(data, "linkage-demonstration")))
  })
})

describe("a federated count of processes", () => {
  const file = (partner: string) => join(folder, `counts-${partner}.csv`)
  const rows = {
    "shelter-north": "A1,UKR,POL,2024\nA1,UKR,POL,2024\nA2,UKR,POL,2024\nA3,MDA,DEU,2023\n",
    "hotline-east": "B1,UKR,POL,2024\nB2,BLR,POL,2024\n",
    "police-south": "C1,MDA,DEU,2023\n"
  } as const

  it("opens the sum of all partners at two hosts and nothing else, whichever party is interrupted or withdraws", async () => {
    for (const id of ["north", "south"]) {
      addresses[id] = await serve("link", "host", id)
      connect("opener", id, { name: "opener", role: "linker", type: "", publicKey: "" })
    }
    // 'link connect --of opener' writes to the opener's own folder.
    assert.deepStrictEqual(Object.keys(folderOf("opener").read<object>("connections") ?? {}).sort(), ["north", "south"])
    for (const [partner, own] of Object.entries(rows)) {
      const { publicKey } = partnerKeys(folderOf(`partners/${partner}`))
      for (const id of ["north", "south"])
        connect(`partners/${partner}`, id, { name: partner, role: "partner", type: "NGO", publicKey })
      writeFileSync(file(partner), `case number,origin,destination,year\n${own}`)
    }
    const dimensions = ["origin=UKR,MDA", "destination=POL,DEU", "year=2023,2024"]
    await runJson(
      ["link", "count", "flows", "--purpose", "Flows by year", ...dimensions.flatMap((one) => ["--dimension", one])],
      { data }
    )
    const contributing = `contribute ${file("shelter-north")} --partner shelter-north --count flows --host north`
    const shown = await json<{ readonly persons: number; readonly sent: boolean }>(contributing, 2)
    assert.deepStrictEqual([shown.persons, shown.sent], [3, false])
    await json(`${contributing} --yes`)
    const contributeHere = async (partner: keyof typeof rows) => {
      const own = folderOf(`partners/${partner}`)
      const terms = await countTermsFor(own, "flows", "south")
      const strata = Object.fromEntries(terms.dimensions.map(({ name, labels }) => [name, labels]))
      const source = nodeFileSource(file(partner))
      const { persons } = await Effect.runPromise(
        Effect.flatMap(source, (opened) =>
          Effect.promise(() => readCaseFile(opened, { mapping: {}, strata, sheet: undefined }))
        ).pipe(Effect.scoped)
      )
      await sendCounts(own, partner, terms, ownCounts(terms, persons), new Date())
      return terms
    }
    await contributeHere("hotline-east")
    const few = await runCli(["link", "open", "flows"], { data })
    assert.strictEqual(few.code, 1)
    assert.include(few.stderr, "Too few partners")
    const terms = await contributeHere("police-south")
    await withdrawCounts(folderOf("partners/police-south"), terms)
    await contributeHere("police-south")
    const opened = await openFederated(folderOf("opener"), "flows", new Date())
    assert.deepStrictEqual(
      opened.cells.map(({ labels, persons, partners: own }) => [labels.join(" "), persons, own]).sort(),
      [
        ["MDA DEU 2023", 2, 2],
        ["NotKnown POL 2024", 1, 1],
        ["UKR POL 2024", 3, 2]
      ]
    )
    // Interrupted before it was stored: the same sum again, of which nothing is printed.
    const done = await json<Record<string, unknown>>("open flows")
    assert.deepStrictEqual(done, {
      count: "flows",
      partners: ["hotline-east", "police-south", "shelter-north"],
      cells: 3
    })
    for (const id of ["north", "south"]) {
      const state = folderOf(id).read<Record<string, unknown>>("rounds/flows")
      assert.deepStrictEqual([state?.["stage"], state?.["shares"], state?.["sum"]], ["destroyed", {}, undefined])
    }
    assert.isUndefined(folderOf("opener").read("sums-flows"))
  })
})

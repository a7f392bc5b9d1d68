/** The page with which policy teams request statistics: what is public, what cannot be asked, the request and its state. */
import { Effect } from "effect"
import { afterAll, assert, beforeAll, describe, it, vi } from "vitest"
import { revokeToken } from "../../infra/identity/Tokens.ts"
import { Queries } from "../../release/queries/Queries.ts"
import { type ExplorerRig, startExplorer } from "../fixtures/explorerRig.ts"
import { patience } from "../fixtures/patience.ts"
import { tokensFor } from "../fixtures/servedStore.ts"

describe("the request page", () => {
  let rig: ExplorerRig
  let tokens: ReadonlyMap<string, string>
  /** Sets how many questions the account may ask. */
  const grant = (questions: number, person = "pia") =>
    rig.inside(
      Effect.flatMap(Queries, (queries) => queries.grant({ person }, questions)).pipe(Effect.provide(Queries.layerTest))
    )
  beforeAll(async () => {
    rig = await startExplorer()
    await grant(1)
    tokens = await rig.inside(
      tokensFor([
        ["pia", "policy"],
        ["pol", "policy"],
        ["pax", "policy"],
        ["ole", "reviewer"],
        ["oda", "reviewer"],
        ["opa", "operator"]
      ])
    )
  })
  afterAll(() => rig.close())

  const get = async (query: string) => {
    const response = await fetch(`${rig.address}request?lang=en&${query}`)
    return { status: response.status, text: await response.text() }
  }
  const post = async (path: string, who: string | undefined, terms: ReadonlyArray<readonly [string, string]> = []) => {
    const body = new URLSearchParams(terms.map(([name, value]): [string, string] => [name, value]))
    body.set("token", who === undefined ? "cor_nobody.nothing.nothing-at-all" : (tokens.get(who) ?? ""))
    const response = await fetch(`${rig.address}${path}?lang=en`, { method: "POST", body })
    return { status: response.status, text: await response.text(), cache: response.headers.get("cache-control") }
  }
  /** Sends a request, and returns the account's requests once none waits for its check, however busy the machine is. */
  const ask = async (who: string, terms: ReadonlyArray<readonly [string, string]>) => {
    const sent = await post("request", who, terms)
    if (!sent.text.includes("waits for the automatic check")) return sent
    return vi.waitFor(
      async () => {
        const now = await post("request/mine", who)
        assert.notInclude(now.text, "waits for the automatic check")
        return now
      },
      { timeout: 240_000, interval: 1_000 }
    )
  }
  const requestsIn = (text: string) => [...text.matchAll(/data-request="(\d+)"/g)].map(([, number]) => Number(number))

  const published = "subject=journeys&from=Ukraine&to=Russia&asked=1"
  const detailed = [
    ["subject", "victims"],
    ["in", "RUS"],
    ["sex", "Female"],
    ["exploitation", "SexualExploitation"],
    ["age", "Under18"],
    ["purpose", "policy"]
  ] as const

  it("shows cells that are public, as they were published, and offers nothing to send", async () => {
    const { status, text } = await get(published)
    assert.strictEqual(status, 200)
    assert.include(text, "Already public")
    assert.include(text, "There is nothing to request")
    assert.match(text, /Corridor, edition \d+, published /)
    assert.notInclude(text, 'action="/request?lang=en"')
    const flows = (await (await fetch(`${rig.address}v1/flows?origin=UKR&destination=RUS`)).json()) as {
      cells: ReadonlyArray<{ year: string; state: string; victims?: number }>
    }
    const shown = [...text.matchAll(/<td class="(\w+)" data-state="\w+"[^>]*>(\d*)/g)].map(([, state, figure]) => [
      state,
      state === "published" ? Number(figure) : undefined
    ])
    assert.isNotEmpty(shown)
    assert.sameDeepMembers(
      shown,
      flows.cells.map(({ state, victims }) => [state, victims])
    )
  })

  it("says what cannot be asked before anything is sent, and whose form is below", async () => {
    const { text } = await get(detailed.map((pair) => pair.join("=")).join("&"))
    const places = ["Already public", "What cannot be asked", "Send the request", "Change the request"].map((words) =>
      text.indexOf(words)
    )
    assert.notInclude(places, -1)
    assert.deepStrictEqual(
      places,
      places.toSorted((a, b) => a - b)
    )
    assert.strictEqual(text.split("What cannot be asked").length, 2)
    assert.notInclude((await get("")).text, "Change the request")
  })

  it("says of which years a figure is, where several years are one", async () => {
    for (const [query, says] of [
      ["firstYear=2005&lastYear=2008&yearsTogether=2", "from 2005 until 2008, each figure for 2 years: 2006–2007<"],
      ["firstYear=2004&lastYear=2009&yearsTogether=3", "each figure for 3 years: 2004–2006, 2007–2009<"],
      ["firstYear=1990&lastYear=2009&yearsTogether=2", "each figure for 2 years: 1990–1991, 1992–1993, …, 2008–2009<"],
      ["firstYear=2005&yearsTogether=2", "from 2005, each figure for 2 years<"],
      ["yearsTogether=1", ">all years<"]
    ] as const)
      assert.include((await get(`subject=victims&in=RUS&${query}`)).text.replaceAll("\u00a0", " "), says, query)
  })

  it("understands names in the reader's language and codes alike", async () => {
    const pages = await Promise.all(
      ["from=Украина&to=Россия", "from=UKR&to=RUS", "from=ukraine&to=Russian+Federation"].map((names) =>
        get(`subject=journeys&${names}&asked=1`)
      )
    )
    const rows = pages.map(({ text }) => text.match(/<tbody>.*<\/tbody>/s)?.[0])
    assert.isDefined(rows[0])
    assert.deepStrictEqual(new Set(rows).size, 1)
  })

  it("says what is wrong with terms, and never repeats them", async () => {
    for (const [query, says] of [
      ["subject=journeys&from=Atlantis-9", "One of the places is not known"],
      ["subject=journeys&firstYear=2009&lastYear=2004", "Write years from 1900 to 2200"],
      ["subject=journeys&firstYear=CASE-9", "Write years from 1900 to 2200"],
      ["subject=journeys&yearsTogether=99", "Write a number of years from 1 to 50"],
      ...[
        "subject=victims&sex=Atlantis-9",
        "subject=Atlantis-9",
        "from=Ukraine&each=Atlantis-9",
        "purpose=Atlantis-9"
      ].map((one) => [one, "One of the values is not in the list"] as const),
      ...[
        "subject=journeys&from=Ukraine&colour=Atlantis-9",
        "subject=journeys&from=Ukraine&sex=Female",
        "subject=journeys&firstYear=2004&firstYear=2006",
        "subject=journeys&subject=victims",
        "from=Ukraine&token=CASE-9"
      ].map((one) => [one, "a field that this subject does not have, or one field twice"] as const),
      ["subject=journeys&from=Ukraine;Europe", "No table has these together"]
    ] as const) {
      const { status, text } = await get(query)
      assert.strictEqual(status, 200)
      assert.include(text, says, query)
      assert.notMatch(text, /Atlantis|CASE-9/)
      assert.notInclude(text, 'action="/request?lang=en"')
    }
  })

  it("needs the token of an account that may request, and gives every other the same answer", async () => {
    const answers = await Promise.all([post("request", undefined, detailed), post("request", "ole", detailed)])
    for (const { status, text } of answers) {
      assert.strictEqual(status, 403)
      assert.strictEqual(text, answers[0]?.text)
      assert.isEmpty(requestsIn(text))
    }
    assert.strictEqual((await post("request/mine", undefined)).status, 403)
  })

  it("sends a request once, shows its state to its account only, and never the token", async () => {
    const sent = await ask("pia", detailed)
    assert.strictEqual(sent.cache, "no-store")
    assert.deepStrictEqual(requestsIn(sent.text), [1])
    assert.include(sent.text, "making or evaluating policy")
    assert.match(sent.text, /State: <\/strong>(?:can be published|refused)/)
    const again = await post("request/mine", "pia")
    assert.deepStrictEqual(requestsIn(again.text), [1])
    assert.include((await post("request/mine", "pol")).text, "You have no request yet.")
    for (const { text } of [sent, again]) assert.notInclude(text, tokens.get("pia") ?? "")
  })

  it("a request that published cells answer leads to them at no cost", async () => {
    const sent = await post("request", "pia", [
      ["subject", "journeys"],
      ["from", "UKR"],
      ["to", "RUS"]
    ])
    assert.include(sent.text, "answered by published figures, at no cost")
    assert.include(sent.text, "/v1/editions/main/")
    // The page with the cells, for anyone who reads no JSON.
    const [, page = ""] = /href="(\/request\?[^"]*)">See the answer/.exec(sent.text) ?? []
    const answer = await fetch(`${rig.address}${page.replaceAll("&amp;", "&").slice(1)}`)
    assert.include(await answer.text(), "Already public")
    const other = await post("request", "pia", [
      ["subject", "journeys"],
      ["from", "Atlantis-9"]
    ])
    assert.include(other.text, "a part of it is not valid")
    assert.notInclude(other.text, "at most 20 open requests")
  })

  it("a request beyond the budget waits, and says why", async () => {
    const terms = [
      ["subject", "victims"],
      ["in", "MDA"],
      ["sex", "Male"],
      ["age", "Under18"]
    ] as const
    for (const sent of [await post("request", "pia", terms), await post("request", "pia", terms)]) {
      assert.include(sent.text, "Your account has no budget left for a check")
      assert.deepStrictEqual(requestsIn(sent.text), [3, 2, 1])
      assert.include(sent.text, "waits for the automatic check")
    }
    await grant(2)
    // Sent once more, it is checked, and refused.
    const checked = await ask("pia", terms)
    assert.deepStrictEqual(requestsIn(checked.text), [3, 2, 1])
    assert.notInclude(checked.text, "waits for the automatic check")
  })

  it("sent twice at once is one request, which its account can withdraw while it is open", async () => {
    await grant(5, "pol")
    const waiting = [
      ["subject", "victims"],
      ["in", "RUS"],
      ["sex", "Male"],
      ["yearsTogether", "3"]
    ] as const
    const sent = await Promise.all([ask("pol", waiting), ask("pol", waiting)])
    for (const { text } of sent) {
      assert.strictEqual(requestsIn(text).length, 1)
      assert.notInclude(text, "at most 20 open requests")
    }
    const open = requestsIn(sent[0].text)
    assert.deepStrictEqual(requestsIn(sent[1].text), open)
    assert.include(sent[0].text, "waits for the first reviewer")
    const withdraw = (who: string) => post("request/withdraw", who, [["withdraw", String(open[0])]])
    assert.include(sent[0].text, `formaction="/request/withdraw?lang=en" name="withdraw" value="${open[0]}"`)
    for (const { text } of [await withdraw("pia"), await post("request/withdraw", "pol")])
      assert.include(text, "can no longer be withdrawn")
    const withdrawn = await withdraw("pol")
    assert.include(withdrawn.text, "State: </strong>withdrawn")
    assert.notInclude(withdrawn.text, "formaction")
    assert.include((await withdraw("pol")).text, "can no longer be withdrawn")
    // A reader who opens the address again, without the form, finds the forms.
    for (const path of ["request/mine", "request/withdraw"]) {
      const opened = await fetch(`${rig.address}${path}?lang=en`)
      assert.strictEqual(opened.status, 200, path)
      assert.include(await opened.text(), "See how far your requests are.")
    }
  })

  it("says that a form is too large, to a browser as a page, and takes nothing of it", async () => {
    for (const size of [17_000, 3_000_000])
      for (const [accept, type] of [
        ["text/html", "text/html; charset=utf-8"],
        ["*/*", "text/plain"]
      ] as const)
        for (const path of ["request", "request/mine", "request/withdraw"]) {
          const body = new URLSearchParams({ token: tokens.get("pia") ?? "", why: "Q".repeat(size) })
          const sent = await fetch(`${rig.address}${path}?lang=en`, { method: "POST", headers: { accept }, body })
          assert.deepStrictEqual([sent.status, sent.headers.get("content-type")], [413, type], `${path} ${size}`)
          const text = await sent.text()
          assert.match(text, /The form is too large/)
          assert.notInclude(text, "QQ")
        }
  })

  it("sends a browser on to a page that it can open again, without the token and without sending the form twice", async () => {
    const accept = "text/html,application/xhtml+xml"
    const send = (path: string, who: string, terms: Readonly<Record<string, string>> = {}) =>
      fetch(`${rig.address}${path}?lang=ru`, {
        method: "POST",
        headers: { accept },
        redirect: "manual",
        body: new URLSearchParams({ ...terms, token: tokens.get(who) ?? "" })
      })
    const open = async (cookie: string) => {
      const response = await fetch(`${rig.address}request/mine?lang=ru`, { headers: { accept, cookie } })
      assert.strictEqual(response.headers.get("cache-control"), "no-store")
      return response.text()
    }
    const sent = await send("request/withdraw", "pol", { withdraw: "1" })
    assert.strictEqual(sent.status, 303)
    const location = sent.headers.get("location") ?? ""
    assert.strictEqual(location, "/request/mine?lang=ru&sent=1")
    assert.strictEqual(sent.headers.get("cache-control"), "no-store")
    const set = sent.headers.get("set-cookie") ?? ""
    assert.match(set, /^corridor_requests=[\w-]{43}; Max-Age=600; Path=\/; HttpOnly; SameSite=Strict$/)
    const [cookie = ""] = set.split(";")
    const note = "уже нельзя отозвать"
    const [first, second] = [await open(cookie), await open(cookie)]
    assert.include(first, note)
    // What happened is said once; the requests stay.
    assert.notInclude(second, note)
    assert.isNotEmpty(requestsIn(second))
    assert.deepStrictEqual(requestsIn(second), requestsIn((await post("request/mine", "pol")).text))
    // Another account in the same browser, and a cookie that this server did not make.
    const other = ((await send("request/mine", "pia")).headers.get("set-cookie") ?? "").split(";")[0] ?? ""
    assert.deepStrictEqual(requestsIn(await open(other)), requestsIn((await post("request/mine", "pia")).text))
    for (const unknown of ["", "corridor_requests=", `corridor_requests=${"A".repeat(43)}`, `${cookie}x`])
      assert.isEmpty(requestsIn(await open(unknown)), unknown)
    const hasOwn = async (cookie: string) =>
      (await open(cookie)).replaceAll("\u00a0", " ").includes("У вас пока нет запросов")
    // A token that was revoked opens nothing any more.
    const [kept = ""] = ((await send("request/mine", "pax")).headers.get("set-cookie") ?? "").split(";")
    assert.isTrue(await hasOwn(kept))
    await rig.inside(revokeToken((tokens.get("pax") ?? "").split("_")[1] ?? ""))
    assert.isFalse(await hasOwn(kept))
    // Another server, or this one after a restart, says that the form has arrived.
    const elsewhere = await fetch(new URL(location, rig.address), { headers: { accept } })
    assert.strictEqual(elsewhere.status, 200)
    assert.include(await elsewhere.text(), "Ваша форма получена.")
    const refused = await send("request/mine", "ole")
    assert.strictEqual(refused.status, 303)
    assert.isNull(refused.headers.get("set-cookie"))
    const said = await fetch(new URL(refused.headers.get("location") ?? "", rig.address), {
      headers: { accept, cookie }
    })
    assert.strictEqual(said.status, 403)
    assert.isEmpty(requestsIn(await said.text()))
  })

  it("a refusal names a question that can be answered, below the one that was asked, and asks it for the same purpose", async () => {
    await grant(5, "pol")
    const { text } = await ask("pol", [
      ["subject", "victims"],
      ["in", "RUS"],
      ["sex", "Other"],
      ["age", "18AndOver"],
      ["purpose", "press"]
    ])
    const [section = ""] = text.split('data-request="').slice(1)
    assert.include(section, "State: </strong>refused")
    assert.include(section, "Too few persons or organisations")
    const places = ["Your question", "journalism", "The nearest question that can be answered"].map((words) =>
      section.indexOf(words)
    )
    assert.notInclude(places, -1)
    assert.deepStrictEqual(
      places,
      places.toSorted((a, b) => a - b)
    )
    const [, path = ""] = /href="\/(request\?[^"]*)">Ask this one/.exec(section) ?? []
    assert.include(path, "purpose=press")
    const nearest = await (await fetch(`${rig.address}${path.replaceAll("&amp;", "&")}`)).text()
    assert.include(nearest, "journalism")
    // The pattern of suppression has a secret of its own in each store: the figures are public, or can be asked for.
    const isPublic = nearest.includes("There is nothing to request")
    assert.strictEqual(isPublic, /data-state="published"/.test(nearest))
    assert.strictEqual(isPublic, !nearest.includes("Send the request"))
  })

  it("a reviewer's refusal is not said to hold for similar questions", async () => {
    const asked = [
      ["subject", "victims"],
      ["in", "RUS"],
      ["sex", "Female"],
      ["yearsTogether", "3"]
    ] as const
    const [number = 0] = requestsIn((await ask("pol", asked)).text)
    const refused = await fetch(`${rig.address}v1/requests/${number}/moves`, {
      method: "POST",
      headers: { authorization: `Bearer ${tokens.get("ole")}`, "content-type": "application/json" },
      body: JSON.stringify({ move: "refuse", reason: "It is published in another form." })
    })
    assert.strictEqual(refused.status, 200)
    const { text } = await post("request/mine", "pol")
    assert.include(text, "It is published in another form.")
    assert.notInclude(text, "most similar questions")
  })

  it("an answer has a page with its figures, and answers the same question of another account", async () => {
    const asked = [
      ["subject", "victims"],
      ["in", "RUS"],
      ["age", "Under18"],
      ["yearsTogether", "3"]
    ] as const
    const [number = 0] = requestsIn((await ask("pol", asked)).text)
    const move = async (who: string, name: string) => {
      const response = await fetch(`${rig.address}v1/requests/${number}/moves`, {
        method: "POST",
        headers: { authorization: `Bearer ${tokens.get(who)}`, "content-type": "application/json" },
        body: JSON.stringify({ move: name })
      })
      assert.strictEqual(response.status, 200, name)
    }
    await move("ole", "approve")
    await move("oda", "approve")
    await move("opa", "publish")
    const own = await post("request/mine", "pol")
    const [, path = ""] = /href="\/(\?release=\d+[^"]*)">See the answer/.exec(own.text) ?? []
    const release = /release=(\d+)/.exec(path)?.[1]
    // The server's list of releases is up to a second old.
    await vi.waitFor(
      async () => assert.strictEqual((await fetch(`${rig.address}v1/releases/${release}`)).status, 200),
      { timeout: patience }
    )
    const page = await (await fetch(`${rig.address}${path.replaceAll("&amp;", "&")}`)).text()
    const { cells } = (await (await fetch(`${rig.address}v1/releases/${release}/tables/victims`)).json()) as {
      cells: ReadonlyArray<{ state: string; victims?: number }>
    }
    assert.isNotEmpty(cells)
    const shown = [...page.matchAll(/<td class="(\w+)" data-state="\w+"[^>]*>([\d,]*)/g)].map(
      ([, state, figure = ""]) => [state, state === "published" ? Number(figure.replace(",", "")) : undefined]
    )
    assert.sameDeepMembers(
      shown,
      cells.map(({ state, victims }) => [state, victims])
    )
    const again = await post("request", "pia", asked)
    assert.include(again.text, "answered by published figures, at no cost")
    assert.include(again.text, `/v1/releases/${release}/tables/victims`)
    const preview = await get("subject=victims&in=Russia&age=Under18&yearsTogether=3&asked=1")
    assert.include(preview.text, "There is nothing to request")
  })

  it("is readable in every language", async () => {
    for (const [language, title] of [
      ["ru", "Запросить статистику"],
      ["uk", "Запит на статистику"],
      ["ro", "Solicitarea unei statistici"]
    ] as const) {
      const text = await (await fetch(`${rig.address}request?lang=${language}&${published}`)).text()
      assert.include(text, title)
    }
  })
})

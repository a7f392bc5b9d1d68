/** The page with which policy teams request statistics: what is public, what cannot be asked, the request and its state. */
import { Effect } from "effect"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { Queries } from "../../release/queries/Queries.ts"
import { type ExplorerRig, startExplorer } from "../fixtures/explorerRig.ts"
import { tokensFor } from "../fixtures/servedStore.ts"

describe("the request page", () => {
  let rig: ExplorerRig
  let tokens: ReadonlyMap<string, string>
  /** Sets how many questions the account may ask. */
  const grant = (questions: number) =>
    rig.inside(
      Effect.flatMap(Queries, (queries) => queries.grant({ person: "pia" }, questions)).pipe(
        Effect.provide(Queries.layerTest)
      )
    )
  beforeAll(async () => {
    rig = await startExplorer()
    await grant(1)
    tokens = await rig.inside(
      tokensFor([
        ["pia", "policy"],
        ["pol", "policy"],
        ["ole", "reviewer"]
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
    const sent = await post("request", "pia", detailed)
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
    // The page with the cells, for who reads no JSON.
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
    const checked = await post("request", "pia", terms)
    assert.deepStrictEqual(requestsIn(checked.text), [3, 2, 1])
    assert.notInclude(checked.text, "waits for the automatic check")
  })

  it("is readable in every language", async () => {
    for (const [language, title] of [
      ["ru", "Запросить статистику"],
      ["uk", "Запитати статистику"],
      ["ro", "Solicitați o statistică"]
    ] as const) {
      const text = await (await fetch(`${rig.address}request?lang=${language}&${published}`)).text()
      assert.include(text, title)
    }
  })
})

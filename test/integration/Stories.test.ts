/** Stories on the demonstration: each number is that of its cell, and a story with another number, or with a number of its own, is found. */
import { readdirSync, readFileSync } from "node:fs"
import { Effect } from "effect"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { latestEdition, readReleases } from "../../release/published/readPublished.ts"
import { readTable } from "../../release/published/readTable.ts"
import { languages } from "../../schemas/Languages.ts"
import { type Edition, editionOf } from "../../site/explorer/pages/Edition.ts"
import { readStories, readStory, storyProblems } from "../../site/explorer/pages/Story.ts"
import { startDemonstration } from "../fixtures/demonstrationRig.ts"
import type { ExplorerRig } from "../fixtures/explorerRig.ts"

const folder = new URL("../../site/explorer/stories/", import.meta.url)
const files = readdirSync(folder).filter((file) => file.endsWith(".md"))

let rig: ExplorerRig
let edition: Edition

beforeAll(async () => {
  rig = await startDemonstration()
  edition = await rig.inside(
    Effect.gen(function* () {
      const { releases, moments } = yield* readReleases()
      const release = latestEdition(releases)
      if (release === undefined) return assert.fail("nothing was released")
      const tables = yield* Effect.forEach(release.tables, (name) =>
        Effect.map(readTable(release, name, moments), (table) => [name, table] as const)
      )
      return editionOf(release, new Map(tables))
    })
  )
})
afterAll(() => rig?.close())

interface Cell {
  readonly state: string
  readonly victims?: number
  readonly low?: number
  readonly high?: number
}

/** The numbers of a file and the cells that they refer to, found by the test itself. */
const referencesIn = (file: string) =>
  [...readFileSync(new URL(file, folder), "utf8").matchAll(/\[(\d+)\]\(cell:(\w+)\?([^)]+)\)/g)].map(
    ([, number, table, query]) => ({ number: Number(number), table, query })
  )

const cellAt = async (table: string | undefined, query: string | undefined): Promise<Cell> => {
  const answer = await fetch(`${rig.address}v1/releases/1/tables/${table}?${query}`)
  const { cells } = (await answer.json()) as { cells: ReadonlyArray<Cell> }
  assert.lengthOf(cells, 1, `${table}?${query}`)
  return cells[0] as Cell
}

describe("stories on the demonstration", () => {
  it("there are two, in each language, and each number is that of its cell", async () => {
    assert.lengthOf(files, 2 * languages.length)
    for (const file of files) {
      const references = referencesIn(file)
      assert.isAbove(references.length, 4, file)
      for (const { number, table, query } of references) {
        const cell = await cellAt(table, query)
        if (cell.state === "published") assert.strictEqual(number, cell.victims, `${file}: ${query}`)
        // Which cells protect others differs from one installation to the next.
        else assert.strictEqual(cell.state, "suppressed", `${file}: ${query}`)
      }
    }
  })

  it("the check accepts them, and finds a wrong number, one of its own, and a cell that is not there", () => {
    const stories = readStories()
    assert.lengthOf(stories, files.length)
    for (const story of stories) assert.deepStrictEqual(storyProblems(story, edition), [], story.name)
    const problems = (body: string) =>
      storyProblems(readStory("one", "en", `---\ntitle: "A"\nsummary: "B"\n---\n${body}`), edition)
    const right = "[168](cell:flows_panel?origin=UKR&destination=RUS&year=2003&panel=Constant)"
    assert.deepStrictEqual(problems(`In 2003, ${right} persons.`), [])
    assert.deepStrictEqual(problems(right.replace("168", "169")), ["cell:flows_panel: differs from its cell"])
    assert.deepStrictEqual(problems(right.replace("UKR", "FRA")), ["cell:flows_panel: no such cell"])
    assert.deepStrictEqual(problems(right.replace("flows_panel", "nothing")), ["cell:nothing: no such cell"])
    assert.deepStrictEqual(problems("It rose by 40 percent."), ["a number without a reference to a cell"])
    assert.deepStrictEqual(problems("[up](trend:flows?origin=FRA&destination=RUS)"), ["trend:flows: no such series"])
  })

  it("pages show the edition's figures, or the range of a suppressed one, and the API's verdict", async () => {
    for (const language of languages) {
      const list = await (await fetch(`${rig.address}stories?lang=${language}`)).text()
      for (const name of ["ukraine-russia", "pilot-regions"]) {
        assert.include(list, `/stories/${name}?`)
        const text = (await (await fetch(`${rig.address}stories/${name}?lang=${language}`)).text()).replace(
          /[\u00a0\u202f]/g,
          " "
        )
        const own = text.slice(text.indexOf('class="story"'))
        assert.notInclude(own, "cell:")
        assert.notInclude(own, "trend:")
        for (const { table, query } of referencesIn(`${name}.${language}.md`)) {
          const { victims, low } = await cellAt(table, query)
          assert.include(own, `>${victims === undefined ? "" : victims}`)
          if (victims === undefined) assert.include(own, String(low))
        }
        assert.strictEqual((await fetch(`${rig.address}stories/${name}`)).status, 200)
        // A link to it shows the picture that it names, and not another one instead.
        const image = /property="og:image" content="([^"]+)"/.exec(text)?.[1]?.replaceAll("&amp;", "&") ?? ""
        const { search } = new URL(image)
        assert.include(search, `lang=${language}`)
        assert.strictEqual((await fetch(`${rig.address}embed${search}`)).status, 200, search)
      }
    }
    assert.strictEqual((await fetch(`${rig.address}stories/none`)).status, 404)
    const story = await (await fetch(`${rig.address}stories/ukraine-russia?lang=en`)).text()
    assert.include(story, "Different partners report than before: it cannot be said whether the number changed.")
    assert.include(story, 'href="/corridor/UKR/RUS?lang=en"')
  })
})

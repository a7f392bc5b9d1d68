import { assert, describe, it } from "vitest"
import type { PublishedRelease } from "../../../release/published/readPublished.ts"
import type { TableChange } from "../../../release/published/tableChanges.ts"
import { languages } from "../../../schemas/Languages.ts"
import { feedWordsIn } from "../../../site/explorer/server/feedWords.ts"
import { answersFeed, atomFeed } from "../../../site/metadata/atomFeed.ts"
import type { EditionDescription } from "../../../site/metadata/EditionDescription.ts"
import { readAtom } from "../../fixtures/readAtom.ts"

const edition = (version: number, more: Partial<EditionDescription> = {}): EditionDescription => ({
  series: "main",
  version,
  release: version,
  retraction: undefined,
  address: `https://data.example.org/v1/editions/main/${version}`,
  identifier: `https://data.example.org/v1/editions/main/${version}`,
  page: `https://data.example.org/?release=${version}&x="<`,
  title: `Statistics, edition ${version}`,
  description: "",
  reason: "",
  invented: false,
  issued: `2026-0${version}-01T12:00:00Z`,
  firstYear: 2003,
  lastYear: 2008,
  countries: [],
  publisher: `A & B <"'> ]]>`,
  site: "https://data.example.org/",
  licence: "https://creativecommons.org/licenses/by/4.0/",
  contributors: [],
  keywords: [],
  citation: "",
  before: undefined,
  after: undefined,
  tables: [],
  ...more
})

const releaseOf = (release: number, more: Partial<PublishedRelease> = {}): PublishedRelease => ({
  release,
  state: "published",
  vintage: { number: 1, hash: "", frozenAt: "2026-01-01T00:00:00Z" },
  profile: "ctdc-11",
  method: "suppression",
  invented: false,
  retraction: undefined,
  edition: undefined,
  request: undefined,
  publishedAt: `2026-0${release}-01T12:00:00Z`,
  changedAt: `2026-0${release}-01T12:00:00Z`,
  tables: ["flows"],
  dimensions: new Map([["flows", ["origin", "year"]]]),
  extents: new Map(),
  citation: "",
  pages: {},
  reporting: [],
  incomplete: [],
  ...more
})

const editionOf = (version: number, more: Partial<PublishedRelease> = {}, reason = "") =>
  releaseOf(version, {
    edition: { name: "main", version, latest: false, reason } as PublishedRelease["edition"],
    ...more
  })

const changesOf = (added: number): ReadonlyArray<TableChange> => [
  {
    table: "flows",
    title: "",
    change: "kept",
    dimensionsAdded: [],
    dimensionsRemoved: [],
    cells: { added, corrected: 0, retracted: 0, state: 0, same: 0 }
  }
]

const en = feedWordsIn("en")

describe("the feed of a series", () => {
  it("has what RFC 4287 requires, whatever names and reasons contain", () => {
    const [first, second] = [editionOf(1), editionOf(2, {}, `<b>&amp;</b>`)]
    const feed = readAtom(
      atomFeed(en, "main", [
        { edition: edition(2), release: second, before: first, changes: changesOf(3) },
        { edition: edition(1), release: first, before: undefined, changes: changesOf(9) }
      ])
    )
    assert.deepStrictEqual(
      feed.entries.map(({ title }) => title),
      ["Statistics on human trafficking, edition 2", "Statistics on human trafficking, edition 1"]
    )
    assert.strictEqual(feed.updated, "2026-02-01T12:00:00Z")
    assert.include(feed.entries[0]?.summary, "<b>&amp;</b>")
    assert.include(feed.entries[0]?.summary, "Cells – added: 3.")
    assert.include(feed.entries[1]?.summary, "The first edition of its series. Cells – added: 9.")
  })

  it("says of a retracted or invented edition what it is, and keeps its identifier", () => {
    const retracted = editionOf(1, {
      // A reason that somebody typed may have what no XML document may.
      retraction: { at: "2026-05-01T12:00:00Z", reason: "a year \u0001came \u{fffe}twice" },
      invented: true,
      changedAt: "2026-05-01T12:00:00Z"
    })
    const described = edition(1, { identifier: "urn:example:main:1" })
    const { entries } = readAtom(
      atomFeed(en, "main", [{ edition: described, release: retracted, before: undefined, changes: changesOf(9) }])
    )
    assert.match(entries[0]?.title ?? "", /^Invented data: .*\(retracted\)$/)
    assert.match(
      entries[0]?.summary ?? "",
      /^This release was retracted on May.1,.2026\..*Reason given: a year {2}came {2}twice\. Invented data/
    )
    assert.deepInclude(entries[0], { id: "urn:example:main:1", updated: "2026-05-01T12:00:00Z" })
  })

  it.each(languages)("is in the reader's language, leads to its pages and to the other languages: %s", (language) => {
    const [first, second] = [editionOf(1), editionOf(2)]
    const news = { edition: edition(2), release: second, before: first, changes: changesOf(3) }
    const text = atomFeed(feedWordsIn(language), "main", [news])
    const { id, links, title, entries } = readAtom(text)
    assert.include(text, `xml:lang="${language}"`)
    const address = (one: string) => `https://data.example.org/v1/editions/main/feed.atom?lang=${one}`
    assert.strictEqual(
      id,
      language === "en" ? "https://data.example.org/v1/editions/main/feed.atom" : address(language)
    )
    const hrefs = (rel: string, type: string) => links.filter((one) => one["rel"] === rel && one["type"] === type)
    assert.deepStrictEqual(
      hrefs("self", "application/atom+xml").map(({ href }) => href),
      [address(language)]
    )
    assert.deepStrictEqual(
      hrefs("alternate", "application/atom+xml").map(({ href, hreflang }) => [href, hreflang]),
      languages.filter((one) => one !== language).map((one) => [address(one), one])
    )
    assert.deepStrictEqual(
      hrefs("alternate", "text/html").map(({ href }) => href),
      [`https://data.example.org/editions?lang=${language}`]
    )
    const page = entries[0]?.links.find(({ rel }) => rel === "alternate")?.["href"] ?? ""
    assert.strictEqual(new URL(page).searchParams.get("lang"), language)
    const isCyrillic = language === "ru" || language === "uk"
    for (const words of [title, entries[0]?.title, entries[0]?.summary])
      assert.strictEqual(/[а-яіїєґ]/i.test(words ?? ""), isCyrillic, words)
    if (isCyrillic) assert.notMatch(`${title} ${entries[0]?.title} ${entries[0]?.summary}`, /[a-z]/i)
  })
})

describe("the feed of answers", () => {
  const site = { site: "https://data.example.org/", publisher: "A & B", licence: "https://example.org/terms" }

  it("says what was asked, which request a release answers, its page, and what was retracted", () => {
    const retraction = { at: "2026-05-01T12:00:00Z", reason: "" }
    const asked = releaseOf(4, {
      request: 7,
      extents: new Map([
        [
          "flows",
          {
            dimensions: ["origin", "year"],
            cellsByState: {},
            firstYear: 2003,
            lastYear: 2006,
            isYears: true,
            fewLabels: [["MDA"], []]
          }
        ]
      ])
    })
    const own = [asked, releaseOf(3, { retraction, changedAt: retraction.at })]
    const { entries, updated } = readAtom(answersFeed(en, site, own, "2026-01-01T12:00:00Z"))
    assert.deepStrictEqual(
      entries.map(({ title }) => title),
      ["Persons by origin, period · origin: Moldova · 2003–2006", "Persons by origin, period (retracted)"]
    )
    assert.strictEqual(updated, retraction.at)
    assert.match(entries[0]?.summary ?? "", /^Answer to request 7, /)
    assert.match(entries[1]?.summary ?? "", /^This release was retracted on .*Separate release 3, /)
    assert.sameMembers(entries[0]?.links.map(({ href }) => href) ?? [], [
      "https://data.example.org/?release=4&lang=en",
      "https://data.example.org/v1/releases/4"
    ])
    const inRussian = readAtom(answersFeed(feedWordsIn("ru"), site, own, "2026-01-01T12:00:00Z"))
    assert.match(inRussian.entries[0]?.title ?? "", / · происхождение: Молдова · 2003–2006$/)
  })

  it("is a valid feed without answers", () => {
    const { entries, updated } = readAtom(answersFeed(en, site, [], "2026-01-01T12:00:00Z"))
    assert.deepStrictEqual([entries, updated], [[], "2026-01-01T12:00:00Z"])
  })
})

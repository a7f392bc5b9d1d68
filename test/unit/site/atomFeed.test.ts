import { assert, describe, it } from "vitest"
import type { PublishedRelease } from "../../../release/published/readPublished.ts"
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

describe("the feed of a series", () => {
  it("has what RFC 4287 requires, whatever names and reasons contain", () => {
    const feed = readAtom(
      atomFeed("main", [
        {
          edition: edition(2, { reason: `<b>&amp;</b>` }),
          changedAt: "2026-02-01T12:00:00Z",
          changes: "cells: 3 added"
        },
        { edition: edition(1), changedAt: "2026-01-01T12:00:00Z", changes: "cells: 9 added" }
      ])
    )
    assert.deepStrictEqual(
      feed.entries.map(({ title }) => title),
      ["Statistics, edition 2", "Statistics, edition 1"]
    )
    assert.strictEqual(feed.updated, "2026-02-01T12:00:00Z")
    assert.include(feed.entries[0]?.summary, "<b>&amp;</b>")
  })

  it("says of a retracted or invented edition what it is, and keeps its identifier", () => {
    const { entries } = readAtom(
      atomFeed("main", [
        {
          edition: edition(1, {
            // A reason that somebody typed may have what no XML document may.
            retraction: { at: "2026-05-01T12:00:00Z", reason: "a year \u0001came \u{fffe}twice" },
            invented: true,
            identifier: "urn:example:main:1"
          }),
          changedAt: "2026-05-01T12:00:00Z",
          changes: "cells: 9 added"
        }
      ])
    )
    assert.match(entries[0]?.title ?? "", /\(retracted\)$/)
    assert.match(
      entries[0]?.summary ?? "",
      /^This edition was retracted on 2026-05-01: do not use its figures\. Reason: a year {2}came {2}twice\. The figures are invented/
    )
    assert.deepInclude(entries[0], { id: "urn:example:main:1", updated: "2026-05-01T12:00:00Z" })
  })
})

describe("the feed of answers", () => {
  const site = { site: "https://data.example.org/", publisher: "A & B", licence: "https://example.org/terms" }
  const answer = (release: number, more: Partial<PublishedRelease> = {}): PublishedRelease => ({
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

  it("names the request that a release answers, its page and its tables, and says what was retracted", () => {
    const retraction = { at: "2026-05-01T12:00:00Z", reason: "" }
    const { entries, updated } = readAtom(
      answersFeed(
        site,
        [answer(4, { request: 7 }), answer(3, { retraction, changedAt: retraction.at })],
        "2026-01-01T12:00:00Z"
      )
    )
    assert.deepStrictEqual(
      entries.map(({ title }) => title),
      ["Answer to request 7", "Release 3, which is not an edition (retracted)"]
    )
    assert.strictEqual(updated, retraction.at)
    assert.include(entries[0]?.summary, "Persons by origin")
    assert.match(entries[1]?.summary ?? "", /^This release was retracted on 2026-05-01/)
    assert.sameMembers(entries[0]?.links.map(({ href }) => href) ?? [], [
      "https://data.example.org/?release=4",
      "https://data.example.org/v1/releases/4"
    ])
  })

  it("is a valid feed without answers", () => {
    const { entries, updated } = readAtom(answersFeed(site, [], "2026-01-01T12:00:00Z"))
    assert.deepStrictEqual([entries, updated], [[], "2026-01-01T12:00:00Z"])
  })
})

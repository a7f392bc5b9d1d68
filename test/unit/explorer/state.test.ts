/** Addresses of the explorer: they round-trip, and parts without a meaning are ignored and reported. */
import fc from "fast-check"
import { assert, describe, it } from "vitest"
import { languages } from "../../../schemas/Languages.ts"
import { addressOf, filterNames, readState, type State, themes, viewNames } from "../../../site/explorer/state/State.ts"

const parametersOf = (address: string) => new URL(address, "http://x").searchParams

describe("addresses", () => {
  it("contain everything that is shown, and round-trip without loss", () => {
    fc.assert(
      fc.property(
        fc.record({
          view: fc.constantFrom(...viewNames),
          release: fc.option(fc.integer({ min: 1, max: 999_999_999 }), { nil: undefined }),
          language: fc.constantFrom(...languages),
          theme: fc.constantFrom(...themes),
          filters: fc.dictionary(fc.constantFrom(...filterNames), fc.string({ maxLength: 80 }))
        }),
        (given) => {
          const state = { ...given, filters: { ...given.filters } } as State
          const read = readState(parametersOf(addressOf(state)), "en")
          assert.deepStrictEqual(read.state, state)
          assert.isFalse(read.isOdd)
        }
      )
    )
  })

  it("always show a page, even if they are random", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ maxLength: 20 }), fc.string({ maxLength: 200 })), (query) => {
        const { state } = readState(new URLSearchParams(query), "ru")
        assert.include(viewNames, state.view)
        assert.include(languages, state.language)
      })
    )
    for (const odd of [
      "?view=spy",
      "?release=-1",
      "?colour=red",
      "?theme=pink",
      "?lang=xx",
      "?release=1e9",
      "?year=2005&year=2006",
      "?view=map&view=map"
    ])
      assert.isTrue(readState(parametersOf(`/${odd}`), "en").isOdd, odd)
    for (const [written, language] of [
      ["RU", "ru"],
      ["uk-UA", "uk"],
      ["ro_MD", "ro"]
    ] as const) {
      const read = readState(parametersOf(`/?lang=${written}`), "en")
      assert.deepStrictEqual([read.state.language, read.isOdd], [language, false])
    }
  })
})

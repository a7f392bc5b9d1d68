/** The attacks of docs/linkage.md, each by the party that could try it. */
import { assert, beforeAll, describe, it } from "vitest"
import { twoSidedGeometric } from "../../src/link/addNoise.ts"
import type { PersonRow } from "../../src/link/PersonRow.ts"
import { tabulate } from "../../src/link/tabulate.ts"
import { maxElements } from "../../src/oprf/Evaluation.ts"
import { add, concat, type Element, groupReady, multiply, multiplyScalars, randomScalar } from "../../src/oprf/Group.ts"
import { lagrange } from "../../src/oprf/Sharing.ts"
import { finalize, hashToGroup, withLength } from "../../src/oprf/suite.ts"
import { countedRows } from "../../src/quality/knownRows.ts"
import { type KeyedPerson, startClient, tokensOf } from "../../src/round/Client.ts"
import { countRequest, dealRound, type HolderKeys, type HolderRound, openRound } from "../../src/round/Holder.ts"
import { agree, announce, type LinkerRound, open, review, submit, veto } from "../../src/round/Linker.ts"
import { type Refusal, RoundRefused } from "../../src/round/RoundRefused.ts"
import { padJson, sizeClass } from "../../src/round/sizeClass.ts"
import { type HolderIdentity, type Terms, termsDigest, termsProblems } from "../../src/round/Terms.ts"
import { bytesOf, toText } from "../../src/round/text.ts"
import { RoundHere } from "../fixtures/roundHere.ts"

beforeAll(() => groupReady)

const person = (...names: ReadonlyArray<string>): KeyedPerson => ({
  keys: names.map((key) => ({ rule: "strict", key })),
  stratum: { year: "2024" }
})

/** Numbers that are the same in every run. */
const mulberry32 = (seed: number) => {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    const mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    const again = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((again ^ (again >>> 14)) >>> 0) / 2 ** 32 + 2 ** -33
  }
}

/** Everyone whom an attacker might guess, including the persons of the round. */
const dictionary = Array.from({ length: 50 }, (_, i) => `name ${i}`)
const known = [person("name 7"), person("name 30")]

const inputOf = (terms: Terms, key: string) => {
  const utf8 = new TextEncoder()
  return concat(termsDigest(terms), withLength(utf8.encode("strict")), withLength(utf8.encode(key)))
}

const tokenOf = (input: Uint8Array, element: Element) => toText(finalize(input, element).subarray(0, 16))

/** The names whose tokens an attacker finds among the linker's, if it takes `keyFor` an element as the key times it. */
const found = (round: RoundHere, evaluate: (element: Element) => Element): ReadonlyArray<string> => {
  const tokens = new Set(
    Object.values(round.linker.submissions).flatMap(({ rows }) =>
      rows.flatMap((row) => row.tokens.map(({ token }) => token))
    )
  )
  return dictionary.filter((name) => {
    const input = inputOf(round.terms, name)
    return tokens.has(tokenOf(input, evaluate(hashToGroup(input))))
  })
}

const shareOf = (round: RoundHere, holder: number) => bytesOf(round.holders[holder - 1]?.share ?? "")

/** The key times an element, by the shares of some holders as if they were enough. */
const byShares = (round: RoundHere, holders: ReadonlyArray<number>) => (element: Element) =>
  holders
    .map((holder) => multiply(multiplyScalars(lagrange(holder, holders), shareOf(round, holder)), element))
    .reduce(add)

const refused = async (code: Refusal, attempt: () => unknown, holder?: string) => {
  try {
    await attempt()
  } catch (error) {
    assert.instanceOf(error, RoundRefused)
    assert.strictEqual((error as RoundRefused).code, code)
    if (holder !== undefined) assert.strictEqual((error as RoundRefused).holder, holder)
    return
  }
  assert.fail(`${code} was expected`)
}

const roundOfTwo = async (options: ConstructorParameters<typeof RoundHere>[0] = {}) => {
  const round = new RoundHere(options)
  await round.takePart("a", known)
  await round.takePart("b", [person("name 7")])
  return round
}

describe("a dictionary", () => {
  it("does not help the linker, nor the linker with fewer than t holders; with t it finds everyone", async () => {
    const round = await roundOfTwo({ holders: 3, terms: { threshold: 3 } })
    assert.deepStrictEqual(
      found(round, (element) => element),
      []
    )
    assert.deepStrictEqual(
      found(round, (element) => multiply(randomScalar(), element)),
      []
    )
    for (const holder of [1, 2, 3]) {
      assert.deepStrictEqual(found(round, byShares(round, [holder])), [])
      assert.deepStrictEqual(
        found(round, (element) => multiply(shareOf(round, holder), element)),
        []
      )
    }
    for (const pair of [
      [1, 2],
      [1, 3],
      [2, 3]
    ])
      assert.deepStrictEqual(found(round, byShares(round, pair)), [])
    assert.deepStrictEqual(found(round, byShares(round, [1, 2, 3])), ["name 7", "name 30"])
  })

  it("does not help holders, even t of them, with what partners ask: blinded elements match no candidate", async () => {
    const round = await roundOfTwo()
    const asked = new Set(round.seen.flatMap(({ elements, products }) => [...elements, ...products].map(toText)))
    for (const name of dictionary) {
      const element = hashToGroup(inputOf(round.terms, name))
      for (const each of [element, ...[1, 2].map((holder) => multiply(shareOf(round, holder), element))])
        assert.isFalse(asked.has(toText(each)))
      assert.isFalse(asked.has(toText(byShares(round, [1, 2])(element))))
    }
    const twice = round.seen.filter(({ holder }) => holder === 1).flatMap(({ elements }) => elements.map(toText))
    assert.strictEqual(new Set(twice).size, twice.length, "the same person looks different each time")
  })

  it("cannot keep a holder busy with one request", async () => {
    const round = new RoundHere()
    const elements = new Array(maxElements + 1).fill(hashToGroup(new Uint8Array(1)))
    await refused("elements-invalid", () => round.ask("a", 1, { holders: [1, 2], elements, withProof: false }))
  })

  /** Elements that a holder evaluates for a partner which sends the same kind of request until it is refused, at most 2,000 times. */
  const evaluated = async (next: (i: number) => ReadonlyArray<Element>, limit: number) => {
    const round = new RoundHere({ terms: { limits: { persons: 3, elements: limit } } })
    const ask = (i: number) => round.ask("a", 1, { holders: [1, 2], elements: next(i), withProof: false })
    for (let [i, count] = [0, 0]; i < 2_000; i++) {
      try {
        count += ask(i).products.length
      } catch (error) {
        if (error instanceof RoundRefused && error.code === "elements-invalid") continue
        await refused("limit", () => ask(i))
        return { requests: i, count, state: JSON.stringify(round.holders[0]).length }
      }
    }
    return assert.fail("no request was refused")
  }

  it("cannot keep a holder busy with the same request for ever", async () => {
    const elements = Array.from({ length: 10 }, (_, i) => hashToGroup(new Uint8Array([i])))
    const { count } = await evaluated(() => elements, 40)
    assert.strictEqual(count, 10 + 4 * 40, "the request, and repetitions of four times the limit")
  })

  it("cannot keep a holder busy with elements that turn out not to be valid", async () => {
    const valid = hashToGroup(new Uint8Array(1))
    const invalid = new Uint8Array(32).fill(255)
    const { requests, count } = await evaluated((i) => [valid, hashToGroup(new Uint8Array([i])), invalid], 30)
    assert.deepStrictEqual([requests, count], [10, 0])
  })

  it("cannot make a holder's state grow with many small requests", async () => {
    const { requests, state } = await evaluated((i) => [hashToGroup(new Uint8Array([i, i >> 8]))], 10_000)
    assert.isAtMost(requests, 106)
    assert.isBelow(state, 6_000)
  })

  it("costs a partner its limit, and no token of another partner reaches it", async () => {
    const round = new RoundHere({ terms: { limits: { persons: 3, elements: 130 } } })
    await round.takePart("a", known)
    assert.strictEqual(round.holders[0]?.usage["a"]?.elements, 65)
    await round.takePart("a", known).catch(() => {})
    await refused("limit", () =>
      round.takePart(
        "a",
        dictionary.map((name) => person(name))
      )
    )
    round.agree("b")
    await refused("limit", () =>
      round.submit(
        "b",
        known.concat(known).map(({ stratum }) => ({ tokens: [], stratum }))
      )
    )
  })
})

describe("a false holder", () => {
  const answerWith =
    (change: (products: ReadonlyArray<Element>, request: number) => ReadonlyArray<Element>) => async () => {
      const round = new RoundHere({ holders: 3 })
      round.agree("a")
      const state = startClient(round.terms, "a", known)
      const key = round.linker.key
      assert.isDefined(key)
      let requests = 0
      await tokensOf({
        state,
        persons: known,
        key,
        holders: [1, 3],
        ask: async (holder, request) => {
          const answer = round.ask("a", holder, request)
          return holder === 3 ? { ...answer, products: change(answer.products, requests++) } : answer
        }
      })
    }

  it("is named, whichever answer it falsifies", async () => {
    const other = hashToGroup(new Uint8Array(3))
    await answerWith((products) => products)()
    await refused(
      "answer-false",
      answerWith((products) => (products.length > 1 ? products.with(1, other) : products)),
      "holder-3"
    )
    await refused(
      "answer-false",
      answerWith((products) => products.slice(1)),
      "holder-3"
    )
    await refused(
      "answer-false",
      answerWith((products) => products.with(0, new Uint8Array(32).fill(255))),
      "holder-3"
    )
    await refused(
      "answer-false",
      answerWith((products, request) => (request === 1 ? products.with(0, other) : products)),
      "holder-3"
    )
  })

  it("cannot cheat once and deny it", async () => {
    const other = hashToGroup(new Uint8Array(3))
    await refused(
      "answer-false",
      answerWith((products, request) => (request === 0 ? products.with(0, other) : products))
    )
  })

  it("cannot make partners use a key that not all holders saw", async () => {
    const round = new RoundHere()
    const { deals = [], confirmations = [] } = round.linker.key ?? {}
    const [first, ...rest] = new RoundHere().linker.key?.confirmations ?? []
    const ask = () => assert.fail("nothing may be asked")
    const state = startClient(round.terms, "a", known)
    const attempt = (key: { deals: typeof deals; confirmations: typeof confirmations }) =>
      refused("dealing-failed", () => tokensOf({ state, persons: known, key, ask }))
    await attempt({ deals, confirmations: [first ?? "", ...rest] })
    await attempt({ deals, confirmations: confirmations.slice(0, 1) })
    await attempt({ deals: [...deals].reverse(), confirmations })
    await attempt({ deals: [], confirmations })
  })
})

describe("a false linker", () => {
  it("gets no label that the signed terms do not have: a finer one would say more of a person", async () => {
    const round = new RoundHere()
    const { key } = round.linker
    assert.isDefined(key)
    for (const stratum of [{ year: "2024-03-12" }, { year: "2024-03-12", month: "March" }, {}]) {
      const persons = [...known, { ...person("name 9"), stratum }]
      const ask = () => assert.fail("nothing may be asked")
      await refused("submission-invalid", () =>
        tokensOf({ state: startClient(round.terms, "a", persons), persons, key, ask })
      )
    }
  })

  it("cannot announce terms that single out persons, hide no one, or have invalid names", () => {
    const { terms } = new RoundHere()
    const days = Array.from({ length: 366 }, (_, day) => `day ${day}`)
    const [first, ...others] = terms.holders
    const changes: ReadonlyArray<Partial<Terms>> = [
      { strata: { "day of birth": days } },
      ...[0, -1, Number.NaN, 1e-300, 1e300, Number.POSITIVE_INFINITY].map((epsilon) => ({ epsilon })),
      ...[0, -1, 1.5, Number.NaN, 2 ** 60].map((persons) => ({ limits: { persons, elements: 10 } })),
      ...["../linker", "", "a/b"].map((id) => ({ holders: [{ ...(first as HolderIdentity), id }, ...others] })),
      { round: "../linker" },
      { threshold: 1 }
    ]
    assert.deepStrictEqual(termsProblems(terms), [])
    for (const change of changes)
      assert.deepStrictEqual(termsProblems({ ...terms, ...change }), Object.keys(change), JSON.stringify(change))
  })
})

describe("a linker that reports a false table", () => {
  const labelled = (known: string, name: string): KeyedPerson => ({ ...person(name), known })
  const sent: Readonly<Record<string, ReadonlyArray<KeyedPerson>>> = {
    a: [person("x"), person("y"), person("z"), labelled("twin 1", "t"), labelled("own 1", "d"), labelled("own 1", "e")],
    b: [person("x"), person("y"), labelled("twin 1", "t")],
    c: [person("x"), person("w")]
  }
  /** What each partner knows without anybody else: its own persons, without twins and with its duplicates as one. */
  const own: Readonly<Record<string, number>> = { a: 4, b: 2, c: 2 }

  interface History {
    readonly lists: ReadonlyArray<string>
    readonly persons: number
  }
  const complaints = (histories: ReadonlyArray<History>) =>
    Object.keys(own).filter(
      (partner) =>
        histories.reduce((sum, { lists, persons }) => sum + (lists.includes(partner) ? persons : 0), 0) !== own[partner]
    )

  it("is found by each partner that it robs of persons or gives some, and only by a second count if it moves them", async () => {
    const round = new RoundHere()
    for (const [id, persons] of Object.entries(sent)) await round.takePart(id, persons)
    const received = Object.entries(round.linker.submissions).map(([partner, each]) => ({ partner, ...each }))
    const { histories } = round.close()
    const second = tabulate(countedRows(received), round.terms.rules, Object.keys(round.terms.strata))
    assert.deepStrictEqual(complaints(histories), [])
    assert.deepStrictEqual(histories, second.histories)
    const stratum = { year: "2024" }
    const lie = (...changes: ReadonlyArray<readonly [lists: string, by: number]>) =>
      Object.values(
        Object.groupBy(
          [...histories, ...changes.map(([lists, persons]) => ({ stratum, lists: lists.split("+"), persons }))],
          ({ lists }) => lists.join("+")
        )
      ).map((same = []) => ({
        lists: same[0]?.lists ?? [],
        persons: same.reduce((sum, { persons }) => sum + persons, 0)
      }))
    assert.deepStrictEqual(complaints(lie(["a+b+c", -1], ["a+b", 1])), ["c"])
    assert.deepStrictEqual(complaints(lie(["b", 1])), ["b"])
    // Somebody known to all three is said to be three persons: no partner sees it in its own number.
    const moved = lie(["a+b+c", -1], ["a", 1], ["b", 1], ["c", 1])
    assert.deepStrictEqual(complaints(moved), [])
    assert.notDeepEqual(
      moved.filter(({ persons }) => persons > 0),
      second.histories.map(({ lists, persons }) => ({ lists, persons }))
    )
  })

  it("treats planted twins rightly, because their rows say what they are", async () => {
    const round = new RoundHere()
    for (const [id, persons] of Object.entries(sent)) await round.takePart(id, persons)
    const labels = Object.values(round.linker.submissions).flatMap(({ rows }) => rows.map(({ known }) => known))
    assert.strictEqual(labels.filter((label) => label === "twin 1").length, 2)
  })
})

describe("replay and reuse", () => {
  it("a repeated request uses nothing of the limit and reveals nothing new", async () => {
    const round = new RoundHere()
    await round.takePart("a", known)
    const before = round.holders[0]?.usage["a"]?.elements
    const [first] = round.seen
    const again = round.ask("a", 1, { holders: [1, 2], elements: first?.elements ?? [], withProof: false })
    assert.deepStrictEqual(again.products, first?.products)
    assert.strictEqual(round.holders[0]?.usage["a"]?.elements, before)
  })

  it("a partner cannot use the agreement of another, of another round, or one it changed", async () => {
    const round = new RoundHere()
    const request = { holders: [1, 2], elements: [hashToGroup(new Uint8Array(1))], withProof: false }
    const agreement = round.sign("agree", "a")
    const state = round.holders[0] as HolderRound
    const ask = (partner: string, signed: typeof agreement) => () =>
      countRequest(state, partner, round.partner(partner).publicKey, { ...request, agreement: signed })
    assert.isDefined(ask("a", agreement)())
    await refused("agreement-missing", ask("b", agreement))
    await refused("agreement-missing", ask("b", { ...agreement, partner: "b" }))
    await refused("agreement-missing", ask("a", round.sign("veto", "a")))
    await refused("agreement-missing", ask("a", { ...round.sign("veto", "a"), decision: "agree" }))
    await refused("agreement-missing", ask("a", round.sign("agree", "a", { ...round.terms, purpose: "Find persons" })))
    const edited = { ...agreement, terms: { ...round.terms, purpose: "Find persons" } }
    await refused("agreement-missing", ask("a", edited))
    await refused("agreement-missing", () => agree(round.linker, round.partner("a"), edited))
    await refused("agreement-missing", () => submit(round.linker, round.partner("a"), []))
  })

  it("tokens of two rounds cannot be compared, and a round's deals make no other's key", async () => {
    const [one, two] = [await roundOfTwo(), await roundOfTwo()]
    const tokens = (round: RoundHere) =>
      Object.values(round.linker.submissions).flatMap(({ rows }) =>
        rows.flatMap((row) => row.tokens.map(({ token }) => token))
      )
    assert.strictEqual(
      new Set([...tokens(one), ...tokens(two)]).size,
      new Set(tokens(one)).size + new Set(tokens(two)).size
    )
    const fresh = dealRound(one.terms, one.keys[0] as HolderKeys)
    await refused("dealing-failed", () =>
      openRound(
        fresh,
        one.keys[0] as HolderKeys,
        two.holders.map(({ deal }) => deal)
      )
    )
    await refused("dealing-failed", () =>
      openRound(
        fresh,
        one.keys[0] as HolderKeys,
        one.holders.map(({ deal }) => deal)
      )
    )
  })

  it("nothing is answered, submitted or kept after the end", async () => {
    const round = await roundOfTwo()
    const secrets = [
      ...round.holders.map(({ share }) => share ?? ""),
      ...JSON.stringify(round.linker.submissions).matchAll(/"token":"([^"]+)"/g)
    ].map(String)
    round.close()
    const left = JSON.stringify([round.holders, round.linker])
    for (const secret of secrets) assert.isFalse(left.includes(secret))
    await refused("not-open", () => round.takePart("c", known))
    await refused("not-open", () =>
      round.ask("a", 1, { holders: [1, 2], elements: [hashToGroup(new Uint8Array(1))], withProof: false })
    )
    const client = await new RoundHere().takePart("a", known)
    assert.isUndefined(client.seed)
  })
})

describe("a holder that is set back to an older state", () => {
  it("gives the same tokens from when the round was open, and answers nothing from before", async () => {
    const round = await roundOfTwo()
    const before = round.holders
    const [tokens] = round.linker.submissions["b"]?.rows ?? []
    await round.takePart("c", [person("name 8")])
    round.holders = before
    await round.takePart("d", [person("name 7")])
    assert.deepStrictEqual(round.linker.submissions["d"]?.rows[0]?.tokens, tokens?.tokens)
    // What was asked since then is no longer counted: the limit of a partner begins there again.
    const counted = round.holders.map(({ usage }) => Object.keys(usage).sort().join())
    assert.deepStrictEqual(counted, ["a,b,d", "a,b,d"])

    round.holders = round.keys.map((keys) => dealRound(round.terms, keys))
    await refused("not-open", () => round.takePart("e", [person("name 7")]))
    // Holders that deal anew have another key, to which the confirmations of the first do not belong.
    const deals = round.holders.map(({ deal }) => deal)
    const opened = round.holders.map((state, i) => openRound(state, round.keys[i] as HolderKeys, deals))
    const link = (confirmations: ReadonlyArray<string>) => open(announce(round.terms), { deals, confirmations })
    const [first, second] = opened.map(({ confirmation }) => confirmation ?? "") as [string, string]
    await refused("dealing-failed", () => link([before[0]?.confirmation ?? "", second]))
    assert.strictEqual(link([first, second]).stage, "open")
  })
})

describe("planted records", () => {
  /** What everyone can read after a round in which `a` plants one outsider, who is or is not known to `b`. */
  const persons = (count: number, from: number): ReadonlyArray<KeyedPerson> =>
    Array.from({ length: count }, (_, i) => person(`person ${from + i}`))

  it("that repeat one person, or name mostly persons of others, hold up the closing", async () => {
    const round = new RoundHere()
    await round.takePart("a", persons(20, 0))
    await round.takePart("b", persons(20, 15))
    await round.takePart("c", persons(20, 40))
    await round.takePart("d", [...persons(5, 100), ...persons(3, 100)])
    await refused("review-needed", () => round.close([]))
    assert.strictEqual(round.close(["d"]).partners.length, 4)
    // All said to be of one person: no token is repeated, but comparing all pairs would take the linker's memory.
    const labelled = (count: number) => persons(count, 200).map((each) => ({ ...each, known: "own 1" }))
    const crowded = new RoundHere()
    await refused("submission-invalid", () => crowded.takePart("a", labelled(101)))
    await crowded.takePart("b", labelled(100))
    const other = new RoundHere()
    for (const [i, id] of ["a", "b", "c", "d"].entries()) await other.takePart(id, persons(10, i * 20))
    await other.takePart("e", persons(10, 0))
    await refused("review-needed", () => other.close([]))
  })

  it("with the keys of many persons, which keep these apart at all others, hold up the closing", async () => {
    const shared = persons(60, 0)
    const ofAll = { keys: shared.flatMap(({ keys }) => keys), stratum: { year: "2024" } }
    const several = { keys: shared.slice(0, 40).flatMap(({ keys }) => keys), stratum: { year: "2024" } }
    for (const [planted, isOdd] of [
      [[several], false],
      [[ofAll], true],
      // Said to be files of one person, they count as one row.
      [
        [shared.slice(0, 30), shared.slice(30)].map((part) => ({
          ...ofAll,
          keys: part.flatMap(({ keys }) => keys),
          known: "own 1"
        })),
        true
      ]
    ] as const) {
      const round = new RoundHere()
      await round.takePart("a", [...planted, ...persons(20, 100)])
      for (const id of ["b", "c"]) await round.takePart(id, shared)
      if (isOdd) await refused("review-needed", () => round.close([]))
      else assert.strictEqual(round.close([]).partners.length, 3)
    }
  })

  it("do not reveal, through what an operator must review, whether one person is known elsewhere", () => {
    const rowsOf = (...keys: ReadonlyArray<string>): ReadonlyArray<PersonRow> =>
      keys.map((key) => ({
        tokens: [{ rule: "strict", token: toText(new TextEncoder().encode(key.padEnd(16))) }],
        stratum: {}
      }))
    const others = (count: number, from: number) => Array.from({ length: count }, (_, i) => `p${from + i}`)
    const { terms } = new RoundHere()
    const isOdd = (noiseKey: string, own: ReadonlyArray<string>, isKnown: boolean) => {
      const submissions = Object.fromEntries(
        [own, [...others(20, 100), ...(isKnown ? ["victim"] : ["other"])], others(20, 200)].map((keys, i) => [
          `partner-${i}`,
          { type: "ngo", digest: String(i), rows: rowsOf(...keys) }
        ])
      )
      const state: LinkerRound = { stage: "open", terms, agreements: {}, vetoes: [], submissions }
      const odd = review(state, { noiseKey })
      if (noiseKey.endsWith(" 0")) assert.deepStrictEqual(review(state, { noiseKey }), odd, "asked again")
      return odd.some(({ partner, reason }) => partner === "partner-0" && reason === "known-elsewhere")
    }
    // A share differs from the true one by 0.01 (standard deviation): the tolerance is four times what that makes of the bound.
    const rounds = 2_400
    const share = (own: ReadonlyArray<string>, isKnown: boolean) =>
      Array.from({ length: rounds }, (_, key) => isOdd(`secret ${key}`, own, isKnown)).filter(Boolean).length / rounds
    // One person alone, and as many known ones beside the person as are not odd by themselves.
    for (const own of [["victim"], ["victim", ...others(5, 100), ...others(14, 0)]]) {
      const [yes, no] = [share(own, true), share(own, false)]
      assert.isAtMost(yes, no * Math.E + 0.1)
      assert.isAtMost(1 - no, (1 - yes) * Math.E + 0.1)
    }
  })

  it("reveal no more about one person than e^epsilon allows", () => {
    const epsilon = 1
    const rounds = 40_000
    const random = mulberry32(1)
    // The planter knows all else: it sees the count of persons at both partners, 20 or 21, with noise, and guesses.
    const guesses = (truth: number, guess: (seen: number) => boolean) => {
      let right = 0
      for (let i = 0; i < rounds; i++) if (guess(truth + twoSidedGeometric(epsilon, 2, random))) right++
      return right / rounds
    }
    for (const bound of [18, 20, 20.5, 22, 25]) {
      const [yes, no] = [guesses(21, (seen) => seen > bound), guesses(20, (seen) => seen > bound)]
      assert.isAtMost(yes, no * Math.exp(epsilon) + 0.02)
      assert.isAtMost(1 - no, (1 - yes) * Math.exp(epsilon) + 0.02)
    }
    assert.isAbove(
      guesses(21, (seen) => seen !== 21),
      0.5,
      "the noise is there"
    )
  })

  it("are hidden by the noise of the terms in the table that leaves the linker", async () => {
    const round = await roundOfTwo({ terms: { epsilon: 0.01 } })
    const table = round.close()
    assert.deepStrictEqual([table.histories, table.overlaps], [[], []])
    assert.deepStrictEqual(
      table.partners.map(({ persons: own }) => own),
      [2, 1]
    )
    assert.notDeepEqual(
      table.rules.map(({ persons: own, links }) => [own, links]),
      [
        [3, 1],
        [0, 0],
        [0, 0]
      ]
    )
  })
})

describe("successive rounds", () => {
  const persons = (count: number, from: number) => Array.from({ length: count }, (_, i) => person(`person ${from + i}`))

  it("each have noise of their own, so that equal tables do not reveal that a person is known nowhere", async () => {
    const opened = async (own: ReadonlyArray<KeyedPerson>) => {
      const round = new RoundHere({ terms: { epsilon: 0.5 } })
      await round.takePart("a", own, "ngo")
      await round.takePart("b", persons(20, 10), "police")
      return round
    }
    const tableOf = (round: RoundHere) => JSON.stringify(round.close())
    // In the second round `a` exchanges one person, whom nobody else knows, or `b`, for an invented one.
    const own = persons(20, 0)
    for (const exchanged of [5, 15]) {
      const before = tableOf(await opened(own))
      assert.notStrictEqual(tableOf(await opened(own.with(exchanged, person("invented")))), before)
    }
    // A round that is closed again from what was stored has the same noise.
    const round = await opened(own)
    const stored = round.linker
    const first = tableOf(round)
    round.linker = stored
    assert.strictEqual(tableOf(round), first)
  })

  it("are held up by a partner that brings far more or fewer persons than in the round before", async () => {
    const round = new RoundHere()
    for (const [i, id] of ["a", "b", "c"].entries()) await round.takePart(id, persons(40, i * 100))
    const before = (persons: number) => [{ partner: "a", persons }]
    for (const earlier of [20, 60]) await refused("review-needed", () => round.close([], before(earlier)))
    assert.strictEqual(round.close([], before(33)).persons, 120)
  })
})

describe("sizes", () => {
  it("of requests and submissions are classes, at most an eighth above the count", async () => {
    const requested = async (count: number) => {
      const round = new RoundHere()
      await round.takePart(
        "a",
        Array.from({ length: count }, (_, i) => person(`person ${i}`))
      )
      return round.seen.map(({ elements }) => elements.length)
    }
    assert.deepStrictEqual(await requested(3), await requested(61))
    for (let count = 64; count < 5_000; count += 13) {
      assert.isAtLeast(sizeClass(count), count)
      assert.isAtMost(sizeClass(count), count * 1.125)
    }
    const bytes = (text: string) => Buffer.byteLength(padJson(JSON.stringify({ text })))
    assert.strictEqual(bytes("a".repeat(70)), bytes(`é${"a".repeat(70)}`))
    assert.strictEqual(JSON.parse(padJson(JSON.stringify({ text: "é" }))).text, "é")
  })
})

describe("a partner that leaves", () => {
  it("midway leaves nothing behind, by a veto or by silence", async () => {
    const round = await roundOfTwo()
    round.agree("c")
    await round.takePart("d", [person("name 7"), person("name 8")])
    round.veto("d")
    const table = round.close()
    assert.strictEqual(table.persons, 2)
    assert.deepStrictEqual(
      table.histories.map(({ lists, persons: count }) => [lists.join(), count]),
      [
        ["a,b", 1],
        ["a", 1]
      ]
    )
    assert.isFalse(JSON.stringify(table).includes('"d"'))
  })

  it("cannot come back under the same round, and its veto needs its own signature", async () => {
    const round = await roundOfTwo()
    round.veto("b")
    round.veto("b")
    await refused("veto", () => round.takePart("b", known))
    const rows: ReadonlyArray<PersonRow> = []
    await refused("veto", () => submit(round.linker, round.partner("b"), rows))
    const forged = { ...round.sign("veto", "b"), partner: "a" }
    await refused("agreement-missing", () => veto(round.linker, round.partner("a"), forged))
  })
})

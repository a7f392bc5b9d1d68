import { createHash } from "node:crypto"
import { readFileSync } from "node:fs"
import { assert, beforeAll, describe, it } from "vitest"
import { ClientInputs } from "../../src/oprf/ClientInputs.ts"
import { madeFrom } from "../../src/oprf/clientBatchCode.ts"
import { answerKey, evaluate } from "../../src/oprf/Evaluation.ts"
import {
  add,
  addScalars,
  type Element,
  elementFromHash,
  groupReady,
  isElement,
  isScalar,
  multiply,
  multiplyGenerator,
  randomScalar,
  scalarOf,
  subtract
} from "../../src/oprf/Group.ts"
import { prove, verify } from "../../src/oprf/proof.ts"
import { commit, drawPolynomial, lagrange, type Polynomial, publicShare, shareOf } from "../../src/oprf/Sharing.ts"
import { hashToGroup } from "../../src/oprf/suite.ts"

beforeAll(() => groupReady)

const seed = new Uint8Array(32).fill(7)
const inputsOf = (count: number) => Array.from({ length: count }, (_, i) => new TextEncoder().encode(`input ${i}`))

/**
 * Asks `holders` for the inputs, in requests of 16, in at most `groups` groups; `corrupt` may change what holder 1 answers to the first request. Returns
 * elements and whether the check passed.
 */
const ask = (
  polynomial: Polynomial,
  holders: ReadonlyArray<number>,
  inputs: ReadonlyArray<Uint8Array>,
  corrupt: (products: ReadonlyArray<Element>, elements: ReadonlyArray<Element>) => ReadonlyArray<Element> = (all) =>
    all,
  groups?: number
) => {
  const check = new ClientInputs(seed, inputs.length, groups)
  const elements: Array<Element> = []
  // One request more than there are inputs for, as when padding fills the last one.
  for (let first = 0; first < inputs.length + 16; first += 16) {
    const asked = inputs.slice(first, first + 16)
    const blinded = check.blind(first, asked)
    const answers = holders.map((holder, i) => {
      const { products } = evaluate(shareOf(polynomial, holder), holder, holders, blinded, false)
      return i === 0 && first === 0 ? corrupt(products, asked.map(hashToGroup)) : products
    })
    elements.push(...check.unblind(answers))
  }
  const element = check.request()
  const confirmed = holders.map((holder) => {
    const { products, proof } = evaluate(shareOf(polynomial, holder), holder, holders, [element], true)
    return {
      product: products[0] as Element,
      proof: proof as Uint8Array,
      publicKey: answerKey(commit(polynomial), holder, holders)
    }
  })
  return { elements, passed: check.passes(confirmed) }
}

describe("the threshold function", () => {
  it("any t of n holders compute what the whole key computes, and are believed", () => {
    for (const [threshold, n] of [
      [2, 2],
      [2, 3],
      [3, 5]
    ] as const) {
      const polynomial = drawPolynomial(threshold)
      const inputs = inputsOf(5)
      const whole = inputs.map((input) => multiply(polynomial[0] as Uint8Array, hashToGroup(input)))
      const all = Array.from({ length: n }, (_, i) => i + 1)
      for (const holders of [all.slice(0, threshold), all.slice(-threshold), all]) {
        const { elements, passed } = ask(polynomial, holders, inputs)
        assert.deepStrictEqual(elements, whole, `${holders} of ${n}`)
        assert.isTrue(passed)
      }
    }
  })

  it("fewer than t holders compute something else", () => {
    const polynomial = drawPolynomial(3)
    const inputs = inputsOf(3)
    const { elements } = ask(polynomial, [1, 2], inputs)
    for (const [i, input] of inputs.entries())
      assert.notDeepEqual(elements[i], multiply(polynomial[0] as Uint8Array, hashToGroup(input)))
  })

  it("shares match the commitments and no other share does", () => {
    const polynomial = drawPolynomial(3)
    for (const holder of [1, 2, 7, 200])
      assert.deepStrictEqual(multiplyGenerator(shareOf(polynomial, holder)), publicShare(commit(polynomial), holder))
    assert.notDeepEqual(multiplyGenerator(shareOf(polynomial, 1)), publicShare(commit(polynomial), 2))
    const coefficients = [2, 4, 9].map((holder) => lagrange(holder, [2, 4, 9]))
    assert.deepStrictEqual(coefficients.reduce(addScalars), scalarOf(1))
  })
})

describe("the check", () => {
  const polynomial = drawPolynomialWhenReady()

  it("finds one false answer among many, whatever it is", () => {
    const inputs = inputsOf(40)
    const falseAnswers: ReadonlyArray<(product: Element) => Element> = [
      (product) => add(product, multiplyGenerator(scalarOf(1))),
      () => elementFromHash(new Uint8Array(64).fill(3)),
      (product) => multiply(scalarOf(2), product)
    ]
    for (const change of falseAnswers) {
      const corrupt = (products: ReadonlyArray<Element>) => products.with(7, change(products[7] as Element))
      assert.isFalse(ask(polynomial(), [1, 2], inputs, corrupt).passed)
    }
  })

  it("finds errors that cancel, also by a holder that knows every input", () => {
    const corrupt = (products: ReadonlyArray<Element>, elements: ReadonlyArray<Element>) =>
      products
        .with(0, add(products[0] as Element, elements[0] as Element))
        .with(1, subtract(products[1] as Element, elements[0] as Element))
    assert.isFalse(ask(polynomial(), [1, 2], inputsOf(8), corrupt).passed)
    assert.isFalse(ask(polynomial(), [1, 2], inputsOf(8), (products) => [...products].reverse()).passed)
  })

  it("finds another key for all, and does not believe its proof", () => {
    const other = drawPolynomial(2)
    const inputs = inputsOf(4)
    const check = new ClientInputs(seed, inputs.length)
    const blinded = check.blind(0, inputs)
    check.unblind([1, 2].map((holder) => evaluate(shareOf(other, holder), holder, [1, 2], blinded, false).products))
    const element = check.request()
    const answersBy = (key: Polynomial) =>
      [1, 2].map((holder) => {
        const { products, proof } = evaluate(shareOf(key, holder), holder, [1, 2], [element], true)
        const publicKey = answerKey(commit(polynomial()), holder, [1, 2])
        return { product: products[0] as Element, proof: proof as Uint8Array, publicKey }
      })
    assert.isFalse(check.passes(answersBy(polynomial())), "the key of the round for the check only")
    assert.isFalse(check.passes(answersBy(other)), "another key throughout")
    assert.isFalse(check.passes([]))
  })

  it("groups many inputs, and finds a false one", () => {
    const inputs = inputsOf(100)
    const isHashed = inputs.map((input) => multiply(polynomial()[0] as Uint8Array, hashToGroup(input)))
    const { elements, passed } = ask(polynomial(), [1, 2], inputs, undefined, 8)
    assert.deepStrictEqual(elements, isHashed)
    assert.isTrue(passed)
    const corrupt = (products: ReadonlyArray<Element>) =>
      products.with(15, add(products[15] as Element, multiplyGenerator(scalarOf(1))))
    assert.isFalse(ask(polynomial(), [1, 2], inputs, corrupt, 8).passed)
  })

  it("names the holder whose answer is not an element", () => {
    const check = new ClientInputs(seed, 3)
    const products = check.blind(0, inputsOf(3))
    for (const bad of [new Uint8Array(32), new Uint8Array(32).fill(255), new Uint8Array(31), new Uint8Array(0)])
      for (const place of [0, 1])
        assert.include(
          caught(() => check.unblind([products, products].with(place, products.with(1, bad)))),
          { place }
        )
    const opposite = products.map((product) => subtract(subtract(product, product), product))
    assert.include(
      caught(() => check.unblind([products, opposite])),
      { place: undefined }
    )
  })
})

describe("the code of the client's arithmetic", () => {
  it("was made from the sources that are in the repository", () => {
    const sources = ["Cargo.toml", "Cargo.lock", "src/lib.rs", "build.mjs"]
    const digest = createHash("sha256")
    for (const name of sources) digest.update(readFileSync(new URL(`../../kernel/${name}`, import.meta.url)))
    assert.strictEqual(digest.digest("hex"), madeFrom)
  })
})

const caught = (attempt: () => unknown): object => {
  try {
    attempt()
  } catch (error) {
    return error as object
  }
  return {}
}

/** A polynomial for two holders, drawn when the group is ready. */
function drawPolynomialWhenReady(): () => Polynomial {
  let drawn: Polynomial | undefined
  return () => {
    drawn ??= drawPolynomial(2)
    return drawn
  }
}

describe("encodings from others", () => {
  it("are refused when they are not elements or scalars", () => {
    const element = multiplyGenerator(scalarOf(5))
    assert.isTrue(isElement(element))
    for (const bad of [new Uint8Array(32), new Uint8Array(32).fill(255), element.subarray(1), new Uint8Array(0)]) {
      assert.isFalse(isElement(bad))
      assert.throws(() => evaluate(randomScalar(), 1, [1, 2], [bad], false))
    }
    const order = Uint8Array.from(
      Buffer.from("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010", "hex")
    )
    assert.isTrue(isScalar(scalarOf(1)))
    for (const bad of [order, new Uint8Array(32), new Uint8Array(32).fill(255), new Uint8Array(31)])
      assert.isFalse(isScalar(bad))
  })

  it("make a proof that is not true false, without an exception", () => {
    const secret = randomScalar()
    const element = multiplyGenerator(scalarOf(3))
    const evaluated = { elements: [element], products: [multiply(secret, element)] }
    const proof = prove(secret, evaluated)
    const key = multiplyGenerator(secret)
    assert.isTrue(verify(key, evaluated, proof))
    for (let i = 0; i < 64; i += 7)
      assert.isFalse(verify(key, evaluated, proof.with(i, (proof[i] as number) ^ 1)), `byte ${i}`)
    for (const bad of [new Uint8Array(0), new Uint8Array(64), new Uint8Array(64).fill(255), proof.subarray(0, 40)])
      assert.isFalse(verify(key, evaluated, bad))
    const zero = { elements: [element], products: [new Uint8Array(32)] }
    assert.isFalse(verify(key, zero, proof))
    assert.isFalse(verify(new Uint8Array(32), evaluated, proof))
    assert.isFalse(verify(multiplyGenerator(randomScalar()), evaluated, proof))
    assert.isFalse(verify(key, { elements: [], products: [] }, proof))
  })
})

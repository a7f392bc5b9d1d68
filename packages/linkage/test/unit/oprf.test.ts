import { assert, beforeAll, describe, it } from "vitest"
import { blindInputs, unblind } from "../../src/oprf/BlindInputs.ts"
import { answerKey, evaluate } from "../../src/oprf/Evaluation.ts"
import { EvaluationCheck } from "../../src/oprf/EvaluationCheck.ts"
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

/** Asks `holders` for the inputs; `corrupt` may change what holder 1 answers. Returns elements and whether the check passed. */
const ask = (
  polynomial: Polynomial,
  holders: ReadonlyArray<number>,
  inputs: ReadonlyArray<Uint8Array>,
  corrupt: (products: ReadonlyArray<Element>, elements: ReadonlyArray<Element>) => ReadonlyArray<Element> = (all) => all
) => {
  const request = blindInputs(seed, 0, inputs)
  const answers = holders.map((holder, i) => {
    const { products } = evaluate(shareOf(polynomial, holder), holder, holders, request.blinded, false)
    return i === 0 ? corrupt(products, request.elements) : products
  })
  const elements = unblind(request, answers)
  const check = new EvaluationCheck(inputs.length)
  check.absorb(request.elements, elements)
  const element = check.request()
  if (element === undefined) return { elements, passed: false }
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
      const corrupt = (products: ReadonlyArray<Element>) => products.with(17, change(products[17] as Element))
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
    const request = blindInputs(seed, 0, inputs)
    const answers = [1, 2].map(
      (holder) => evaluate(shareOf(other, holder), holder, [1, 2], request.blinded, false).products
    )
    const check = new EvaluationCheck(inputs.length)
    check.absorb(request.elements, unblind(request, answers))
    const element = check.request() as Element
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
    const [count, groups] = [300, 64]
    const elements = Array.from({ length: count }, (_, i) => multiplyGenerator(scalarOf(i + 1)))
    const key = scalarOf(1234567)
    const evaluated = elements.map((_, i) => multiplyGenerator(scalarOf(i + 1)))
    const passed = (answers: ReadonlyArray<Element>, secret: Uint8Array) => {
      const check = new EvaluationCheck(count, groups)
      check.absorb(elements, answers)
      const element = check.request() as Element
      const product = multiply(secret, element)
      const proof = prove(secret, { elements: [element], products: [product] })
      return check.passes([{ product, proof, publicKey: multiplyGenerator(secret) }])
    }
    assert.isTrue(passed(evaluated, scalarOf(1)))
    assert.isFalse(passed(evaluated, key))
    assert.isFalse(passed(evaluated.with(count - 1, multiplyGenerator(key)), scalarOf(1)))
  })
})

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

/** Logistic regression on features that share weights by their hash, for `train-names.ts` and `train-cells.ts`. Equal examples give equal weights. */

export interface Example {
  /** Slots of weights. */
  readonly features: ReadonlyArray<number>
  readonly isPositive: boolean
}

export interface Training {
  readonly rounds: number
  readonly rate: number
  readonly decay: number
  /** What an unseen weight is divided by. */
  readonly start: number
  readonly divisor: (features: ReadonlyArray<number>) => number
}

/** A generator of random numbers with a fixed seed: the order of training is the same each time. */
let state = 1
const random = (): number => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0
  return state / 2 ** 32
}

const shuffle = <A>(items: Array<A>): Array<A> => {
  for (let i = items.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1))
    ;[items[i], items[j]] = [items[j] as A, items[i] as A]
  }
  return items
}

/** Returns `slots` weights, by AdaGrad. */
export const trained = (
  slots: number,
  examples: Array<Example>,
  { rounds, rate, decay, start, divisor }: Training
): Float32Array => {
  const [weights, squares] = [new Float32Array(slots), new Float32Array(slots).fill(start)]
  for (let round = 0; round < rounds; round++)
    for (const { features, isPositive } of shuffle(examples)) {
      const share = divisor(features)
      const sum = features.reduce((total, slot) => total + (weights[slot] as number), 0) / share
      const error = (1 / (1 + Math.exp(-sum)) - (isPositive ? 1 : 0)) / share
      for (const slot of features) {
        const slope = error + decay * (weights[slot] as number)
        squares[slot] = (squares[slot] as number) + slope * slope
        weights[slot] = (weights[slot] as number) - (rate * slope) / Math.sqrt(squares[slot] as number)
      }
    }
  return weights
}

/** Returns weights as text: one signed byte each, in which `scale` stands for one. */
export const written = (weights: Float32Array, scale: number): string =>
  Buffer.from(Int8Array.from(weights, (weight) => Math.max(-127, Math.min(127, Math.round(weight * scale))))).toString(
    "base64"
  )

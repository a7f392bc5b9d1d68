/** Random numbers that depend only on a seed, for reproducible bootstraps and simulations. Not for secrets. */
export interface SeededNumbers {
  /** Uniform on 0 ≤ x < 1, 53 bits. */
  readonly next: () => number
  /** A whole number from 0 to `count - 1`. */
  readonly below: (count: number) => number
  /** Standard normal (polar method of Marsaglia). */
  readonly normal: () => number
  /** Gamma of `shape` > 0 and scale 1 (Marsaglia and Tsang 2000). */
  readonly gamma: (shape: number) => number
  /** Poisson of `mean` ≥ 0. */
  readonly poisson: (mean: number) => number
  /** Binomial. */
  readonly binomial: (trials: number, share: number) => number
}

/**
 * xoshiro128** 1.1 (Blackman and Vigna 2018), its state filled by splitmix32. The period of 2¹²⁸ - 1 is long enough for a bootstrap of many
 * series.
 */
export const seededNumbers = (seed: number): SeededNumbers => {
  let mix = seed | 0
  const fill = () => {
    mix = (mix + 0x9e3779b9) | 0
    let t = mix ^ (mix >>> 16)
    t = Math.imul(t, 0x21f0aaad)
    t ^= t >>> 15
    t = Math.imul(t, 0x735a2d97)
    return t ^ (t >>> 15)
  }
  let a = fill()
  let b = fill()
  let c = fill()
  let d = fill()
  const rotate = (x: number, k: number) => (x << k) | (x >>> (32 - k))
  const word = () => {
    const result = Math.imul(rotate(Math.imul(b, 5), 7), 9)
    const t = b << 9
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= t
    d = rotate(d, 11)
    return result >>> 0
  }
  const next = () => ((word() >>> 5) * 67108864 + (word() >>> 6)) / 9007199254740992
  const normal = () => {
    for (;;) {
      const u = 2 * next() - 1
      const v = 2 * next() - 1
      const s = u * u + v * v
      if (s > 0 && s < 1) return u * Math.sqrt((-2 * Math.log(s)) / s)
    }
  }
  const gamma = (shape: number): number => {
    if (shape < 1) return gamma(shape + 1) * next() ** (1 / shape)
    const d1 = shape - 1 / 3
    const c1 = 1 / Math.sqrt(9 * d1)
    for (;;) {
      const x = normal()
      const v = (1 + c1 * x) ** 3
      if (v > 0 && Math.log(1 - next()) < 0.5 * x * x + d1 - d1 * v + d1 * Math.log(v)) return d1 * v
    }
  }
  /** Large means are reduced by order statistics (Ahrens and Dieter 1974), so that loops are short. */
  const poisson = (mean: number): number => {
    let count = 0
    let left = mean
    while (left > 30) {
      const step = Math.floor((7 * left) / 8)
      const at = gamma(step)
      if (at > left) return count + binomial(step - 1, left / at)
      count += step
      left -= at
    }
    const limit = Math.exp(-left)
    for (let product = next(); product > limit; product *= next()) count += 1
    return count
  }
  const binomial = (trials: number, share: number): number => {
    let count = 0
    let n = trials
    let p = share
    while (n > 40 && p > 0 && p < 1) {
      const i = Math.floor((n + 1) / 2)
      const g = gamma(i)
      const at = g / (g + gamma(n + 1 - i))
      if (at <= p) {
        count += i
        n -= i
        p = (p - at) / (1 - at)
      } else {
        n = i - 1
        p /= at
      }
    }
    // Rounding can make a share of many trials 0 or 1, and trials one by one would not end.
    if (p >= 1) return count + n
    if (p > 0) for (let i = 0; i < n; i++) if (next() < p) count += 1
    return count
  }
  return { next, below: (count) => Math.floor(next() * count), normal, gamma, poisson, binomial }
}

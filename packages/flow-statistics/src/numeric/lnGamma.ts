const halfLn2Pi = 0.9189385332046727

/** From here on the series of Stirling is exact to the last digit. */
const large = 15

const series = (x: number): number => {
  const r = 1 / (x * x)
  return (1 / 12 - r * (1 / 360 - r * (1 / 1260 - r * (1 / 1680 - r * (1 / 1188 - (r * 691) / 360360))))) / x
}

/** What Stirling's formula lacks of ln x!: ln Γ(x + 1) - (x + ½) ln x + x - ½ ln 2π, for x > 0. */
export const stirlingError = (x: number): number =>
  x >= large ? series(x) : lnGamma(x + 1) - (x + 0.5) * Math.log(x) + x - halfLn2Pi

/** ln Γ(x) for x > 0: Stirling's series, with the recurrence below 15 (Abramowitz and Stegun 6.1.41, 6.1.15). */
export const lnGamma = (x: number): number => {
  if (!(x > 0)) return x === 0 ? Number.POSITIVE_INFINITY : Number.NaN
  let product = 1
  let at = x
  while (at < large) product *= at++
  return (at - 0.5) * Math.log(at) - at + halfLn2Pi + series(at) - Math.log(product)
}

/** ψ(x), the derivative of ln Γ, for x > 0 (Abramowitz and Stegun 6.3.18). */
export const digamma = (x: number): number => {
  let shift = 0
  let at = x
  while (at < large) shift += 1 / at++
  const r = 1 / (at * at)
  const tail = r * (1 / 12 - r * (1 / 120 - r * (1 / 252 - r * (1 / 240 - r * (1 / 132 - (r * 691) / 32760)))))
  return Math.log(at) - 0.5 / at - tail - shift
}

/** ψ′(x) for x > 0 (Abramowitz and Stegun 6.4.12). */
export const trigamma = (x: number): number => {
  let shift = 0
  let at = x
  while (at < large) shift += 1 / (at * at++)
  const r = 1 / (at * at)
  const tail = r * (1 / 6 - r * (1 / 30 - r * (1 / 42 - r * (1 / 30 - r * (5 / 66 - (r * 691) / 2730)))))
  return (1 + tail) / at + r / 2 + shift
}

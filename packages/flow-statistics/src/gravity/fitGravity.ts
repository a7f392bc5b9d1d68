/**
 * A Poisson model of the flow between two places with an effect for each origin and each destination and covariates of the pair, such as the
 * logarithm of distance. Poisson pseudo-maximum likelihood is consistent for any distribution of the counts and allows zeros (Santos Silva
 * and Tenreyro 2006, "The log of gravity", Review of Economics and Statistics 88). Effects are removed from each weighted regression before
 * the covariates are fitted (Frisch, Waugh and Lovell; for Poisson: Correia, Guimarães and Zylkin 2020, Stata Journal 20).
 */
import { Collinear, leastSquares } from "../numeric/leastSquares.ts"
import { type TwoWay, TwoWayEffects } from "./TwoWayEffects.ts"

export interface GravityCell {
  /** Places as numbers. */
  readonly origin: number
  readonly destination: number
  readonly flow: number
  /** Covariates of the pair. */
  readonly pair: ReadonlyArray<number>
}

export interface GravityFit {
  /** One per covariate: with the logarithm of distance, the change in per cent for one per cent of distance. */
  readonly coefficients: ReadonlyArray<number>
  /** Standard errors, robust to any variance (Huber-White, HC0). Too small: residuals are smaller than deviations, because each cell has a part in its own expectation. */
  readonly errors: ReadonlyArray<number>
  /** Standard errors with each residual divided by 1 - leverage (HC3; MacKinnon and White 1985). */
  readonly correctedErrors: ReadonlyArray<number>
  /** Expected flow of each cell; 0 if its origin or destination has no persons. */
  readonly expected: Float64Array
  /** Share of each cell in its own expectation; 1 where that is 0. */
  readonly leverages: Float64Array
  readonly deviance: number
  /** Pearson's statistic over its degrees of freedom: 1 for Poisson counts. */
  readonly dispersion: number
  readonly observations: number
  /** Effects of origins and destinations and covariates. */
  readonly parameters: number
  readonly steps: number
}

export type GravityRefusal = "too-few" | "collinear" | "not-converged"

/**
 * Empty corridors with an expectation below this share of the mean are separated: parameters would grow without limit to fit their zeros
 * (Santos Silva and Tenreyro 2010). They leave the fit with an expectation of 0, which does not change the others (Correia, Guimarães and
 * Zylkin 2019, "Verifying the existence of maximum likelihood estimates").
 */
const asGoodAsZero = 1e-9

/** Numbers groups from 0 in order of appearance. */
const numbered = (values: ReadonlyArray<number>): { readonly group: Int32Array; readonly count: number } => {
  const known = new Map<number, number>()
  const group = Int32Array.from(values, (value) => {
    const at = known.get(value) ?? known.size
    known.set(value, at)
    return at
  })
  return { group, count: known.size }
}

/** Counts connected components of origins and destinations. Each has one effect too many. */
const parts = (origins: Int32Array, destinations: Int32Array, fromCount: number, to: number): number => {
  const root = Int32Array.from({ length: fromCount + to }, (_, i) => i)
  const find = (i: number): number => {
    let at = i
    while (root[at] !== at) at = root[at] as number
    return at
  }
  for (let i = 0; i < origins.length; i++)
    root[find(origins[i] as number)] = find(fromCount + (destinations[i] as number))
  return root.filter((value, i) => value === i).length
}

/**
 * Fits the model.
 *
 * @param cells all pairs that could have a flow, including empty ones; places without persons are left out of the fit
 */
export const fitGravity = (cells: ReadonlyArray<GravityCell>): GravityFit | GravityRefusal => {
  let among = [...cells.keys()]
  for (;;) {
    const fit = fitAmong(cells, among)
    if (!Array.isArray(fit)) return fit as GravityFit | GravityRefusal
    const separated = new Set(fit as ReadonlyArray<number>)
    among = among.filter((i) => !separated.has(i))
  }
}

/** Returns those of some cells whose origin and destination have persons. */
const withPersons = (cells: ReadonlyArray<GravityCell>, among: ReadonlyArray<number>): ReadonlyArray<number> => {
  const [from, to] = [new Set<number>(), new Set<number>()]
  for (const i of among) {
    const { origin, destination, flow } = cells[i] as GravityCell
    if (flow <= 0) continue
    from.add(origin)
    to.add(destination)
  }
  return among.filter((i) => {
    const { origin, destination } = cells[i] as GravityCell
    return from.has(origin) && to.has(destination)
  })
}

/** Returns the effects of places: which cells they are in, and how many are free. */
const effectsOf = (kept: ReadonlyArray<GravityCell>) => {
  const origins = numbered(kept.map((cell) => cell.origin))
  const destinations = numbered(kept.map((cell) => cell.destination))
  const [originCount, destinationCount] = [origins.count, destinations.count]
  const ends = { origins: origins.group, destinations: destinations.group, originCount, destinationCount }
  const components = parts(ends.origins, ends.destinations, originCount, destinationCount)
  return { ends, free: originCount + destinationCount - components }
}

/** Covariates without the effects of places, and their regression under the weights of a step. */
interface Regression {
  readonly effects: TwoWayEffects
  readonly design: ReadonlyArray<ReadonlyArray<number>>
  readonly coefficients: ReadonlyArray<number>
  /** Inverse of the information of the covariates. */
  readonly inverse: ReadonlyArray<ReadonlyArray<number>>
  /** The residual of the whole regression, after effects and covariates. */
  readonly residual: Float64Array
}

/** Regresses `z` with weights `mu` on effects and covariates; "collinear" if covariates depend on each other. */
const regress = (
  kept: ReadonlyArray<GravityCell>,
  ends: TwoWay,
  z: Float64Array,
  mu: Float64Array
): Regression | "collinear" => {
  const effects = new TwoWayEffects(ends, mu)
  const left = effects.residual(z)
  const covariates = kept[0]?.pair.length ?? 0
  const columns = Array.from({ length: covariates }, (_, k) =>
    effects.residual(Float64Array.from(kept, ({ pair }) => pair[k] as number))
  )
  const design = kept.map((_, i) => columns.map((column) => column[i] as number))
  if (covariates === 0) return { effects, design, coefficients: [], inverse: [], residual: left }
  try {
    const { coefficients, fitted, inverse } = leastSquares(design, left, mu)
    const residual = left.map((value, i) => value - (fitted[i] as number))
    return { effects, design, coefficients: [...coefficients], inverse: inverse.to2DArray(), residual }
  } catch (error) {
    if (error instanceof Collinear) return "collinear"
    throw error
  }
}

const devianceOf = (y: Float64Array, mu: Float64Array): number =>
  y.reduce((sum, flow, i) => {
    const expected = mu[i] as number
    return sum + 2 * ((flow === 0 ? 0 : flow * Math.log(flow / expected)) - (flow - expected))
  }, 0)

/** Returns the share of each cell in its own expectation. */
const leveragesOf = ({ effects, design, inverse }: Regression, mu: Float64Array): Float64Array => {
  const ofEffects = effects.leverages()
  return mu.map((expected, i) => {
    const x = design[i] as ReadonlyArray<number>
    const ofPair = inverse.reduce(
      (sum, row, k) => sum + (x[k] as number) * row.reduce((part, value, l) => part + value * (x[l] as number), 0),
      0
    )
    return Math.min(1, (ofEffects[i] as number) + expected * ofPair)
  })
}

/** Returns the fit to some cells, or those of them that are separated. */
const fitAmong = (
  cells: ReadonlyArray<GravityCell>,
  among: ReadonlyArray<number>
): GravityFit | GravityRefusal | ReadonlyArray<number> => {
  const used = withPersons(cells, among)
  const kept = used.map((i) => cells[i] as GravityCell)
  const { ends, free } = effectsOf(kept)
  const parameters = (kept[0]?.pair.length ?? 0) + free
  if (kept.length <= parameters) return "too-few"
  const y = Float64Array.from(kept, ({ flow }) => flow)
  const mean = y.reduce((a, b) => a + b, 0) / y.length
  let mu: Float64Array = y.map((flow) => (flow + mean) / 2)
  let eta: Float64Array = mu.map(Math.log)
  let deviance = Number.POSITIVE_INFINITY
  for (let steps = 1; steps <= 200; steps++) {
    const z = eta.map((value, i) => value + ((y[i] as number) - (mu[i] as number)) / (mu[i] as number))
    const regression = regress(kept, ends, z, mu)
    if (regression === "collinear") return regression
    eta = z.map((value, i) => value - (regression.residual[i] as number))
    mu = eta.map((value) => Math.exp(Math.max(-700, Math.min(700, value))))
    const separated = used.filter((_, i) => y[i] === 0 && (mu[i] as number) < asGoodAsZero * mean)
    if (separated.length > 0) return separated
    const now = devianceOf(y, mu)
    if (Math.abs(now - deviance) > 1e-12 * (1 + Math.abs(now))) {
      deviance = now
      continue
    }
    const expected = new Float64Array(cells.length)
    const leverages = new Float64Array(cells.length).fill(1)
    const own = leveragesOf(regression, mu)
    used.forEach((at, i) => {
      expected[at] = mu[i] as number
      leverages[at] = own[i] as number
    })
    const { coefficients, design, inverse } = regression
    const residuals = y.map((flow, i) => flow - (mu[i] as number))
    const corrected = residuals.map((one, i) => one / Math.max(minFree, 1 - (own[i] as number)))
    const pearson = residuals.reduce((sum, one, i) => sum + one ** 2 / (mu[i] as number), 0)
    return {
      coefficients,
      errors: robustErrors(design, residuals, inverse),
      correctedErrors: robustErrors(design, corrected, inverse),
      expected,
      leverages,
      deviance: now,
      dispersion: pearson / (kept.length - parameters),
      observations: kept.length,
      parameters,
      steps
    }
  }
  return "not-converged"
}

/** Share of its own expectation that a cell leaves to the others, at least: one that determines its expectation has no residual to divide. */
const minFree = 0.01

/** Square roots of the diagonal of A (Σ x xᵀ residual²) A, with A the inverse information of the covariates. */
const robustErrors = (
  design: ReadonlyArray<ReadonlyArray<number>>,
  residuals: Float64Array,
  inverse: ReadonlyArray<ReadonlyArray<number>>
): ReadonlyArray<number> =>
  inverse.map((row) => {
    let variance = 0
    for (const [i, x] of design.entries()) {
      const score = row.reduce((sum, value, k) => sum + value * (x[k] as number), 0)
      variance += (score * (residuals[i] as number)) ** 2
    }
    return Math.sqrt(variance)
  })

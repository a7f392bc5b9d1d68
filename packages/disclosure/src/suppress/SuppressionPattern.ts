import { type Circulation, type Displacement, maxDisplacement } from "../attack/maxDisplacement.ts"
import type { OpenProgramme } from "../solver/OpenProgramme.ts"
import type { LoadedSolver } from "../solver/Solver.ts"
import { BoundReasons } from "./BoundReasons.ts"
import { type Classes, classState, hiddenCount } from "./Classes.ts"
import { Cuts } from "./Cuts.ts"
import { capacityCut } from "./capacityCut.ts"
import { exposedClasses } from "./exposedClasses.ts"
import { LookAhead } from "./LookAhead.ts"
import { lineCuts } from "./lineCuts.ts"
import { type RequiredMoves, requiredMoves } from "./requiredMoves.ts"

/** Smaller fractions count as zero when a relaxed choice is rounded. */
const zeroUpTo = 1e-6

/**
 * Number of inequalities before the choice is made again, or an eighth of the classes: one choice may settle many
 * others.
 */
const minAtOnce = 25

/** A class with at least this fraction of a relaxed choice is chosen. */
const chosenFrom = 0.7

export interface PatternOptions {
  /** Rounds in which everything is chosen again. After them hidden classes stay hidden. */
  readonly freeRounds: number
  /** Seconds for one programme. */
  readonly seconds: number
  /** Up to this many classes each choice is the cheapest under the inequalities known by then. */
  readonly exactUpTo: number
  /** With more classes no programme explains an exposed class: it would grow over much of the table. */
  readonly programmesUpTo: number
  /** Limit of work of programmes that explain single classes. */
  readonly maxWork: number
}

/**
 * Chooses the classes to hide by an integer programme whose inequalities are generated as they are violated
 * (Fischetti and Salazar 2001, "Solving the cell suppression problem on tabular data with linear constraints"): first
 * those of single rows, then one for every class that is found exposed. Every safe choice satisfies each inequality,
 * so the relaxed optimum is a lower bound of the loss of any method.
 */
export class SuppressionPattern {
  readonly #solver: LoadedSolver
  readonly #classes: Classes
  readonly #options: PatternOptions
  readonly #cuts: Cuts
  readonly needs: RequiredMoves
  /** 1 for a hidden class, or a fraction while the programme is relaxed. */
  readonly #x: Float64Array
  /** States before the first choice. */
  readonly #given: Uint8Array
  /** Classes whose exposure no inequality explains, because whole numbers bind them more than fractions. */
  readonly #unexplained = new Set<number>()
  #work = 0
  #programme: OpenProgramme | undefined
  #appended = 0

  constructor(solver: LoadedSolver, classes: Classes, options: PatternOptions) {
    this.#solver = solver
    this.#classes = classes
    this.#options = options
    this.#cuts = new Cuts(classes)
    this.needs = requiredMoves(classes)
    this.#given = classes.state.slice()
    this.#x = Float64Array.from(classes.state, (s) => (s === classState.published ? 0 : 1))
  }

  /** Chooses again among all inequalities known by now, from the given start. */
  restart(): void {
    const { state } = this.#classes
    for (let round = 0; round <= this.#options.freeRounds; round++) {
      state.set(this.#given)
      this.#unexplained.clear()
      this.#whole()
      if (this.#missed() === 0) return
    }
    this.hideMore()
  }

  /** Chooses classes until row-by-row reasoning finds nothing exposed that hiding more would help. */
  choose(): void {
    this.#lines()
    this.#relaxed()
    this.#rounded()
    this.#programme?.dispose()
    this.#programme = undefined
    this.restart()
  }

  /**
   * Hides more until all inequalities hold and nothing is exposed, or nothing is left to hide. Returns whether
   * anything was hidden.
   */
  hideMore(): boolean {
    const before = hiddenCount(this.#classes)
    for (let had = before; ; ) {
      this.#whole()
      const has = hiddenCount(this.#classes)
      if (has === had || this.#missed() === 0) return has > before
      had = has
    }
  }

  /**
   * Returns a change by which one hidden class moves as far as it needs, or adds an inequality that explains why
   * there is none. Neither if the relevant part of the table is too large or the inequality is known.
   */
  explain(
    id: number,
    rise: number,
    fall: number,
    { ahead, maxRows }: { readonly ahead?: LookAhead; readonly maxRows?: number } = {}
  ): { readonly circulations: ReadonlyArray<Circulation>; readonly cut: boolean } {
    const reaches: Array<Displacement> = []
    const circulations: Array<Circulation> = []
    const look = (direction: 1 | -1, wanted: number) => {
      const reach =
        direction === 1 && ahead !== undefined
          ? ahead.rise(id)
          : maxDisplacement(this.#solver, this.#classes, id, direction, wanted, maxRows)
      if (reach === undefined) return false
      reaches.push(reach)
      this.#work += reach.work
      if (reach.circulation !== undefined) circulations.push(reach.circulation)
      return true
    }
    if (!look(1, rise)) return { circulations, cut: false }
    if (circulations.length > 0) return { circulations, cut: false }
    if (this.needs.slides[id] === 1 && (!look(-1, fall) || circulations.length > 0)) return { circulations, cut: false }
    return { circulations, cut: capacityCut(this.#classes, this.#cuts, id, rise, reaches, this.#x) }
  }

  /** Whether programmes that explain single classes have become too large for this table. */
  get isLaborious(): boolean {
    return this.#x.length > this.#options.programmesUpTo || this.#work > this.#options.maxWork
  }

  /** Returns the hidden classes of the last inequality. They probably share its reason. */
  lastReason(): ReadonlyArray<number> {
    return this.#cuts.last().filter((id) => this.#x[id] === 1)
  }

  /** Prepares displacements for classes that will be explained in this order. */
  lookAhead(wanted: ReadonlyArray<number>): LookAhead {
    return new LookAhead(this.#solver, this.#classes, wanted, (id) => this.needs.rise[id] as number)
  }

  /** Adds inequalities for exposed classes, one for those that probably share a reason. Returns how many. */
  #explain(exposed: ReadonlyArray<number>): number {
    const before = this.#cuts.count
    const shared = new Set<number>()
    const reasons = new BoundReasons(this.#classes)
    for (const id of exposed) {
      if (this.#cuts.count - before >= Math.max(minAtOnce, this.#x.length / 8)) break
      if (this.#unexplained.has(id) || shared.has(id)) continue
      const isExplained = this.#explainByRows(id, reasons) || this.#explainByProgramme(id)
      if (!isExplained) this.#unexplained.add(id)
      else for (const other of this.lastReason()) shared.add(other)
    }
    return this.#cuts.count - before
  }

  #explainByProgramme(id: number): boolean {
    const needed = this.needs.rise[id] as number
    return !this.isLaborious && this.explain(id, needed, needed).cut
  }

  /** Adds the inequality that the bounds of rows prove. Returns whether one was added. */
  #explainByRows(id: number, reasons: BoundReasons): boolean {
    const needed = this.needs.rise[id] as number
    const reaches: Array<Displacement> = []
    for (const direction of this.needs.slides[id] === 1 ? ([1, -1] as const) : ([1] as const)) {
      const reach = reasons.of(id, direction, needed)
      if (reach === undefined) return false
      reaches.push(reach)
    }
    return capacityCut(this.#classes, this.#cuts, id, needed, reaches, this.#x)
  }

  /** Adds the inequalities that the choice violates. Returns how many. */
  #missed(): number {
    return this.#explain(exposedClasses(this.#classes)) + this.#lines()
  }

  #lines(): number {
    return lineCuts(this.#classes, this.needs, this.#cuts, this.#x)
  }

  /**
   * Returns the programme with all inequalities and only hidden classes fixed. Simplex continues from its last basis.
   */
  #opened(): OpenProgramme {
    if (this.#programme === undefined) this.#programme = this.#cuts.open(this.#solver)
    else this.#cuts.appendTo(this.#programme, this.#appended)
    this.#appended = this.#cuts.count
    const { state } = this.#classes
    this.#programme.setAllBounds(
      Float64Array.from(state, (s) => (s === classState.published ? 0 : 1)),
      Float64Array.from(state, (_, id) => (this.#cuts.mayBeHidden(id) ? 1 : 0))
    )
    return this.#programme
  }

  /** Solves the relaxed programme until no row is violated. */
  #relaxed(): void {
    do {
      const { outcome, point } = this.#opened().solve({ seconds: this.#options.seconds })
      if (outcome !== "optimal") return
      this.#x.set(point)
    } while (this.#lines() > 0)
  }

  /** Fixes the largest fractions of the relaxed choice repeatedly until none is left. */
  #rounded(): void {
    const { state } = this.#classes
    const x = this.#x
    const programme = this.#opened()
    const low = Float64Array.from(state, (s) => (s === classState.published ? 0 : 1))
    const high = Float64Array.from(state, (_, id) => (this.#cuts.mayBeHidden(id) ? 1 : 0))
    for (let rest = true; rest; ) {
      const { outcome, point } = programme.solve({ seconds: this.#options.seconds })
      if (outcome !== "optimal") return
      x.set(point)
      rest = false
      let most = 0
      for (const part of x) if (part < 1 - zeroUpTo) most = Math.max(most, part)
      if (most <= zeroUpTo) return
      for (let id = 0; id < x.length; id++) {
        const part = x[id] as number
        if (part <= zeroUpTo || part < Math.min(0.9 * most, chosenFrom)) continue
        if (part < 1 - zeroUpTo) rest = true
        low[id] = 1
        high[id] = 1
      }
      // One call for all columns; one call for each takes a second on some thousand classes.
      programme.setAllBounds(low, high)
    }
  }

  /** Turns the choice into whole classes, repairs what it violates and makes it cheaper. */
  #whole(): void {
    const { state } = this.#classes
    const x = this.#x
    for (let id = 0; id < x.length; id++)
      x[id] = state[id] !== classState.published || (x[id] as number) > zeroUpTo ? 1 : 0
    this.#cuts.improve(x)
    if (x.length <= this.#options.exactUpTo) this.#cuts.optimise(this.#solver, x)
    for (let id = 0; id < x.length; id++)
      if (x[id] === 1 && state[id] === classState.published) state[id] = classState.secondary
  }
}

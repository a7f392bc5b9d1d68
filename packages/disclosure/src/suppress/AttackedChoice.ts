import { type Members, membersOf } from "../algebra/membersOf.ts"
import { type AttackOptions, attack } from "../attack/attack.ts"
import type { Effort } from "../attack/Effort.ts"
import type { Circulation } from "../attack/maxDisplacement.ts"
import type { Witnesses } from "../attack/Witnesses.ts"
import type { LoadedSolver } from "../solver/Solver.ts"
import type { Hidden } from "../system/LinkedSystem.ts"
import type { Move } from "../system/Move.ts"
import { type Classes, classesOf } from "./Classes.ts"
import { hiddenCells } from "./hiddenCells.ts"
import { moveOf } from "./moveOf.ts"
import type { SuppressionProblem } from "./SuppressionProblem.ts"
import { takeOutHopeless } from "./takeOutHopeless.ts"

/** A suppression pattern and its evidence. */
export interface Suppressed {
  readonly hidden: Hidden
  /** Hidden cells that could not be proved safe, ascending. If there are any, the table must not be released. */
  readonly unprotected: Uint32Array
  /** Changes of the table that prove hidden cells safe, for the attack on the result. */
  readonly moves: ReadonlyArray<Move>
}

/** A first attack leaves hard cells to explanations, which also determine what to hide. */
export const quick: AttackOptions = { maxProgrammes: 0 }

interface ChoiceOptions {
  /** Seconds for one programme. */
  readonly seconds: number
  readonly moves: ReadonlyArray<Move>
  readonly witnesses: Witnesses
  readonly effort: Effort
}

/** The classes that are hidden so far, and what attacks on them proved. */
export class AttackedChoice {
  readonly classes: Classes
  readonly witnesses: Witnesses
  readonly effort: Effort
  readonly #solver: LoadedSolver
  readonly #problem: SuppressionProblem
  readonly #seconds: number
  readonly #moves: Array<Move>
  readonly #hopeless: ReadonlySet<number>
  readonly #cells: Members
  /** Cells that an attack proved safe. Hiding more makes no cell narrower, so they are not judged again. */
  readonly #safe: Uint8Array

  constructor(solver: LoadedSolver, problem: SuppressionProblem, { seconds, moves, witnesses, effort }: ChoiceOptions) {
    this.classes = classesOf(problem)
    this.witnesses = witnesses
    this.effort = effort
    this.#solver = solver
    this.#problem = problem
    this.#seconds = seconds
    this.#moves = [...moves]
    this.#hopeless = takeOutHopeless(this.classes)
    this.#cells = membersOf(this.classes.classOf, this.classes.count)
    this.#safe = new Uint8Array(problem.system.cells)
  }

  /** Attacks the choice. Returns the hidden classes that are not proved safe, ascending. */
  attack(options: AttackOptions): ReadonlyArray<number> {
    const { system, known, need } = this.#problem
    const hidden = hiddenCells(this.#problem, this.classes)
    const judge = hidden.map((mark, cell) => {
      const isJudged = mark !== 0 || (need.width[cell] as number) > 0 || (need.reach[cell] as number) > 0
      const isOpen = this.#safe[cell] === 0 && !this.#hopeless.has(this.classes.classOf[cell] as number)
      return isJudged && isOpen && (mark !== 0 || system.unshown[cell] !== 0) ? 1 : 0
    })
    const { narrow, undecided } = attack(this.#solver, system, hidden, known, need, {
      seconds: this.#seconds,
      moves: this.#moves,
      witnesses: this.witnesses,
      judge,
      effort: this.effort,
      ...options
    })
    const failing = new Set([...narrow, ...undecided])
    judge.forEach((mark, cell) => {
      if (mark === 1 && !failing.has(cell)) this.#safe[cell] = 1
    })
    return [...new Set(Array.from(failing, (cell) => this.classes.classOf[cell] as number))].sort((a, b) => a - b)
  }

  /** Forgets which cells are safe, when classes are published again. */
  forget(): void {
    this.#safe.fill(0)
  }

  /** Adds a change of the table as evidence. */
  prove(circulation: Circulation): void {
    this.#moves.push(moveOf(circulation, this.#cells))
  }

  /** Returns the choice, of which these classes were not proved safe. */
  resultOf(failing: ReadonlyArray<number>): Suppressed {
    const bad = new Set([...this.#hopeless, ...failing])
    const hidden = hiddenCells(this.#problem, this.classes)
    const unprotected = Uint32Array.from(hidden.keys()).filter(
      (cell) => hidden[cell] !== 0 && bad.has(this.classes.classOf[cell] as number)
    )
    return { hidden, unprotected, moves: this.#moves }
  }
}

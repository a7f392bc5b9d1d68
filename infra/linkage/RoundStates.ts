import { RoundRefused } from "@corridor/linkage/round/RoundRefused"
import type { PartyFolder } from "./PartyFolder.ts"

/** The rounds of a party, of linkage or of federated counts: in memory, and each in a file of the party's folder. */
export class RoundStates<State> {
  readonly #folder: PartyFolder
  readonly #nameOf: (state: State) => string
  readonly #states: Map<string, State>

  constructor(folder: PartyFolder, nameOf: (state: State) => string) {
    this.#folder = folder
    this.#nameOf = nameOf
    this.#states = new Map(folder.rounds.map((round) => [round, folder.read<State>(`rounds/${round}`) as State]))
  }

  get all(): ReadonlyArray<State> {
    return [...this.#states.values()]
  }

  find(round: string): State | undefined {
    return this.#states.get(round)
  }

  /** Returns a round. Throws `RoundRefused` if there is none of this name. */
  get(round: string): State {
    const state = this.#states.get(round)
    if (state === undefined) throw new RoundRefused("not-open")
    return state
  }

  /** Writes the state of a round to its file, unless it is the one that the file has. */
  store(state: State): State {
    const round = this.#nameOf(state)
    if (this.#states.get(round) === state) return state
    this.#folder.write(`rounds/${round}`, state)
    this.#states.set(round, state)
    return state
  }
}

/** The computer of one process: it can freeze, and it can die. A request that it has sent arrives all the same. */
import { type Clock, Effect, type Exit } from "effect"
import type { World } from "./World.ts"

export class Host {
  private readonly world: World
  private frozenUntil = 0
  isDead = false
  /** Its clock stands still while it is frozen. */
  readonly clock: Clock.Clock

  constructor(world: World) {
    this.world = world
    this.clock = world.time.clock((resume) => this.whenAwake(resume))
  }

  freeze(millis: number): void {
    this.frozenUntil = this.world.time.now + millis
  }

  /** Runs when the host is not frozen; never if it is dead. */
  whenAwake(run: () => void): void {
    if (this.isDead) return
    const left = this.frozenUntil - this.world.time.now
    if (left > 0) this.world.time.after(left, () => this.whenAwake(run))
    else run()
  }

  /** Sends a request. `arrive` runs at the other side and returns the answer, whatever happens to this host meanwhile. */
  request<A, E>(arrive: () => Exit.Exit<A, E>): Effect.Effect<A, E> {
    const { time, faults } = this.world
    return Effect.callback<A, E>((resume) => {
      this.whenAwake(() =>
        time.after(faults.latency(), () => {
          const answer = arrive()
          time.after(faults.latency(), () => this.whenAwake(() => resume(answer)))
        })
      )
    })
  }
}

/**
 * A log in memory with one consumer group, as Kafka keeps them: partitions, committed offsets, and members whose generation ends with every
 * rebalance. A member that neither heartbeats nor joins in time is removed, and its commits are refused.
 */
import { addressOf } from "../../ports/EventLog.ts"
import type { LogRecord } from "../../ports/LogBatch.ts"
import type { VirtualTime } from "./VirtualTime.ts"

/** Milliseconds until a silent member is removed, and until a rebalance no longer waits for a member. */
const [sessionTimeout, rebalanceTimeout] = [12_000, 15_000] as const

export interface Assignment {
  readonly generation: number
  /** Addresses of the partitions that the member owns now. */
  readonly partitions: ReadonlyArray<string>
}

interface Member {
  lastHeard: number
  /** Completes the member's join; undefined for a member that has not joined the coming generation yet. */
  joined: ((assignment: Assignment) => void) | undefined
}

export class SimulatedLog {
  readonly partitions = new Map<string, Array<LogRecord>>()
  readonly committed = new Map<string, number>()
  private readonly members = new Map<string, Member>()
  private readonly time: VirtualTime
  private readonly shuffle: <A>(items: ReadonlyArray<A>) => ReadonlyArray<A>
  private generation = 0
  private isRebalancing = false
  rebalances = 0

  /** `shuffle` decides which member gets which partition. */
  constructor(time: VirtualTime, shuffle: <A>(items: ReadonlyArray<A>) => ReadonlyArray<A>) {
    this.time = time
    this.shuffle = shuffle
  }

  append(record: Omit<LogRecord, "offset">): LogRecord {
    const address = addressOf(record)
    const records = this.partitions.get(address) ?? []
    this.partitions.set(address, records)
    const stored = { ...record, offset: records.length }
    records.push(stored)
    return stored
  }

  /** True if every record is before its partition's committed offset. */
  get isCommitted(): boolean {
    return [...this.partitions].every(([address, { length }]) => (this.committed.get(address) ?? 0) >= length)
  }

  /** Adds a member, or a member's wish to be in the next generation, and starts a rebalance. */
  join(id: string, joined: (assignment: Assignment) => void): void {
    this.members.set(id, { lastHeard: this.time.now, joined })
    this.rebalance()
    this.completeIfAllJoined()
  }

  leave(id: string): void {
    if (!this.members.delete(id)) return
    this.rebalance()
    this.completeIfAllJoined()
  }

  /** Removes the members that have been silent for too long. Called by a timer. */
  expire(): void {
    for (const [id, { lastHeard, joined }] of this.members)
      if (joined === undefined && this.time.now - lastHeard > sessionTimeout) this.leave(id)
  }

  /** What the group answers to a member's heartbeat. */
  heartbeat(id: string, generation: number): "stable" | "rebalancing" | "removed" {
    const member = this.members.get(id)
    if (member === undefined || generation !== this.generation) return "removed"
    member.lastHeard = this.time.now
    return this.isRebalancing ? "rebalancing" : "stable"
  }

  /** Commits an offset, unless the group has removed the member or begun a later generation. Returns whether it did. */
  commit(id: string, generation: number, address: string, offset: number): boolean {
    if (!this.members.has(id) || generation !== this.generation) return false
    this.committed.set(address, offset)
    return true
  }

  private rebalance(): void {
    if (this.isRebalancing) return
    this.isRebalancing = true
    this.rebalances += 1
    this.time.after(rebalanceTimeout, () => {
      if (!this.isRebalancing) return
      for (const [id, { joined }] of this.members) if (joined === undefined) this.members.delete(id)
      this.completeIfAllJoined()
    })
  }

  private completeIfAllJoined(): void {
    const all = [...this.members]
    if (all.some(([, { joined }]) => joined === undefined)) return
    this.isRebalancing = false
    this.generation += 1
    const partitions = this.shuffle([...this.partitions.keys()])
    for (const [i, [id, { joined }]] of all.entries()) {
      this.members.set(id, { lastHeard: this.time.now, joined: undefined })
      joined?.({ generation: this.generation, partitions: partitions.filter((_, p) => p % all.length === i) })
    }
  }
}

/** What must be stored of records after withdrawals, by plain maps. It shares no code with the product. */

/** What a message says: a revision of a record, and the case that it is of. One with a value that a rule refuses `isBroken`. */
export interface Claim {
  readonly id: string
  readonly revision: number
  readonly of: string
  readonly isBroken: boolean
}

interface Refused {
  readonly revision: number
  /** Undefined if the case could not be read. */
  readonly of: string | undefined
  /** Whether it contradicts a stored revision, and so says nothing about the record. */
  readonly isConflict: boolean
}

interface RecordState {
  /** Cases by stored revision. */
  stored: Map<number, string>
  /** Refused messages by offset. */
  refused: Map<number, Refused>
  /** The newest revision that is a withdrawn person's. */
  upTo: number
  /** Whether a message or row of the record was a withdrawn person's: the store then forgets its refused messages that name no case. */
  isForgotten: boolean
}

const copyOf = (state: RecordState): RecordState => ({
  ...state,
  stored: new Map(state.stored),
  refused: new Map(state.refused)
})

const newestOf = (stored: ReadonlyMap<number, string>) => Math.max(-1, ...stored.keys())

export class ErasureModel {
  readonly withdrawn = new Set<string>()
  private readonly records = new Map<string, RecordState>()
  private readonly topic: Array<{ readonly claim: Claim; readonly isKnown: boolean }> = []
  private saved: { readonly records: Map<string, RecordState>; readonly length: number } | undefined

  /** Returns a model that is in the same state. */
  clone(): ErasureModel {
    const other = new ErasureModel()
    for (const of of this.withdrawn) other.withdrawn.add(of)
    for (const [id, state] of this.records) other.records.set(id, copyOf(state))
    this.topic.forEach((message, offset) => {
      other.topic[offset] = message
    })
    other.saved = this.saved
    return other
  }

  private of(id: string) {
    const state = this.records.get(id) ?? {
      stored: new Map(),
      refused: new Map(),
      upTo: -1,
      isForgotten: false
    }
    this.records.set(id, state)
    return state
  }

  /** Sends a message, or the same again. */
  send(claim: Claim, isKnown: boolean, offset: number) {
    const isAgain = this.topic[offset] !== undefined
    if (!isAgain) this.topic[offset] = { claim, isKnown }
    this.load(claim, isKnown, offset)
    if (isAgain && this.withdrawn.has(claim.of)) this.forget()
  }

  private load({ id, revision, of, isBroken }: Claim, isKnown: boolean, offset: number) {
    const state = this.of(id)
    const refuse = (of: string | undefined, isConflict = false) => {
      if (state.refused.get(offset)?.of === undefined) state.refused.set(offset, { revision, of, isConflict })
    }
    if (!isKnown) return refuse(undefined)
    if (this.withdrawn.has(of)) {
      state.isForgotten = true
      const newest = newestOf(state.stored)
      if (revision <= newest) return
      // The partner says that the record is the person's.
      if (revision > 0 || state.refused.size > 0) this.raise(state, revision)
      state.stored.clear()
      if (newest >= 0) this.forget()
      return
    }
    if (revision <= state.upTo) {
      state.isForgotten = true
      return
    }
    if (isBroken) return refuse(of)
    const there = state.stored.get(revision)
    if (there === undefined) state.stored.set(revision, of)
    else if (there !== of) refuse(of, true)
  }

  /** The record is a withdrawn person's up to the revision, whatever case its earlier refused messages name. */
  private raise(state: RecordState, revision: number) {
    state.upTo = Math.max(state.upTo, revision)
    this.dropRefused(state, state.upTo)
  }

  /** Drops the refused messages with revisions up to this one, whatever case they name. */
  private dropRefused(state: RecordState, upTo: number) {
    for (const [offset, one] of state.refused)
      if (one.of !== undefined && one.revision <= upTo) {
        state.isForgotten = true
        state.refused.delete(offset)
      }
  }

  /** What an erasure or a look for what came back does: of a withdrawn person's record, only what names another case is kept. */
  forget() {
    for (const state of this.records.values())
      if (state.isForgotten)
        for (const [offset, { of }] of state.refused) if (of === undefined) state.refused.delete(offset)
  }

  withdraw(of: string) {
    this.withdrawn.add(of)
    for (const state of this.records.values()) {
      for (const revision of this.revisionsOf(state, of)) this.raise(state, revision)
      this.apply(state, of)
    }
    this.forget()
  }

  /** The revisions by which the partner has said that the record is the person's, if another content of them may come. */
  private revisionsOf({ stored, refused }: RecordState, of: string) {
    const newest = newestOf(stored)
    const claims = [...refused.values()].filter((one) => one.of === of && !one.isConflict && one.revision > newest)
    const isContradicted = [...refused.values()].some((one) => one.of !== of)
    const revisions = [...(stored.get(newest) === of ? [newest] : []), ...claims.map(({ revision }) => revision)]
    if (claims.length > 0) stored.clear()
    return revisions.filter((revision) => revision > 0 || isContradicted)
  }

  private apply(state: RecordState, of: string) {
    const { stored, refused } = state
    if ([...stored.values()].includes(of)) state.isForgotten = true
    const newest = newestOf(stored)
    if (stored.get(newest) === of) {
      stored.clear()
      // Also in a restored copy to which the revision of another case was sent afterwards: this is known only when the message is read again.
      this.dropRefused(state, newest)
    }
    for (const [revision, whose] of stored) if (whose === of) stored.delete(revision)
    for (const [offset, one] of refused)
      if (one.of === of) {
        state.isForgotten = true
        refused.delete(offset)
      }
  }

  copy() {
    const records = new Map([...this.records].map(([id, state]) => [id, copyOf(state)]))
    this.saved = { records, length: this.topic.length }
  }

  /** The store is that of the copy, without what was withdrawn since; later messages are read again. */
  restore() {
    if (this.saved === undefined) return
    const { records, length } = this.saved
    const upTo = new Map([...this.records].map(([id, state]) => [id, state.upTo]))
    this.records.clear()
    for (const [id, state] of records) this.records.set(id, { ...copyOf(state), upTo: upTo.get(id) ?? -1 })
    for (const state of this.records.values()) {
      for (const of of this.withdrawn) this.apply(state, of)
      if (newestOf(state.stored) <= state.upTo) {
        state.isForgotten ||= state.stored.size > 0
        state.stored.clear()
      }
    }
    this.forget()
    for (const [id, newest] of upTo) this.raise(this.of(id), newest)
    this.topic.forEach(({ claim, isKnown }, offset) => {
      if (offset >= length) this.load(claim, isKnown, offset)
      if (offset >= length && isKnown && this.withdrawn.has(claim.of)) this.forget()
    })
  }

  /** The newest stored revision and the case of each record. */
  counted() {
    return [...this.records]
      .flatMap(([id, { stored }]) =>
        stored.size === 0 ? [] : [`${id}/${newestOf(stored)} ${stored.get(newestOf(stored))}`]
      )
      .sort()
  }

  /** The refused messages that name a case. */
  quarantined() {
    return [...this.records.values()]
      .flatMap(({ refused }) => [...refused].flatMap(([offset, { of }]) => (of === undefined ? [] : `${offset} ${of}`)))
      .sort()
  }

  /** Everything that what happens later depends on. */
  state() {
    const records = [...this.records].map(([id, state]) => [
      id,
      { ...state, stored: [...state.stored], refused: [...state.refused] }
    ])
    return JSON.stringify([
      records,
      this.saved && [...this.saved.records].map(([id, { upTo, refused }]) => [id, upTo, [...refused]])
    ])
  }
}

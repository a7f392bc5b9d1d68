/**
 * Parties of linkage rounds on a simulated network: the product's folders, operations, routes and clients, with messages that are reordered, lost, doubled,
 * late or truncated, and processes that are killed at their writes and start again.
 */
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { Layer } from "effect"
import { HttpRouter, HttpServer } from "effect/http"
import { registerCaller } from "../../infra/linkage/callers.ts"
import { holderIdentity, holderOperations } from "../../infra/linkage/holderOperations.ts"
import { linkerOperations } from "../../infra/linkage/linkerOperations.ts"
import { PartyFolder } from "../../infra/linkage/PartyFolder.ts"
import { expiredRounds, partyRoutes } from "../../infra/linkage/partyRoutes.ts"
import { partnerKeys } from "../../ingest/linkage/takePart.ts"
import type { SeededRandom } from "../fault/SeededRandom.ts"

export class Killed extends Error {}

/** An id that no process of Linux or macOS has. */
const noProcess = 4_194_399

/** The folder of a process that can be killed before, in or after a write. Every secret that is written is collected. */
class MortalFolder extends PartyFolder {
  readonly secrets: Set<string>
  readonly deathOf: () => "before" | "during" | "after" | undefined
  isDead = false

  constructor(path: string, secrets: Set<string>, deathOf: MortalFolder["deathOf"]) {
    super(path)
    this.secrets = secrets
    this.deathOf = deathOf
  }

  override write(name: string, value: unknown): void {
    if (this.isDead) throw new Killed()
    if (name.startsWith("rounds/")) for (const secret of secretsOf(value)) this.secrets.add(secret)
    const death = this.deathOf()
    this.isDead = death !== undefined
    // As `writeOwnerOnlyFile` leaves it.
    if (death === "during")
      writeFileSync(join(this.path, `${name}.json.${noProcess}.new`), `${JSON.stringify(value)}\n`, { mode: 0o600 })
    if (death === undefined || death === "after") super.write(name, value)
    if (this.isDead) throw new Killed()
  }

  override log(...entry: Parameters<PartyFolder["log"]>): void {
    if (this.isDead) throw new Killed()
    super.log(...entry)
  }
}

/** What nobody may keep after a round: polynomials and shares of holders, seeds of partners, tokens. */
const secretsOf = (state: unknown): ReadonlyArray<string> => {
  const {
    polynomial = [],
    share,
    seed,
    submissions = {}
  } = state as {
    readonly polynomial?: ReadonlyArray<string>
    readonly share?: string
    readonly seed?: string
    readonly submissions?: Readonly<
      Record<string, { readonly rows: ReadonlyArray<{ readonly tokens: ReadonlyArray<{ readonly token: string }> }> }>
    >
  }
  const tokens = Object.values(submissions).flatMap(({ rows }) => rows.flatMap((row) => row.tokens))
  return [...polynomial, share ?? [], seed ?? [], tokens.map(({ token }) => token)].flat()
}

export interface SimulationOptions {
  readonly folder: string
  readonly random: SeededRandom
  readonly holders: number
  readonly partners: ReadonlyArray<string>
  /** How many faults happen at most. */
  readonly faults: number
}

type Handle = (request: Request) => Promise<Response>

export class LinkageParties {
  readonly secrets = new Set<string>()
  readonly holders: ReadonlyArray<string>
  readonly partners: ReadonlyArray<string>
  now = Date.parse("2026-03-01T12:00:00Z")
  /** What has happened, for a failing seed. */
  readonly events: Array<string> = []
  readonly #root: string
  readonly #random: SeededRandom
  readonly #served = new Map<string, { readonly folder: MortalFolder; readonly handle: Handle }>()
  readonly #waiting: Array<() => void> = []
  readonly #late: Array<() => Promise<unknown>> = []
  #faults: number

  constructor({ folder, random, holders, partners, faults }: SimulationOptions) {
    this.#root = folder
    this.#random = random
    this.holders = Array.from({ length: holders }, (_, i) => `holder-${i + 1}`)
    this.partners = partners
    this.#faults = 0
    for (const name of ["linker", ...this.holders]) this.restart(name)
    for (const holder of this.holders) this.#connect("linker", holder, "linker")
    this.#connect("operator", "linker", "operator")
    for (const partner of partners)
      for (const party of ["linker", ...this.holders]) this.#connect(partner, party, "partner")
    this.#faults = faults
  }

  #connect(of: string, party: string, role: "linker" | "operator" | "partner"): void {
    const own = new PartyFolder(join(this.#root, of))
    const publicKey = role === "partner" ? partnerKeys(own).publicKey : ""
    const token = registerCaller(new PartyFolder(join(this.#root, party)), { name: of, role, type: "NGO", publicKey })
    const connections = own.read<object>("connections") ?? {}
    own.write("connections", { ...connections, [party]: { address: `http://${party}`, token } })
  }

  /** The folder of a new process. */
  folderOf(name: string): PartyFolder {
    return this.#mortal(name)
  }

  #mortal(name: string): MortalFolder {
    const deathOf = () => {
      const death = this.#fault(0.06) ? this.#random.pick(["before", "during", "after"] as const) : undefined
      if (death !== undefined) this.events.push(`${name} killed ${death} a write`)
      return death
    }
    return new MortalFolder(join(this.#root, name), this.secrets, deathOf)
  }

  #operationsOf(name: string, folder: PartyFolder) {
    const now = () => new Date(this.now)
    if (name === "linker") return linkerOperations(folder, now, 0)
    return holderOperations(folder, holderIdentity(folder, name), now, 0)
  }

  /** Starts a party, again if it was started before. */
  restart(name: string): void {
    for (;;) {
      const folder = this.#mortal(name)
      try {
        const routes = partyRoutes(folder, this.#operationsOf(name, folder))
        const { handler } = HttpRouter.toWebHandler(Layer.provide(routes, HttpServer.layerServices), {
          disableLogger: true
        })
        this.#served.set(name, { folder, handle: handler as Handle })
        return
      } catch (error) {
        if (!(error instanceof Killed)) throw error
      }
    }
  }

  /** Destroys what outlived its agreement, as each party does every hour. */
  endExpired(): void {
    for (const name of ["linker", ...this.holders]) {
      const folder = new PartyFolder(join(this.#root, name))
      const operation = this.#operationsOf(name, folder).find(({ path }) => path === expiredRounds)
      operation?.run({ round: "", body: undefined, caller: undefined as never })
      this.restart(name)
    }
  }

  #fault(chance: number): boolean {
    if (this.#faults <= 0 || this.#random.next() >= chance) return false
    this.#faults -= 1
    return true
  }

  /** From now on everything arrives, once. What was late arrives now. */
  async calm(): Promise<void> {
    this.#faults = 0
    for (const arrive of this.#late.splice(0)) await arrive()
  }

  /** Waits until it is drawn. */
  turn(): Promise<void> {
    return new Promise((resume) => {
      this.#waiting.push(resume)
      const draw = (left: number) => {
        if (left > 0) return void setImmediate(() => draw(left - 1))
        const [next] = this.#waiting.splice(this.#random.whole(0, this.#waiting.length - 1), 1)
        next?.()
      }
      draw(3)
    })
  }

  /** In place of `fetch`. */
  readonly fetch = async (url: string, init: RequestInit): Promise<Response> => {
    const name = new URL(url).hostname
    await this.turn()
    if (this.#late.length > 0 && this.#random.next() < 0.2) await this.#late.shift()?.()
    const body = init.body as string | undefined
    const deliver = async (text = body): Promise<Response> => {
      const served = this.#served.get(name)
      if (served === undefined) throw new TypeError("fetch failed")
      const { method = "GET", headers = {} } = init
      const request = new Request(url, { method, headers, ...(text === undefined ? {} : { body: text }) })
      const response = await served.handle(request)
      if (!served.folder.isDead) return response
      if (this.#served.get(name) === served) this.restart(name)
      throw new TypeError("fetch failed")
    }
    const fates = ["lost", "unanswered", "twice", "late", "cut", "answered in part"] as const
    const fate = this.#fault(0.12) ? this.#random.pick(fates) : "arrives"
    if (fate !== "arrives") this.events.push(`${init.method} ${new URL(url).pathname} of ${name}: ${fate}`)
    if (fate === "late") this.#late.push(() => deliver().catch(() => undefined))
    if (fate === "lost" || fate === "late") throw new TypeError("fetch failed")
    if (fate === "twice") await deliver()
    const response = await deliver(fate === "cut" ? body?.slice(0, body.length / 2) : body)
    if (fate === "unanswered") throw new TypeError("fetch failed")
    if (fate !== "answered in part") return response
    const text = await response.text()
    return new Response(text.slice(0, text.length / 2), { status: response.status })
  }
}

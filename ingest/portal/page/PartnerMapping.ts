import { emptyMapping, type Mapping, parseMapping } from "../../submit/columns/Mapping.ts"
import { rememberColumns } from "../../submit/preview/ColumnChanges.ts"
import type { PortalClient } from "../api/PortalClient.ts"
import type { Checked } from "./Checked.ts"

/** The partner's mapping, which the server keeps. It is empty if none is stored, or if the stored one is no longer valid. */
export class PartnerMapping {
  readonly #server: PortalClient
  #known: Mapping | undefined

  constructor(server: PortalClient) {
    this.#server = server
  }

  get known(): Mapping {
    return this.#known ?? emptyMapping
  }

  /** Reads the mapping from the server, once. */
  async load(): Promise<Mapping> {
    if (this.#known !== undefined) return this.#known
    const stored = await this.#server.mapping()
    try {
      this.#known = parseMapping(stored)
    } catch {
      this.#known = emptyMapping
    }
    return this.#known
  }

  async save(mapping: Mapping): Promise<void> {
    await this.#server.saveMapping(mapping)
    this.#known = mapping
  }

  /** Stores the columns of a file that was sent, to compare the next one with. If this fails, the next file counts as the first. */
  async remember({ opened }: Checked): Promise<void> {
    this.#known = rememberColumns(this.known, opened)
    await this.#server.saveMapping(this.#known).catch(() => undefined)
  }
}

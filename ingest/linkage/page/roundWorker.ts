/**
 * A partner's part of a round in a browser, in a worker, so that the page responds meanwhile. Names and keys stay in it; what it sends is decided by
 * `takePart`, as on the command line.
 */
import { groupReady } from "@corridor/linkage/oprf/Group"
import type { KeyedPerson } from "@corridor/linkage/round/Client"
import { type Refusal, RoundRefused } from "@corridor/linkage/round/RoundRefused"
import { type Terms, termsCode } from "@corridor/linkage/round/Terms"
import { expose } from "comlink"
import type { Language } from "../../../schemas/Languages.ts"
import { FileRefused, type SheetChoice } from "../../submit/read/FileRefused.ts"
import { blobSource } from "../../submit/read/FileSource.ts"
import { textOfRefused } from "../../submit/words/ProblemWords.ts"
import { caseFields } from "../caseFields.ts"
import { type Connection, PartyUnavailable } from "../PartyClient.ts"
import { type CaseFile, readCaseFile } from "../readCaseFile.ts"
import { decide, partnerKeys, roundOf, sendPersons } from "../takePart.ts"
import { OwnFile } from "./OwnFile.ts"

/** Why something was not done. It has no value of a case file. */
export type Reason =
  | { readonly by: "round"; readonly code: Refusal; readonly holder: string | undefined }
  | { readonly by: "party"; readonly party: string; readonly reason: PartyUnavailable["reason"] }
  | { readonly by: "case file"; readonly text: string; readonly sheets: ReadonlyArray<SheetChoice> }
  | { readonly by: "own file" }

export type Outcome<A> = { readonly done: A } | { readonly refused: Reason }

export interface Own {
  readonly partner: string
  /** The name by which the linker and the holders know the partner. */
  readonly publicKey: string
  /** The parties that it has a token of. */
  readonly connected: ReadonlyArray<string>
}

export interface ShownTerms {
  readonly terms: Terms
  readonly code: string
}

/** What was read of a case file, without persons. */
export interface Counted extends Omit<CaseFile, "persons"> {
  readonly persons: number
  /** Fields and dimensions without a column. */
  readonly missing: ReadonlyArray<string>
}

interface CaseFileChoice {
  readonly file: File
  readonly sheet: string | undefined
  /** The meaning of columns whose names say none. */
  readonly columns: Readonly<Record<string, string>>
  /** In which a refusal is written. */
  readonly language: Language
}

const refusedFile = (refused: FileRefused, language: Language): Reason => ({
  by: "case file",
  text: textOfRefused(refused, language),
  sheets: refused.sheets
})

const attempt = async <A>(run: () => A | Promise<A>): Promise<Outcome<A>> => {
  try {
    await groupReady
    return { done: await run() }
  } catch (cause) {
    if (cause instanceof RoundRefused) return { refused: { by: "round", code: cause.code, holder: cause.holder } }
    if (cause instanceof PartyUnavailable) return { refused: { by: "party", party: cause.party, reason: cause.reason } }
    throw cause
  }
}

type Connections = Readonly<Record<string, Connection>>

class RoundWorker {
  #own: OwnFile | undefined
  #terms: Terms | undefined
  #persons: ReadonlyArray<KeyedPerson> = []
  #keep: (text: string) => void = () => {}

  get #file(): OwnFile {
    if (this.#own === undefined) throw new Error("no file is open")
    return this.#own
  }

  get #shown(): Terms {
    if (this.#terms === undefined) throw new RoundRefused("agreement-missing")
    return this.#terms
  }

  /** Opens the partner's own file, or makes one for this partner. */
  async open(from: { readonly text: string } | { readonly partner: string }): Promise<Outcome<Own>> {
    // A state with a seed has to be kept before anything is asked with it: an interrupted round continues with it alone.
    const onChange = (name: string) => {
      if (name.startsWith("rounds/")) this.#keep(this.#file.text)
    }
    const own = "text" in from ? OwnFile.parse(from.text, onChange) : OwnFile.make(from.partner, onChange)
    if (own === undefined) return { refused: { by: "own file" } }
    this.#own = own
    return attempt(() => this.#described())
  }

  /** Adds tokens of parties, and returns the file's text, which the partner saves. */
  async connect(connections: Connections): Promise<{ readonly own: Own; readonly text: string }> {
    this.#file.write("connections", { ...this.#file.read<Connections>("connections"), ...connections })
    return { own: this.#described(), text: this.#file.text }
  }

  /** Asks the linker for the terms of a round. These are the ones that `send` signs. */
  show(round: string): Promise<Outcome<ShownTerms>> {
    return attempt(async () => {
      const { terms } = await roundOf(this.#file, round)
      this.#terms = terms
      return { terms, code: termsCode(terms) }
    })
  }

  /** Reads a case file. Nothing is sent. */
  async read({ file, sheet, columns, language }: CaseFileChoice): Promise<Outcome<Counted>> {
    try {
      return await attempt(async () => {
        const { strata } = this.#shown
        const source = blobSource(file.name, file)
        const { persons, ...rest } = await readCaseFile(source, { mapping: columns, strata, sheet })
        this.#persons = persons
        const missing = [...caseFields, ...Object.keys(strata)].filter((one) => !rest.found.includes(one))
        return { ...rest, persons: persons.length, missing }
      })
    } catch (cause) {
      if (cause instanceof FileRefused) return { refused: refusedFile(cause, language) }
      throw cause
    }
  }

  /**
   * Signs the terms that were shown, and sends the persons that were read as tokens. `keep` gets the file's text before anything is asked of the
   * holders. Returns the number of persons.
   */
  send(keep: (text: string) => void, onProgress: (done: number, total: number) => void): Promise<Outcome<number>> {
    this.#keep = keep
    return attempt(async () => {
      const { partner } = this.#file
      await decide(this.#file, partner, this.#shown, "agree", new Date())
      return sendPersons(this.#file, partner, this.#shown.round, this.#persons, onProgress, new Date())
    })
  }

  /** Removes what the partner sent in the round whose terms were shown. */
  veto(): Promise<Outcome<void>> {
    return attempt(() => decide(this.#file, this.#file.partner, this.#shown, "veto", new Date()))
  }

  #described(): Own {
    return {
      partner: this.#file.partner,
      publicKey: partnerKeys(this.#file).publicKey,
      connected: Object.keys(this.#file.read<Connections>("connections") ?? {})
    }
  }
}

export type { RoundWorker }

expose(new RoundWorker())

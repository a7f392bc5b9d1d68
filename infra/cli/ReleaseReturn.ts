import { Effect } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import { writeOutput } from "../../ports/files/OutputFile.ts"
import { makeReturn, ReturnRefused, statutoryReturns } from "../../release/returns/makeReturn.ts"
import { returnStateMeanings } from "../../release/returns/ReturnCell.ts"
import { returnFile, returnFormats } from "../../release/returns/returnFile.ts"
import type { StatutoryReturn } from "../../release/returns/StatutoryReturn.ts"
import { storesOf } from "../stack/Stack.ts"
import { formatTable, printResult } from "./CommandOutput.ts"
import { commonFlags, documented, optionalWhole, textFlag, wholeFlag } from "./CommonFlags.ts"

export const returnCommand = Command.make(
  "return",
  {
    ...commonFlags,
    name: Argument.Literals("name", [...statutoryReturns.keys()]).pipe(
      Argument.withDescription("sdg-16.2.2: the SDG indicator; glotip: the tables of UNODC's questionnaire")
    ),
    year: wholeFlag("year", "year of the return", 0),
    country: textFlag(
      "country",
      "ISO 3166-1 alpha-3; repeat for several; default: all in the edition, and all countries together"
    ).pipe(Flag.atLeast(0)),
    release: optionalWhole("release", "number of an edition's release; default: the latest edition", 1),
    out: textFlag("out", `file to write: .${returnFormats.join(", .")}`)
  },
  Effect.fn("release return")(function* ({ data, json, name, year, country, release, out }) {
    const own = statutoryReturns.get(name) as StatutoryReturn
    const format = returnFormats.find((one) => out.toLowerCase().endsWith(`.${one}`))
    if (format === undefined)
      return yield* new ReturnRefused({
        message: `--out takes a file name that ends with .${returnFormats.join(" or .")}.`
      })
    if (year < 1900 || year > 2200)
      return yield* new ReturnRefused({ message: "--year takes a year from 1900 to 2200." })
    const { rows, source } = yield* makeReturn(own, { year, release, countries: country }).pipe(
      Effect.provide(storesOf(data))
    )
    yield* writeOutput(out, returnFile(own, rows, source, format), { replace: false })
    const byState = Object.fromEntries(
      Object.keys(returnStateMeanings).map((state) => [state, rows.filter(({ cell }) => cell.state === state).length])
    )
    yield* printResult(json, {
      json: { return: name, year, ...source, rows: rows.length, byState, file: out },
      lines: [
        `${own.title}, ${year}, of edition ${source.edition}${source.invented ? " (INVENTED DATA)" : ""}:`,
        ...formatTable([
          ["state", "rows", "meaning"],
          ...Object.entries(returnStateMeanings).map(([state, meaning]) => [state, byState[state] ?? 0, meaning])
        ]),
        ...own.notes
      ]
    })
  })
).pipe(
  documented(
    "Fill in a statutory return from the published cells of an edition, and say of every other cell why it has no figure",
    "corridor release return sdg-16.2.2 --year 2005 --country RUS --out sdg-2005.csv",
    "corridor release return glotip --year 2005 --country RUS --out glotip-2005.xlsx"
  )
)

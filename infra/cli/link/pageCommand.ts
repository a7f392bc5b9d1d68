/** `link page`: the page with which partners take part in rounds without a command line. */
import { hash } from "node:crypto"
import { UsageError } from "@corridor/dbt-ts/command/UsageError"
import { Effect } from "effect"
import { Command, Flag } from "effect/cli"
import { linkerName } from "../../../ingest/linkage/takePart.ts"
import { type Party, roundPage } from "../../../ingest/portal/server/roundPage.ts"
import { writeOutput } from "../../../ports/files/OutputFile.ts"
import { offerPage } from "../../linkage/offeredRounds.ts"
import { printResult } from "../CommandOutput.ts"
import { commonFlags, documented, switchFlag, textArgument } from "../CommonFlags.ts"

/** Returns the party of `name=address`; undefined if the address is none. */
const partyOf = (text: string): Party | undefined => {
  const [, name = "", address = ""] = /^([a-z0-9][a-z0-9-]*)=(https?:\/\/.+)$/.exec(text) ?? []
  return name !== "" && URL.canParse(address) ? { name, address } : undefined
}

const partyFlag = Flag.String("party").pipe(
  Flag.withDescription(
    "a party and its address, such as holder-one=https://one.example: the linker, and every key holder"
  ),
  Flag.atLeast(1)
)

export const page = Command.make(
  "page",
  {
    ...commonFlags,
    file: textArgument("file", "the HTML file to write"),
    party: partyFlag,
    offer: switchFlag("offer", "let signed-in partners fetch the page from the portal of this data folder")
  },
  Effect.fn("link page")(function* ({ data, json, file, party, offer }) {
    const parties = party.flatMap((text) => partyOf(text) ?? [])
    const names = new Set(parties.map(({ name }) => name))
    if (parties.length < party.length || names.size < parties.length || !names.has(linkerName) || names.size < 3)
      return yield* new UsageError({
        message: `--party takes a name and an address, such as holder-one=https://one.example. Give it for '${linkerName}' and for each of at least two key holders.`
      })
    const text = yield* roundPage(parties)
    yield* writeOutput(file, text, { replace: true })
    if (offer) offerPage(data, text)
    const sha256 = hash("sha256", text)
    yield* printResult(json, {
      json: { file, bytes: Buffer.byteLength(text), sha256, parties: [...names] },
      lines: [
        `Its SHA-256, which a key holder gives to partners: ${sha256}`,
        `Wrote ${file}. Deliver it to partners in a way that rules out tampering: a changed page could read their case files.`,
        "Partners open it as a file. It can connect only to these parties."
      ]
    })
  })
).pipe(
  documented(
    "Write the page with which a partner takes part in a browser",
    "corridor link page round.html --party linker=https://corridor.example --party holder-one=https://one.example --party holder-two=https://two.example"
  )
)

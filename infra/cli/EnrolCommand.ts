/** `enrol --partner ID --server URL --code CODE` */
import { Effect } from "effect"
import { Command, Flag } from "effect/cli"
import { PartnerId } from "../../ingest/partners/PartnerId.ts"
import { Progress } from "../process/Progress.ts"
import { stackKeysFolder } from "../stack/keysFolder.ts"
import { printSecret } from "./CommandOutput.ts"
import { commonFlags, documented, optionalText, textFlag } from "./CommonFlags.ts"
import { enrolHere, keyForServer, ownKeyFile } from "./partnerClient.ts"

export const enrol = Command.make(
  "enrol",
  {
    ...commonFlags,
    partner: textFlag("partner", "the partner's id").pipe(Flag.withSchema(PartnerId)),
    server: textFlag("server", "address of the Corridor that invited the partner"),
    code: textFlag(
      "code",
      "one-time code of the invitation; '-' reads it from standard input, so that no list of processes shows it"
    ),
    key: optionalText(
      "key",
      "file with the partner's own key; made if it does not exist; default: in the folder of keys"
    )
  },
  Effect.fn("enrol")(function* ({ data, json, partner, server, code, key: given }) {
    const keys = yield* stackKeysFolder(data)
    const keyFile = given ?? ownKeyFile(keys, partner)
    const key = yield* keyForServer(keyFile, yield* Progress)
    const { account, password, expiresAt, file } = yield* enrolHere({ server, code, keys, partner, key })
    const another = `${partner} is enrolled, and its key and token are kept. For another password at the portal, ask a manager of the partner or the operator ('account password').`
    yield* printSecret(json, another, {
      json: { partner, account, password, expiresAt, tokenFile: file, keyFile },
      lines: [
        `${partner} is enrolled. The key is in ${keyFile}, and a token that is valid until ${expiresAt} in ${file}.`,
        "Keep a copy of the key in a safe place: nobody else has it.",
        ...(password === null ? [] : [`Account at the portal: ${account}, password (shown only once): ${password}`])
      ]
    })
  })
).pipe(
  documented(
    "Enrol this machine for an invited partner: makes the partner's key here, registers its check value, and keeps a token for 'submit --server'",
    "corridor enrol --partner shelter-north --server https://corridor.example --code - < code.txt"
  )
)

/** `restore DIR [--replace]` */
import { resolve } from "node:path"
import { Effect } from "effect"
import { Argument, Command } from "effect/cli"
import { type Restored, restoreBackup } from "../backup/Restore.ts"
import { printResult } from "./CommandOutput.ts"
import { commonFlags, switchFlag } from "./CommonFlags.ts"

const lines = ({ manifest, rows, keys, folders, offsets, erased, tombstones, withoutKeys }: Restored) => [
  `The backup of ${manifest.createdAt} is restored: ${rows} rows, the marts are built from them.`,
  `Keys: ${keys.restored} files put back, ${keys.kept} were there${keys.shredded > 0 ? `, ${keys.shredded} of partners whose keys were shredded since stay away` : ""}.`,
  ...(folders.length > 0 ? [`The files of ${folders.join(" and ")} were put back.`] : []),
  ...manifest.folders
    .filter((name) => !folders.includes(name))
    .map((name) => `The files of ${name} that were there are kept: move them away first to use those of the backup.`),
  `The pipeline goes on where the backup stood in ${offsets.noted} partitions and reads ${offsets.fromStart} from their start; what the store has already is found there.`,
  ...(erased + tombstones > 0
    ? [`Withdrawals that the backup had not heard of hold: ${tombstones} tombstones, ${erased} rows erased.`]
    : []),
  ...(withoutKeys.length > 0
    ? [
        `No keys are here for ${withoutKeys.join(", ")}: put the key folder back before 'ingest', or their records stop it.`
      ]
    : [])
]

export const restore = Command.make(
  "restore",
  {
    ...commonFlags,
    folder: Argument.String("dir").pipe(
      Argument.withDescription("a folder that 'backup' made"),
      Argument.map((dir) => resolve(dir))
    ),
    replace: switchFlag("replace", "empty a store that holds records")
  },
  Effect.fn("restore")(function* ({ data, json, folder, replace }) {
    const done = yield* restoreBackup({ data, folder, replace })
    const { manifest, ...rest } = done
    yield* printResult(json, {
      json: { backup: manifest.id, createdAt: manifest.createdAt, ...rest },
      lines: lines(done)
    })
  })
).pipe(
  Command.withDescription(
    "A backup put back: checked first, then store, keys and offsets, and withdrawals that came after it; the marts are built again. Can be run again when it was cut off"
  ),
  Command.withExamples([
    { command: "corridor restore /backups/2026-11-24 --data /srv/corridor" },
    { command: "corridor restore /backups/2026-11-24 --replace" }
  ])
)

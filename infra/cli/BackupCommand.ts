/** `backup DIR [--without-keys]` */
import { resolve } from "node:path"
import { Effect } from "effect"
import { Argument, Command } from "effect/cli"
import { makeBackup } from "../backup/Backup.ts"
import { formatBytes } from "../backup/progressCounter.ts"
import { printResult } from "./CommandOutput.ts"
import { commonFlags, documented, switchFlag, textArgument } from "./CommonFlags.ts"

export const backup = Command.make(
  "backup",
  {
    ...commonFlags,
    folder: textArgument("dir", "a new or empty folder").pipe(Argument.map((dir) => resolve(dir))),
    withoutKeys: switchFlag("without-keys", "exclude keys, partners' secrets and the withdrawal log")
  },
  Effect.fn("backup")(function* ({ data, json, folder, withoutKeys }) {
    const { manifest, notIncluded } = yield* makeBackup({ data, folder, withoutKeys })
    const bytes = manifest.files.reduce((sum, file) => sum + file.bytes, 0)
    const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0)
    const { id, createdAt, tables, keys, folders, offsets, files } = manifest
    yield* printResult(json, {
      json: {
        backup: id,
        folder,
        createdAt,
        tables: tables.map(({ table, rows: n }) => ({ table, rows: n })),
        rows,
        keys,
        folders,
        offsets: offsets.length,
        files: files.length + 1,
        bytes,
        notIncluded
      },
      lines: [
        `The backup is in ${folder}: ${rows} rows of ${tables.length} tables, offsets of ${offsets.length} partitions${keys ? ", keys" : ""}${folders.length > 0 ? `, files of ${folders.join(" and ")}` : ""}; ${files.length + 1} files, ${formatBytes(bytes)}.`,
        ...notIncluded
      ]
    })
  })
).pipe(
  documented(
    "Back up the store's tables, consumer offsets, keys and the withdrawal log into a folder; for an embedded stack that is stopped, also topics and registry",
    "corridor backup /backups/2026-11-24",
    "corridor backup /backups/for-tests --without-keys"
  )
)

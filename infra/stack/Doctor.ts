/** Checks each component of a stack. Returns what is wrong and what to do. */
import { existsSync } from "node:fs"
import { join } from "node:path"
import { type Config, Effect, type FileSystem, Layer, type Path, Redacted } from "effect"
import { readFailure } from "../../ports/files/fileFailure.ts"
import type { StateStore } from "../../ports/StateStore.ts"
import { Unavailable } from "../process/Unavailable.ts"
import { type Settings, settings } from "../settings/Settings.ts"
import { clock, datedFiles } from "./doctor/clock.ts"
import { checkComponent, checkKafka, checkRegistry, checkState, checkWarehouse } from "./doctor/components.ts"
import {
  checkBackups,
  checkDamage,
  checkPartitions,
  checkStores,
  checkTopics,
  checkWithdrawals,
  partnerKeys,
  readDatedBatches,
  readDatedEntries,
  unusableKeys
} from "./doctor/contents.ts"
import { type Finding, problem } from "./doctor/Finding.ts"
import { disk, java, keys, leftovers, maven, node, proxies, restores } from "./doctor/machine.ts"
import { runningEndpoints } from "./Endpoints.ts"
import { expiringCertificates } from "./expiringCertificates.ts"
import { keysLayer } from "./Keys.ts"
import { stackKeysFolder } from "./keysFolder.ts"
import * as Parts from "./Parts.ts"

const stateServer = (data: string, found: Settings): Parts.Server<StateStore> | undefined => {
  const { state } = found
  const folder = join(data, "state")
  if (state === undefined && !existsSync(folder)) return undefined
  return { where: state === undefined ? folder : new URL(Redacted.value(state)).host, layer: Parts.state(data, found) }
}

const serverKind = (setting: unknown) => (setting === undefined ? "own" : "outside")

/** Returns what a check of files finds; one that it cannot read does not end the other checks. */
const ofFiles = (part: string, check: () => ReadonlyArray<Finding>): ReadonlyArray<Finding> => {
  try {
    return check()
  } catch (error) {
    const message = error instanceof Unavailable ? error.message : readFailure(error)
    if (message === undefined) throw error
    return [problem(part, message, "")]
  }
}

/** Returns one finding per component. Nothing is wrong if every finding is `ok`. */
export const examine = Effect.fn("Doctor.examine")(function* (
  data: string
): Effect.fn.Return<ReadonlyArray<Finding>, Config.ConfigError, FileSystem.FileSystem | Path.Path> {
  const found = yield* settings
  const running = runningEndpoints(data)
  const log = Parts.logServer(data, found, running)
  const warehouse = Parts.warehouseServer(data, found, running)
  const keysFolder = yield* stackKeysFolder(data)
  const secrets = [keysFolder, join(data, "secrets"), join(data, "state")]
  const embedsJava = found.kafka === undefined || found.registry === undefined
  const state = stateServer(data, found)
  const servers = yield* Effect.all(
    [
      checkComponent("kafka", log, serverKind(found.kafka), checkKafka),
      checkComponent("registry", Parts.registryServer(data, found, running), serverKind(found.registry), checkRegistry),
      checkComponent("warehouse", warehouse, serverKind(found.clickhouse), checkWarehouse),
      checkComponent("state", state, found.state === undefined ? "file" : "outside", checkState)
    ],
    { concurrency: "unbounded" }
  )
  const keyed = warehouse === undefined ? undefined : Layer.merge(warehouse.layer, keysLayer(data))
  const stores = yield* checkStores(warehouse && state ? Layer.merge(warehouse.layer, state.layer) : undefined)
  const damaged = yield* checkDamage(warehouse?.layer)
  const unusable = yield* unusableKeys(keyed)
  const withdrawals = yield* checkWithdrawals(keyed)
  const backups = yield* checkBackups(keysFolder)(warehouse?.layer)
  const withoutKey = new Set(unusable.map(({ partner }) => partner))
  const expiring = yield* expiringCertificates(found)
  const [{ ok: hasLog }, , { ok: hasStore }] = servers
  const logLayer = hasLog ? log?.layer : undefined
  const both = logLayer && hasStore && warehouse ? Layer.merge(logLayer, warehouse.layer) : undefined
  const topics = yield* checkTopics(both)
  const partitions = yield* checkPartitions(withoutKey)(logLayer)
  const written = [...(yield* readDatedEntries(state?.layer)), ...(yield* readDatedBatches(warehouse?.layer))]
  const clockFinding = yield* clock(written, datedFiles(data))
  return [
    node(),
    ...(embedsJava ? [java(), maven(found.cache)] : []),
    ...servers,
    ...stores,
    ...damaged,
    ...topics,
    ...partitions,
    ...expiring.map((words) =>
      problem("certificates", words, "Renew it now: when it has expired, nothing connects with it any more.")
    ),
    ...partnerKeys(unusable),
    ...withdrawals,
    ...backups,
    ...ofFiles("keys", () => [keys(secrets)]),
    disk(data),
    clockFinding,
    ...ofFiles("proxies", () => proxies(data)),
    ...ofFiles("restore", () => restores(data)),
    ...ofFiles("processes", () => [leftovers(data)])
  ]
})

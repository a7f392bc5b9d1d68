/**
 * The note in a data folder that a proxy leads to the page which `CORRIDOR_TRUSTED_PROXIES` does not name. `doctor` reads it. A server removes it when
 * it starts, because the setting may name the proxy now.
 */
import { rmSync } from "node:fs"
import { join } from "node:path"
import { readTextFile, writeOwnerOnlyFile } from "./OwnerOnlyFile.ts"

const noteOf = (data: string) => join(data, "unnamed-proxy")

/** Notes the address of the proxy. */
export const noteUnnamedProxy = (data: string, address: string): void => writeOwnerOnlyFile(noteOf(data), address)

/** Returns the address of the proxy; undefined if there is none. */
export const unnamedProxy = (data: string): string | undefined => readTextFile(noteOf(data))

/** Removes the note. */
export const forgetUnnamedProxy = (data: string): void => rmSync(noteOf(data), { force: true })

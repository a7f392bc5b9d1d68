import { statSync } from "node:fs"

/**
 * Identifies a folder, also after it was renamed. Files in a folder that name its processes are copied with it: a copy is another folder, and a command
 * on it must not use or end the processes of the first.
 */
export const folderIdentity = (folder: string): string => {
  const { dev = 0, ino = 0 } = statSync(folder, { throwIfNoEntry: false }) ?? {}
  return `${dev}:${ino}`
}

/** Returns whether a file in `folder` that names a process was written there. Files of earlier versions do not say. */
export const isOfFolder = (folder: string, written: { readonly folder?: string | undefined }): boolean =>
  written.folder === undefined || written.folder === folderIdentity(folder)

/** A public data file. It is not part of the repository; tests that need it are skipped without it. */
export const sharedData = (file: string): URL => new URL(`../../../../../shared/data/${file}`, import.meta.url)

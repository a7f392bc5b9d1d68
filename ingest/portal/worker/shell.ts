/** The files of the page's shell. The bundle of the service worker has the addresses and a version in place of these. */
export const shell: { readonly files: ReadonlyArray<string>; readonly version: string } = { files: [], version: "" }

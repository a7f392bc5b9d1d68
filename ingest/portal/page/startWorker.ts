/** The only address that may become a script: the content security policy allows no other policy of trusted types. */
const workerAddress = "/portal/worker.js"

interface TrustedTypes {
  readonly createPolicy: (
    name: string,
    rules: { readonly createScriptURL: () => string }
  ) => { readonly createScriptURL: (address: string) => string }
}

/** Starts the service worker, with which the page opens without a network. Without one, the page works as long as there is a network. */
export const startWorker = async (): Promise<void> => {
  if (!("serviceWorker" in navigator)) return
  const { trustedTypes } = globalThis as { readonly trustedTypes?: TrustedTypes }
  const policy = trustedTypes?.createPolicy("corridor-worker", { createScriptURL: () => workerAddress })
  await navigator.serviceWorker
    .register(policy?.createScriptURL("") ?? workerAddress, { scope: "/portal", updateViaCache: "none" })
    .catch(() => undefined)
}

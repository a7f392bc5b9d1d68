import { fileAddress } from "./frame.ts"

const requests = new Map<string, Promise<unknown>>()

/** Fetches JSON. Each address is requested once; a failed request is repeated the next time. */
export const json = <A>(address: string): Promise<A> => {
  const known = requests.get(address)
  if (known !== undefined) return known as Promise<A>
  const request = fetch(address).then((response) => {
    if (!response.ok) throw new Error("The server refused the request")
    return response.json() as Promise<A>
  })
  requests.set(address, request)
  request.catch(() => requests.delete(address))
  return request
}

/** Fetches a file of the page by its short name. */
export const pageFile = async <A>(name: string): Promise<A> => json<A>(fileAddress(name))

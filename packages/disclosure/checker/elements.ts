/** Returns the element of the page with this id. */
export const at = <E extends HTMLElement>(id: string) => document.getElementById(id) as E

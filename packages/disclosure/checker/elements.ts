export const at = <E extends HTMLElement>(id: string) => document.getElementById(id) as E

export const at = <E extends HTMLElement>(id: string) => document.getElementById(id) as E

export const counted = (n: number, one: string, many: string) => `${n.toLocaleString("en")} ${n === 1 ? one : many}`

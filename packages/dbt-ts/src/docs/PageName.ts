/** File name of a node's page. */
export const pageName = (id: string): string => `${id.replace(/[^\w.-]/g, "_")}.html`

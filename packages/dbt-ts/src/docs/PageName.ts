/** The file of a node's page, beside the others in one folder. */
export const pageName = (id: string): string => `${id.replace(/[^\w.-]/g, "_")}.html`

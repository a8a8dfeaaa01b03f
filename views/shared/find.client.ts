/** The elements of a page that its script cannot do without. */

/** The first element of a selector, which is there: what uses another throws, and where a script throws, its forms go. */
export function find<Kind extends HTMLElement>(selector: string, within: ParentNode = document): Kind {
  return within.querySelector<Kind>(selector) as Kind
}

/** A form that spends something: sent twice by a double click, it counts once (`server/web/once.ts`). */

import type { Child } from 'hono/jsx'

/** `once` is the key of this look at the page; `children` are its fields and buttons. */
export function OnceForm(props: { once: string; action: string; class?: string; children?: Child }) {
  return (
    <form method="post" action={props.action} class={props.class}>
      <input type="hidden" name="once" value={props.once} />
      {props.children}
    </form>
  )
}

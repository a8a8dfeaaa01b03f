/** The page for when the server is away: a file of this machine, in all languages at once. */

import { z } from 'zod'

/** The words of one language, as they stand in locales/<language>/kiosk.json. */
export const outOfServiceWordsSchema = z.object({
  outOfService: z.object({
    title: z.string(),
    words: z.string(),
    ask: z.string(),
    call: z.string(),
    refused: z.string(),
    untrusted: z.string(),
  }),
})

type OutOfServiceWords = z.infer<typeof outOfServiceWordsSchema>['outOfService']

interface OutOfServiceParts {
  readonly words: Readonly<Record<string, OutOfServiceWords>>
  /** The site's own number; null where it has set none. */
  readonly telephone: string | null
  /** Our own pictograms, as SVG. */
  readonly pictograms: { readonly outOfService: string; readonly ask: string; readonly call: string }
}

/** What the person who looks after the screen can mend. The address names it, behind #. */
const reasons = ['refused', 'untrusted'] as const

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)
}

/** Whoever copies a number from a screen reads it in one go. */
function onOneLine(telephone: string): string {
  return telephone.replaceAll(' ', '\u00a0')
}

export function outOfServicePage({ words, telephone, pictograms }: OutOfServiceParts): string {
  const sections = Object.entries(words).map(([language, parts]) => {
    const { title, words: says, ask, call } = parts
    const called =
      telephone === null
        ? ''
        : `<p class="line">${pictograms.call}<span>${escaped(call.replace('{{telephone}}', onOneLine(telephone)))}</span></p>`
    return `<section lang="${language}">
<h2>${escaped(title)}</h2>
<p class="line">${pictograms.ask}<span>${escaped(ask)}</span></p>
${called}
<p class="soon">${escaped(says)}</p>
${reasons.map((reason) => `<p class="reason ${reason}">${escaped(parts[reason])}</p>`).join('\n')}
</section>`
  })
  return `<!doctype html>
<html lang="fr">
<head>
<meta charset="utf-8">
<title>Trois Clics</title>
<style>${style}</style>
</head>
<body>
${reasons.map((reason) => `<i id="${reason}"></i>`).join('')}
<main>
<div class="picture">${pictograms.outOfService}</div>
${sections.join('\n')}
</main>
</body>
</html>
`
}

const style = `
@font-face { font-family: "Atkinson Hyperlegible Next"; src: url("typeface.woff2") format("woff2"); font-weight: 200 800 }
* { box-sizing: border-box; margin: 0 }
body { background: #fbf9f4; color: #1c1b19; font: 1.375rem/1.45 "Atkinson Hyperlegible Next", sans-serif; min-height: 100vh; display: grid; place-items: center; padding: 2rem }
main { display: grid; grid-template-columns: repeat(auto-fit, minmax(24rem, 1fr)); gap: 1.5rem; width: 100%; max-width: 64rem }
@media (min-width: 110rem) { main { max-width: 104rem } }
.picture { grid-column: 1 / -1; justify-self: center }
.picture svg { width: 9rem; height: 9rem }
section { background: #fff; border-radius: 1rem; padding: 1.75rem; display: grid; gap: 1rem; align-content: start; box-shadow: 0 0 0 1px #dcd6c8 }
h2 { font-size: 1.75rem; line-height: 1.2 }
.line { display: grid; grid-template-columns: 3.5rem 1fr; gap: 1rem; align-items: center; font-weight: 600 }
.line svg { width: 3.5rem; height: 3.5rem }
.soon, .reason { color: #4a4740 }
.reason { display: none; font-size: 1.125rem; border-top: 1px solid #dcd6c8; padding-top: 1rem }
${reasons.map((reason) => `#${reason}:target ~ main .${reason}`).join(', ')} { display: block }
i { position: absolute; top: 0 }
@media (max-height: 60rem) and (min-width: 80rem) {
  body { font-size: 1.125rem; padding: 1rem }
  main { grid-template-columns: repeat(4, 1fr); gap: 1rem; max-width: none }
  section { padding: 1.25rem }
  h2 { font-size: 1.375rem }
  .line { grid-template-columns: 2.75rem 1fr }
  .line svg { width: 2.75rem; height: 2.75rem }
  .reason { font-size: 1rem }
}
`

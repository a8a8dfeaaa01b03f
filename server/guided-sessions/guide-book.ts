/** The helper's guide of docs/, as markup of a page, with the pictures that the tests make for it. */

import { readFile } from 'node:fs/promises'
import path from 'node:path'

export interface GuideBook {
  /** The guide in a language, in English where that language has none yet. */
  readonly markup: (language: string) => Promise<string>
  /** A picture of the guide, or null for a name that it does not have. */
  readonly picture: (name: string) => Promise<Buffer<ArrayBuffer> | null>
}

const pictureName = /^guided-session-[a-z-]+\.png$/

export function createGuideBook(rootDirectory: string): GuideBook {
  const docs = path.join(rootDirectory, 'docs')
  const made = new Map<string, Promise<string>>()

  async function make(language: string): Promise<string> {
    // Brought in by the first reader: few ask for it, and an idle server is to stay small.
    const { marked } = await import('marked')
    const text = await readFile(path.join(docs, `mediator-guide.${language}.md`), 'utf8').catch(() =>
      readFile(path.join(docs, 'mediator-guide.md'), 'utf8'),
    )
    const markup = await marked.parse(text)
    return markup.replaceAll('src="screenshots/', 'loading="lazy" src="/companion/guide/pictures/')
  }

  return {
    markup: (language) => {
      const markup = made.get(language) ?? make(language)
      made.set(language, markup)
      return markup
    },
    picture: async (name) =>
      pictureName.test(name) ? readFile(path.join(docs, 'screenshots', name)).catch(() => null) : null,
  }
}

/** A page without its words: two pages with one skeleton differ in nothing but what is written in them. */

/** Attributes that hold words for people: all that counts is whether there are any. */
const forPeople = new Set([
  'alt',
  'aria-braillelabel',
  'aria-description',
  'aria-label',
  'aria-placeholder',
  'aria-roledescription',
  'aria-valuetext',
  'label',
  'placeholder',
  'summary',
  'title',
  // The squares of a QR code are an address, written in another way.
  'd',
])
/** Elsewhere a value is a choice that the server knows, not a word. */
const typesWithWords = new Set(['', 'button', 'reset', 'search', 'submit', 'text'])
/** The hidden field that differs at each look at a page. */
const keyOfLook = 'once'
const addresses = new Set(['action', 'formaction', 'href', 'src', 'xlink:href'])
const neverClosed = new Set('area base br col embed hr img input link meta source track wbr'.split(' '))
const token =
  /<!--[\s\S]*?-->|<!doctype[^>]*>|<\/(?<closed>[^\s>]+)>|<(?<opened>[^\s/>!]+)(?<attributes>(?:\s+[^\s=/>]+(?:="[^"]*")?)*)\s*(?<alone>\/?)>|(?<words>[^<]+)/giy

interface Element {
  readonly tag: string
  readonly opening: string
  readonly parts: string[]
  /** It says by itself which language it is in or leads to, or its only child does. */
  ofALanguage: boolean
  childrenOfLanguages: number
  children: number
  hasWords: boolean
}

function elementOf(tag: string, opening: string, ofALanguage: boolean): Element {
  return { tag, opening, parts: [], ofALanguage, childrenOfLanguages: 0, children: 0, hasWords: false }
}

/** A choice of languages has another place for the page's own in each language: its order says nothing. */
function written({ tag, opening, parts, children, childrenOfLanguages, hasWords }: Element): string {
  const isChoice = children > 1 && childrenOfLanguages === children && !hasWords
  return `${opening}${(isChoice ? [...parts].sort() : parts).join('')}</${tag}>`
}

function close(parent: Element, child: Element): void {
  parent.parts.push(written(child))
  parent.children += 1
  const isOfALanguage =
    child.ofALanguage || (child.children === 1 && child.childrenOfLanguages === 1 && !child.hasWords)
  if (isOfALanguage) parent.childrenOfLanguages += 1
}

/**
 * Takes the markup as a browser writes it (`document.documentElement.outerHTML`). What is not known to be words is kept as it
 * is, so that whatever is new makes another skeleton. `language` is the page's own, as its address says; null for a page of all.
 */
export function skeletonOf(html: string, language: string | null, languages: readonly string[]): string {
  const own = (one: string) => (language === null ? one : one === language ? 'own' : 'other')
  const alternatives = languages.join('|')
  const inPath = new RegExp(`(^|url=)/(${alternatives})(?=[/?#]|$)`, 'g')
  const inQuery = new RegExp(`([?&;]language=)(${alternatives})(?![\\w-])`, 'g')

  function address(value: string): string {
    const scheme = /^([a-z][a-z+.-]*):|^\/\//i.exec(value)
    if (scheme !== null) return `${scheme[1] ?? ''} external`
    return value
      .replace(inPath, (_, before: string, one: string) => `${before}/${own(one)}`)
      .replace(inQuery, (_, before: string, one: string) => before + own(one))
  }

  function keptOf(tag: string, name: string, value: string, type: string, field: string): string {
    const isForPeople =
      forPeople.has(name) ||
      (name === 'value' && tag === 'input' && (typesWithWords.has(type) || field === keyOfLook))
    if (isForPeople) return value.trim() === '' ? '' : 'words'
    if (name === 'lang' || name === 'hreflang') return languages.includes(value) ? own(value) : value
    if (addresses.has(name) || name === 'content') return address(value)
    return value
  }

  const root = elementOf('', '', false)
  const open = [root]
  const current = () => open.at(-1) ?? root
  const closeLast = () => {
    const last = open.pop()
    if (last !== undefined) close(current(), last)
  }

  token.lastIndex = 0
  let read = 0
  for (let found = token.exec(html); found !== null; found = token.exec(html)) {
    read = token.lastIndex
    const { closed, opened, attributes = '', alone, words } = found.groups ?? {}
    if (words !== undefined && words.trim() !== '') {
      current().parts.push('words')
      current().hasWords = true
    }
    if (closed !== undefined && closed === current().tag) closeLast()
    else if (closed !== undefined) throw new Error(`</${closed}> closes <${current().tag}>`)
    if (opened === undefined) continue
    const pairs = [...attributes.matchAll(/([^\s=]+)(?:="([^"]*)")?/g)].map(
      ([, name = '', value = '']) => [name, value] as const,
    )
    const attribute = (wanted: string) => pairs.find(([name]) => name === wanted)?.[1] ?? ''
    const [type, field] = [attribute('type'), attribute('name')]
    const kept = pairs.map(([name, value]) => ` ${name}="${keptOf(opened, name, value, type, field)}"`)
    const ofALanguage = pairs.some(([name]) => name === 'lang' || name === 'hreflang')
    open.push(elementOf(opened, `<${opened}${kept.sort().join('')}>`, ofALanguage))
    if (alone === '/' || neverClosed.has(opened)) closeLast()
  }
  if (read < html.length) throw new Error(`Markup that cannot be read: ${html.slice(read, read + 80)}`)
  if (open.length > 1) throw new Error(`<${current().tag}> is not closed`)
  return root.parts.join('')
}

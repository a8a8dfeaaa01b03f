/** Promise 9: every sheet, printed by Chromium, is one or two pages of A4 with everything on them. */

import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contrasts } from '../../server/visits/rules.ts'
import { explainerSheetAddresses, guideSheetAddresses, words } from '../support/addresses.ts'
import { openTestSite, type TestSite } from '../support/browser.ts'
import { textBlocks } from '../support/html.ts'
import { inAnyColours, inkOf } from '../support/ink.ts'

const mostPages = 2
/** Points, rounded down as poppler gives them: upright and across. */
const upright = /^594\.\d+ x 841\.\d+/
const across = /^841\.\d+ x 594\.\d+/

let site: TestSite
const directory = mkdtempSync(path.join(tmpdir(), 'trois-clics-'))
beforeAll(async () => {
  site = await openTestSite()
})
afterAll(async () => {
  await site.close()
  rmSync(directory, { recursive: true })
})

/** What poppler reads out of a PDF: the number of pages, their size in points, the text without spaces. */
function readPdf(bytes: Buffer): { pages: number; size: string; text: string } {
  const file = path.join(directory, 'sheet.pdf')
  writeFileSync(file, bytes)
  const information = execFileSync('pdfinfo', [file], { encoding: 'utf8' })
  return {
    pages: Number(/^Pages:\s+(\d+)/m.exec(information)?.[1]),
    size: /^Page size:\s+(.*)$/m.exec(information)?.[1] ?? '',
    text: closeUp(execFileSync('pdftotext', ['-raw', file, '-'], { encoding: 'utf8' })),
  }
}

/** Text without spaces and the hyphens that a line may end in, so that line breaks do not matter. */
function closeUp(text: string): string {
  return text.replace(/[\s\u00ad\u2010·-]/gu, '')
}

/** Prints sheets and returns their numbers of pages; fails where something sticks out or is missing. */
async function printAll(addresses: readonly string[], size: RegExp): Promise<readonly number[]> {
  const page = await site.browser.newPage()
  const counts: number[] = []
  for (const address of addresses) {
    await page.goto(site.address + address)
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    expect(overflow, address).toBeLessThanOrEqual(0)
    const pdf = readPdf(await page.pdf({ preferCSSPageSize: true }))
    counts.push(pdf.pages)
    expect(pdf.size, address).toMatch(size)
    const blocks = textBlocks(await (await fetch(site.address + address)).text())
    expect(
      blocks.filter((block) => !pdf.text.includes(closeUp(block))),
      address,
    ).toEqual([])
  }
  await page.close()
  return counts
}

describe.each(words.languages)('whoever asks for paper gets it in %s', (language) => {
  test('each guide on one or two pages, nothing cut, all of its text there to be read', async () => {
    const counts = await printAll(guideSheetAddresses(language), upright)
    console.log(
      `${language}: ${counts.length} guides, pages ${Math.min(...counts)} to ${Math.max(...counts)}`,
    )
    expect(Math.max(...counts)).toBeLessThanOrEqual(mostPages)
  })

  test('each decision on one page, the options side by side', async () => {
    const counts = await printAll(explainerSheetAddresses(language), across)
    expect([...new Set(counts)]).toEqual([1])
  })
})

test('a sheet prints in black and white, with its pictograms and codes, and nothing of the screen', async () => {
  const page = await site.browser.newPage()
  await page.goto(`${site.address}/fr/print/guide/check-consent`)
  await page.emulateMedia({ media: 'print' })
  const seen = await page.evaluate(() => ({
    bars: ['.print-bar', '.toolbar', '#privacy-screen'].map(
      (bar) => getComputedStyle(document.querySelector(bar) as Element).display,
    ),
    colours: [...document.querySelectorAll('main *')].map((element) => getComputedStyle(element).color),
    backgrounds: [...document.querySelectorAll('html, body, main, main *')].map(
      (element) => getComputedStyle(element).backgroundColor,
    ),
    pictograms: document.querySelectorAll('main [data-pictogram]').length,
    codes: [...document.querySelectorAll('.qr-code')].map((code) => code.getBoundingClientRect().width),
  }))
  expect(seen.bars).toEqual(['none', 'none', 'none'])
  expect(new Set(seen.colours)).toEqual(new Set(['rgb(0, 0, 0)']))
  expect([...new Set(seen.backgrounds)].filter((colour) => !/0, 0, 0, 0|255, 255, 255/.test(colour))).toEqual(
    [],
  )
  expect(seen.pictograms).toBeGreaterThan(10)
  // 27 mm at 96 dots an inch: a phone reads it at arm's length.
  for (const width of seen.codes) expect(width).toBeGreaterThan(95)
  await page.close()
})

test('whoever reads light letters on black gets paper as everybody does: black on white, no more ink and no less', async () => {
  const page = await site.browser.newPage()
  for (const address of inAnyColours) {
    const answer = await page.goto(site.address + address)
    expect(answer?.status(), address).toBe(200)
    const printed = async (contrast: string, printBackground: boolean) => {
      await page.evaluate(
        (wanted) => document.documentElement.setAttribute('data-contrast', wanted),
        contrast,
      )
      return inkOf(
        await page.pdf({ printBackground, pageRanges: '1', margin: { top: '10mm', bottom: '10mm' } }),
      )
    }
    const usual = await printed('paper', false)
    expect(usual.ink, address).toBeGreaterThan(0.005)
    const ratios: number[] = []
    for (const contrast of contrasts) {
      for (const printBackground of [false, true]) {
        const { ink, edge } = await printed(contrast, printBackground)
        const what = `${address} ${contrast} ${printBackground ? 'with' : 'without'} backgrounds`
        ratios.push(ink / usual.ink)
        expect(Math.abs(ink / usual.ink - 1), what).toBeLessThanOrEqual(0.1)
        expect(edge, `${what}, at the edge`).toBeLessThan(0.1)
      }
    }
    console.log(
      `${address}: ink ${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)} of the usual`,
    )
    await page.emulateMedia({ forcedColors: 'active', colorScheme: 'dark' })
    const forced = await printed('white-on-black', true)
    await page.emulateMedia({ forcedColors: null, colorScheme: null })
    expect(Math.abs(forced.ink / usual.ink - 1), `${address} in forced colours`).toBeLessThanOrEqual(0.1)
    expect(forced.edge, `${address} in forced colours, at the edge`).toBeLessThan(0.1)
  }
  await page.close()
})

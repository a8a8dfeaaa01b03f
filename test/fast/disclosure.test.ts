/** Who has found a weakness learns how to say so, and the file that tells them does not run out unseen. */

import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { findRootDirectory, readConfiguration } from '../../server/configuration.ts'
import { goodUntil } from '../../server/disclosure/rules.ts'
import { openTestApp } from '../support/app.ts'

const dayMilliseconds = 24 * 60 * 60 * 1000

/** What is wrong with a file that ends on `end`, a day as yyyy-mm-dd, in the eyes of whoever reads it `today`. */
function complaintAbout(end: string, today: Date): string | null {
  const daysLeft = (Date.parse(end) - today.getTime()) / dayMilliseconds
  if (daysLeft < 42)
    return 'goodUntil in server/disclosure/rules.ts ends within six weeks: move it, less than a year on'
  return daysLeft > 366 ? 'RFC 9116 asks for less than a year' : null
}

/** The fields of a file as RFC 9116 has it. Throws for a line that is none. */
function fieldsOf(text: string): readonly (readonly [string, string])[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => {
      const [, name, value] = /^([A-Za-z-]+): (\S.*)$/.exec(line) ?? []
      if (name === undefined || value === undefined) throw new Error(`No field: ${line}`)
      return [name, value] as const
    })
}

async function ask(environment: Readonly<Record<string, string>>, address: string) {
  const site = await openTestApp(environment)
  const answer = await site.app.request(address)
  const visits = await site.services.visits.count()
  const text = await answer.text()
  await site.close()
  return { answer, text, visits }
}

describe('whoever has found a weakness', () => {
  test.each([
    ['mailto:security@guides.example', 'mailto:security@guides.example'],
    ['', 'https://site.example/security-policy.txt'],
  ])(
    'is told by a site that says %j whom to ask, in which languages and until when',
    async (said, contact) => {
      const { answer, text, visits } = await ask({ SECURITY_CONTACT: said }, '/.well-known/security.txt')
      expect(answer.status).toBe(200)
      expect(answer.headers.get('content-type')).toMatch(/^text\/plain; ?charset=utf-8$/i)
      expect(answer.headers.get('set-cookie')).toBeNull()
      expect(visits).toBe(0)
      expect(fieldsOf(text)).toEqual([
        ['Contact', contact],
        ['Expires', `${goodUntil}T00:00:00Z`],
        ['Preferred-Languages', 'fr, nl, de, en'],
        ['Canonical', 'https://site.example/.well-known/security.txt'],
        ['Policy', 'https://site.example/security-policy.txt'],
      ])
    },
  )

  test('reads at the same site what is defended, what is not, and how to tell its makers', async () => {
    const { answer, text, visits } = await ask({}, '/security-policy.txt')
    expect(answer.headers.get('content-type')).toMatch(/^text\/plain; ?charset=utf-8$/i)
    expect(answer.headers.get('set-cookie')).toBeNull()
    expect(visits).toBe(0)
    expect(text).toBe(readFileSync(path.join(findRootDirectory(), 'SECURITY.md'), 'utf8'))
    expect(text).toContain('## Telling us of a weakness')
  })

  test.each([
    'security@guides.example',
    'http://guides.example',
    'javascript:alert(1)',
    'mailto:a@b\nExpires: never',
  ])('is not led to %j: the site does not start with it', (said) => {
    const result = readConfiguration({ SECURITY_CONTACT: said })
    expect(result.ok ? '' : result.sentence).toMatch(
      /^SECURITY_CONTACT .*mailto:security@|^SECURITY_CONTACT .*spaces/,
    )
  })
})

describe('the file runs out for nobody unseen', () => {
  test('who releases the software is told six weeks before', () => {
    expect(complaintAbout('2027-11-15', new Date('2026-11-30T12:00:00Z'))).toBeNull()
    expect(complaintAbout('2027-11-15', new Date('2027-10-03T12:00:00Z'))).toBeNull()
    expect(complaintAbout('2027-11-15', new Date('2027-10-05T12:00:00Z'))).toContain('six weeks')
    expect(complaintAbout('2027-11-15', new Date('2027-12-01T12:00:00Z'))).toContain('six weeks')
    expect(complaintAbout('2027-11-15', new Date('2026-11-01T12:00:00Z'))).toContain('less than a year')
  })

  test('and it is not so far today', () => {
    expect(complaintAbout(goodUntil, new Date())).toBeNull()
  })
})

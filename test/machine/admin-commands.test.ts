/** The administrator's commands, as programs of their own beside a database that a server may have open. */

import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { findRootDirectory } from '../../server/configuration.ts'
import { correctedAddress } from '../../server/facts/rules.ts'
import { openTestApp, type TestApp } from '../support/app.ts'
import { createVisitor } from '../support/visitor.ts'

const passphrase = 'trois girafes dorment debout'

let site: TestApp
beforeEach(async () => {
  site = await openTestApp()
})
afterEach(() => site.close())

describe('the administrator', () => {
  const run = (...words: string[]) =>
    promisify(execFile)(process.execPath, ['build/bundle/admin.js', ...words], {
      cwd: findRootDirectory(),
      env: { ...process.env, DATA_DIR: site.directory, PUBLIC_URL: 'https://site.example' },
    }).then(
      ({ stdout }) => ({ code: 0, stdout }),
      (error: { code: number; stdout: string }) => error,
    )

  test('invites a mediator with one command, whose link works', async () => {
    const { code, stdout } = await run('invite-mediator', '--name', 'Clara Janssens', '--trained')
    expect(code).toBe(0)
    expect(stdout).toMatch(/^https:\/\/site\.example\/companion\/invitation\/[\w-]{22}\n$/)
    const visitor = createVisitor(site.app)
    await visitor.post(new URL(stdout.trim()).pathname, { passphrase, again: passphrase })
    expect(await site.services.mediators.signedIn(visitor.cookie('/companion'))).toMatchObject({
      name: 'Clara Janssens',
      trained: true,
    })
    expect((await run('help')).stdout).toContain('invite-mediator')
    expect(await run('invite-mediator', '--name', 'clara janssens')).toMatchObject({ code: 1 })
    expect(await run('invite-mediator')).toMatchObject({ code: 1 })
    expect(await run('invite-mediator', '--nmae', 'x')).toMatchObject({ code: 1 })
  })

  test('corrects an official address only to one that leads where it says, as browsers write it', async () => {
    for (const wrong of [
      'http://www.masante.belgique.be/',
      'javascript:alert(1)',
      'https://www.masante.belgique.be@evil.example/',
      'https://user:secret@www.masante.belgique.be/',
      'https://www.masante.belgique.be/\n',
      'https://www.masante.bel\ngique.be/',
      'https://www.masante.belgique.be/\tx',
      ' https://www.masante.belgique.be/',
      'https:evil',
      'https:///evil.example/',
      'https:\\\\evil.example',
      'www.masante.belgique.be',
      '',
    ]) {
      expect(correctedAddress(wrong), wrong).toBeNull()
    }
    expect(await run('set-address', 'masante', 'fr', 'https://masante.be@evil.example/')).toMatchObject({
      code: 1,
    })
    expect((await run('list-addresses')).stdout).toBe('')
    const typed = 'https://WWW.Masante.Belgique.be/a b/é'
    expect(await run('set-address', 'masante', 'fr', typed)).toMatchObject({ code: 0 })
    expect((await run('list-addresses')).stdout).toBe(
      'masante fr https://www.masante.belgique.be/a%20b/%C3%A9\n',
    )
  })
})

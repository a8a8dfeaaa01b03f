/** The built server as a program of its own, and visitors who reach it over HTTP. */

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { Hono } from 'hono'
import { findRootDirectory } from '../../server/configuration.ts'

export interface BuiltServer {
  readonly process: ChildProcess
  /** Null where it ended before it was ready. */
  readonly address: string | null
  /** What stood on standard error by then. */
  readonly said: string
}

/** Starts the built server on a folder, and waits until it is ready or has ended. */
export async function startBuiltServer(dataDirectory: string): Promise<BuiltServer> {
  const server = spawn(process.execPath, ['build/bundle/main.js'], {
    cwd: findRootDirectory(),
    env: { PATH: process.env.PATH, PORT: '0', PUBLIC_URL: 'https://site.example', DATA_DIR: dataDirectory },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  server.stderr.on('data', (text) => {
    said += String(text)
  })
  const ready = once(server.stdout, 'data').then(([text]) => String(text))
  const first = await Promise.race([ready, once(server, 'close').then(() => '')])
  server.stdout.resume()
  return { process: server, address: /Ready: (\S+)/.exec(first)?.[1] ?? null, said }
}

/** Ends a program by kill -9, and waits until it has ended. */
export async function killProgram(program: ChildProcess): Promise<void> {
  if (program.exitCode !== null || program.signalCode !== null) return
  const ended = once(program, 'exit')
  program.kill('SIGKILL')
  await ended
}

/**
 * Passes requests on to a server as it is at that moment: for visitors who see it end and start again. A request to one that is away
 * rejects with a TypeError.
 */
export function appAt(address: () => string): Hono {
  const app = new Hono().onError((error) => {
    throw error
  })
  return app.all('*', async (c) => {
    const { method, headers } = c.req.raw
    const body = method === 'POST' ? { body: await c.req.text() } : {}
    return fetch(`${address()}${c.req.path}`, { method, headers, redirect: 'manual', ...body })
  })
}

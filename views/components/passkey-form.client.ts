/** Adds a passkey, and signs in with one. Where the browser knows none, its buttons stay hidden. */

import { find } from '../shared/find.client.ts'

/** The server's options, their bytes as letters. */
interface Named extends Omit<PublicKeyCredentialDescriptor, 'id'> {
  readonly id: string
}
interface OptionsToAdd
  extends Omit<PublicKeyCredentialCreationOptions, 'challenge' | 'user' | 'excludeCredentials'> {
  readonly challenge: string
  readonly user: Omit<PublicKeyCredentialUserEntity, 'id'> & { readonly id: string }
  readonly excludeCredentials?: readonly Named[]
}
interface OptionsToSignIn extends Omit<PublicKeyCredentialRequestOptions, 'challenge' | 'allowCredentials'> {
  readonly challenge: string
  readonly allowCredentials?: readonly Named[]
}

/** A refusal with the sentence to show. */
class Refusal extends Error {
  readonly problem: string | undefined
  constructor(status: number, problem?: string) {
    super(`Refused with ${status}`)
    this.problem = problem
  }
}

/** Newer than the oldest browsers. */
interface WritingBytes {
  readonly toBase64?: (form: { readonly alphabet: 'base64url'; readonly omitPadding: true }) => string
}

const forms = document.querySelectorAll<HTMLFormElement>('form[data-passkey]')

async function ask<Answer>(path: string, body?: object): Promise<Answer> {
  const answer = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: body === undefined ? '' : JSON.stringify(body),
  })
  if (!answer.ok) throw new Refusal(answer.status)
  return answer.json()
}

/** The options for a new passkey, where the passphrase is right; else throws with the sentence to show. */
async function askToAdd(path: string, proof: string): Promise<OptionsToAdd> {
  const answer = await fetch(path, { method: 'POST', body: new URLSearchParams({ proof }) })
  if (answer.ok) return answer.json()
  const { problem }: { problem?: string } = await answer.json().catch(() => ({}))
  throw new Refusal(answer.status, problem)
}

function encoded(buffer: ArrayBuffer): string {
  const bytes: Uint8Array & WritingBytes = new Uint8Array(buffer)
  return bytes.toBase64?.({ alphabet: 'base64url', omitPadding: true }) ?? byHand(bytes)
}

/** For browsers whose arrays of bytes cannot write themselves. */
function byHand(bytes: Uint8Array): string {
  const letters = String.fromCharCode(...bytes)
  return btoa(letters).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

function decoded(text: string): Uint8Array<ArrayBuffer> {
  const letters = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  return Uint8Array.from(letters, (letter) => letter.charCodeAt(0))
}

function withBytes(credentials: readonly Named[] | undefined): PublicKeyCredentialDescriptor[] {
  return (credentials ?? []).map((credential) => ({ ...credential, id: decoded(credential.id) }))
}

/** Only what the server looks at, so that it stays small: the named parts of the response. */
function answerOf(given: Credential | null, names: readonly string[]) {
  const credential = given as PublicKeyCredential
  const response = names.map((name) => [name, encoded(Reflect.get(credential.response, name))])
  return {
    id: credential.id,
    rawId: encoded(credential.rawId),
    type: credential.type,
    response: Object.fromEntries(response),
  }
}

async function add(form: HTMLFormElement, path: string): Promise<void> {
  const proof = form.querySelector<HTMLInputElement>('[name="proof"]')
  const options = await askToAdd(`${path}/options`, proof?.value ?? '')
  if (proof !== null) proof.value = ''
  const publicKey = {
    ...options,
    challenge: decoded(options.challenge),
    user: { ...options.user, id: decoded(options.user.id) },
    excludeCredentials: withBytes(options.excludeCredentials),
  }
  const credential = await navigator.credentials.create({ publicKey })
  await ask(path, answerOf(credential, ['clientDataJSON', 'attestationObject']))
}

async function signIn(path: string): Promise<void> {
  const options = await ask<OptionsToSignIn>(`${path}/options`)
  const publicKey = {
    ...options,
    challenge: decoded(options.challenge),
    allowCredentials: withBytes(options.allowCredentials),
  }
  const credential = await navigator.credentials.get({ publicKey })
  await ask(path, answerOf(credential, ['clientDataJSON', 'authenticatorData', 'signature']))
}

async function use(form: HTMLFormElement): Promise<void> {
  const problem = find('.problem', form)
  const path = form.getAttribute('action') ?? ''
  problem.hidden = true
  try {
    await (form.dataset.passkey === 'add' ? add(form, path) : signIn(path))
    location.assign(form.dataset.to ?? '')
  } catch (error) {
    const said = error instanceof Refusal ? error.problem : undefined
    problem.textContent = said ?? form.dataset.failed ?? ''
    problem.hidden = false
  }
}

if ('PublicKeyCredential' in window) {
  for (const form of forms) {
    form.hidden = false
    form.addEventListener('submit', (event) => {
      event.preventDefault()
      void use(form)
    })
  }
}

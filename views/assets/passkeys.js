// Adds a passkey, and signs in with one. Where the browser knows none, its buttons stay hidden.
const forms = document.querySelectorAll('form[data-passkey]')

async function ask(path, body) {
  const answer = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: body === undefined ? '' : JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(`Refused with ${answer.status}`)
  return answer.json()
}

/** The options for a new passkey, where the passphrase is right; else throws with the sentence to show. */
async function askToAdd(path, proof) {
  const answer = await fetch(path, { method: 'POST', body: new URLSearchParams({ proof }) })
  if (answer.ok) return answer.json()
  const { problem } = await answer.json().catch(() => ({}))
  throw Object.assign(new Error(`Refused with ${answer.status}`), { problem })
}

function encoded(buffer) {
  return new Uint8Array(buffer).toBase64?.({ alphabet: 'base64url', omitPadding: true }) ?? byHand(buffer)
}

/** For browsers whose arrays of bytes cannot write themselves. */
function byHand(buffer) {
  const letters = String.fromCharCode(...new Uint8Array(buffer))
  return btoa(letters).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

function decoded(text) {
  const letters = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  return Uint8Array.from(letters, (letter) => letter.charCodeAt(0))
}

function withBytes(credentials) {
  return (credentials ?? []).map((credential) => ({ ...credential, id: decoded(credential.id) }))
}

/** Only what the server looks at, so that it stays small. */
function answerOf(credential, names) {
  const response = names.map((name) => [name, encoded(credential.response[name])])
  return {
    id: credential.id,
    rawId: encoded(credential.rawId),
    type: credential.type,
    response: Object.fromEntries(response),
  }
}

async function add(form) {
  const path = form.getAttribute('action')
  const { proof } = form.elements
  const options = await askToAdd(`${path}/options`, proof?.value ?? '')
  if (proof !== undefined) proof.value = ''
  const publicKey = {
    ...options,
    challenge: decoded(options.challenge),
    user: { ...options.user, id: decoded(options.user.id) },
    excludeCredentials: withBytes(options.excludeCredentials),
  }
  const credential = await navigator.credentials.create({ publicKey })
  await ask(path, answerOf(credential, ['clientDataJSON', 'attestationObject']))
}

async function signIn(form) {
  const path = form.getAttribute('action')
  const options = await ask(`${path}/options`)
  const publicKey = {
    ...options,
    challenge: decoded(options.challenge),
    allowCredentials: withBytes(options.allowCredentials),
  }
  const credential = await navigator.credentials.get({ publicKey })
  await ask(path, answerOf(credential, ['clientDataJSON', 'authenticatorData', 'signature']))
}

for (const form of window.PublicKeyCredential ? forms : []) {
  const problem = form.querySelector('.problem')
  form.hidden = false
  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    problem.hidden = true
    try {
      await (form.dataset.passkey === 'add' ? add : signIn)(form)
      location.assign(form.dataset.to)
    } catch (error) {
      problem.textContent = error.problem ?? form.dataset.failed
      problem.hidden = false
    }
  })
}

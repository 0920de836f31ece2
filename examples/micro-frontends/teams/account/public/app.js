const { api, shell } = document.body.dataset
const name = document.getElementById('name')
const delivery = document.getElementById('delivery')
const orders = document.getElementById('orders')
const status = document.getElementById('status')

/** Calls the API with the visitor's cookie. PATCH makes the browser ask with a preflight first. */
async function call(method, path, body) {
  const json = body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  const response = await fetch(api + path, { method, credentials: 'include', ...json })
  const answer = await response.json()
  if (!response.ok) throw new Error(answer.message)
  return answer
}

const run = (work) => work().catch((error) => status.replaceChildren(error.message))

function show(account) {
  name.value = account.name
  for (const choice of delivery.querySelectorAll('input')) choice.checked = choice.value === account.delivery
  const lines = account.orders.map(({ number, total }) => `Order ${number}, € ${total}`)
  orders.replaceChildren(
    ...(lines.length > 0 ? lines : ['None yet']).map((line) => {
      const item = document.createElement('li')
      item.append(line)
      return item
    }),
  )
}

function save(change) {
  return run(async () => {
    show(await call('PATCH', '/account', change))
    status.replaceChildren('Saved.')
    parent.postMessage('changed', shell)
  })
}

document.getElementById('save').addEventListener('click', () => save({ name: name.value }))
delivery.addEventListener('change', ({ target }) => save({ delivery: target.value }))

// The shell passes on what other teams' apps changed; nobody else can make this page ask again.
addEventListener('message', ({ origin, data }) => {
  if (origin === shell && data === 'changed') run(async () => show(await call('GET', '/account')))
})

run(async () => show(await call('GET', '/account')))

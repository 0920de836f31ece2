const { api, shell } = document.body.dataset
const items = document.getElementById('items')
const sums = document.getElementById('sums')
const order = document.getElementById('order')
const status = document.getElementById('status')

/** Calls the API with the visitor's cookie. JSON bodies, PATCH and headers of our own make the browser ask with a preflight first. */
async function call(method, path, body, headers = {}) {
  const json = body && { body: JSON.stringify(body) }
  const type = body && { 'content-type': 'application/json' }
  const response = await fetch(api + path, {
    method,
    credentials: 'include',
    headers: { ...type, ...headers },
    ...json,
  })
  const answer = await response.json()
  if (!response.ok) throw new Error(answer.message)
  return answer
}

const run = (work) => work().catch((error) => status.replaceChildren(error.message))

function element(tag, className, ...children) {
  const made = document.createElement(tag)
  made.className = className
  made.append(...children)
  return made
}

function step(item, change, sign, label) {
  const made = element('button', 'step', sign)
  made.type = 'button'
  made.setAttribute('aria-label', `${label}: ${item.name}`)
  made.addEventListener('click', () => run(async () => show(await call('PATCH', `/cart/${item.id}`, { change }))))
  return made
}

function show(cart) {
  items.replaceChildren(
    ...cart.items.map((item) =>
      element(
        'li',
        '',
        element('span', 'name', item.name),
        step(item, -1, '−', 'One less'),
        element('span', 'quantity', item.quantity),
        step(item, 1, '+', 'One more'),
        element('span', 'price', `€ ${item.quantity * item.price}`),
      ),
    ),
  )
  const lines = [
    ['Delivery', cart.postage],
    ['Total', cart.total],
  ]
  sums.replaceChildren(...lines.flatMap(([name, sum]) => [element('dt', '', name), element('dd', '', `€ ${sum}`)]))
  order.disabled = cart.items.length === 0
}

order.addEventListener('click', () =>
  run(async () => {
    // The key makes the API place the order once, however often the request arrives.
    const { number } = await call('POST', '/orders', {}, { 'idempotency-key': crypto.randomUUID() })
    show(await call('GET', '/cart'))
    status.replaceChildren(`Order ${number} is placed.`)
    parent.postMessage('changed', shell)
  }),
)

// The shell passes on what other teams' apps changed; nobody else can make this page ask again.
addEventListener('message', ({ origin, data }) => {
  if (origin === shell && data === 'changed') run(async () => show(await call('GET', '/cart')))
})

run(async () => show(await call('GET', '/cart')))

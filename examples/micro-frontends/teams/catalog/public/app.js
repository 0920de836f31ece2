const { api, shell } = document.body.dataset
const list = document.getElementById('products')
const status = document.getElementById('status')

/** Calls the API with the visitor's cookie. PUT and PATCH with JSON make the browser ask with a preflight first. */
async function call(method, path, body) {
  const json = body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  const response = await fetch(api + path, { method, credentials: 'include', ...json })
  const answer = await response.json()
  if (!response.ok) throw new Error(answer.message)
  return answer
}

function button(name, label, onClick) {
  const made = document.createElement('button')
  made.type = 'button'
  made.className = name
  made.setAttribute('aria-label', label)
  made.addEventListener('click', () => onClick(made).catch((error) => status.replaceChildren(error.message)))
  return made
}

function row(product) {
  const picture = Object.assign(document.createElement('img'), {
    src: `/products/${product.id}.svg`,
    alt: '',
    width: 40,
    height: 40,
  })
  const name = document.createElement('span')
  name.className = 'name'
  name.append(product.name)
  const price = document.createElement('span')
  price.className = 'price'
  price.append(`€ ${product.price}`)

  const favourite = button('favourite', `Favourite: ${product.name}`, async (made) => {
    const wanted = made.getAttribute('aria-pressed') !== 'true'
    const answer = await call('PUT', `/favourites/${product.id}`, { favourite: wanted })
    made.setAttribute('aria-pressed', answer.favourite)
  })
  favourite.setAttribute('aria-pressed', product.favourite)

  const add = button('add', `Add to cart: ${product.name}`, async () => {
    await call('PATCH', `/cart/${product.id}`, { change: 1 })
    status.replaceChildren(`${product.name} is in your cart.`)
    parent.postMessage('changed', shell)
  })
  add.append('Add')

  const item = document.createElement('li')
  item.append(picture, name, price, favourite, add)
  return item
}

try {
  list.append(...(await call('GET', '/products')).map(row))
} catch (error) {
  status.replaceChildren(error.message)
}

'use client'
import { useActionState } from 'react'

export function Greeting({ action }) {
  const [greeting, greet] = useActionState(action, 'nobody greeted')
  return (
    <form action={greet}>
      <input name="name" defaultValue="Ada" />
      <button type="submit" id="greet">
        greet
      </button>
      <p id="greeting">{greeting}</p>
    </form>
  )
}

'use client'
import { useEffect, useState } from 'react'

/** Says when it has come to life, so that nobody has to click and hope. */
export function Counter({ id = 'counter' }) {
  const [isAlive, setAlive] = useState(false)
  const [count, setCount] = useState(0)
  useEffect(() => setAlive(true), [])
  return (
    <button type="button" id={id} data-alive={isAlive} onClick={() => setCount(count + 1)}>
      clicked {count}
    </button>
  )
}

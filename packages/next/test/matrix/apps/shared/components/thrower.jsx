'use client'
import { useState } from 'react'

export function Thrower() {
  const [hasFailed, setFailed] = useState(false)
  if (hasFailed) throw new Error('thrown in the browser')
  return (
    <button type="button" id="throw" onClick={() => setFailed(true)}>
      throw
    </button>
  )
}

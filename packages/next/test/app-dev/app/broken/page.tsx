'use client'
import { useEffect } from 'react'

export default function Page() {
  useEffect(() => {
    throw new Error('broken on purpose')
  }, [])
  return <main />
}

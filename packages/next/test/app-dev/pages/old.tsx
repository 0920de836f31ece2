import { useState } from 'react'

export default function Old() {
  const [isOpen, setOpen] = useState(false)
  return (
    <button type="button" onClick={() => setOpen(true)}>
      {isOpen ? 'open' : 'closed'}
    </button>
  )
}

// Without it the page is a file made at build.
export const getServerSideProps = async () => ({ props: {} })

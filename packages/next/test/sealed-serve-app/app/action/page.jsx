import { revalidatePath } from 'next/cache'

async function act() {
  'use server'
  revalidatePath('/isr')
}

export default function Page() {
  return (
    <form action={act}>
      <button type="submit">act</button>
    </form>
  )
}

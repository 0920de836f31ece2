import { headers } from 'next/headers'

export default async function Page() {
  return <pre>{JSON.stringify(Object.fromEntries(await headers()))}</pre>
}

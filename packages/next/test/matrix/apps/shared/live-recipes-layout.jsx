import { connection } from 'next/server'

/** What is below is rendered for each request. */
export default async function Layout({ children }) {
  await connection()
  return children
}

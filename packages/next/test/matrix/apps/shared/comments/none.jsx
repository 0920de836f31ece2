/** The comments below a page; nobody has written one. */
export function Comments() {
  return <p>no comments</p>
}

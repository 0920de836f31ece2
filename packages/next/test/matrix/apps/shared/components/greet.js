'use server'

export async function greet(_before, form) {
  return `hello ${form.get('name')}`
}

import { expect, test } from 'vitest'
import { insertIntoHead } from './insert-into-head.ts'

const META = '<meta name=new>'

// HTML §4.2.5.3: a policy in a meta element is for what comes after it; HTML §4.2.5.4: the encoding has to be in the first 1024 bytes.
test.each([
  ['at the start of the head', '<html><head>|<script></script></head>'],
  ['behind the encoding', '<html><head><meta charset="utf-8"/>|<script></script></head>'],
  [
    'behind the encoding, which comes behind the title',
    '<head><title>a</title><meta charset=utf-8>|<link href=a></head>',
  ],
  ['before a script that comes before the encoding', '<head>|<script></script><meta charset=utf-8></head>'],
  ['before another http-equiv', '<head>|<meta http-equiv=refresh content=1><meta charset=utf-8></head>'],
  ['before a style in a page without a head', '<!doctype html>|<style></style><p>a'],
  ['behind the html tag', '<!doctype html><html lang=en>|<p>a'],
  ['in a page of text', '|a'],
  ['before a script that comes before the tags', '|<script>1</script><html><head><meta charset=utf-8></head>'],
  ['before an element of SVG named like one of HTML', '|<svg><title>a</title></svg>'],
  ['in a head that a comment speaks of', '<!-- <head> --><html><head>|<link></head>'],
  ['in nothing', '|'],
])('%s', (_title, marked) => {
  expect(insertIntoHead(marked.replace('|', ''), META)).toBe(marked.replace('|', META))
})

test('keeps every other character', () => {
  const page = '\ufeff<!DOCTYPE html>\r\n<HTML><Head\n><META CHARSET=utf-8></HEAD><body onload="a&amp;b">\0</body>'
  expect(insertIntoHead(page, META).replace(META, '')).toBe(page)
})

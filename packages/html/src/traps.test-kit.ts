/** A page that is easily misread, what is to be found in it, and what of it calls `r()` in a browser. */
export interface Trap {
  readonly title: string
  /** The page, after `<!doctype html><meta charset=utf-8>`. */
  readonly body: string
  /** `kind text` of each item, in order. */
  readonly items: readonly string[]
  /** What `r()` is called with, by scripts as they run and by handlers when their elements are clicked. */
  readonly runs: readonly string[]
}

type Row = readonly [title: string, body: string, items: readonly string[], runs: readonly string[]]

// https://html.spec.whatwg.org/multipage/scripting.html#prepare-the-script-element
const SCRIPTS: readonly Row[] = [
  ['a script', `<script>r('a')</script>`, [`script r('a')`], ['a']],
  ['6: an empty script', '<script></script>', [], []],
  ['6: white space is not empty', '<script> </script>', ['script  '], []],
  ['8: an empty type', `<script type="">r('a')</script>`, [`script r('a')`], ['a']],
  [
    '8: a type with white space around it',
    `<script type=" text/ecmascript\t">r('a')</script>`,
    [`script r('a')`],
    ['a'],
  ],
  ['8: a type of nothing but white space', `<script type=" ">r('a')</script>`, [], []],
  ['8: a language', `<script language=JavaScript1.5>r('a')</script>`, [`script r('a')`], ['a']],
  ['8: an empty language', `<script language="">r('a')</script>`, [`script r('a')`], ['a']],
  ['8: another language', `<script language=vbscript>r('a')</script>`, [], []],
  ['8: a type comes before a language', `<script type=text/plain language=javascript>r('a')</script>`, [], []],
  ['9: a type with parameters', `<script type="text/javascript; charset=utf-8">r('a')</script>`, [], []],
  ['9: a type in capitals', `<script type=TEXT/JAVASCRIPT>r('a')</script>`, [`script r('a')`], ['a']],
  ['10: a module', `<script type=Module>r('a')</script>`, [`script r('a')`], ['a']],
  ['11: an import map', '<script type=importmap>{"imports":{}}</script>', ['script {"imports":{}}'], []],
  ['12: speculation rules', '<script type=speculationrules>{"prefetch":[]}</script>', ['script {"prefetch":[]}'], []],
  ['13: JSON', '<script type=application/json>{"a":1}</script>', [], []],
  ['13: JSON-LD', '<script type=application/ld+json>{"@context":"https://schema.org"}</script>', [], []],
  ['13: a template language', `<script type=text/x-handlebars><b style="x">r('a')</b></script>`, [], []],
  ['19: for older browsers', `<script nomodule>r('a')</script>`, [`script r('a')`], []],
  ['22: for the window’s load', `<script for=" Window" event="onload()">r('a')</script>`, [`script r('a')`], ['a']],
  ['22: for another event, which is checked first', `<script for=a event=b>r('a')</script>`, [`script r('a')`], []],
  ['33: src with a text that does not run', `<script src>r('a')</script>`, [], []],
  ['33: an import map with src', `<script type=importmap src=a.json>{}</script>`, [], []],
  ['cut off by the end of the page', `<script>r('a')`, [], []],
]

// https://html.spec.whatwg.org/multipage/parsing.html
const PARSING: readonly Row[] = [
  ['CR LF and CR are LF', `<script>r('a');\r\nr('b')\r//</script>`, [`script r('a');\nr('b')\n//`], ['a', 'b']],
  ['a line feed at the start stays', `<script>\nr('a')</script>`, [`script \nr('a')`], ['a']],
  ['NUL', `<script>r('\0')</script>`, [`script r('\ufffd')`], ['\ufffd']],
  ['beyond ASCII', `<script>r('é 🚪')</script>`, [`script r('é 🚪')`], ['é 🚪']],
  ['no character references in a script', `<script>r('&amp;')</script>`, [`script r('&amp;')`], ['&amp;']],
  ['a comment', `<!-- <script>r('a')</script> -->`, [], []],
  ['a comment that does not end', `<!-- <script>r('a')</script>`, [], []],
  [
    'a script in a script',
    `<script><!-- <script> </script> --> r('a')</script>`,
    [`script <!-- <script> </script> --> r('a')`],
    [],
  ],
  [
    'end tags',
    `<script>r('a')</ScRiPt a="b>c"><script>r('b')</script/>`,
    [`script r('a')`, `script r('b')`],
    ['a', 'b'],
  ],
  ['no end tag', `<script>r('a') //</scripts> </ script></script>`, [`script r('a') //</scripts> </ script>`], ['a']],
  ['CDATA outside foreign content', `<p><![CDATA[><script>r('a')</script>]]>`, [`script r('a')`], ['a']],
  ['CDATA in foreign content', `<svg><![CDATA[<script>r('a')</script>]]></svg>`, [], []],
  ['noscript', `<noscript><script>r('a')</script><style>a{}</style><p style=a onclick=b></noscript>`, [], []],
  ['raw text', `<xmp><script>r('a')</script></xmp><textarea><style>a{}</style></textarea>`, [], []],
  ['a script in a style', `<style><script>r('a')</script></style>`, [`style <script>r('a')</script>`], []],
  [
    'out of a table',
    `<table><script>r('a')</script><p style=color:red></table>`,
    [`script r('a')`, 'style attribute color:red'],
    ['a'],
  ],
  ['plaintext', `<plaintext><script>r('a')</script>`, [], []],
  [
    'in a select, whose parsing changed',
    `<select><p style=color:red onclick="r('b')"><option style=color:blue><script>r('a')</script></select>`,
    ['style attribute color:red', `script attribute r('b')`, 'style attribute color:blue', `script r('a')`],
    ['a', 'b'],
  ],
  [
    'a shadow root and SVG in a select',
    `<select><div><template shadowrootmode=open><script>r('a')</script></template><svg><script>r('b')<!----></script></svg></select>`,
    [`script r('a')`, `script r('b')`, `script r('b')<!---->`],
    ['a', 'b'],
  ],
]

// https://svgwg.org/svg2-draft/interact.html#ScriptElement
const FOREIGN: readonly Row[] = [
  ['a script of SVG', `<svg><script>r('a')</script></svg>`, [`script r('a')`], ['a']],
  [
    'its references, comments and CDATA',
    `<svg><script>r('&lt;')<!-- r('b') -->;r('c')<![CDATA[;r('&lt;')]]></script></svg>`,
    [`script r('<');r('c');r('&lt;')`],
    ['<', 'c', '&lt;'],
  ],
  ['its child text only', `<svg><script>r('a')<g>r('b')</g></script></svg>`, [`script r('a')`], ['a']],
  ['no src', `<svg><script src=a.js>r('a')</script></svg>`, [`script r('a')`], ['a']],
  ['no language', `<svg><script language=vbscript>r('a')</script></svg>`, [`script r('a')`], ['a']],
  ['no nomodule, for and event', `<svg><script nomodule for=a event=b>r('a')</script></svg>`, [`script r('a')`], ['a']],
  ['a data block of SVG', `<svg><script type=text/plain>r('a')</script></svg>`, [], []],
  ['an SVG script without an end', `<svg><script/>r('a')<script>r('b')<p>`, [], []],
  ['a script of MathML is none', `<math><script>r('a')</script><style>a{}</style></math>`, [], []],
  ['but one in its text is', `<math><mtext><script>r('a')</script></mtext></math>`, [`script r('a')`], ['a']],
  ['HTML in SVG', `<svg><foreignObject><script>r('a')</script></foreignObject></svg>`, [`script r('a')`], ['a']],
  ['a style of SVG', '<svg><style>a &gt; b{}<!-- c --></style></svg>', ['style a > b{}'], []],
  ['an empty style of SVG', '<svg><style/></svg>', ['style '], []],
  [
    'style attributes of SVG',
    `<svg style=color:red><g STYLE='a:"b"'></g></svg>`,
    ['style attribute color:red', 'style attribute a:"b"'],
    [],
  ],
  [
    'and of MathML',
    `<math style=color:red onclick="r('a')"></math>`,
    ['style attribute color:red', `script attribute r('a')`],
    ['a'],
  ],
]

// https://html.spec.whatwg.org/multipage/semantics.html#update-a-style-block
const STYLES: readonly Row[] = [
  ['a style', '<style>a{color:red}</style>', ['style a{color:red}'], []],
  ['an empty style', '<style></style>', ['style '], []],
  ['a style for print', '<style media=print>a{}</style>', ['style a{}'], []],
  ['a style of another type, which Chromium checks', '<style type=text/less>a{}</style>', ['style a{}'], []],
  ['a style that the end of the page cuts off', '<style>a{}', ['style a{}'], []],
  ['CDATA in a style is text', '<style><![CDATA[a{}]]></style>', ['style <![CDATA[a{}]]>'], []],
]

// https://html.spec.whatwg.org/multipage/parsing.html#attribute-name-state
const ATTRIBUTES: readonly Row[] = [
  ['a style attribute', '<p style="color:&#x72;ed">', ['style attribute color:red'], []],
  ['the first of two', '<p style="color:red" STYLE="color:blue">', ['style attribute color:red'], []],
  ['line ends', '<p style="color:\r\nred">', ['style attribute color:\nred'], []],
  ['empty', '<p style><b style="">', ['style attribute ', 'style attribute '], []],
  ['on a misnested element, once', '<b style=color:red><p>a</b>b</p>', ['style attribute color:red'], []],
  [
    'of a second body',
    `<body style=color:red><p>a<body style=color:blue onclick="r('a')">`,
    ['style attribute color:red', `script attribute r('a')`],
    ['a'],
  ],
  ['a handler', `<p onclick="r('&quot;')">`, [`script attribute r('"')`], ['"']],
  ['a handler in capitals', `<p ONCLICK=r('a')>`, [`script attribute r('a')`], ['a']],
  ['an empty handler', '<p onclick>', ['script attribute '], []],
  ['names that only look like handlers', '<p on:click=a once=b onfoo=c on=d>', [], []],
  ['a handler of the window', `<body onhashchange="r('a')"><p onhashchange="r('b')">`, [`script attribute r('a')`], []],
  ['a handler that fires by itself', `<body onload="r('a')">`, [`script attribute r('a')`], ['a']],
  [
    'a handler of an animation',
    `<svg><animate onbegin="r('a')" attributeName=x dur=1s></svg>`,
    [`script attribute r('a')`],
    ['a'],
  ],
]

// https://html.spec.whatwg.org/multipage/scripting.html#the-template-element
const TEMPLATES: readonly Row[] = [
  [
    'a template runs nothing, but its attributes are checked',
    `<template><script>r('a')</script><style>a{}</style><p style=color:red onclick="r('b')"></template>`,
    ['style attribute color:red', `script attribute r('b')`],
    [],
  ],
  [
    'a shadow root',
    `<div><template shadowrootmode=open><script>r('a')</script><style>a{}</style></template></div>`,
    [`script r('a')`, 'style a{}'],
    ['a'],
  ],
  [
    'the second of two is a template',
    `<div><template shadowrootmode=CLOSED><style>a{}</style></template><template shadowrootmode=open><style>b{}</style></template></div>`,
    ['style a{}'],
    [],
  ],
  ['no shadow root in a link', `<a><template shadowrootmode=open><style>a{}</style></template></a>`, [], []],
  [
    'one in a custom element',
    `<x-a><template shadowrootmode=open><style>a{}</style></template></x-a>`,
    ['style a{}'],
    [],
  ],
  [
    'none in a template',
    `<template><div><template shadowrootmode=open><style>a{}</style></template></div></template>`,
    [],
    [],
  ],
]

// https://html.spec.whatwg.org/multipage/iframe-embed-object.html#attr-iframe-srcdoc
const FRAMES: readonly Row[] = [
  [
    'srcdoc',
    `<iframe srcdoc="<script>parent.r('a')</script><p style='color:red'>&lt;style>a{}&lt;/style>"></iframe>`,
    [`script parent.r('a')`, 'style attribute color:red', 'style a{}'],
    ['a'],
  ],
  [
    'srcdoc in srcdoc',
    `<iframe srcdoc="<iframe srcdoc='<script>top.r(&quot;a&quot;)</script>'></iframe>"></iframe>`,
    [`script top.r("a")`],
    ['a'],
  ],
  [
    'without scripts',
    `<iframe sandbox srcdoc="<script>1</script><noscript><style>a{}</style></noscript><p style=b onclick=c>"></iframe>`,
    ['style a{}', 'style attribute b'],
    [],
  ],
  ['with scripts', `<iframe sandbox="Allow-Scripts" srcdoc="<script>1</script>"></iframe>`, ['script 1'], []],
  ['src beside srcdoc', `<iframe srcdoc="" src="javascript:parent.r('a')"></iframe>`, [], []],
  [
    'a frame by javascript:',
    `<iframe src="javascript:parent.r('a')"></iframe>`,
    [`navigation javascript:parent.r('a')`],
    ['a'],
  ],
  [
    'what a frameset takes the place of',
    `<p style=color:red><script>r('a')</script><frameset></frameset>`,
    ['style attribute color:red', `script r('a')`],
    ['a'],
  ],
  [
    'a frameset',
    `<frameset onload="r('b')"><frame src="javascript:parent.r('a')"></frameset>`,
    [`script attribute r('b')`, `navigation javascript:parent.r('a')`],
    ['a', 'b'],
  ],
]

// CSP3 §4.2.5, https://url.spec.whatwg.org/#concept-basic-url-parser
const NAVIGATIONS: readonly Row[] = [
  ['a link', `<a href="javascript:r('a')">a</a>`, [`navigation javascript:r('a')`], ['a']],
  ['its scheme', `<a href=" \x01Java\nScript:r('a') ">a</a>`, [`navigation  \x01Java\nScript:r('a') `], ['a']],
  [
    'percent-encoding',
    `<a href="javascript:r('%41 %C3%A9')">a</a>`,
    [`navigation javascript:r('%41 %C3%A9')`],
    ['A é'],
  ],
  ['bytes that are no UTF-8', `<a href="javascript:r('%ff')">a</a>`, [`navigation javascript:r('%ff')`], ['ÿ']],
  ['a query', `<a href="javascript:r(1?'&quot;é &lt;':2)">a</a>`, [`navigation javascript:r(1?'"é <':2)`], ['"é <']],
  ['a fragment', `<a href="javascript:r('# é')">a</a>`, [`navigation javascript:r('# é')`], ['# é']],
  ['an invalid one', `<a href="javascript://a b/%0ar('a')">a</a>`, [], []],
  ['an area', `<map><area href="javascript:r('a')"></map>`, [`navigation javascript:r('a')`], ['a']],
  ['a form', `<form action="javascript:r('a')"><button>a</button></form>`, [`navigation javascript:r('a')`], ['a']],
  [
    'a button',
    `<form><button formaction="javascript:r('a')">a</button></form>`,
    [`navigation javascript:r('a')`],
    ['a'],
  ],
  [
    'an input',
    `<form><input type=submit formaction="javascript:r('a')"></form>`,
    [`navigation javascript:r('a')`],
    ['a'],
  ],
  ['a link in SVG', `<svg><a xlink:href="javascript:r('a')"><g/></a></svg>`, [`navigation javascript:r('a')`], ['a']],
  [
    'href before xlink:href',
    `<svg><a xlink:href="javascript:r('a')" href="javascript:r('b')"><g/></a></svg>`,
    [`navigation javascript:r('b')`],
    ['b'],
  ],
  [
    'what does not navigate',
    `<img src="javascript:r('a')"><link href="javascript:r('a')"><object data="javascript:r('a')">`,
    [],
    [],
  ],
  ['a refresh', `<meta http-equiv=refresh content="0;url=javascript:r('a')">`, [], []],
]

export const TRAPS: readonly Trap[] = [
  ...SCRIPTS,
  ...PARSING,
  ...FOREIGN,
  ...STYLES,
  ...ATTRIBUTES,
  ...TEMPLATES,
  ...FRAMES,
  ...NAVIGATIONS,
].map(([title, body, items, runs]) => ({ title, body, items, runs }))

export function trapPage({ body }: Pick<Trap, 'body'>): string {
  return `<!doctype html><meta charset=utf-8>${body}`
}

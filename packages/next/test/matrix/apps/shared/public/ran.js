window.__ran = [...(window.__ran ?? []), new URL(document.currentScript.src).search.slice(1)]

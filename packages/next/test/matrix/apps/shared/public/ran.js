document.documentElement.dataset[new URL(document.currentScript.src).search.slice(1)] = 'ran'

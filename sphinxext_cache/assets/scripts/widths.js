// @ts-check
// An author's width comes without a style attribute, which a strict Content-Security-Policy refuses.
for (const table of document.querySelectorAll("table")) if (table.dataset.width) table.style.width = table.dataset.width;

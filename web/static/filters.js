// Opens the filters where there is room beside the hits, in browsers whose style sheets cannot.
const filters = document.querySelector("details.folding");
if (filters && matchMedia("(min-width: 60.01rem)").matches) filters.open = true;

// The keyboard on the page of the search: arrows go from the box to the hits and between them, Enter opens one.
(() => {
  "use strict";

  const hits = () => [...document.querySelectorAll("[data-hit]")];

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const box = document.querySelector(".case-search input[type=search]");
    const shown = hits();
    const at = shown.indexOf(document.activeElement);
    if (!box || !shown.length || (at < 0 && document.activeElement !== box)) return;
    if (event.key === "ArrowDown") (shown[at + 1] ?? shown[at]).focus();
    else if (event.key === "ArrowUp" && at >= 0) (shown[at - 1] ?? box).focus();
    else return;
    event.preventDefault();
  });
})();
